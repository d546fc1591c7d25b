"""Edits of a text: stretches that are replaced, with all else left as it is."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from cnnspec.core.diagnostic import Edit, Fix, Span

    Stretch = tuple[int, int, str]


class Lines:
    """A text whose places are told by line and column, both from 1."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.starts = [0, *[found.end() for found in re.finditer("\r\n?|\n", text)]]

    def offset(self, line: int, column: int) -> int:
        """How many characters stand before a place. Raises a ValueError for one that is not
        there."""
        if not 0 < line <= len(self.starts):
            raise ValueError(f"there is no line {line}")
        offset = self.starts[line - 1] + column - 1
        if not 0 <= offset <= len(self.text):
            raise ValueError(f"there is no column {column} in line {line}")
        return offset

    def stretch(self, edit: Edit) -> Stretch:
        """Where an edit begins and ends, and what it writes."""
        span: Span = edit.span
        start = self.offset(span.line, span.column)
        return start, self.offset(span.end_line, span.end_column), edit.text


def compatible(text: str, fixes: Iterable[Fix]) -> list[Fix]:
    """The first of the fixes, and each further one that touches no text of those before it."""
    lines = Lines(text)
    taken: list[Stretch] = []
    chosen = []
    for fix in fixes:
        own = [lines.stretch(edit) for edit in fix.edits]
        if not any(_meet(one, other) for one in own for other in taken):
            taken += own
            chosen.append(fix)
    return chosen


def _meet(one: Stretch, other: Stretch) -> bool:
    """Whether two stretches share a character, or begin at the same place."""
    return one[0] == other[0] or (one[0] < other[1] and other[0] < one[1])


def apply(text: str, edits: Iterable[Edit]) -> tuple[str, list[tuple[int, int]]]:
    """The text with edits that do not overlap, and where each stands in it, in their order.

    Raises a ValueError for edits that overlap.
    """
    lines = Lines(text)
    stretches = [lines.stretch(edit) for edit in edits]
    places: dict[int, tuple[int, int]] = {}
    parts: list[str] = []
    behind = moved = 0
    for number in sorted(range(len(stretches)), key=lambda number: stretches[number]):
        start, end, written = stretches[number]
        if start < behind:
            raise ValueError("two edits overlap")
        parts += (text[behind:start], written)
        places[number] = (start + moved, start + moved + len(written))
        moved += len(written) - (end - start)
        behind = end
    return "".join([*parts, text[behind:]]), [places[number] for number in range(len(stretches))]
