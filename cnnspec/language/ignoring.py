"""Mending comments that silence nothing, or taking them out of a spec's text."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from cnnspec.core.diagnostic import Edit, Fix

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cnnspec.language.nodes import Ignore, Slip, Source

MOST_CODES = 8
"""So many codes of a comment are shown."""


def spelt(codes: Sequence[str]) -> str:
    """A comment that silences codes, as it is written."""
    more = ", ..." if len(codes) > MOST_CODES else ""
    return f"# cnnspec: ignore[{', '.join(codes[:MOST_CODES])}{more}]"


def corrected(slip: Slip) -> Fix:
    """The fix that gives a comment its form, with its codes and its reason."""
    reason = f" {slip.reason}" if slip.reason else ""
    text = f"# cnnspec: ignore[{', '.join(dict.fromkeys(slip.codes))}]{reason}"
    return Fix((Edit(slip.span, text),), True)


def renamed(source: Source, ignore: Ignore, code: str, meant: str) -> Fix:
    """The fix that writes another code in the place of one."""
    place = ignore.span
    comment = source.line(place.line)[place.column - 1 : place.end_column - 1]
    found = re.search(rf"(?<=[\[,\s]){re.escape(code)}(?=[\],\s])", comment)
    assert found is not None
    first, last = place.column + found.start(), place.column + found.end()
    return Fix((Edit(place.replace(column=first, end_column=last), meant),), True)


def removal(source: Source, ignore: Ignore, code: str | None = None) -> Fix:
    """The fix that takes a code out of a comment; the whole comment, with the space before it or
    the line that it has for itself, where it has no other code or `code` is None."""
    place = ignore.span
    line = source.line(place.line)
    comment = line[place.column - 1 : place.end_column - 1]
    others = [other for other in ignore.codes if other != code]
    if code is not None and others:
        start = comment.index("[") + 1
        end = comment.index("]", start)
        left = ", ".join(others)
        span = place.replace(column=place.column + start, end_column=place.column + end)
        return Fix((Edit(span, left),), True)
    before = len(line[: place.column - 1].rstrip())
    rest = line[place.end_column - 1 :]
    if before == 0 and re.fullmatch(r"\s*", rest) and _has_next(source, place.line):
        span = place.replace(column=1, end_line=place.line + 1, end_column=1)
    else:
        span = place.replace(column=before + 1)
    return Fix((Edit(span, ""),), True)


def _has_next(source: Source, line: int) -> bool:
    try:
        source.line(line + 1)
    except IndexError:
        return False
    return True
