"""The text of a spec, with its keys and comments told apart by colour."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from cnnspec.render.style import QUIET, STRONG, TYPE

if TYPE_CHECKING:
    from cnnspec.render.screen import Line, Segment

_parts = re.compile(
    r"""
    (?P<quoted>"(?:\\.|[^"\\])*"|'(?:''|[^'])*')
    | (?P<comment>(?:(?<=\s)|^)\#.*)
    | (?P<key>[^\s,\[\]{}:"'\#][^\s,\[\]{}:]*(?=\s*:(?:\s|$)))
    """,
    re.VERBOSE,
)


def highlighted(text: str, chosen: str = "") -> tuple[Line, ...]:
    """The lines of a spec; the key of the chosen variant is strong."""
    return tuple([_line(line, chosen) for line in text.splitlines()])


def _line(text: str, chosen: str) -> Line:
    segments: list[Segment] = []
    end = 0
    for found in _parts.finditer(text):
        segments.append((text[end : found.start()], ""))
        segments.append((found.group(), _role(found, chosen)))
        end = found.end()
    segments.append((text[end:], ""))
    return tuple([segment for segment in segments if segment[0]])


def _role(found: re.Match[str], chosen: str) -> str:
    if found["comment"] is not None:
        return QUIET
    if found["key"] is None:
        return ""
    return STRONG if chosen and found["key"] == chosen else TYPE
