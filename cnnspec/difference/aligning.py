"""Rows of the folded view beside each other: which of one network is which of the other."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cnnspec.difference.details import changes_inside
from cnnspec.difference.kinds import Kinds
from cnnspec.difference.records import Change, less, own_name
from cnnspec.sequence_alignment import align

if TYPE_CHECKING:
    from collections.abc import Hashable

    from cnnspec.results import Analysis, Row

    Side = tuple[Row, Hashable]
    """A row with what it unfolds to."""

KEYS = (
    lambda side: (own_name(side[0]), side[1]),
    lambda side: own_name(side[0]),
    lambda side: side[1],
    lambda side: (side[0].kind, side[0].arguments, side[0].count),
    lambda side: (side[0].kind, side[0].arguments),
    lambda side: side[0].kind or None,
)
"""How rows are found again: unchanged; by name; renamed; called alike; of the same type."""


class Aligner:
    """Compares rows by what they unfold to."""

    def __init__(self, old: Analysis, new: Analysis) -> None:
        self.old = old
        self.new = new
        self.kinds = Kinds()

    def level(
        self, old: tuple[Row, ...], new: tuple[Row, ...], levels: int | None
    ) -> tuple[Change, ...]:
        """The changes of one level: by name, then by what stands there."""
        ours = [(row, self.mark(row, self.old)) for row in old]
        theirs = [(row, self.mark(row, self.new)) for row in new]
        pairs = align(ours, theirs, KEYS)
        return tuple(
            [
                self.change(
                    None if one is None else ours[one],
                    None if other is None else theirs[other],
                    levels,
                )
                for one, other in pairs
            ]
        )

    def change(self, old: Side | None, new: Side | None, levels: int | None) -> Change:
        """What became of one row."""
        if old is None or new is None:
            if old is not None:
                row = old[0]
                return Change("removed", row, None, less(0, row.params), less(0, row.macs))
            assert new is not None
            return Change("added", None, new[0], new[0].params, new[0].macs)
        (one, mark), (other, mark_now) = old, new
        params, macs = less(other.params, one.params), less(other.macs, one.macs)
        if mark == mark_now and own_name(one) == own_name(other):
            return Change("equal", one, other, params, macs)
        below = None if levels is None else levels - 1
        inside: tuple[Change, ...] = ()
        if levels != 1 and (one.children or other.children):
            inside = self.level(one.children, other.children, below)
        details = changes_inside(one, other, self.old, self.new, self.kinds)
        return Change("changed", one, other, params, macs, details, inside)

    def mark(self, row: Row, analysis: Analysis) -> Hashable:
        """What a row unfolds to: its layers with their inputs, names and wiring."""
        first, last = row.nodes
        nodes = analysis.graph.nodes
        if last - first == 1:  # most rows of a long list: nothing to be said of what is inside
            node = nodes[first]
            return self.kinds.number(node), len(node.inputs), node.frozen, node.owner >= 0
        inside = [
            (
                self.kinds.number(node),
                tuple([max(source - first, -1) for source in node.inputs]),
                node.frozen,
                max(node.owner - first, -1) if node.owner >= 0 else -2,
                node.label,
            )
            for node in nodes[first:last]
        ]
        return row.kind, row.count, tuple(inside)
