"""Which layers there are of each type, who reads a layer, and which an output depends on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cnnspec.passes.kept import kept

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from cnnspec.graph import Graph
    from cnnspec.layers.base import Layer


def readers(graph: Graph) -> list[list[int]]:
    """For every node the nodes that read it, in order; twice where one reads it twice."""
    found: list[list[int]] = [[] for _ in graph.nodes]
    for index, node in enumerate(graph.nodes):
        for source in node.inputs:
            found[source].append(index)
    return found


def by_op(graph: Graph) -> dict[str, list[int]]:
    """The nodes of each layer type, in order."""
    found: dict[str, list[int]] = {}
    for index, node in enumerate(graph.nodes):
        op = node.facts.op
        if op in found:
            found[op].append(index)
        else:
            found[op] = [index]
    return found


def of_ops(graph: Graph, ops: Iterable[str]) -> list[int]:
    """The nodes of some layer types, in order."""
    known = kept(graph, by_op)
    return sorted([index for op in ops if op in known for index in known[op]])


def by_type(graph: Graph) -> dict[type[Layer], list[int]]:
    """The nodes of each layer type, in order, by what declares it; inputs are of none."""
    found: dict[type[Layer], list[int]] = {}
    for indices in kept(graph, by_op).values():
        for index in indices:
            layer = graph.nodes[index].facts.layer
            if layer is not None:
                found.setdefault(type(layer), []).append(index)
    return found


def that(graph: Graph, holds: Callable[[type[Layer]], object]) -> list[int]:
    """The nodes of the layer types of which something holds, in order."""
    known = kept(graph, by_type).items()
    return sorted([index for layer, indices in known if holds(layer) for index in indices])


def kinds(graph: Graph, nodes: Iterable[int]) -> list[int]:
    """One node of each kind among some: equal layers on equal inputs are of one."""
    first: dict[int, int] = {}
    for index in nodes:
        first.setdefault(id(graph.nodes[index].facts), index)
    return list(first.values())


def live(graph: Graph) -> list[bool]:
    """For every node whether some output depends on it."""
    nodes = graph.nodes
    found = [False] * len(nodes)
    for output in graph.outputs:
        found[output] = True
    for index in range(len(nodes) - 1, -1, -1):
        if found[index]:
            for source in nodes[index].inputs:
                found[source] = True
    return found


def outputs(graph: Graph) -> frozenset[int]:
    """The outputs, to look one up."""
    return frozenset(graph.outputs)


def only_reader(graph: Graph, node: int) -> int | None:
    """The node that alone reads another, which is no output itself; None if there are others."""
    found = kept(graph, readers)[node]
    return found[0] if len(found) == 1 and node not in kept(graph, outputs) else None
