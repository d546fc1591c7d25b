"""Depth: the most layers with kernels on any path, which is the number in a network's name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cnnspec.passes.field import followed

if TYPE_CHECKING:
    from cnnspec.graph import Graph


def depth(graph: Graph) -> int:
    """The most convolutions, `fc` and `rbf` on any path to an output; gates do not count."""
    deepest = _deepest(graph)
    return max([deepest[output] for output in graph.outputs], default=0)


def deepest_path(graph: Graph) -> list[int]:
    """The layers with kernels on a path that has the most of them, in order."""
    deepest = _deepest(graph)
    node = max(graph.outputs, key=lambda output: deepest[output], default=None)
    path: list[int] = []
    while node is not None:
        sources = followed(graph.nodes[node])
        before = max(sources, key=lambda source: deepest[source], default=None)
        if deepest[node] > (0 if before is None else deepest[before]):
            path.append(node)
        node = before
    return path[::-1]


def _deepest(graph: Graph) -> list[int]:
    """The most layers with kernels on any path to each node."""
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
    return deepest
