"""norm-over-one-value: a normalisation whose mean is the only value there is."""

from __future__ import annotations

from math import prod
from typing import TYPE_CHECKING

from cnnspec.checks._places import by_line, led_to, names, place
from cnnspec.core.diagnostic import Diagnostic, Note
from cnnspec.core.shape import integers, shape_text
from cnnspec.passes.readers import that

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cnnspec.graph import Node
    from cnnspec.results import Analysis


def check(analysis: Analysis) -> Iterator[Diagnostic]:
    """One finding for each line with such a layer.

    Batch norm is over all images of a batch, whose number a spec does not say.
    """
    graph = analysis.graph
    norms = that(graph, lambda layer: layer.normalises not in (None, "batch"))
    alone = [index for index in norms if _values(graph.nodes[index]) == 1]
    for line in by_line(analysis, alone):
        first = graph.nodes[line[0]]
        assert first.facts.layer is not None
        over = first.facts.layer.normalises
        shape = shape_text(first.facts.inputs[0])
        verb = "normalises" if len(line) == 1 else "normalise"
        message = (
            f"{names(analysis, line)} {verb} {shape}, which is one value for each {over}: minus "
            "its own mean it is 0, whatever the input"
        )
        params = first.facts.params
        learned = f"what is left are {params:,} learned parameters, the same for every image"
        notes = [Note("effect", learned)] if type(params) is int and params else []
        notes.append(Note("help", "normalise before the pooling, or `ln` over the channels"
                          if over != "position" else "leave it out"))  # fmt: skip
        yield Diagnostic(
            "W303",
            message,
            place(analysis, line[0]),
            led_to(analysis, line[0]),
            tuple(notes),
            analysis.paths.layer(line[0]),
        )


def _values(node: Node) -> int:
    """How many values are normalised together; 0 where that is not known."""
    layer, sizes = node.facts.layer, integers(node.facts.inputs[0])
    assert layer is not None
    if sizes is None:
        return 0
    if layer.normalises == "position":
        return sizes[0]
    if layer.normalises == "channel":
        return prod(sizes[1:])
    groups = layer.__dict__["groups"]
    return prod(sizes) // groups if type(groups) is int else 0
