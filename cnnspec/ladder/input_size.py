"""Other sizes of the input, which papers often do not tell."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cnnspec.analysis import resized
from cnnspec.core.diagnostic import SpecError, UsageError
from cnnspec.ladder.step import Counted, Step

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cnnspec.core.shape import Shape
    from cnnspec.results import Analysis, Totals

METRICS = ("macs", "params")
SIZES = (224, 227, 256, 299, 32, 28, 192, 160, 128, 96, 64, 240, 288, 320, 331, 384, 416, 448, 512)
MOST_WORK = 30_000
"""So many layers are unfolded for all sizes of a network together."""


def steps(counted: Counted, _: object) -> Iterator[Step]:
    """The network with other inputs, as often as the work allows."""
    analysis = counted.analysis
    shape = analysis.input
    if not counted.whole or not isinstance(shape, tuple) or len(shape) < 2:
        return
    known = analysis.graph.kept.setdefault(steps, {})
    sizes_tried = [size for size in SIZES if size != shape[1]]
    for size in sizes_tried[: MOST_WORK // len(analysis.graph.nodes)]:
        given = (shape[0], *(size,) * (len(shape) - 1))
        if size not in known:  # several figures ask for the same
            known[size] = _totals(analysis, given)
        value = getattr(known[size], counted.metric, None)
        if type(value) is int:
            sizes = ", ".join(map(str, given))
            text = "x".join(map(str, given))
            what = f"the difference to an input of {text}"
            yield Step(value - counted.found, what, f"input: [{sizes}]")


def untried(analysis: Analysis) -> int:
    """How many of the sizes are not tried, since the network is too large."""
    return max(len(SIZES) - 1 - MOST_WORK // len(analysis.graph.nodes), 0)


def _totals(analysis: Analysis, given: Shape) -> Totals | None:
    try:
        return resized(analysis, given).totals
    except (SpecError, UsageError):
        return None
