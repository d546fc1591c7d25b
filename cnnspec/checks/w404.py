"""stacked-probabilities: a softmax or sigmoid of what has no sign any more, or of one value."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cnnspec.checks._places import by_line, led_to, place
from cnnspec.core.diagnostic import Diagnostic, Note
from cnnspec.passes.readers import that

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cnnspec.graph import Graph
    from cnnspec.layers.base import Layer
    from cnnspec.results import Analysis


def check(analysis: Analysis) -> Iterator[Diagnostic]:
    """One finding for each line with such a layer."""
    graph = analysis.graph
    found = {index: _before(graph, index) for index in that(graph, _gives_probabilities)}
    faulty = [index for index, before in found.items() if before is not None]
    for line in by_line(analysis, faulty):
        before = found[line[0]]
        assert before is not None
        yield _finding(analysis, line[0], before)


def _gives_probabilities(layer: Layer | type[Layer]) -> bool:
    return layer.bounds == (0, 1)


def _is_cut(layer: Layer) -> bool:
    """Whether an activation cuts off what is below 0."""
    return layer.activation and layer.bounds[0] == 0 and not _gives_probabilities(layer)


def _before(graph: Graph, index: int) -> int | None:
    """The layer that leaves nothing to decide; the layer itself where it is over one value; None
    where all is well."""
    layer = _layer(graph, index)
    if not layer.channelwise and graph.nodes[index].facts.inputs[0][0] == 1:
        return index
    source = graph.nodes[index].inputs[0]
    while (passed := graph.nodes[source].facts.layer) is not None and passed.same_values:
        source = graph.nodes[source].inputs[0]
    if passed is not None and (_gives_probabilities(passed) or _is_cut(passed)):
        return source
    return None


def _layer(graph: Graph, index: int) -> Layer:
    layer = graph.nodes[index].facts.layer
    assert layer is not None
    return layer


def _finding(analysis: Analysis, index: int, before: int) -> Diagnostic:
    graph = analysis.graph
    layer, other = _layer(graph, index), _layer(graph, before)
    path = analysis.paths.of(index)
    related = led_to(analysis, index)
    if before == index:
        message = f"{path} is over 1 channel, so each of its values is 1, whatever the input"
        help = "`sigmoid` for one value, or a channel for each class"
    else:
        cut = _is_cut(other)
        already = "is never below 0" if cut else "is from 0 to 1 already"
        message = (
            f"{path} is applied to {analysis.paths.of(before)}, which {already}: "
            f"{_range(layer, cut)}"
        )
        help = f"leave {other.op} out in front of it" if cut else "leave one of the two out"
        if graph.nodes[before].site is not graph.nodes[index].site:
            related = (place(analysis, before, f"{other.op} here"), *related)
    return Diagnostic(
        "W404",
        message,
        place(analysis, index),
        related,
        (Note("help", help),),
        analysis.paths.layer(index),
    )


def _range(layer: Layer, cut: bool) -> str:
    """What can still come out of values that are cut off at 0, or that are from 0 to 1."""
    if not layer.channelwise:
        if cut:
            return "all scores below 0 are one score"
        return "of two classes, none is above 0.74 any more"
    if cut:
        return "no value is below 0.5"
    most = "0.74" if layer.op == "sigmoid" else "0.67"
    return f"all values are from 0.5 to {most}"
