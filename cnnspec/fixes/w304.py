"""Fixes for windows that overlap unevenly: a kernel that the stride divides, and padding that keeps
the size."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cnnspec.core.window import Spread
from cnnspec.fixes.changes import arguments_change

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cnnspec.fixes.changes import Change
    from cnnspec.fixes.proving import Prover, Trial

ORDER = ("kernel",)
DOES = "overlaps evenly"


def trials(prover: Prover) -> Iterator[Trial | None]:
    """The nearest kernels above and below, in all lines that have this window."""
    analysis = prover.analysis
    graph = analysis.graph
    spreads = {
        index: window
        for index, node in enumerate(graph.nodes)
        if node.facts.kernels
        for window in (node.facts.relations or ())[:1]
        if isinstance(window, Spread)
    }
    chosen = [i for i in spreads if analysis.paths.layer(i) == prover.finding.layer]
    if not chosen:
        return
    window = spreads[chosen[0]]
    same = [
        index
        for index, other in spreads.items()
        if (other.kernel, other.stride) == (window.kernel, window.stride)
    ]
    if len({spreads[index] for index in same}) == 1:
        for change in _kernels(prover, same, window):
            yield prover.proves(change)


def _kernels(prover: Prover, nodes: list[int], window: Spread) -> Iterator[Change | None]:
    kernel, stride, pad, extra = window.kernel, window.stride, window.before, window.extra
    if (
        type(kernel) is not int
        or type(stride) is not int
        or type(pad) is not int
        or type(extra) is not int
        or window.after != pad
        or window.rounding != "floor"
    ):
        return
    above = -(-kernel // stride) * stride
    for other in (above, kernel // stride * stride):
        # kernel - 2·pad + out_pad stays, so that the size does.
        twice = other - (kernel - 2 * pad + extra)
        rest = -twice if twice < 0 else twice % 2
        cut = max(twice + rest, 0) // 2
        values = {"kernel": other, "pad": cut, "out_pad": rest}
        now = {"kernel": kernel, "pad": pad, "out_pad": extra}
        changed = {option: value for option, value in values.items() if value != now[option]}
        # More cells than were cut off would be beyond the last window, with nothing in them.
        if other and rest <= cut and changed:
            yield arguments_change(prover.analysis, nodes, changed, other - kernel)
