"""Layers that are the same, but take from elsewhere what they took before."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from cnnspec.difference.records import Change
    from cnnspec.results import Analysis


def with_moved_inputs(
    changes: tuple[Change, ...], old: Analysis, new: Analysis
) -> tuple[Change, ...]:
    """Changes with layers that are the same, but read another layer than before, use the weights
    of another, or stand elsewhere among the outputs."""
    moves = _Moves(changes, old, new)
    return tuple([moves.told(change) for change in changes])


class _Moves:
    """Which layer of the new network has the place of which one of the old."""

    def __init__(self, changes: tuple[Change, ...], old: Analysis, new: Analysis) -> None:
        self.old = old
        self.new = new
        self.places: dict[int, int] = {}
        for change in changes:
            if change.old is None or change.new is None:
                continue
            (first, last), (start, end) = change.old.nodes, change.new.nodes
            if change.kind == "equal":
                self.places.update(zip(range(first, last), range(start, end), strict=True))
            elif last > first and end > start:
                # what a changed row returns is what it returned before
                self.places[last - 1] = end - 1
        self.kept = set(self.places.values())

    def told(self, change: Change) -> Change:
        """The change, with what its first layer that takes something else takes."""
        if change.kind != "equal" or change.old is None:
            return change
        for node in range(*change.old.nodes):
            detail = self.detail(node)
            if detail:
                found: Change = change.replace(kind="changed", details=(detail,))
                return found
        return change

    def detail(self, node: int) -> str:
        """What a layer that is the same takes from another than before; nothing if it does not."""
        one, other = self.old.graph.nodes[node], self.new.graph.nodes[self.places[node]]
        for before, now in zip(one.inputs, other.inputs, strict=True):
            if before in self.places and self.places[before] != now and now in self.kept:
                return f"reads {self.new.paths.layer(now)}, not {self.old.paths.layer(before)}"
        if one.owner >= 0 and self.places.get(one.owner, other.owner) != other.owner:
            names = (self.new.paths.layer(other.owner), self.old.paths.layer(one.owner))
            return f"uses the weights of {names[0]}, not of {names[1]}"
        return self.as_output(node, self.places[node])

    def as_output(self, old: int, new: int) -> str:
        """Where a layer stands among the outputs that a spec names, where that changed."""
        if not self.old.spec.outputs and not self.new.spec.outputs:
            return ""
        before, now = self.old.graph.outputs, self.new.graph.outputs
        if old not in before or new not in now:
            if (old in before) == (new in now):
                return ""
            return "an output now" if new in now else "no output any more"
        place, place_now = before.index(old) + 1, now.index(new) + 1
        return "" if place == place_now else f"output {place_now}, not {place}"
