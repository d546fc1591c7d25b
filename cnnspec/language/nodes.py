"""The nodes of a spec's text: scalars, sequences and mappings that know their place.

Nothing is interpreted here. A scalar is the text that stands in the file, whatever it will mean.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from itertools import accumulate
from typing import TYPE_CHECKING, TypeAlias

from cnnspec.core.diagnostic import Label, Span
from cnnspec.core.record import Record

if TYPE_CHECKING:
    from collections.abc import KeysView
    from collections.abc import Mapping as ReadOnly

_BLOCK_MARKS = ("|", ">")
_EMPTY_TEXTS = frozenset({"", "~", "null", "Null", "NULL"})


class Scalar:
    """One piece of text; `plain` says that it stands without quotes and is no block of lines."""

    __slots__ = ("end", "plain", "source", "start", "text")

    def __init__(self, text: str, plain: bool, start: int, end: int, source: Source) -> None:
        self.text = text
        self.plain = plain
        self.start = start
        self.end = end
        self.source = source

    @property
    def block(self) -> bool:
        """Whether the text is a block of lines under `|` or `>`."""
        return not self.plain and self.source.text.startswith(_BLOCK_MARKS, self.start)

    @property
    def empty(self) -> bool:
        """Whether nothing is written here, or a plain `null` or `~`."""
        return self.plain and self.text in _EMPTY_TEXTS

    def __repr__(self) -> str:
        return f"Scalar({self.text!r})"


class Sequence:
    """A list of nodes, written with `-` or in brackets."""

    __slots__ = ("end", "items", "source", "start")

    def __init__(self, items: list[Node], start: int, end: int, source: Source) -> None:
        self.items = items
        self.start = start
        self.end = end
        self.source = source

    def __repr__(self) -> str:
        return f"Sequence({self.items!r})"


class Mapping:
    """Keys and their values in the order of the file; no key occurs twice."""

    __slots__ = ("_values", "end", "entries", "source", "start")

    def __init__(
        self, entries: list[tuple[Scalar, Node]], start: int, end: int, source: Source
    ) -> None:
        self.entries = entries
        self._values = {key.text: value for key, value in entries}
        self.start = start
        self.end = end
        self.source = source

    def get(self, key: str) -> Node | None:
        """The value under a key, or None if the key is not written."""
        return self._values.get(key)

    def by_text(self) -> ReadOnly[str, Node]:
        """The values by the texts of their keys, in the order of the file."""
        return self._values

    def keys(self) -> KeysView[str]:
        """The texts of the keys, in the order of the file."""
        return self._values.keys()

    def key(self, text: str) -> Scalar | None:
        """The node of the key itself, or None; to point at it."""
        return next((key for key, _ in self.entries if key.text == text), None)

    def __repr__(self) -> str:
        return f"Mapping({self.entries!r})"


Node: TypeAlias = Scalar | Sequence | Mapping


class Ignore(Record):
    """A comment `# cnnspec: ignore[W301] reason`, which silences findings on its line."""

    line: int
    codes: tuple[str, ...]
    reason: str
    span: Span


class Slip(Record):
    """A comment that was meant to silence findings of `codes`, and does not, for its form."""

    codes: tuple[str, ...]
    reason: str
    span: Span


class Source:
    """A spec's text under the name that is shown for it, and what was read from it.

    A node's `start` and `end` count the characters of `text`. `root` is None if the text could
    not be read.
    """

    __slots__ = ("_starts", "ignores", "name", "root", "slips", "text")

    def __init__(self, name: str, text: str) -> None:
        self.name = name
        self.text = text
        self.root: Node | None = None
        self.ignores: tuple[Ignore, ...] = ()
        self.slips: tuple[Slip, ...] = ()
        self._starts: list[int] = []

    def _line_starts(self) -> list[int]:
        if not self._starts:
            self._starts = _line_starts(self.text)
        return self._starts

    def line(self, number: int) -> str:
        """The text of a line without its line break; an IndexError if there is no such line."""
        starts = self._line_starts()
        if not 0 < number <= len(starts):
            raise IndexError(f"{self.name} has {len(starts)} lines, so no line {number}")
        end = starts[number] if number < len(starts) else len(self.text)
        return self.text[starts[number - 1] : end].rstrip("\r\n")

    def start(self, line: int) -> int:
        """How many characters stand before a line."""
        return self._line_starts()[line - 1]

    def position(self, index: int) -> tuple[int, int]:
        """The line and the column, both from 1, of a character of the text."""
        if self.text[index - 1 : index + 1] == "\r\n":
            index -= 1  # both are the one place behind the line
        starts = self._line_starts()
        line = bisect_right(starts, index)
        return line, index - starts[line - 1] + 1

    def span(self, start: int, end: int) -> Span:
        """The place of the characters from `start` up to `end`."""
        return Span(*self.position(start), *self.position(end))


def _line_starts(text: str) -> list[int]:
    # U+0085, U+2028 and U+2029 end no line: editors do not count them, so a finding must not.
    if "\r" in text:
        return [0, *[found.end() for found in re.finditer("\r\n?|\n", text)]]
    lengths = [len(line) + 1 for line in text.split("\n")]
    return [0, *accumulate(lengths[:-1])]


def span(node: Node) -> Span:
    """The place of a node: from its first character to just behind its last."""
    return node.source.span(node.start, node.end)


def offset_span(scalar: Scalar, start: int, end: int) -> Span:
    """The place of `scalar.text[start:end]`, or of the whole scalar where that cannot be told.

    It is exact unless the text goes over several lines or holds escapes.
    """
    source = scalar.source
    written = source.text[scalar.start : scalar.end]
    if written == scalar.text:
        first = scalar.start
    elif written[1:-1] == scalar.text:
        first = scalar.start + 1
    else:
        return span(scalar)
    length = len(scalar.text)
    return source.span(first + min(start, length), first + min(end, length))


def label(node: Node, text: str = "") -> Label:
    """A finding's pointer at a node, with what is to be said there."""
    return Label(node.source.name, span(node), text)
