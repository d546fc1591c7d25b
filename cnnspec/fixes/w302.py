"""Fixes for weights that meet padding alone: an input on which every tap is live, or the first
stride that may go."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cnnspec.core.shape import integers
from cnnspec.core.window import Window
from cnnspec.fixes.changes import input_change
from cnnspec.fixes.e301 import first_stride
from cnnspec.fixes.inputs import one_input
from cnnspec.fixes.ways import least_inputs, total_stride

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cnnspec.fixes.proving import Prover, Trial
    from cnnspec.graph import Graph

ORDER = ("input", "stride")
DOES = "has no weights for padding alone"


def trials(prover: Prover) -> Iterator[Trial | None]:
    """The least input with which every window reaches half of itself, then the next multiple of the
    total stride; and the first stride that may be 1."""
    analysis = prover.analysis
    graph, shape = analysis.graph, one_input(analysis)
    dead = _dead(graph)
    if shape is None or not dead:
        return
    least = list(shape[1:])
    for node, wanted in dead.items():
        found = least_inputs(graph, graph.nodes[node].inputs, wanted)
        least = [max(pair) for pair in zip(least, found, strict=True)]
    if len(set(shape[1:])) == 1:
        least = [max(least)] * len(least)
    period, _ = total_stride(graph, tuple(graph.outputs))
    whole = [-(-cells // period) * period for cells in least]
    for sizes in (least, whole):
        trial = prover.proves(input_change(analysis, (shape[0], *sizes)))
        yield trial
        if trial is not None:
            break
    yield first_stride(prover, next(iter(dead)))


def _dead(graph: Graph) -> dict[int, tuple[int, ...]]:
    """The windows that reach beyond the map from its middle on, with the cells that they need."""
    found: dict[int, tuple[int, ...]] = {}
    for index in range(len(graph.inputs), len(graph.nodes)):
        facts = graph.nodes[index].facts
        windows = [r for r in facts.relations or () if isinstance(r, Window)]
        extents = integers([window.extent for window in windows])
        cells = integers(facts.inputs[0][1:]) if windows else None
        if not extents or cells is None or len(cells) != len(extents) or not facts.kernels:
            continue
        needed = tuple([extent // 2 + 1 for extent in extents])
        if any(size < need for size, need in zip(cells, needed, strict=True)):
            found[index] = needed
    return found
