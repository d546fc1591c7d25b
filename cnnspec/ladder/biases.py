"""Biases before batch norm, which cancels them: some spell them out, some leave them away."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cnnspec.core.shape import product
from cnnspec.ladder.step import Counted, Step
from cnnspec.passes.readers import only_reader

if TYPE_CHECKING:
    from collections.abc import Iterator

METRICS = ("params", "trainable")


def steps(counted: Counted, _: object) -> Iterator[Step]:
    """Without those that are there, and with those that are not."""
    graph = counted.analysis.graph
    there: list[int] = []
    lacking: list[int] = []
    for index, node in counted.nodes():
        if not node.facts.kernels or node.owner >= 0 or node.facts.shape is None:
            continue
        after = only_reader(graph, index)
        if after is None or graph.nodes[after].facts.op != "bn":
            continue
        bias = node.facts.arrays.get("bias")
        size = node.facts.shape[0] if bias is None else product(bias.shape)
        if type(size) is int:
            (lacking if bias is None else there).append(size)
    if there:
        fix = "bias: auto  in `defaults`, or without `bias` at these layers"
        yield Step(-sum(there), f"the biases of {_convolutions(there)} cancels them", fix)
    if lacking:
        what = f"a bias for each channel of {_convolutions(lacking)} would cancel it"
        yield Step(sum(lacking), what)


def _convolutions(sizes: list[int]) -> str:
    if len(sizes) == 1:
        return "1 layer whose batch norm"
    return f"{len(sizes):,} layers whose batch norm"
