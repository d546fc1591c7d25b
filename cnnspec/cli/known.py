"""`check --baseline` and `--write-baseline`: findings that are known already."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from cnnspec.core.diagnostic import UsageError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from cnnspec.project.baseline import Baseline, Entry
    from cnnspec.render.checked import Checked

MOST_TOLD = 5


def without_known(files: Sequence[Checked], baseline: Baseline) -> list[Checked]:
    """The files with the findings that the baseline does not have."""
    known = baseline.known()
    return [_new(file, baseline.path, known) for file in files]


def _new(file: Checked, path: str, known: frozenset[str]) -> Checked:
    new = {
        finding
        for finding, entry in zip(file.findings, _entries(path, file), strict=True)
        if entry.fingerprint not in known
    }
    left = file.only(lambda finding: finding in new)
    return left.replace(known=len(file.findings) - len(new))


def tell_unmatched(
    files: Sequence[Checked], baseline: Baseline, asked: Callable[[str], bool]
) -> None:
    """Say on stderr which entries of the baseline nothing is found for any more, of the codes that
    are asked for."""
    from cnnspec.cli.errors import say

    found = [entry.fingerprint for file in files for entry in _entries(baseline.path, file)]
    unmatched = baseline.unmatched(found, [file.file for file in files])
    left = [entry for entry in unmatched if asked(entry.code)]
    if not left:
        return
    told = [f"{entry.code} in {entry.file}" for entry in left[:MOST_TOLD]]
    more = f" and {len(left) - MOST_TOLD:,} more" if len(left) > MOST_TOLD else ""
    many = "1 entry matches" if len(left) == 1 else f"{len(left):,} entries match"
    say(f"{baseline.path}: {many} nothing any more: {', '.join(told)}{more}")
    say(f"--write-baseline {baseline.path} leaves that out")


def write_baseline(files: Sequence[Checked], path: str, asked: Callable[[str], bool]) -> None:
    """Write all findings into a baseline. Those of files that were not looked at, and of codes that
    were not asked for, stay in it.

    Raises a UsageError if something else stands in the file, or if it cannot be written.
    """
    from cnnspec.cli.errors import say
    from cnnspec.cli.output import reason, replace_and_tell
    from cnnspec.project.baseline import inside, read_baseline, written

    looked_at = {inside(path, file.file) for file in files}
    entries = [entry for file in files for entry in _entries(path, file)]
    if os.path.exists(path):
        old = read_baseline(path)
        folder = os.path.dirname(os.path.realpath(path))
        entries += [
            entry
            for entry in old.entries
            if (entry.file not in looked_at or not asked(entry.code))
            and os.path.exists(os.path.join(folder, entry.file))
        ]
    entries.sort(key=lambda entry: entry.file)
    try:
        replace_and_tell(path, written(entries).encode())
    except OSError as problem:
        raise UsageError(f"{path} cannot be written: {reason(problem)}") from None
    say(f"{path}: {len(entries):,} known finding{'' if len(entries) == 1 else 's'}")


def _entries(path: str, file: Checked) -> tuple[Entry, ...]:
    from cnnspec.project.baseline import entries_of

    return entries_of(path, file.file, file.text, file.findings)
