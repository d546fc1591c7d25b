"""The layers that contribute most to a count."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cnnspec.checks._wording import counted
from cnnspec.core.wording import one_line

if TYPE_CHECKING:
    from cnnspec.results import Analysis, Row

MOST_SHOWN = 3
SUMS = ("params", "trainable", "macs")


def most(analysis: Analysis, metric: str, path: str = "") -> str:
    """`fc1 400,120 (90%), conv2 25,120 (5%)`: the rows of a network, or those of a layer; nothing
    where that says no more than the sum."""
    if metric not in SUMS:
        return ""
    rows = analysis.rows()
    if path:
        rows = _below(analysis.rows(path.count(".") + 2), path)
    found = [(value, row.path) for row in rows if type(value := getattr(row, metric)) is int]
    total = sum([value for value, _ in found])
    found = sorted([pair for pair in found if pair[0]], key=lambda pair: -pair[0])
    if len(found) < 2 or len(found) < len([row for row in rows if getattr(row, metric) != 0]):
        return ""
    shown = [f"{one_line(name)} {counted(value)} ({_share(value, total)})" for value, name in found]
    return ", ".join(shown[:MOST_SHOWN])


def _share(part: int, whole: int) -> str:
    """A whole percentage; `<1%` of what is there, but less."""
    percent = (200 * part + whole) // (2 * whole)
    return f"{percent}%" if percent else "<1%"


def _below(rows: tuple[Row, ...], path: str) -> tuple[Row, ...]:
    """The rows inside of the one with a path."""
    for row in rows:
        if row.path == path:
            return row.children
        if path.startswith(f"{row.path}."):
            return _below(row.children, path)
    return ()
