"""Fixes for an input that is not read whole: another padding, window or stride at a cause, or
another input."""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING

from cnnspec.checks._unread import cells_text
from cnnspec.core.shape import integers
from cnnspec.core.window import Window
from cnnspec.core.wording import listed
from cnnspec.fixes.changes import argument_change, input_change
from cnnspec.fixes.inputs import grown, nearest_inputs, one_input
from cnnspec.passes.reach import Reach, decidable
from cnnspec.passes.unread import find_causes, leftover

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from cnnspec.fixes.changes import Change
    from cnnspec.fixes.proving import Prover, Trial

ORDER = ("pad", "input", "ceil", "kernel", "stride")
DOES = "leaves nothing unread"
FARTHEST_INPUT = 20
MOST_VALUES = 12


def trials(prover: Prover) -> Iterator[Trial | None]:
    """Changes of the layers that are a cause, and of the input."""
    graph = prover.analysis.graph
    shape = one_input(prover.analysis)
    if shape is None or not decidable(graph):
        return
    found = _causes(prover)
    for index in found:
        yield _nearest(prover, _paddings(prover, index))
    own = None if prover.analysis.own is None else prover.analysis.own.graph.shape(0)
    known = integers(own) if own is not None and own != graph.shape(0) else None
    if known is not None and (change := input_change(prover.analysis, known)) is not None:
        yield prover.proves(change.replace(distance=0))
    yield from nearest_inputs(prover, _whole(prover, shape))
    for index in found:
        for kind in (_rounding, _kernels, _strides):
            yield _nearest(prover, kind(prover, index))


def _whole(prover: Prover, shape: tuple[int, ...]) -> Iterator[tuple[int, ...]]:
    """Inputs that are read whole, the nearest first. Each axis is on its own, so that trying all of
    them together tells of each. Those that are equally long stay so if they can, and what is whole
    stays."""
    (node,) = prover.analysis.graph.inputs.values()
    axes = range(1, len(shape))
    alike = [[axis for axis in axes if shape[axis] == size] for size in dict.fromkeys(shape[1:])]
    steps: dict[int, list[int]] = {axis: [] for axis in axes}
    found = False
    for distance in range(FARTHEST_INPUT + 1):
        for step in dict.fromkeys((-distance, distance)):
            other = grown(shape, step)
            result = None if other is None else prover.at(other)
            if result is None or not decidable(result.graph):
                continue
            for axis, unread in zip(axes, Reach(result.graph).unread(node), strict=True):
                if not unread:
                    steps[axis].append(step)
        for tried in _joined(shape, alike, steps, distance):
            found = True
            yield tried
    if not found and len(alike) < len(axes):
        for distance in range(FARTHEST_INPUT + 1):
            yield from _joined(shape, [[axis] for axis in axes], steps, distance)


def _joined(
    shape: tuple[int, ...], groups: list[list[int]], steps: dict[int, list[int]], distance: int
) -> Iterator[tuple[int, ...]]:
    """Shapes with steps that suit each group of axes, the farthest of which is so far."""
    each = [
        [step for step in steps[axes[0]] if all(step in steps[axis] for axis in axes)]
        for axes in groups
    ]
    each = [[0] if 0 in found else found for found in each]
    pairs = [pair for pair in product(*each) if max(map(abs, pair)) == distance]
    for pair in sorted(pairs, key=lambda pair: (sum(map(abs, pair)), pair)):
        of = {axis: step for axes, step in zip(groups, pair, strict=True) for axis in axes}
        yield tuple([size + of.get(axis, 0) for axis, size in enumerate(shape)])


def _causes(prover: Prover) -> list[int]:
    """The layers that are a cause, each line once."""
    graph = prover.analysis.graph
    (node,) = graph.inputs.values()
    reach = Reach(graph)
    found: dict[object, int] = {}
    for index, _ in find_causes(graph, node, reach.unread(node), reach)[0]:
        found.setdefault(graph.nodes[index].site, index)
    return list(found.values())


def _nearest(prover: Prover, changes: Iterator[Change | None]) -> Trial | None:
    """The first of some changes that adds nothing."""
    for change in changes:
        trial = prover.proves(change)
        if trial is not None and not trial.new:
            return trial
    return None


def _windows(prover: Prover, index: int, option: str) -> list[Window]:
    """The windows of a layer with such an option whose sizes are numbers; none for others."""
    facts = prover.analysis.graph.nodes[index].facts
    windows = [r for r in facts.relations or () if isinstance(r, Window)]
    if facts.layer is None or option not in facts.layer.options:
        return []
    if any(window.rounding in ("same", "causal") for window in windows):
        return []
    return windows


def _paddings(prover: Prover, index: int) -> Iterator[Change | None]:
    windows = _windows(prover, index, "pad")
    now = windows[0].before if windows else None
    extents = integers([window.extent for window in windows]) or ()
    if type(now) is not int:
        return
    # A window is never padding alone, and padding on one side is at most half of a pool's: what a
    # layer refuses is dropped, so the bound is the wider one.
    near = sorted(range(max(extents)), key=lambda pad: (abs(pad - now), pad))
    left = leftover(prover.analysis.graph, index)
    if not all(left) and all(window.before == window.after for window in windows):
        own = [window.before for window in windows]
        for pad in near[1 : MOST_VALUES + 1]:  # along the axes that are not read whole
            each = tuple([pad if lost else now for lost, now in zip(left, own, strict=True)])
            yield argument_change(prover.analysis, index, "pad", each, abs(pad - now))
    for pad in near[1 : MOST_VALUES + 1]:
        yield argument_change(prover.analysis, index, "pad", pad, abs(pad - now))


def _rounding(prover: Prover, index: int) -> Iterator[Change | None]:
    windows = _windows(prover, index, "ceil")
    if windows and windows[0].rounding == "floor":
        yield argument_change(prover.analysis, index, "ceil", True, 1)


def _kernels(prover: Prover, index: int) -> Iterator[Change | None]:
    """Windows that tile what is there: one more or less for each cell that is left over."""
    windows = _windows(prover, index, "kernel")
    lengths = [integers((w.kernel, w.stride)) for w in windows]
    if not lengths or len(set(lengths)) > 1 or lengths[0] is None:
        return
    kernel, stride = lengths[0]
    near = sorted(range(1 - stride, stride), key=lambda step: (abs(step), step))
    for step in near[1:]:
        if kernel + step > 0:
            yield argument_change(prover.analysis, index, "kernel", kernel + step, abs(step))


def _strides(prover: Prover, index: int) -> Iterator[Change | None]:
    windows = _windows(prover, index, "stride")
    strides = integers([window.stride for window in windows])
    if not strides or len(set(strides)) > 1:
        return
    now = strides[0]
    for stride in sorted(range(1, now + 3), key=lambda stride: (abs(stride - now), stride)):
        if stride != now:
            yield argument_change(prover.analysis, index, "stride", stride, abs(stride - now))


def remarks(prover: Prover, shown: Sequence[Trial]) -> tuple[str, ...]:
    """The size that mends the first layer alone, where that is not enough."""
    analysis = prover.analysis
    shape = one_input(analysis)
    if shape is None or not decidable(analysis.graph) or len(set(shape[1:])) != 1:
        return ()
    graph = analysis.graph
    (node,) = graph.inputs.values()
    first = [index for index in _causes(prover) if graph.nodes[index].inputs[0] == node]
    left = leftover(graph, first[0]) if first else ()
    size, lost = shape[1], len(left[0]) if left else 0
    tail = tuple(range(size - lost, size))
    smaller = grown(shape, -lost)
    if not lost or smaller is None or any(cells != tail for cells in left):
        return ()
    if any(trial.result.input == smaller for trial in shown):
        return ()
    result = prover.at(smaller)
    if result is None or not decidable(result.graph):
        return ()
    reach = Reach(result.graph)
    unread = reach.unread(node)
    still = [result.paths.layer(i) for i, _ in find_causes(result.graph, node, unread, reach)[0]]
    if not any(unread) or not still:
        return ()
    axis = next(axis for axis, cells in enumerate(unread) if cells)
    cells = cells_text(tuple(cells if at == axis else () for at, cells in enumerate(unread)))
    loses = "still loses" if len(still) == 1 else "still lose"
    tiles = f"{analysis.paths.layer(first[0])} tiles"
    return (f"not input {size - lost}: {tiles}, but {listed(still)} {loses} {cells}",)
