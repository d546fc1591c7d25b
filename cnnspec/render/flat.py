"""Every layer that a network unfolds into, one line each."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cnnspec.render import numbers
from cnnspec.render.facts import title_line
from cnnspec.render.screen import BLANK, Grid, GridColumn, plain_text
from cnnspec.render.style import QUIET, STRONG

if TYPE_CHECKING:
    from cnnspec.core.algebra import Dim
    from cnnspec.render.screen import Line, Screen
    from cnnspec.results import Analysis, LayerResult

COLUMNS = (
    GridColumn("path"),
    GridColumn("op"),
    GridColumn("output"),
    GridColumn("params", True),
    GridColumn("MACs", True),
)
KEYS = ("path", "op", "output", "params", "macs", "shares")


def flat_grid(analysis: Analysis) -> Grid:
    """The layers in the order of execution, and the totals."""
    totals = analysis.totals
    total = (
        plain_text("total", STRONG),
        plain_text(f"{totals.layers:,}", STRONG),
        plain_text("-", STRONG),
        plain_text(_total(totals.params), STRONG),
        plain_text(_total(totals.macs), STRONG),
    )
    return Grid(COLUMNS, tuple(map(_cells, analysis.layers)), total)


def _total(value: Dim | None) -> str:
    return "unknown" if value is None else numbers.cell(value)


def _cells(layer: LayerResult) -> tuple[Line, ...]:
    idle = layer.params == 0 and layer.macs == 0 and layer.shares is None
    role = QUIET if idle else ""
    params = "shared" if layer.shares and layer.params == 0 else numbers.cell(layer.params)
    return (
        plain_text(layer.name, role),
        plain_text(layer.op, role),
        plain_text(numbers.size(layer.out), role),
        plain_text(params, role),
        plain_text(numbers.cell(layer.macs), role),
    )


def flat_screen(analysis: Analysis) -> Screen:
    """The layers with the title of the network."""
    return (title_line(analysis), BLANK, flat_grid(analysis))


def flat_csv(analysis: Analysis) -> str:
    """One row a layer."""
    from cnnspec.render.csv import csv_text

    rows = [
        (layer.name, layer.op, layer.out, layer.params, layer.macs, layer.shares)
        for layer in analysis.layers
    ]
    return csv_text(KEYS, rows)


def flat_markdown(analysis: Analysis) -> str:
    """The layers as a table below the name of the network."""
    from cnnspec.render.markdown import md_grid, md_text

    return f"### {md_text(analysis.name)}\n\n{md_grid(flat_grid(analysis))}\n"
