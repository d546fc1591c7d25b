"""How far long work has come: on a terminal only, after half a second, and wiped at the end."""

from __future__ import annotations

import os
import sys
from time import monotonic
from typing import TYPE_CHECKING

from cnnspec.cli.output import speaks_unicode, terminal_width

if TYPE_CHECKING:
    from collections.abc import Sequence
    from types import TracebackType

    from cnnspec.core.diagnostic import Diagnostic

DELAY = 0.5
INTERVAL = 0.1
BAR = 30


class Progress:
    """A line on stderr that says how many of some files are checked."""

    def __init__(self, total: int) -> None:
        self.total = total
        self.finished = 0
        self.findings: list[Diagnostic] = []
        self.next = monotonic() + DELAY
        dumb = os.environ.get("TERM") == "dumb"
        self.width = None if dumb else terminal_width(sys.stderr)
        self.ascii = not speaks_unicode(sys.stderr)
        self.shown = False

    def __enter__(self) -> Progress:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._wipe()
        if kind is KeyboardInterrupt:
            raise KeyboardInterrupt(f"stopped after {self.finished} of {self.total}") from None

    def show(self, file: str) -> None:
        """Say which file is next, if it is time for that."""
        now = monotonic()
        if self.width is None or now < self.next:
            return
        self.next = now + INTERVAL
        sys.stderr.write(f"\r\x1b[K{self.line(file)}")
        sys.stderr.flush()
        self.shown = True

    def line(self, file: str) -> str:
        """The line as it is shown, no wider than the terminal."""
        from cnnspec.render.ascii import ascii_text
        from cnnspec.render.diagnostics import tally
        from cnnspec.render.screen import GAP, escape, take

        filled = BAR * self.finished // max(self.total, 1)
        bar = "━" * filled + " " * (BAR - filled)
        parts = [f"checking {self.finished} of {self.total}", bar, tally(self.findings), file]
        text = escape(GAP.join([part for part in parts if part]))
        return take(ascii_text(text) if self.ascii else text, (self.width or 80) - 1)

    def done(self, findings: Sequence[Diagnostic]) -> None:
        """Count one more file, with what was found in it."""
        self.finished += 1
        self.findings += findings

    def _wipe(self) -> None:
        if self.shown:
            sys.stderr.write("\r\x1b[K")
            sys.stderr.flush()
            self.shown = False
