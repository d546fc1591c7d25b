"""Which columns of a grid fit into a width, and how wide each is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cnnspec.core.record import Record
from cnnspec.render.screen import GAP, GridColumn, clean, cut, line_width, plain_text, wrap
from cnnspec.render.style import QUIET, TYPE

if TYPE_CHECKING:
    from collections.abc import Iterable

    from cnnspec.render.screen import Grid, Line

SHORTEST_BAR = 8
LONGEST_BAR = 16
NARROWEST = 4
"""The cells that a flexible column keeps: a letter and an ellipsis in ASCII."""
EIGHTHS = "▏▎▍▌▋▊▉█"


class Fitted(Record):
    """A grid that fits: the columns that are left, their widths, and the cells as shown."""

    columns: tuple[GridColumn, ...]
    widths: tuple[int, ...]
    rows: tuple[tuple[Line, ...], ...]
    total: tuple[Line, ...] | None
    headings: dict[int, tuple[Line, ...]]
    rule: Line
    titled: bool
    left: tuple[str, ...] = ()
    """What the columns are called for which there was no room."""

    def titles(self) -> tuple[Line, ...]:
        """The quiet header."""
        return tuple([((column.title, QUIET),) for column in self.columns])


def fit(grid: Grid, width: int | None = None, ascii: bool = False) -> Fitted:
    """The grid in a width; without one, every column as wide as it needs, and no bar."""
    lines = [[clean(cell) for cell in row] for row in (*grid.rows, grid.total or ())]
    widths = [len(column.title) if grid.titled else 0 for column in grid.columns]
    for row in lines:
        for number, cell in enumerate(row):
            widths[number] = max(widths[number], line_width(cell))
    kept = list(range(len(grid.columns)))
    bars: list[Line] = []
    if width is not None:
        bars = _bars(grid, width - _sum(widths, kept) - len(GAP), ascii)
        kept = _kept(grid.columns, widths, width)
        _narrow(grid.columns, widths, kept, width)
    ellipsis = "..." if ascii else "…"
    flexible = {n for n in kept if grid.columns[n].flexible}
    shown = [
        tuple([cut(row[n], widths[n], ellipsis) if n in flexible else row[n] for n in kept])
        for row in lines
        if row
    ]
    total = shown.pop() if grid.total else None
    columns = [grid.columns[n] for n in kept]
    fitted = [widths[n] for n in kept]
    if bars:
        columns.append(GridColumn(""))
        fitted.append(max(map(line_width, bars)))
        shown = [(*row, bar) for row, bar in zip(shown, bars, strict=True)]
    rule = sum(fitted) + len(GAP) * (len(fitted) - 1)
    return Fitted(
        tuple(columns),
        tuple(fitted),
        tuple(shown),
        total,
        {row: tuple(map(clean, lines)) for row, lines in (grid.headings or {}).items()},
        (("-" * rule if ascii else "─" * rule, QUIET),),
        grid.titled,
        tuple(
            [
                column.called or column.title
                for n, column in enumerate(grid.columns)
                if n not in kept
            ]
        ),
    )


def stacked(grid: Grid, width: int | None) -> list[Grid]:
    """The grid in as many as show every column: what has no room stands in the next one, behind the
    first column again. Of each, one column at least is shown, however narrow the screen is."""
    grids: list[Grid] = []
    while width is not None:
        fitted = fit(grid, width).columns
        kept = [n for n, column in enumerate(grid.columns) if any(column is k for k in fitted)]
        kept = kept if kept[1:] else [0, 1]
        rest = [n for n in range(len(grid.columns)) if n not in kept]
        if not rest:
            break
        grids.append(_with_columns(grid, kept))
        named = [c.replace(title=c.called or c.title) for c in grid.columns]
        grid = _with_columns(grid.replace(columns=tuple(named)), [0, *rest], stay=False)
    return [*grids, grid if width is None else _with_columns(grid, list(range(len(grid.columns))))]


def _with_columns(grid: Grid, kept: list[int], *, stay: bool = True) -> Grid:
    """Some columns of a grid, which are then shown in any case unless they may leave again."""
    columns = [grid.columns[n] for n in kept]
    changed: Grid = grid.replace(
        columns=tuple([column.replace(leaves=0) if stay else column for column in columns]),
        rows=tuple([tuple([row[n] for n in kept]) for row in grid.rows]),
    )
    return changed


def left_out(left: Iterable[str], width: int | None) -> list[Line]:
    """A quiet line that names the columns for which there was no room, if there are any."""
    titles = list(dict.fromkeys(left))
    if not titles:
        return []
    text = f"left out: {', '.join(titles)} · shown on a wider terminal, and in a pipe"
    return [plain_text(line, QUIET) for line in (wrap(text, width) if width else [text])]


def _sum(widths: list[int], kept: list[int]) -> int:
    return sum([widths[n] for n in kept]) + len(GAP) * (len(kept) - 1)


def _kept(columns: tuple[GridColumn, ...], widths: list[int], width: int) -> list[int]:
    kept = list(range(len(columns)))
    for level in sorted({column.leaves for column in columns} - {0}):
        if _sum(widths, kept) <= width:
            break
        kept = [n for n in kept if columns[n].leaves != level]
    return kept


def _narrow(
    columns: tuple[GridColumn, ...], widths: list[int], kept: list[int], width: int
) -> None:
    """Take what is too much from the flexible columns, always from the widest of them."""
    least = {
        n: max(min(NARROWEST, widths[n]), len(columns[n].title))
        for n in kept
        if columns[n].flexible
    }
    excess = _sum(widths, kept) - width
    while excess > 0:
        able = [n for n in least if widths[n] > least[n]]
        if not able:
            return
        widest = max(able, key=lambda n: widths[n])
        others = [widths[n] for n in able if n != widest]
        step = max(widths[widest] - max([*others, least[widest]]), 1)
        taken = min(step, excess, widths[widest] - least[widest])
        widths[widest] -= taken
        excess -= taken


def _bars(grid: Grid, room: int, ascii: bool) -> list[Line]:
    """The bars of all rows, in a length for the whole that fits; none if that is too short."""
    if room < SHORTEST_BAR or not any(share is not None and share[0] > 0 for share in grid.bars):
        return []
    return [_bar(share, min(room, LONGEST_BAR), ascii) for share in grid.bars]


def _eighths(part: int, whole: int, scale: int) -> int:
    return max((16 * scale * part + whole) // (2 * whole), 1)


def _bar(share: tuple[int, int] | None, scale: int, ascii: bool) -> Line:
    if share is None or share[0] <= 0:
        return ()
    eighths = _eighths(*share, scale)
    if ascii:
        return (("#" * max((eighths + 4) // 8, 1), TYPE),)
    full, rest = divmod(eighths, 8)
    return ((EIGHTHS[-1] * full + (EIGHTHS[rest - 1] if rest else ""), TYPE),)
