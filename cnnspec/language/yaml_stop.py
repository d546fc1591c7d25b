"""Where a YAML parser stopped, and what stands around that place."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from yaml.error import MarkedYAMLError

from cnnspec.core.diagnostic import Label
from cnnspec.language.characters import BLANKS, LINE_BREAKS, shortened
from cnnspec.language.text_findings import finding_at, word_end

if TYPE_CHECKING:
    from yaml.error import YAMLError

    from cnnspec.core.diagnostic import Diagnostic
    from cnnspec.language.nodes import Node, Source

CLOSERS = {"[": "]", "{": "}"}
_LINE_BREAK = re.compile(f"[{LINE_BREAKS}]")


class Stop:
    """Where and why the parser stopped.

    `place` is the first character that does not fit, `opened` where the parser says that its
    unfinished construct begins, `start` the innermost open collection (-1 if there is none) and
    `latest` the last node read in it.
    """

    def __init__(self, error: YAMLError, source: Source, start: int, latest: Node | None) -> None:
        self.source = source
        self.text = source.text
        self.start = start
        self.latest = latest
        self.reason = str(error)
        self.place = self.opened = 0
        if isinstance(error, MarkedYAMLError):
            self.reason = f"{error.context or ''}: {error.problem or ''}"
            # libyaml's marks may lie behind the end, because it adds a line break there.
            last = len(self.text)
            self.place = min(error.problem_mark.index, last) if error.problem_mark else 0
            self.opened = min(error.context_mark.index, last) if error.context_mark else self.place
        if self.at_end:
            self.place = len(self.text.rstrip(BLANKS))

    @property
    def line(self) -> int:
        """The line of the place."""
        return self.line_of(self.place)

    def line_of(self, index: int) -> int:
        """The line of a character."""
        return self.source.position(index)[0]

    def column_of(self, index: int) -> int:
        """The column of a character."""
        return self.source.position(index)[1]

    @property
    def before(self) -> str:
        """What stands before the place in its line."""
        return self.text[self.place - self.column_of(self.place) + 1 : self.place]

    def rest_of_line(self, index: int) -> str:
        """What stands from a character to the end of its line, without a comment."""
        line = _LINE_BREAK.split(self.text[index : index + 200], maxsplit=1)[0]
        return line.partition(" #")[0].rstrip()

    @property
    def at_end(self) -> bool:
        """Whether nothing but blanks follows."""
        return not self.text[self.place :].strip(BLANKS)

    @property
    def end(self) -> int:
        """Where the word at the place ends; the place itself at the end of the file."""
        if self.at_end:
            return self.place
        if self.text[self.place] in ":,[]{}\"'":
            return self.place + 1
        word = self.text[self.place : word_end(self.source, self.place)]
        return self.place + len(word.rstrip(":"))

    @property
    def found(self) -> str:
        """The word at the place, as it is named in a message."""
        if self.at_end:
            return "the end of the file"
        return f"`{shortened(self.text[self.place : self.end])}`"

    @property
    def in_brackets(self) -> bool:
        """Whether the innermost open collection is written in brackets."""
        return self.start >= 0 and self.text[self.start] in CLOSERS

    def report(self, message: str, *, related: tuple[Label, ...] = (), fix: str = "") -> Diagnostic:
        """A finding about the word at the place."""
        start, end = self.place, self.end
        return finding_at("E101", message, self.source, start, end, related=related, fix=fix)

    def label(self, start: int, end: int, text: str) -> Label:
        """A pointer at other characters, with what is to be said there."""
        return Label(self.source.name, self.source.span(start, end), text)
