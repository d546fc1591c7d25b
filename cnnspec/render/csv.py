"""Rows as CSV for a spreadsheet: exact figures without commas, no total, UTF-8."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cnnspec.render.numbers import size
from cnnspec.render.screen import escape

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from cnnspec.render.views import ViewName
    from cnnspec.results import Analysis

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
"""A spreadsheet runs a cell that begins so."""


def view_csv(name: ViewName, analysis: Analysis, levels: int | None = 1) -> str:
    """The rows of a view with their full paths.

    `level` is how deep a row stands: those of level 0 add up to the totals, deeper ones are part of
    the row above them.
    """
    from cnnspec.render.entries import entries
    from cnnspec.render.views import VIEWS, view_columns

    told = (*view_columns(name, analysis), *VIEWS[name].for_machines)
    columns = [column for column in told if column.key]
    rows = [
        [str(entry.level), *[column.value(entry) if column.value else None for column in columns]]
        for entry in entries(analysis, levels)
        if entry.part == "layer"
    ]
    return csv_text(["level", *[column.key for column in columns]], rows)


def csv_text(titles: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """Rows as CSV; what is not known is an empty cell."""
    lines = [",".join(titles)]
    lines += [",".join([csv_cell(value) for value in row]) for row in rows]
    return "".join([f"{line}\n" for line in lines])


def csv_cell(value: object) -> str:
    """A value as a cell: shapes are `64x56x56`; text that a spreadsheet would run is guarded."""
    if value is None:
        return ""
    if type(value) is int:
        return str(value)
    if isinstance(value, tuple):
        return _quoted(size(value))
    if not isinstance(value, str):
        return _quoted(str(value))
    shown = escape(value)
    return _quoted(f"'{shown}" if value.startswith(FORMULA_STARTS) else shown)


def _quoted(text: str) -> str:
    if any(character in text for character in ',"\n\r'):
        return '"' + text.replace('"', '""') + '"'
    return text
