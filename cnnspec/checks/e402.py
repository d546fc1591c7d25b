"""unused-input: a declared input feeds nothing.

What it does: looks for inputs of the network that no layer reads and that are no output.
Why it is bad: the input was meant to be used; most likely a `from` is missing or names another.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from cnnspec.core.diagnostic import Diagnostic, Label
from cnnspec.language.nodes import span

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cnnspec.results import Analysis


def check(analysis: Analysis) -> Iterator[Diagnostic]:
    """One finding for each input that is not read."""
    graph, spec = analysis.graph, analysis.spec
    if len(graph.inputs) < 2:
        return
    read = {source for node in graph.nodes for source in node.inputs}
    for name, node in graph.inputs.items():
        if node not in read and node not in graph.outputs and not graph.unknown:
            place = Label(spec.source.name, span(spec.inputs[name].node))
            yield Diagnostic("E402", f"the input `{name}` feeds nothing", place)
