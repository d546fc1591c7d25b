"""Fixes for a window that is larger than its input: padding, a larger input, a smaller window, or a
stride before it that is given up."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cnnspec.core.shape import integers
from cnnspec.core.window import Window
from cnnspec.fixes.changes import argument_change
from cnnspec.fixes.inputs import smallest_input
from cnnspec.fixes.refused import refused_at
from cnnspec.fixes.solving import FARTHEST, solutions
from cnnspec.fixes.ways import way_back

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cnnspec.fixes.proving import Prover, Trial

ORDER = ("pad", "input", "ceil", "kernel", "stride")
DOES = "lets every window fit"


def trials(prover: Prover) -> Iterator[Trial | None]:
    """Changes of the layer itself, the smallest input, and the first stride that may go."""
    analysis = prover.analysis
    found = refused_at(analysis, prover.finding)
    cells = None if found is None else integers(found[1].shapes[0][1:])
    if found is None or cells is None:
        return
    node, refused = found
    for solution in solutions(refused.layer, cells, ((1, FARTHEST),) * len(cells)):
        yield prover.proves(
            argument_change(analysis, node, solution.option, solution.value, solution.distance)
        )
    yield smallest_input(prover)
    yield first_stride(prover, refused.inputs[0])


def first_stride(prover: Prover, node: int) -> Trial | None:
    """The first layer on the way whose stride may be 1."""
    graph = prover.analysis.graph
    for index in sorted(way_back(graph, node)):
        windows = graph.nodes[index].facts.relations or ()
        strides = [window.stride for window in windows if isinstance(window, Window)]
        layer = graph.nodes[index].facts.layer
        if layer is None or "stride" not in layer.options or all(s == 1 for s in strides):
            continue
        trial = prover.proves(argument_change(prover.analysis, index, "stride", 1))
        if trial is not None and not trial.new:
            return trial
    return None
