"""Depth: the most layers with kernels on any path, which is the number in a network's name."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from cnnspec.graph import Graph


def depth(graph: Graph) -> int:
    """The most convolutions, `fc` and `rbf` on any path to an output; gates do not count."""
    deepest: list[int] = []
    for node in graph.nodes:
        facts = node.facts
        inputs = node.inputs
        if len(inputs) == 1:
            before = deepest[inputs[0]]
        elif not inputs:
            before = 0
        elif facts.layer is not None and facts.layer.gates:
            before = deepest[inputs[0]]
        else:
            before = max([deepest[source] for source in inputs])
        kernels = facts.kernels
        deepest.append(before + (0 if type(kernels) is int and kernels == 0 else 1))
    return max([deepest[output] for output in graph.outputs], default=0)
