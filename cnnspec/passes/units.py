"""Neurons and connections, as the papers before 2013 count a network's size.

A layer with kernels has a neuron for each value that it gives. A neuron has a connection to each
value that it reads, and one more where a bias is added; so has each value of a pool. Padding is
counted as if it were read, which it is in multiply-adds too.
Source: LeCun et al. 1998, §II.B; Krizhevsky et al. 2012, Fig. 2.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from cnnspec.core.shape import product
from cnnspec.core.terms import Number, evaluate, numbers
from cnnspec.core.terms import product as times
from cnnspec.core.window import Bins

if TYPE_CHECKING:
    from collections.abc import Callable

    from cnnspec.core.algebra import Dim
    from cnnspec.core.terms import Term
    from cnnspec.graph import Graph
    from cnnspec.layers.facts import Facts


def neurons(facts: Facts) -> tuple[Term, ...]:
    """The neurons of a layer: `96·55·55`; nothing for one without kernels."""
    if facts.kernels == 0 or facts.shape is None:
        return ()
    return (times(*numbers(facts.shape, "size of the result")),)


def connections(facts: Facts) -> tuple[Term, ...] | None:
    """The connections of a layer, to be added up: `1,516 · 10·10`; None where there is no number
    for them."""
    if facts.layer is None or facts.shape is None:
        return ()
    if any(isinstance(relation, Bins) for relation in facts.relations or ()):
        return None
    biases = sum([weight.role == "bias" for weight in facts.arrays.values()])
    kernels = [weight for weight in facts.arrays.values() if weight.role == "kernel"]
    positions = facts.shape[1:]
    values = times(*numbers(facts.shape, "size of the result"))
    if kernels and all(weight.positions == positions for weight in kernels):
        weights = Number(facts.params, "weights")
        at = times(*numbers(positions, "positions"))
        return (times(weights, at) if positions else weights,)
    found: list[Term] = []
    for weight in kernels:
        assert weight.positions is not None
        size = Number(product(weight.shape), "weights")
        at = times(*numbers(weight.positions, "positions"))
        found.append(times(size, at) if weight.positions else size)
    pooled = facts.layer.pooled(*facts.inputs)
    if pooled is not None:
        found.append(times(times(*numbers(pooled, "window")), values))
    return (*found, *(values,) * biases)


COUNTED: dict[str, Callable[[Facts], tuple[Term, ...] | None]] = {
    "neurons": neurons,
    "connections": connections,
}


def units(graph: Graph, metric: str, first: int, last: int) -> Dim | None:
    """The neurons or the connections of the nodes from `first` to before `last`; None if one of
    them has a number that is unknown."""
    found: Dim = 0
    for node in graph.nodes[first:last]:
        terms = COUNTED[metric](node.facts)
        if terms is None or node.facts.shape is None:
            return None
        for term in terms:
            found = found + evaluate(term)
    return found
