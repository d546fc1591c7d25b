"""The fix for two layers with nothing nonlinear between them: an activation behind the first."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from cnnspec.fixes.changes import argument_change
from cnnspec.layers import find

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cnnspec.fixes.proving import Prover, Trial
    from cnnspec.graph import Graph

ORDER = ("act",)
DOES = "has an activation between them"
USUAL = "relu"


def trials(prover: Prover) -> Iterator[Trial | None]:
    """The activation that the network has most, as an argument of the first layer."""
    analysis = prover.analysis
    for index, node in enumerate(analysis.graph.nodes):
        layer = node.facts.layer
        if layer is None or "act" not in layer.options:
            continue
        if analysis.paths.layer(index) == prover.finding.layer:
            act = _usual(analysis.graph)
            yield prover.proves(argument_change(analysis, index, "act", act))
            return


def _usual(graph: Graph) -> str:
    """The activation that most layers have; ReLU where there is none."""
    found = Counter(node.facts.op for node in graph.nodes if node.facts.layer is not None)
    acts = [(number, op) for op, number in found.items() if op != "softmax" and _is_act(op)]
    return max(acts)[1] if acts else USUAL


def _is_act(op: str) -> bool:
    return find(op).activation
