"""A summary as an HTML table for notebooks: nothing to load, everything escaped."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cnnspec.render.screen import Grid, clean
from cnnspec.render.style import ERROR, QUIET, STRONG, WARNING

if TYPE_CHECKING:
    from cnnspec.render.screen import GridColumn, Line
    from cnnspec.results import Analysis

STYLES = {
    STRONG: "font-weight:bold",
    QUIET: "color:#767676",
    ERROR: "color:#d75f5f;font-weight:bold",
    WARNING: "color:#d75f00;font-weight:bold",
}
ENTITIES = {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;"}
TABLE = "border-collapse:collapse;font-family:monospace;white-space:pre"
CELL = "border:none;padding:0 1em 0 0"


def summary_html(analysis: Analysis) -> str:
    """The summary of a network, with its title, its facts and its findings."""
    from cnnspec.render.diagnostics import findings_screen
    from cnnspec.render.views import view_screen

    parts = [
        _table(block) if isinstance(block, Grid) else _paragraph(block)
        for block in view_screen("summary", analysis)
    ]
    worth = [finding for finding in analysis.diagnostics if finding.severity != "info"]
    parts += [_paragraph(line) for line in findings_screen(worth, {})]
    return f'<div style="font-family:monospace;white-space:pre">{"".join(parts)}</div>'


def _paragraph(line: Line) -> str:
    return f"<div>{_spans(line)}</div>" if line else "<br>"


def _spans(line: Line) -> str:
    return "".join([_span(text, role) for text, role in clean(line)])


def _span(text: str, role: str) -> str:
    written = html_text(text)
    return f'<span style="{STYLES[role]}">{written}</span>' if role in STYLES else written


def _table(grid: Grid) -> str:
    head = "".join([_cell("th", column, ((column.title, QUIET),)) for column in grid.columns])
    rows = [f"<tr>{head}</tr>"]
    rows += [_row(grid, row) for row in grid.rows]
    if grid.total:
        rows.append(_row(grid, grid.total, "border-top:1px solid #767676"))
    return f'<table style="{TABLE}">{"".join(rows)}</table>'


def _row(grid: Grid, row: tuple[Line, ...], style: str = "") -> str:
    cells = [_cell("td", column, cell) for column, cell in zip(grid.columns, row, strict=True)]
    return f'<tr style="background:none;{style}">{"".join(cells)}</tr>'


def _cell(tag: str, column: GridColumn, line: Line) -> str:
    side = "right" if column.right else "left"
    return f'<{tag} style="{CELL};text-align:{side}">{_spans(line)}</{tag}>'


def html_text(text: str) -> str:
    """Text that HTML leaves alone."""
    return "".join([ENTITIES.get(character, character) for character in text])
