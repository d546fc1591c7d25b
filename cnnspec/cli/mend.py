"""`check --fix` and `check --diff`: what safe fixes make of a file, written or shown."""

from __future__ import annotations

import re
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING

from cnnspec.core.diagnostic import UsageError
from cnnspec.core.wording import plural

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from cnnspec.mending import Mended
    from cnnspec.project.selection import Selection
    from cnnspec.render.checked import Checked


def fix_all(
    files: Sequence[Checked], selection: Selection, wrong: list[UsageError]
) -> list[Checked]:
    """Mend what can be mended, file by file; what is then found in them. A file that cannot be
    written stays as it is, and is added to `wrong`. An interrupt says how many were written."""
    from cnnspec.cli.output import reason, replace_and_tell

    found: list[Checked] = []
    number = 0
    try:
        for file in files:
            try:
                mended = mended_file(file, selection)
                if mended is not None:
                    with _uninterrupted():  # until what is written is counted, too
                        replace_and_tell(file.file, mended.after)
                        number += 1
            except OSError as problem:
                wrong.append(UsageError(f"{file.file} cannot be written: {reason(problem)}"))
                mended = None
            found.append(file if mended is None else _after(mended))
    except KeyboardInterrupt:
        raise KeyboardInterrupt(stopped(number, len(files))) from None
    return found


@contextmanager
def _uninterrupted() -> Iterator[None]:
    """An interrupt waits until this is done."""
    import signal

    waiting: list[int] = []
    try:
        before = signal.signal(signal.SIGINT, lambda number, frame: waiting.append(number))
    except ValueError:  # only the main thread is interrupted
        yield
        return
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
    if waiting:
        raise KeyboardInterrupt


def stopped(number: int, files: int) -> str:
    """What an interrupt says: each file is as it was, or mended as a whole."""
    if not number:
        return "stopped: no file was written"
    return f"stopped: {number:,} of {plural(files, 'file')} written, each of them whole"


def _after(mended: Mended) -> Checked:
    from cnnspec.cli.checking import finished

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


def fix_text(file: Checked, selection: Selection, content: bytes) -> Checked:
    """Mend what is said to stand in a file, and write it to stdout, also if nothing changes; what
    is then found in it."""
    from cnnspec.cli.output import write_bytes

    mended = mended_file(file, selection, content)
    write_bytes(sys.stdout, content if mended is None else mended.after)
    return file if mended is None else _after(mended)


def differences(files: Sequence[Checked], selection: Selection, content: bytes | None) -> str:
    """The changes of all files, which `patch` and `git apply` read."""
    shown = [(file.file, mended_file(file, selection, content)) for file in files]
    return "".join([difference(file, mended) for file, mended in shown if mended is not None])


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
