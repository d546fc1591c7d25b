"""Screens as plain text: what goes into a pipe or a file. It imports no rich."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cnnspec.render.ascii import ascii_screen
from cnnspec.render.layout import fit, left_out
from cnnspec.render.screen import GAP, Grid, clean, line_width, without_commands

if TYPE_CHECKING:
    from cnnspec.render.layout import Fitted
    from cnnspec.render.screen import Line, Screen


def plain(screen: Screen, width: int | None = None, ascii: bool = False) -> str:
    """The screen as text. Without a width all columns are shown, nothing is cut, no bar drawn."""
    if ascii:
        screen = ascii_screen(screen)
    lines: list[str] = []
    left: list[str] = []
    for block in screen:
        if isinstance(block, Grid):
            fitted = fit(block, width, ascii)
            left += fitted.left
            lines += grid_lines(fitted)
        else:
            lines.append(written(block))
    lines += map(written, left_out(left, width))
    return "".join([f"{without_commands(line.rstrip())}\n" for line in lines])


def grid_lines(grid: Fitted) -> list[str]:
    """The lines of a grid, with its titles, headings and total."""
    lines = [_joined(grid, grid.titles())] if grid.titled else []
    for number, row in enumerate(grid.rows):
        if number in grid.headings:
            lines += map(written, grid.headings[number])
        lines.append(_joined(grid, row))
    lines += map(written, grid.headings.get(len(grid.rows), ()))
    if grid.total:
        lines += [written(grid.rule), _joined(grid, grid.total)]
    return lines


def written(line: Line) -> str:
    """A line without its roles."""
    return "".join([text for text, _ in clean(line)])


def _joined(grid: Fitted, row: tuple[Line, ...]) -> str:
    cells = []
    for column, width, cell in zip(grid.columns, grid.widths, row, strict=False):
        text = "".join([text for text, _ in cell])
        fill = " " * (width - (len(text) if text.isascii() else line_width(cell)))
        cells.append(fill + text if column.right else text + fill)
    return GAP.join(cells)
