"""Screens on a terminal, in colour: tables are rich's, without any box."""

from __future__ import annotations

from io import StringIO
from typing import TYPE_CHECKING, Literal

from rich.console import Console
from rich.segment import Segment, Segments
from rich.style import Style
from rich.table import Table

from cnnspec.render.ascii import ascii_screen
from cnnspec.render.layout import fit, left_out
from cnnspec.render.screen import GAP, Grid, clean, line_width
from cnnspec.render.style import STYLES

if TYPE_CHECKING:
    from cnnspec.render.layout import Fitted
    from cnnspec.render.screen import Line, Screen

MOST_ROWS = 100
"""A longer grid is joined line by line, which costs less still."""


def coloured(screen: Screen, width: int | None = None, ascii: bool = False) -> str:
    """The screen as text with the colours that the terminal has, never as markup."""
    if ascii:
        screen = ascii_screen(screen)
    console, buffer = _console()
    left: list[str] = []
    for block in screen:
        if isinstance(block, Grid):
            fitted = fit(block, width, ascii)
            left += fitted.left
            _print_grid(console, fitted)
        else:
            _print_line(console, clean(block))
    for line in left_out(left, width):
        _print_line(console, line)
    return "".join([f"{line.rstrip(' ')}\n" for line in buffer.getvalue().split("\n")[:-1]])


def _console() -> tuple[Console, StringIO]:
    """A console that writes into memory, in the colours that the environment speaks of."""
    buffer = StringIO()
    wanted: Literal["auto", "256"]
    for wanted in ("auto", "256"):
        console = Console(
            file=buffer,
            force_terminal=True,
            color_system=wanted,
            width=1_000_000,  # widths are settled already: what is too long runs over
            highlight=False,
            markup=False,
            emoji=False,
            legacy_windows=False,
            no_color=False,
        )
        if console.color_system is not None:
            break
    return console, buffer


def _print_line(console: Console, line: Line) -> None:
    console.print(Segments([*_segments(line), Segment.line()]), soft_wrap=True)


def _segments(line: Line) -> list[Segment]:
    """A line as rich's segments, with a style for each role: text is never read as markup."""
    return [Segment(text, Style.parse(STYLES[role])) for text, role in line if text]


def _print_grid(console: Console, grid: Fitted) -> None:
    if len(grid.rows) > MOST_ROWS:
        _print_joined(console, grid)
        return
    start = 0
    titled = grid.titled
    for end in sorted({*grid.headings, len(grid.rows)}):
        if end > start or (titled and end == start):
            console.print(_table(grid, grid.rows[start:end], titled))
            titled = False
        for line in grid.headings.get(end, ()):
            _print_line(console, line)
        start = end
    if grid.total:
        _print_line(console, grid.rule)
        console.print(_table(grid, (grid.total,), False))


def _table(grid: Fitted, rows: tuple[tuple[Line, ...], ...], titled: bool) -> Table:
    """A table without a box. Its cells are segments of the full width, gaps included: rich then
    neither wraps nor pads, which is most of what a cell costs it."""
    table = Table(box=None, show_header=False, show_edge=False, pad_edge=False, padding=0)
    for number, width in enumerate(grid.widths):
        table.add_column(width=width + len(GAP) * (number > 0), no_wrap=True, overflow="crop")
    for row in (grid.titles(), *rows) if titled else rows:
        table.add_row(*[Segments(_segments(cell)) for cell in _padded(grid, row)])
    return table


def _padded(grid: Fitted, row: tuple[Line, ...]) -> list[Line]:
    """The cells of a row in their full width, each with the gap before it."""
    cells: list[Line] = []
    for column, width, cell in zip(grid.columns, grid.widths, row, strict=False):
        gap = GAP if cells else ""
        fill = " " * (width - line_width(cell))
        cells.append(((gap + fill, ""), *cell) if column.right else ((gap, ""), *cell, (fill, "")))
    return cells


def _print_joined(console: Console, grid: Fitted) -> None:
    rows = list(grid.rows)
    lines = [_joined(grid, grid.titles())] if grid.titled else []
    for number, row in enumerate(rows):
        lines += grid.headings.get(number, ())
        lines.append(_joined(grid, row))
    lines += grid.headings.get(len(rows), ())
    if grid.total:
        lines += [grid.rule, _joined(grid, grid.total)]
    codes = {role: _codes(role) for role in STYLES}
    for line in lines:
        parts = [f"{codes[role][0]}{part}{codes[role][1]}" if part else "" for part, role in line]
        console.file.write("".join(parts) + "\n")


def _joined(grid: Fitted, row: tuple[Line, ...]) -> Line:
    return tuple([segment for cell in _padded(grid, row) for segment in cell])


def _codes(role: str) -> tuple[str, str]:
    """What rich writes before and after a text of this role."""
    console, buffer = _console()
    console.print(Segments(_segments((("x", role),))), end="")
    before, _, after = buffer.getvalue().partition("x")
    return before, after
