"""Other inputs: the smallest that all windows fit on, and the nearest below and above."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cnnspec.core.shape import integers
from cnnspec.core.window import Window
from cnnspec.fixes.changes import input_change
from cnnspec.fixes.refused import relations_of
from cnnspec.fixes.ways import least_inputs

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from cnnspec.fixes.proving import Prover, Trial
    from cnnspec.graph import Graph
    from cnnspec.results import Analysis

MOST_ROUNDS = 12
"""A larger input may fail at a later layer: so often it is made larger still."""
MOST_STEPS = 24
"""So many sizes above the smallest are tried where that leaves a warning."""


def one_input(analysis: Analysis) -> tuple[int, ...] | None:
    """The shape of the input, if there is one, with known sizes; None for others."""
    inputs = list(analysis.graph.inputs.values())
    shape = integers(analysis.graph.shape(inputs[0])) if len(inputs) == 1 else None
    return shape if shape is not None and len(shape) > 1 else None


def grown(shape: tuple[int, ...], step: int) -> tuple[int, ...] | None:
    """A shape with more or fewer cells along every axis; None where none would be left."""
    sizes = [cells + step for cells in shape[1:]]
    return (shape[0], *sizes) if min(sizes) > 0 else None


def differences(shape: Iterable[int], other: Iterable[int]) -> list[int]:
    """How many cells the second has more than the first, one number an axis."""
    return [b - a for a, b in zip(shape, other, strict=True)]


def around(shape: tuple[int, ...], farthest: int) -> Iterator[tuple[int, ...]]:
    """Shapes with fewer or more cells along every axis, the nearest first, below before above."""
    for distance in range(1, farthest + 1):
        for step in (-distance, distance):
            other = grown(shape, step)
            if other is not None:
                yield other


def nearest_inputs(
    prover: Prover, shapes: Iterable[tuple[int, ...]], remark: str = ""
) -> Iterator[Trial | None]:
    """The first smaller and the first larger input of some that mends and adds nothing."""
    shape = one_input(prover.analysis)
    found = {False: False, True: False}
    for tried in shapes:
        assert shape is not None
        larger = sum(differences(shape, tried)) > 0
        if tried == shape or min(tried) < 1 or found[larger]:
            continue
        trial = prover.proves(input_change(prover.analysis, tried, remark))
        if trial is not None and not trial.new:
            found[larger] = True
        yield trial
        if all(found.values()):
            return


def smallest_input(prover: Prover) -> Trial | None:
    """The smallest input that every window of the network fits on; where that leaves a warning, the
    next one that leaves none."""
    shape = one_input(prover.analysis)
    if shape is None:
        return None
    graph = prover.analysis.graph
    for _ in range(MOST_ROUNDS):
        needed = _needed(graph, shape)
        if needed == shape:
            break
        shape = needed
        result = prover.at(shape)
        if result is None:
            return None
        graph = result.graph
    first = None
    for step in range(MOST_STEPS):
        tried = grown(shape, step)
        assert tried is not None
        remark = "the smallest that all windows fit on" if step == 0 else ""
        trial = prover.proves(input_change(prover.analysis, tried, remark))
        if trial is not None and not trial.new:
            return trial
        first = first or trial
    return first


def _needed(graph: Graph, shape: tuple[int, ...]) -> tuple[int, ...]:
    """The input that all windows fit on which did not; a square stays one."""
    least = [1] * (len(shape) - 1)
    failed = False
    for refused in graph.refused.values():
        windows = relations_of(refused.layer, refused.shapes) or ()
        wanted = [
            window.extent - window.before - window.after if isinstance(window, Window) else 1
            for window in windows
        ]
        known = integers(wanted)
        if (
            known is None
            or len(known) != len(least)
            or any(
                isinstance(window, Window) and window.rounding in ("same", "causal")
                for window in windows
            )
        ):
            continue
        failed = True
        found = least_inputs(graph, refused.inputs, known)
        least = [max(pair) for pair in zip(least, found, strict=True)]
    if not failed:
        return shape
    if len(set(shape[1:])) == 1:
        least = [max(least)] * len(least)
        return (shape[0], *least)
    return (shape[0], *[max(pair) for pair in zip(least, shape[1:], strict=True)])
