"""Tables on a narrow screen: numbers and forms are never cut, but the longest sums stand below."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cnnspec.render.layout import fit
from cnnspec.render.screen import GAP, facts, line_width, plain_text, wrap
from cnnspec.render.style import QUIET

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from cnnspec.render.names import ShortNames
    from cnnspec.render.screen import Grid, Line

READABLE = 12
"""A flexible column keeps so many cells before a sum has to leave the table."""
SHORTEST_MOVED = 16
"""A shorter sum stays where it is."""
BELOW = "below"


def whole_width(grid: Grid) -> int:
    """How wide a grid is with all of its columns."""
    return line_width(fit(grid).rule)


def narrowed(
    grid: Grid, build: Callable[[ShortNames], Grid], values: Iterable[object], width: int
) -> tuple[Grid, list[Line]]:
    """A table of forms that fits, if it can be made to, and the lines that tell what it no longer
    says. `build` makes it with short names for the long forms in `values`."""
    from cnnspec.render.names import ShortNames

    if whole_width(grid) <= width:
        return grid, []
    names = ShortNames(values)
    if names:
        grid = build(names)
    grid, told = with_sums_below(grid, width)
    return grid, [*told, *facts([plain_text(part) for part in names.legend()], width)]


def with_sums_below(grid: Grid, width: int) -> tuple[Grid, list[Line]]:
    """The grid without its longest sums, as far as is needed to fit, and the lines that have
    them."""
    rows = [list(row) for row in (*grid.rows, *([grid.total] if grid.total else []))]
    moved: list[tuple[int, int, str]] = []
    while _least_width(grid, rows) > width:
        sums = [
            (line_width(cell), -number, -place)
            for number, row in enumerate(rows)
            for place, cell in enumerate(row)
            if grid.columns[place].right and not grid.columns[place].leaves and _is_long_sum(cell)
        ]
        if not sums:
            break
        number, place = -max(sums)[1], -max(sums)[2]
        moved.append((number, place, "".join([part for part, _ in rows[number][place]])))
        rows[number][place] = plain_text(BELOW, QUIET)
    if not moved:
        return grid, []
    labels = _labels(rows)
    told = [
        plain_text(line)
        for number, place, written in sorted(moved)
        for line in wrap(f"{labels[number]} {grid.columns[place].title}: {written}", width)
    ]
    kept = [tuple(row) for row in rows]
    total = kept.pop() if grid.total else None
    changed: Grid = grid.replace(rows=tuple(kept), total=total)
    return changed, told


def _is_long_sum(cell: Line) -> bool:
    written = "".join([part for part, _ in cell])
    return len(written) >= SHORTEST_MOVED and (" + " in written or " - " in written)


def _least_width(grid: Grid, rows: list[list[Line]]) -> int:
    """The width of the columns that never leave, with the flexible ones as short as is readable."""
    widths = []
    for place, column in enumerate(grid.columns):
        if column.leaves:
            continue
        widest = max([line_width(row[place]) for row in rows] + [len(column.title)])
        widths.append(min(widest, READABLE) if column.flexible else widest)
    return sum(widths) + len(GAP) * (len(widths) - 1)


def _labels(rows: list[list[Line]]) -> list[str]:
    """What each row is called, with the rows that it stands in: `conv2_x.0`."""
    labels: list[str] = []
    path: list[str] = []
    for row in rows:
        written = "".join([part for part, _ in row[0]])
        own = written.lstrip("│├└─ ")
        path = [*path[: (len(written) - len(own)) // 3], own]
        labels.append(".".join(path))
    return labels
