"""stacked-probabilities: a softmax or sigmoid of what has no sign any more, or of one value."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cnnspec.checks._places import by_line, led_to, place
from cnnspec.core.diagnostic import Diagnostic, Note
from cnnspec.passes.readers import of_ops

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cnnspec.graph import Graph
    from cnnspec.results import Analysis

PROBABILITIES = ("softmax", "sigmoid", "hard_sigmoid")
CUT = ("relu", "relu6")
PASSED = ("dropout", "drop_path", "flatten", "reshape")


def check(analysis: Analysis) -> Iterator[Diagnostic]:
    """One finding for each line with such a layer."""
    graph = analysis.graph
    found = {index: _before(graph, index) for index in of_ops(graph, PROBABILITIES)}
    faulty = [index for index, before in found.items() if before is not None]
    for line in by_line(analysis, faulty):
        before = found[line[0]]
        assert before is not None
        yield _finding(analysis, line[0], before)


def _before(graph: Graph, index: int) -> int | None:
    """The layer that leaves nothing to decide; the layer itself where it is over one value; None
    where all is well."""
    node = graph.nodes[index]
    if node.facts.op == "softmax" and node.facts.inputs[0][0] == 1:
        return index
    source = node.inputs[0]
    while graph.nodes[source].facts.op in PASSED:
        source = graph.nodes[source].inputs[0]
    return source if graph.nodes[source].facts.op in (*PROBABILITIES, *CUT) else None


def _finding(analysis: Analysis, index: int, before: int) -> Diagnostic:
    graph = analysis.graph
    op, other = graph.nodes[index].facts.op, graph.nodes[before].facts.op
    path = analysis.paths.of(index)
    related = led_to(analysis, index)
    if before == index:
        message = f"{path} is over 1 channel, so each of its values is 1, whatever the input"
        help = "`sigmoid` for one value, or a channel for each class"
    else:
        already = "is never below 0" if other in CUT else "is from 0 to 1 already"
        message = (
            f"{path} is applied to {analysis.paths.of(before)}, which {already}: "
            f"{_range(op, other)}"
        )
        help = f"leave {other} out in front of it" if other in CUT else "leave one of the two out"
        if graph.nodes[before].site is not graph.nodes[index].site:
            related = (place(analysis, before, f"{other} here"), *related)
    return Diagnostic(
        "W404",
        message,
        place(analysis, index),
        related,
        (Note("help", help),),
        analysis.paths.layer(index),
    )


def _range(op: str, before: str) -> str:
    """What can still come out."""
    if op == "softmax":
        if before in CUT:
            return "all scores below 0 are one score"
        return "of two classes, none is above 0.74 any more"
    if before in CUT:
        return "no value is below 0.5"
    return (
        "all values are from 0.5 to 0.74" if op == "sigmoid" else "all values are from 0.5 to 0.67"
    )
