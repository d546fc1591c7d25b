"""What budgets limit, measured on an analysed network."""

from __future__ import annotations

from math import gcd
from typing import TYPE_CHECKING, Any

from cnnspec.budgets.limits import BYTES
from cnnspec.core.dtype import BYTES as DTYPES
from cnnspec.core.record import Record

if TYPE_CHECKING:
    from cnnspec.budgets.limits import Limit
    from cnnspec.core.algebra import Dim
    from cnnspec.passes.memory import Memory
    from cnnspec.results import Analysis

SUMS = {"params": "params", "weights": "params", "buffers": "buffers", "macs": "macs"}


class Measured(Record):
    """A value, with the layer `at` which it is reached.

    Where symbols leave open which of several is the largest, `value` is None and `several` are
    those; where there is no value, `reason` says why.
    """

    value: Any
    at: str = ""
    several: tuple[Dim, ...] = ()
    reason: str = ""


class Measures:
    """The measures of one network."""

    def __init__(self, analysis: Analysis) -> None:
        self.analysis = analysis
        self._memories: dict[bool, Memory] = {}

    def of(self, limit: Limit, runs: list[tuple[int, int]]) -> Measured:
        """What a limit is about: over some runs of nodes, or over the network if there is none."""
        each = DTYPES[limit.dtype] if limit.metric in BYTES else 1
        if limit.metric == "peak_memory":
            return self._peak(limit.in_place, runs, each)
        if limit.metric in SUMS:
            value = self._sum(SUMS[limit.metric], runs)
            return Measured(None if value is None else value * each)
        if limit.metric == "channel_multiple":
            return self._channels()
        totals = self.analysis.totals
        if limit.metric == "field":
            return _field(totals.field, limit.bound)
        return Measured(totals.layers if limit.metric == "layer_count" else totals.depth)

    def memory(self, in_place: bool) -> Memory:
        """What is alive while each layer runs."""
        if in_place not in self._memories:
            self._memories[in_place] = self.analysis.memory(in_place=in_place)
        return self._memories[in_place]

    def _sum(self, metric: str, runs: list[tuple[int, int]]) -> Dim | None:
        sums = self.analysis.sums
        if not runs:
            return sums.total(metric)
        total: Dim = 0
        for first, last in runs:
            part = sums.between(metric, first, last)
            if part is None:
                return None
            total = total + part
        return total

    def _peak(self, in_place: bool, runs: list[tuple[int, int]], each: int) -> Measured:
        from cnnspec.passes.memory import not_below_another

        memory = self.memory(in_place)
        paths = self.analysis.paths
        if not runs and memory.peak is not None:
            return Measured(memory.peak * each, paths.layer(memory.at[0]))
        nodes = [node for first, last in runs for node in range(first, last)]
        nodes = nodes or list(range(len(self.analysis.graph.nodes)))
        levels = {node: memory.level(node) for node in nodes}
        known = {node: level for node, level in levels.items() if level is not None}
        if len(known) < len(levels):
            return Measured(None, reason=memory.reason)
        largest = not_below_another(list(dict.fromkeys(known.values())), memory.least)
        if len(largest) == 1:
            at = next(node for node in nodes if known[node] == largest[0])
            return Measured(largest[0] * each, paths.layer(at))
        return Measured(None, several=tuple([level * each for level in largest]))

    def _channels(self) -> Measured:
        channels = [size for _, size in self.channels()]
        if not all(type(size) is int for size in channels):
            return Measured(None, reason="channels are symbols")
        return Measured(gcd(*[size for size in channels if type(size) is int]))

    def channels(self) -> list[tuple[int, Dim]]:
        """The convolutions, and how many channels each one gives."""
        return [
            (index, node.facts.shape[0])
            for index, node in enumerate(self.analysis.graph.nodes)
            if node.facts.shape is not None and len(node.facts.shape) > 1 and node.facts.arrays
            if any(weight.role == "kernel" for weight in node.facts.arrays.values())
        ]


def _field(field: Any, bound: str) -> Measured:
    """Of axes that differ, the one that a limit binds: the largest, or the smallest."""
    if not isinstance(field, tuple):
        return Measured(field, reason="the input has no axes")
    if all(type(size) is int for size in field):
        return Measured(max(field) if bound == "max" else min(field))
    return Measured(None, several=field)
