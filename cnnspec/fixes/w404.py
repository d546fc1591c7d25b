"""Fixes for a softmax or sigmoid of what has no sign any more: one of the two less; of one value:
a sigmoid, or one more class."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cnnspec.core.diagnostic import Edit
from cnnspec.fixes.changes import Change, argument_change
from cnnspec.fixes.lines import without_line
from cnnspec.fixes.ways import channels
from cnnspec.language.nodes import span
from cnnspec.language.templates import Line
from cnnspec.passes.readers import only_reader

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cnnspec.fixes.proving import Prover, Trial
    from cnnspec.results import Analysis

ORDER = ("act", "sigmoid", "remove", "out")
DOES = "lets the scores decide"


def trials(prover: Prover) -> Iterator[Trial | None]:
    """A sigmoid for one value, or two classes; else one of the two activations less."""
    analysis = prover.analysis
    index = _probabilities(prover)
    if index is None:
        return
    facts = analysis.graph.nodes[index].facts
    if facts.op == "softmax" and facts.inputs[0][0] == 1:
        yield prover.proves(_sigmoid(analysis, index))
        for change in channels(analysis, analysis.graph.nodes[index].inputs[0], 2):
            yield prover.proves(change)
        return
    before = _before(analysis, index)
    if before is None:
        return
    yield prover.proves(_without(analysis, before))
    layer = analysis.graph.nodes[before].facts.layer
    # What leaves some values as they are gives no probabilities: there the one behind stays.
    if layer is not None and layer.leaves is None:
        yield prover.proves(_without(analysis, index))


def _probabilities(prover: Prover) -> int | None:
    """The layer that the finding is about: the last activation of its line."""
    analysis = prover.analysis
    nodes = [
        index
        for index, node in enumerate(analysis.graph.nodes)
        if node.facts.layer is not None
        and node.facts.layer.activation
        and analysis.paths.layer(index) == prover.finding.layer
    ]
    return nodes[-1] if nodes else None


def _before(analysis: Analysis, index: int) -> int | None:
    """The activation before it, with nothing between that has weights or other inputs."""
    graph = analysis.graph
    node = graph.nodes[index]
    while len(node.inputs) == 1:
        index = node.inputs[0]
        node = graph.nodes[index]
        if node.facts.layer is None or node.facts.arrays:
            return None
        if node.facts.layer.activation:
            return index if only_reader(graph, index) is not None else None
    return None


def _is_argument(line: Line, op: str) -> bool:
    return line.layer is not None and "act" in line.layer.options and line.callee != op


def _without(analysis: Analysis, index: int) -> Change | None:
    """One activation less: none as an argument, or no such line."""
    node = analysis.graph.nodes[index]
    if not isinstance(node.site, Line):
        return None
    if _is_argument(node.site, node.facts.op):
        return argument_change(analysis, index, "act", "none")
    edits = without_line(node.site.node)
    text = f"{analysis.paths.layer(index)} left out"
    return Change("remove", text, edits) if edits else None


def _sigmoid(analysis: Analysis, index: int) -> Change | None:
    node = analysis.graph.nodes[index]
    if not isinstance(node.site, Line):
        return None
    if _is_argument(node.site, node.facts.op):
        change = argument_change(analysis, index, "act", "sigmoid")
        return None if change is None else change.replace(kind="sigmoid")
    text = f"sigmoid in the place of {analysis.paths.layer(index)}"
    return Change("sigmoid", text, (Edit(span(node.site.key), "sigmoid"),))
