"""Screens without a character beyond ASCII, for terminals and files that have no others."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from cnnspec.render.screen import SEPARATOR, Grid

if TYPE_CHECKING:
    from collections.abc import Mapping

    from cnnspec.render.screen import Line, Screen

SIGNS: Mapping[str, str] = {
    "├": "|", "└": "`", "│": "|", "─": "-", "━": "=", "·": "*", "…": "...", "×": "x",
    "⌊": "floor(", "⌋": ")", "⌈": "ceil(", "⌉": ")", "≥": ">=", "≤": "<=", "≠": "!=", "→": "->",
    "−": "-", "–": "-", "—": "-", "‘": "'", "’": "'", "“": '"', "”": '"', "§§": "secs. ",
    "█": "#", "▉": "#", "▊": "#", "▋": "#", "▌": "#", "▍": "", "▎": "", "▏": "",
    "Σ": "sum ", "√": "sqrt ",
}  # fmt: skip
SUPERSCRIPTS = "⁰¹²³⁴⁵⁶⁷⁸⁹"

_digits = str.maketrans(SUPERSCRIPTS, "0123456789")
_signs = str.maketrans({sign: text for sign, text in SIGNS.items() if len(sign) == 1})


def ascii_text(text: str) -> str:
    """The text in ASCII: `·` is `*`, `²` is `**2`, `§3` is `sec. 3`; others are spelt `\\ud55c`."""
    if text.isascii():
        return text
    text = re.sub(f"[{SUPERSCRIPTS}]+", lambda found: f"**{found.group().translate(_digits)}", text)
    text = re.sub(r"§\s*", "sec. ", text).translate(_signs)
    return text.encode("ascii", "backslashreplace").decode("ascii")


def ascii_line(line: Line) -> Line:
    """The line in ASCII; facts are parted by semicolons, since `*` would multiply them."""
    return tuple(
        [("; " if text == SEPARATOR[0] else ascii_text(text), role) for text, role in line]
    )


def ascii_screen(screen: Screen) -> Screen:
    """The screen in ASCII, before its widths are measured."""
    return tuple(
        [_ascii_grid(block) if isinstance(block, Grid) else ascii_line(block) for block in screen]
    )


def _ascii_grid(grid: Grid) -> Grid:
    headings = grid.headings or {}
    changed: Grid = grid.replace(
        rows=tuple([tuple([ascii_line(cell) for cell in row]) for row in grid.rows]),
        total=grid.total and tuple([ascii_line(cell) for cell in grid.total]),
        headings={row: tuple(map(ascii_line, lines)) for row, lines in headings.items()},
    )
    return changed
