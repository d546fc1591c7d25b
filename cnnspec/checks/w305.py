"""pool-not-global: an average over the whole map that is taken at many positions."""

from __future__ import annotations

from math import prod
from typing import TYPE_CHECKING

from cnnspec.checks._places import by_line, led_to, place
from cnnspec.core.diagnostic import Diagnostic, Note
from cnnspec.core.shape import integers, shape_text
from cnnspec.core.window import Window
from cnnspec.passes.kept import kept
from cnnspec.passes.readers import readers, that

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cnnspec.graph import Graph, Node
    from cnnspec.layers.base import Layer
    from cnnspec.results import Analysis


def check(analysis: Analysis) -> Iterator[Diagnostic]:
    """One finding for each line of such a pool in front of a vector or an output."""
    graph = analysis.graph
    pools = [i for i in that(graph, _is_sliding_mean) if _is_whole(graph.nodes[i])]
    for line in by_line(analysis, [i for i in pools if _ends(graph, i)]):
        index = line[0]
        facts = graph.nodes[index].facts
        before, after = integers(facts.inputs[0]) or (), integers(facts.shape) or ()
        message = (
            f"{analysis.paths.layer(index)} averages over the whole {shape_text(before[1:])} map, "
            f"but at {shape_text(after[1:])} positions"
        )
        gives = f"{prod(after):,} values; one average for each channel is {after[0]:,}"
        notes = (Note("effect", gives), Note("fix", "global_avg_pool  in its place"))
        where = place(analysis, index, f"gives {shape_text(after)}")
        yield Diagnostic(
            "W305", message, where, led_to(analysis, index), notes, analysis.paths.layer(index)
        )


def _is_sliding_mean(layer: type[Layer]) -> bool:
    return layer.slides and layer.pools == "mean"


def _ends(graph: Graph, index: int) -> bool:
    """Whether a vector is made of a layer, or an output."""
    read = [graph.nodes[reader].facts.layer for reader in kept(graph, readers)[index]]
    return index in graph.outputs or any(layer and layer.flattens for layer in read)


def _is_whole(node: Node) -> bool:
    """Whether a window is at least as large as the map, and has more than one position."""
    facts = node.facts
    cells, out = integers(facts.inputs[0][1:]), integers((facts.shape or ())[1:])
    if cells is None or out is None or max(out) == 1:
        return False
    windows = facts.relations or ()
    return all(
        isinstance(window, Window) and type(window.kernel) is int and window.kernel >= size
        for window, size in zip(windows, cells, strict=True)
    )
