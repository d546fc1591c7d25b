"""Sums over layers: parameters, buffers, kernels and multiply-adds."""

from __future__ import annotations

from bisect import bisect_left
from itertools import accumulate
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from cnnspec.core.algebra import Dim
    from cnnspec.graph import Graph, Node

METRICS = ("params", "trainable", "buffers", "kernels", "macs")
UNITS = ("neurons", "connections")
"""What is counted of a layer's values, as the papers before 2013 do; `units` says how."""


class Sums:
    """Running sums, so that any run of layers is one subtraction.

    A layer that shares the weights of an earlier one adds no weights of its own, but its
    multiply-adds are done. A sum over a layer of unknown shape is unknown: None.
    """

    def __init__(self, graph: Graph) -> None:
        nodes = graph.nodes
        owned = [node.facts if node.owner < 0 else None for node in nodes]
        self._sums: dict[str, list[Dim]] = {
            "params": _running([0 if facts is None else facts.params for facts in owned]),
            "buffers": _running([0 if facts is None else facts.buffers for facts in owned]),
            "kernels": _running([0 if facts is None else facts.kernels for facts in owned]),
            "macs": _running([node.facts.macs for node in nodes]),
            "trainable": _running([trainable(node) for node in nodes]),
        }
        self._unknown = sorted(graph.unknown)

    def between(self, metric: str, first: int, last: int) -> Dim | None:
        """The sum of a metric over the nodes from `first` to before `last`."""
        if self._unknown:
            following = bisect_left(self._unknown, first)
            if following < len(self._unknown) and self._unknown[following] < last:
                return None
        sums = self._sums[metric]
        return sums[last] - sums[first]

    def total(self, metric: str) -> Dim | None:
        """The sum of a metric over the whole network."""
        return self.between(metric, 0, len(self._sums[metric]) - 1)


def _running(values: list[Dim]) -> list[Dim]:
    return list(accumulate(values, initial=0))


def trainable(node: Node) -> Dim:
    """The weights of a layer that training changes: none if it is frozen, or shares another's."""
    return 0 if node.frozen or node.owner >= 0 else node.facts.params
