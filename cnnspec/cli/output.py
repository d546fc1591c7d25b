"""Where output goes: a terminal with its width and colours, a pipe, or a file."""

from __future__ import annotations

import contextlib
import os
import sys
from typing import TYPE_CHECKING

from cnnspec.core.diagnostic import UsageError

if TYPE_CHECKING:
    from typing import TextIO

    from cnnspec.render.screen import Screen

WIDEST = 140
"""Nothing grows beyond that."""
USUAL_WIDTH = 80


class ClosedPipe(Exception):
    """Whoever reads the output has stopped."""


class Output:
    """Where and how a command shows what it found.

    `width` is that of the terminal, None for a pipe or a file. `ascii` is on where the target has
    no other characters; files are always UTF-8.
    """

    def __init__(
        self,
        color: str = "auto",
        ascii: bool = False,
        path: str | None = None,
        stream: TextIO | None = None,
    ) -> None:
        self.path = None if path == "-" else path
        self.stream = stream or sys.stdout
        self.width = terminal_width(self.stream) if self.path is None else None
        self.colour = color == "always" or (
            color == "auto" and self.path is None and wants_colour(self.width is not None)
        )
        self.ascii = ascii or (self.path is None and not speaks_unicode(self.stream))

    def show(self, screen: Screen) -> None:
        """Show a screen, in colour if there is any."""
        self.write(self.rendered(screen))

    def rendered(self, screen: Screen) -> str:
        """The text of a screen, with the codes of its colours if there are any."""
        if self.colour:
            from cnnspec.render.table import coloured

            return coloured(screen, self.width, self.ascii)
        from cnnspec.render.plain import plain

        return plain(screen, self.width, self.ascii)

    def write(self, text: str) -> None:
        """Write text to the screen or to the file."""
        if self.ascii and not text.isascii():
            from cnnspec.render.ascii import ascii_text

            text = ascii_text(text)
        if self.path is None:
            write_text(self.stream, text, self.ascii)
        else:
            write_file(self.path, text)


def terminal_width(stream: TextIO | None) -> int | None:
    """The cells of a line, None if the stream is no terminal, or closed from the start."""
    if stream is None or not stream.isatty():
        return None
    told = os.environ.get("COLUMNS", "")
    if told.isdigit() and int(told):
        return min(int(told), WIDEST)
    try:
        columns = os.get_terminal_size(stream.fileno()).columns
    except OSError:
        columns = 0
    return min(columns or USUAL_WIDTH, WIDEST)


def wants_colour(terminal: bool) -> bool:
    """Whether the user and the terminal have nothing against colours; FORCE_COLOR asks for them
    where there is none, as in the logs of a service, and NO_COLOR has the last word."""
    if os.environ.get("NO_COLOR"):
        return False
    if os.environ.get("FORCE_COLOR", "0") not in ("", "0"):
        return True
    return terminal and os.environ.get("TERM") != "dumb"


def speaks_unicode(stream: TextIO | None) -> bool:
    """Whether the stream is UTF-8, so that every character can be written."""
    encoding = ((stream and stream.encoding) or "").lower().replace("_", "-")
    return encoding in ("utf-8", "utf8", "utf-8-sig")


def write_text(stream: TextIO | None, text: str, ascii: bool = False) -> None:
    """Write text to a stream as bytes; what the encoding lacks is spelt `\\ud55c`."""
    write_bytes(stream, text.encode("ascii" if ascii else "utf-8", "backslashreplace"))


def write_bytes(stream: TextIO | None, written: bytes) -> None:
    """Write bytes to a stream as they are."""
    if stream is None:
        raise ClosedPipe
    try:
        stream.flush()
        stream.buffer.write(written)
        stream.flush()
    except BrokenPipeError:
        raise ClosedPipe from None
    except OSError as problem:
        raise UsageError(f"the output cannot be written: {reason(problem)}") from None


def write_file(path: str, text: str) -> None:
    """Write a file whole or not at all: a file that is there stays as it is until the end."""
    written = text.encode("utf-8", "backslashreplace")
    target = os.path.realpath(path)
    _spare_specs(path, target)
    try:
        if os.path.exists(target) and not os.path.isfile(target):
            _write_special(target, written)
        else:
            replace_and_tell(path, written)
    except BrokenPipeError:
        raise ClosedPipe from None
    except OSError as problem:
        raise UsageError(f"{path} cannot be written: {reason(problem)}") from None


def _spare_specs(path: str, target: str) -> None:
    """A spec is somebody's work, and often the one that is being read. Raises a UsageError."""
    from cnnspec.project.files import is_spec

    if not path:
        raise UsageError("-o needs the name of a file")
    try:
        spared = os.path.isfile(target) and is_spec(target)
    except OSError:
        return  # whether it can be written is told next
    if spared:
        hint = "name another file, or remove it first"
        raise UsageError(f"{path} is a spec and is not overwritten", hint)


def _write_special(target: str, written: bytes) -> None:
    """A device or a pipe is written to, not replaced; a directory raises an OSError."""
    with open(target, "wb") as file:
        file.write(written)


def replace_and_tell(path: str, written: bytes) -> None:
    """Replace what stands in a file, or in the one that a symbolic link leads to, and say if that
    parts it from other hard links. Raises an OSError."""
    target = os.path.realpath(path)
    parted = os.path.isfile(target) and os.stat(target).st_nlink > 1
    replace_file(target, written)
    if parted:
        from cnnspec.cli.errors import say

        say(f"{path} had other hard links: they still have what was in it before")


def replace_file(target: str, written: bytes) -> None:
    """Write a file beside its place and move it there, with the rights of the one that it replaces,
    and its owner where the system lets it: whatever happens in between, the old one is whole.

    Other hard links to the old one keep it. Raises an OSError.
    """
    before = os.stat(target) if os.path.exists(target) else None
    if before is not None and not os.access(target, os.W_OK):
        raise PermissionError(13, os.strerror(13))
    directory, name = os.path.split(target)
    beside = os.path.join(directory, f".{name[:100]}.{os.getpid()}.tmp")
    try:
        with open(beside, "xb") as file:
            file.write(written)
            file.flush()
            os.fsync(file.fileno())
        if before is not None:
            _give(beside, before)
        os.replace(beside, target)
    except BaseException:
        if os.path.exists(beside):
            os.unlink(beside)
        raise


def _give(path: str, before: os.stat_result) -> None:
    """The owner and the rights of a file before, in that order: a change of the owner takes some
    rights away."""
    now = os.stat(path)
    if (now.st_uid, now.st_gid) != (before.st_uid, before.st_gid):
        with contextlib.suppress(OSError):  # only root may give files away
            os.chown(path, before.st_uid, before.st_gid)
    os.chmod(path, before.st_mode & 0o7777)


def reason(problem: OSError) -> str:
    """Why the system refuses, in lower case: `permission denied`."""
    text = problem.strerror or str(problem)
    return text[:1].lower() + text[1:]
