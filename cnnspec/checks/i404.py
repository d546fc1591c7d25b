"""repeated-source: a merge of one tensor with itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cnnspec.checks._places import by_line, led_to, names, place
from cnnspec.core.diagnostic import Diagnostic, Note
from cnnspec.passes.readers import that

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cnnspec.results import Analysis


def check(analysis: Analysis) -> Iterator[Diagnostic]:
    """One finding for each line of such a merge."""
    graph = analysis.graph
    merges = [
        index
        for index in that(graph, lambda layer: layer.merges)
        if len(set(graph.nodes[index].inputs)) < len(graph.nodes[index].inputs)
    ]
    for line in by_line(analysis, merges):
        node = graph.nodes[line[0]]
        twice = next(source for source in node.inputs if node.inputs.count(source) > 1)
        source = "the input" if graph.is_input(twice) else analysis.paths.layer(twice)
        times = node.inputs.count(twice)
        merge = node.facts.layer
        assert merge is not None
        verb = "reads" if len(line) == 1 else "read"
        message = (
            f"{names(analysis, line)} {verb} {source} {times} times, which gives "
            f"{merge.repeated(times, first=node.inputs[0] == twice)}"
        )
        notes = (
            Note("help", "one of the branches was meant to be another tensor, or to have layers"),
        )
        yield Diagnostic(
            "I404",
            message,
            place(analysis, line[0]),
            led_to(analysis, line[0]),
            notes,
            analysis.paths.layer(line[0]),
        )
