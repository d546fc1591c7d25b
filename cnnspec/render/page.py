"""A page of prose as a screen: headings, paragraphs, lists and examples, from its Markdown."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from cnnspec.render.screen import BLANK, plain_text, wrap
from cnnspec.render.style import STRONG, TYPE

if TYPE_CHECKING:
    from cnnspec.render.screen import Line, Screen

WIDTH = 100
INDENT = "  "

_strong = re.compile(r"\*\*(.+?)\*\*")
_link = re.compile(r"\[([^\]]+)\]\([^)]*\)")


def page_screen(text: str, width: int | None = None) -> Screen:
    """The page in a width. What stands between fences is shown as it is, and can be typed."""
    lines: list[Line] = []
    paragraph: list[str] = []
    fenced = False
    for written in [*text.splitlines(), ""]:
        if written.startswith("```"):
            fenced = not fenced
            continue
        if fenced:
            lines.append(plain_text(f"{INDENT}{written}", TYPE))
            continue
        ends = not written.strip() or written.startswith(("#", "* ", "- "))
        if ends and paragraph:
            lines += _paragraph(" ".join(paragraph), width or WIDTH)
            paragraph = []
        if not written.strip():
            lines += [BLANK] if lines and lines[-1] else []
        elif written.startswith("#"):
            lines.append(plain_text(written.lstrip("# "), STRONG))
        else:
            paragraph.append(written.strip())
    while lines and not lines[-1]:
        lines.pop()
    return tuple(lines)


def _paragraph(text: str, width: int) -> list[Line]:
    text = _link.sub(r"\1", _strong.sub(r"\1", text))
    item = text.startswith(("* ", "- "))
    parts = wrap(text[2:] if item else text, width - 2 if item else width)
    marks = ["- ", *[INDENT] * (len(parts) - 1)] if item else [""] * len(parts)
    return [plain_text(mark + part) for mark, part in zip(marks, parts, strict=True)]
