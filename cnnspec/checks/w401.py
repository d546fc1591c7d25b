"""dead-layer: a layer that no output depends on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cnnspec.checks._places import by_line, led_to, names, place
from cnnspec.checks._wording import counted
from cnnspec.core.diagnostic import Diagnostic, Note
from cnnspec.core.wording import listed, plural
from cnnspec.passes.kept import kept
from cnnspec.passes.readers import live, readers

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cnnspec.core.algebra import Dim
    from cnnspec.graph import Graph
    from cnnspec.results import Analysis

MOST_NAMED = 3
"""So many layers are named that read the same."""


def check(analysis: Analysis) -> Iterator[Diagnostic]:
    """One finding for each line whose layers nothing reads, with all that only they read."""
    graph = analysis.graph
    alive = live(graph)
    first = len(graph.inputs)
    if all(alive[first:]):
        return
    read = kept(graph, readers)
    ends = [node for node in range(first, len(alive)) if not alive[node] and not read[node]]
    told: set[int] = set()
    for line in by_line(analysis, ends):
        below = _below(analysis, line, alive, told)
        yield _finding(analysis, line, below, read)


def _below(analysis: Analysis, ends: list[int], alive: list[bool], told: set[int]) -> list[int]:
    """The dead layers that the ends depend on, and they themselves; each layer once."""
    nodes, first = analysis.graph.nodes, len(analysis.graph.inputs)
    found, waiting = [], list(ends)
    while waiting:
        node = waiting.pop()
        if alive[node] or node in told or node < first:
            continue
        told.add(node)
        found.append(node)
        waiting += nodes[node].inputs
    return sorted(found)


def _finding(
    analysis: Analysis, ends: list[int], dead: list[int], read: list[list[int]]
) -> Diagnostic:
    graph = analysis.graph
    nodes = graph.nodes
    params: Dim = 0
    macs: Dim = 0
    gone = set(dead)
    # Weights that a layer outside uses as well would still be there.
    lent = {owner for index, owner in kept(graph, lenders) if index not in gone}
    for node in dead:
        own = nodes[node].owner < 0 and node not in lent
        params = params + (nodes[node].facts.params if own else 0)
        macs = macs + nodes[node].facts.macs
    verb = "is" if len(ends) == 1 else "are"
    unused = names(analysis, ends, parts=nodes[ends[0]].facts.op == "split")
    message = (
        f"{unused} {verb} never used: {plural(len(dead), 'layer')}, {counted(params)} parameters "
        f"and {counted(macs)} MACs change no output"
    )
    notes = []
    end, path = nodes[ends[0]], analysis.paths.layer(ends[0])
    beside = [reader for source in end.inputs for reader in read[source] if reader not in gone]
    if beside and graph.shape(ends[0]) == graph.shape(end.inputs[0]):
        source = analysis.paths.layer(end.inputs[0])
        if end.inputs[0] < len(analysis.graph.inputs):
            source = "the input"
        others = _first_names(analysis, beside)
        reads = "reads" if len(others) == 1 else "read"
        meant = f"{listed(others)} {reads} {source} as well: was {path} meant?"
        notes.append(Note("help", meant))
    return Diagnostic(
        "W401",
        message,
        place(analysis, ends[0], "nothing reads this"),
        led_to(analysis, ends[0]),
        tuple(notes),
        path,
    )


def lenders(graph: Graph) -> list[tuple[int, int]]:
    """The layers that use weights of others, each with the layer whose they are."""
    return [(index, node.owner) for index, node in enumerate(graph.nodes) if node.owner >= 0]


def _first_names(analysis: Analysis, nodes: list[int]) -> list[str]:
    """The names of the first layers among many, each once."""
    found: dict[str, None] = {}
    for node in nodes:
        found[analysis.paths.layer(node)] = None
        if len(found) == MOST_NAMED:
            break
    return list(found)
