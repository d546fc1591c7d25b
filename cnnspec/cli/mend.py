"""`check --fix` and `check --diff`: what safe fixes make of a file, written or shown."""

from __future__ import annotations

import os
import re
from typing import TYPE_CHECKING

from cnnspec.core.diagnostic import UsageError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cnnspec.mending import Mended
    from cnnspec.project.selection import Selection
    from cnnspec.render.checked import Checked


def fix_all(
    files: Sequence[Checked], selection: Selection, wrong: list[UsageError]
) -> list[Checked]:
    """Mend what can be mended, file by file; what is then found in them. A file that cannot be
    written stays as it is, and is added to `wrong`."""
    return [_fixed(file, selection, wrong) for file in files]


def _fixed(file: Checked, selection: Selection, wrong: list[UsageError]) -> Checked:
    from cnnspec.cli.checking import finished
    from cnnspec.cli.output import reason, replace_file

    try:
        mended = mended_file(file, selection)
        if mended is None:
            return file
        replace_file(os.path.realpath(file.file), mended.after)
    except OSError as problem:
        wrong.append(UsageError(f"{file.file} cannot be written: {reason(problem)}"))
        return file
    return finished(mended.report).replace(mended=mended.number)


def mended_file(file: Checked, selection: Selection, content: bytes | None = None) -> Mended | None:
    """A file as safe fixes leave it; None if they change nothing. Raises an OSError."""
    from cnnspec.mending import can_be_mended, mend

    if not any(can_be_mended(f) and selection.wants(f) for f in file.findings):
        return None
    if content is None:
        with open(file.file, "rb") as opened:
            content = opened.read()
    mended = mend(file.file, content, selection.wants)
    return mended if mended.changed else None


def difference(file: str, mended: Mended) -> str:
    """The change of a file as a unified diff, which `patch` and `git apply` read."""
    from difflib import unified_diff

    before, after = _lines(mended.before), _lines(mended.after)
    parts = []
    for line in unified_diff(before, after, file, file):
        whole = line.endswith("\n")
        parts.append(line if whole else f"{line}\n\\ No newline at end of file\n")
    return "".join(parts)


def _lines(content: bytes) -> list[str]:
    return re.findall(r"[^\n]*\n|[^\n]+", content.decode("utf-8", "replace"))
