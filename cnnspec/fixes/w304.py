"""Fixes for windows that overlap unevenly or leave holes: a kernel that the stride divides, and
padding that keeps the size; or no cells behind the last window."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from cnnspec.core.window import Spread
from cnnspec.fixes.changes import arguments_change

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cnnspec.fixes.changes import Change
    from cnnspec.fixes.proving import Prover, Trial

    Axis = tuple[int, int, int]

ORDER = ("kernel", "out_pad")
DOES = "overlaps evenly"


def trials(prover: Prover) -> Iterator[Trial | None]:
    """The nearest kernels above and below, in all lines that have this window; less `out_pad`."""
    analysis = prover.analysis
    graph = analysis.graph
    spreads: dict[int, tuple[Spread, ...]] = {}
    for index, node in enumerate(graph.nodes):
        windows = [window for window in node.facts.relations or () if isinstance(window, Spread)]
        if node.facts.kernels and windows:
            spreads[index] = tuple(windows)
    chosen = [i for i in spreads if analysis.paths.layer(i) == prover.finding.layer]
    if not chosen:
        return
    windows_there = spreads[chosen[0]]
    same = [index for index, others in spreads.items() if _alike(others, windows_there)]
    if len({spreads[index] for index in same}) == 1:
        for change in _kernels(prover, same, windows_there):
            yield prover.proves(change)


def _alike(some: tuple[Spread, ...], others: tuple[Spread, ...]) -> bool:
    return [(w.kernel, w.stride) for w in some] == [(w.kernel, w.stride) for w in others]


def _kernels(
    prover: Prover, nodes: list[int], windows: tuple[Spread, ...]
) -> Iterator[Change | None]:
    axes = [_numbers(window) for window in windows]
    known = [axis for axis in axes if axis is not None]
    if len(known) < len(axes):
        return
    for way in range(3):
        solved = [_solved(*axis, way) for axis in known]
        found = [axis for axis in solved if axis is not None]
        if len(found) == len(axes):
            step = sum([new[0] - old[0] for new, old in zip(found, known, strict=True)])
            olds = [(kernel, pad, extra) for kernel, _, pad, extra in known]
            yield _changed(prover, nodes, olds, found, step)
    less = [(kernel, pad, min(extra, pad)) for kernel, _, pad, extra in known]
    olds = [(kernel, pad, extra) for kernel, _, pad, extra in known]
    yield _changed(prover, nodes, olds, less, 0)


def _numbers(window: Spread) -> tuple[int, int, int, int] | None:
    """Kernel, stride, padding and what is added at the end; None where one is not a number."""
    kernel, stride, pad, extra = window.kernel, window.stride, window.before, window.extra
    if (
        type(kernel) is int
        and type(stride) is int
        and type(pad) is int
        and type(extra) is int
        and window.after == pad
        and window.rounding == "floor"
    ):
        return kernel, stride, pad, extra
    return None


def _solved(kernel: int, stride: int, pad: int, extra: int, way: int) -> Axis | None:
    """Kernel, padding and what is added at the end with which nothing is uneven and the size stays:
    the nearest kernel above, below, or a stride above; what is even stays."""
    if kernel % stride == 0 and extra <= pad:
        return kernel, pad, extra
    above = -(-kernel // stride) * stride
    other = (above, above - stride, above + stride)[way]
    # kernel - 2·pad + out_pad stays, so that the size does.
    twice = other - (kernel - 2 * pad + extra)
    rest = -twice if twice < 0 else twice % 2
    cut = max(twice + rest, 0) // 2
    # More cells than were cut off would be beyond the last window, with nothing in them.
    return (other, cut, rest) if other > 0 and rest <= cut and other != kernel else None


def _changed(
    prover: Prover, nodes: list[int], olds: list[Axis], news: list[Axis], step: int
) -> Change | None:
    """The options of which an axis has another value."""
    values: dict[str, Any] = {}
    for number, option in enumerate(("kernel", "pad", "out_pad")):
        new = tuple([axis[number] for axis in news])
        if new != tuple([axis[number] for axis in olds]):
            values[option] = new if len(set(new)) > 1 else new[0]
    return arguments_change(prover.analysis, nodes, values, step) if values else None
