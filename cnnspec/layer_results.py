"""Every unfolded layer as plain data, in the order of execution."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cnnspec.passes.counts import trainable
from cnnspec.results import LayerResult

if TYPE_CHECKING:
    from cnnspec.graph import Graph
    from cnnspec.results import Analysis


def layer_results(analysis: Analysis) -> tuple[LayerResult, ...]:
    """Every unfolded layer; what another one shares counts there."""
    graph: Graph = analysis.graph
    names = analysis.paths.all()
    results = []
    for index, node in enumerate(graph.nodes):
        if graph.is_input(index):
            continue
        facts = node.facts
        known = facts.shape is not None
        owned = node.owner < 0
        results.append(
            LayerResult(
                names[index],
                facts.op,
                facts.shape,
                (facts.params if owned else 0) if known else None,
                trainable(node) if known else None,
                (facts.buffers if owned else 0) if known else None,
                facts.macs if known else None,
                tuple([names[source] for source in node.inputs]),
                None if owned else names[node.owner],
                (facts.kernels if owned else 0) if known else None,
            )
        )
    return tuple(results)
