"""The folded view of a network, one entry for each line of a table."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from cnnspec.core.record import Record
from cnnspec.results import Row

if TYPE_CHECKING:
    from collections.abc import Callable

    Part = Literal["input", "layer", "total"]

    from cnnspec.core.shape import Shape
    from cnnspec.render.names import ShortNames
    from cnnspec.results import Analysis


class Entry(Record):
    """One line of a table: a row of the view, an input, or the total.

    `tree` are the strokes before the label, `level` how deep it stands, `opened` whether the rows
    below it are shown; `own` is the same row for the spec's own input and variables.
    """

    part: Part
    row: Row
    tree: str = ""
    level: int = 0
    opened: bool = False
    own: Row | None = None
    names: ShortNames | None = None
    """The names that stand in the place of long forms, if there are any."""

    @property
    def idle(self) -> bool:
        """Whether there are neither weights nor work."""
        return self.part != "total" and _is_zero(self.row.params) and _is_zero(self.row.macs)


def _is_zero(value: object) -> bool:
    return type(value) is int and value == 0


def entries(
    analysis: Analysis, levels: int | None = 1, shown: Callable[[Row], bool] | None = None
) -> tuple[Entry, ...]:
    """The inputs, the rows and the total, in the order in which they are shown; with `shown`, only
    the rows that it says yes to, and what stands below them."""
    own = analysis.own
    known = {} if own is None else _by_path(own.rows(levels))
    rows = analysis.rows(levels)
    found: list[Entry] = []
    _append(found, rows if shown is None else _only(rows, shown), known)
    found.append(Entry("total", _total(analysis, rows)))
    return tuple(found)


def _only(rows: tuple[Row, ...], shown: Callable[[Row], bool]) -> tuple[Row, ...]:
    return tuple(
        [
            row.replace(children=_only(row.children, shown)) if row.children else row
            for row in rows
            if shown(row)
        ]
    )


def input_shapes(analysis: Analysis) -> dict[str, Shape]:
    """The inputs by name; a single one is called `input`."""
    given = analysis.input
    return given if isinstance(given, dict) else {"input": given}


def _total(analysis: Analysis, rows: tuple[Row, ...]) -> Row:
    totals = analysis.totals
    return Row(
        "total",
        "total",
        "",
        "",
        1,
        (),
        rows[-1].out if rows else None,
        totals.params,
        totals.trainable,
        totals.macs,
        totals.field,
    )


def _append(found: list[Entry], rows: tuple[Row, ...], own: dict[str, Row]) -> None:
    """Add rows and what stands below them; without recursion, since blocks may nest deep."""
    stack = [(rows, 0, "")]
    while stack:
        siblings, position, strokes = stack.pop()
        if position == len(siblings):
            continue
        stack.append((siblings, position + 1, strokes))
        row = siblings[position]
        level = len(stack) - 1  # the lists that are begun: one for each level
        last = position + 1 == len(siblings)
        mark = "" if level == 0 else strokes + ("└─ " if last else "├─ ")
        part: Part = "layer" if row.kind or level else "input"
        found.append(Entry(part, row, mark, level, bool(row.children), own.get(row.path)))
        if row.children:
            below = "" if level == 0 else strokes + ("   " if last else "│  ")
            stack.append((row.children, 0, below))


def _by_path(rows: tuple[Row, ...]) -> dict[str, Row]:
    found: dict[str, Row] = {}
    stack = [*rows]
    while stack:
        row = stack.pop()
        found[row.path] = row
        stack += row.children
    return found
