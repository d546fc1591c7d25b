"""The views of a network: `summary`, and `shapes`, `params` and `macs`, which look at one thing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from cnnspec.core.record import Record
from cnnspec.render import columns as c
from cnnspec.render.entries import entries
from cnnspec.render.screen import BLANK, Grid
from cnnspec.render.style import QUIET, STRONG

if TYPE_CHECKING:
    from cnnspec.render.columns import Column
    from cnnspec.render.entries import Entry
    from cnnspec.render.names import ShortNames
    from cnnspec.render.screen import Line, Screen
    from cnnspec.results import Analysis, Totals

    ViewName = Literal["summary", "shapes", "params", "macs"]


class View(Record):
    """Which columns a view has, what its bar shows, and whether it has a total; CSV has those
    `for_machines` too."""

    columns: tuple[Column, ...]
    bar: Literal["", "params", "macs"] = ""
    totalled: bool = True
    for_machines: tuple[Column, ...] = ()


VIEWS: dict[ViewName, View] = {
    "summary": View(
        (c.LAYER, c.WHAT, c.OUTPUT, c.PARAMS, c.PARAMS_SHARE, c.MACS, c.MACS_SHARE, c.FIELD),
        "macs",
    ),
    "shapes": View((c.LAYER, c.WHAT, c.AXIS, c.OUTPUT, c.OWN), totalled=False),
    "params": View(
        (c.LAYER, c.WHAT, c.OUTPUT, c.PARAMS, c.PARAMS_SHARE), "params", for_machines=(c.KERNELS,)
    ),
    "macs": View((c.LAYER, c.WHAT, c.OUTPUT, c.MACS, c.MACS_SHARE, c.FLOPS), "macs"),
}


def view_columns(name: ViewName, analysis: Analysis) -> tuple[Column, ...]:
    """The columns of a view; the spec's own shapes stand only beside others."""
    columns = VIEWS[name].columns
    return columns if analysis.own else tuple([col for col in columns if col is not c.OWN])


def view_screen(
    name: ViewName,
    analysis: Analysis,
    levels: int | None = 1,
    width: int | None = None,
    why: str = "",
) -> Screen:
    """Title, table and facts of a view; findings are no part of it.

    `why` is how the figures of the layer with most work are explained, to be told at the end.
    """
    from cnnspec.render.facts import fact_lines, title_line

    grid = view_grid(name, analysis, levels)
    below = fact_lines(name, analysis, levels, width, why)
    if width is not None and analysis.symbols:
        from cnnspec.render.narrow import narrowed

        rows = [entry.row for entry in entries(analysis, levels)]
        values = [part for row in rows for part in (row.out, row.params, row.macs)]

        def build(names: ShortNames) -> Grid:
            return view_grid(name, analysis, levels, names)

        grid, told = narrowed(grid, build, values, width)
        below = [*told, *below]
    blocks: list[Line | Grid] = [title_line(analysis), BLANK, grid]
    if below:
        blocks += [BLANK, *below]
    return tuple(blocks)


def view_grid(
    name: ViewName, analysis: Analysis, levels: int | None = 1, names: ShortNames | None = None
) -> Grid:
    """The table of a view, with short names for long forms if there are any."""
    view = VIEWS[name]
    columns = view_columns(name, analysis)
    *rows, total = [
        entry if names is None else _renamed(entry, names) for entry in entries(analysis, levels)
    ]
    totals = analysis.totals
    return Grid(
        tuple([column.grid for column in columns]),
        tuple([_cells(entry, columns, totals, name) for entry in rows]),
        _cells(total, columns, totals, name) if view.totalled else None,
        tuple([_share(entry, view.bar, totals) for entry in rows]) if view.bar else (),
    )


def _renamed(entry: Entry, names: ShortNames) -> Entry:
    row = entry.row
    renamed = row.replace(
        out=names.short(row.out),
        outs=names.short(row.outs),
        params=names.short(row.params),
        macs=names.short(row.macs),
        field=names.short(row.field),
    )
    changed: Entry = entry.replace(row=renamed, names=names)
    return changed


def _cells(
    entry: Entry, columns: tuple[Column, ...], totals: Totals, view: ViewName
) -> tuple[Line, ...]:
    role = _role(entry, view)
    return tuple([_with_role(column.show(entry, totals), role) for column in columns])


def _role(entry: Entry, view: ViewName) -> str:
    if entry.part == "total" or entry.opened:
        return STRONG
    if view == "shapes":
        unchanged = entry.part == "layer" and entry.row.inputs[:1] == (entry.row.out,)
        return QUIET if unchanged else ""
    if view == "params":
        return QUIET if entry.row.params == 0 else ""
    return QUIET if entry.idle else ""


def _with_role(line: Line, role: str) -> Line:
    return tuple([(text, own or role) for text, own in line]) if role else line


def _share(entry: Entry, bar: str, totals: Totals) -> tuple[int, int] | None:
    part = entry.row.macs if bar == "macs" else entry.row.params
    whole = totals.macs if bar == "macs" else totals.params
    if type(part) is int and type(whole) is int and whole > 0:
        return part, whole
    return None
