"""Connection tables: which input channel feeds which output channel."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cnnspec.core.algebra import condition, is_equal
from cnnspec.core.diagnostic import Violation
from cnnspec.core.shape import dim_text
from cnnspec.layers.base import Requirement

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cnnspec.core.shape import Shape
    from cnnspec.layers.conv import Conv

Table = tuple[tuple[bool, ...], ...]


def read_table(text: str) -> Table:
    """One row per input channel, one mark per output channel: `X` connected, `.` not."""
    rows: list[tuple[bool, ...]] = []
    for line, written in enumerate(text.splitlines()):
        marks = "".join(written.split())
        if not marks:
            continue
        number = len(rows) + 1
        odd = set(marks) - set("X.")
        if odd:
            message = f"row {number} of `connect` has {min(odd)!r}: `X` is connected, `.` is not"
            raise Violation("E203", message, "connect").within(line)
        rows.append(tuple(mark == "X" for mark in marks))
        if len(marks) != len(rows[0]):
            message = f"row {number} of `connect` has {len(marks)} marks, row 1 has {len(rows[0])}"
            raise Violation("E203", message, "connect").within(line)
    if not rows:
        raise Violation("E203", "`connect` has no rows", "connect")
    return tuple(rows)


def fan_ins(table: Table) -> list[tuple[int, int]]:
    """How many output channels see how many input channels: (fan-in, maps), smallest first."""
    counts: dict[int, int] = {}
    for column in zip(*table, strict=True):
        counts[sum(column)] = counts.get(sum(column), 0) + 1
    return sorted(counts.items())


def table_requirement(layer: Conv, x: Shape) -> Iterator[Requirement]:
    """The table has the layer's channels, leaves no output without input, and excludes groups."""
    table: Table = layer.connect
    if layer.groups != 1:
        raise Violation("E206", "`connect` and `groups` exclude each other", "groups")
    for what, wanted, found in (
        ("rows", x[0], len(table)),
        ("columns", layer.out, len(table[0])),
    ):
        side = "input channels" if what == "rows" else "output channels"
        yield Requirement(
            is_equal(wanted, found),
            condition(wanted, "==", found),
            Violation(
                "E302",
                f"`connect` has {found} {what}, the layer has {dim_text(wanted)} {side}",
                "connect",
            ),
        )
    for number, column in enumerate(zip(*table, strict=True), 1):
        if not any(column):
            raise Violation("E203", f"column {number} of `connect` has no mark", "connect")
