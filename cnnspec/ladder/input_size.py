"""Other sizes of the input, which papers often do not tell."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cnnspec.analysis import analyze
from cnnspec.core.diagnostic import SpecError, UsageError
from cnnspec.ladder.step import Counted, Step

if TYPE_CHECKING:
    from collections.abc import Iterator

METRICS = ("macs", "params")
SIZES = (224, 227, 256, 299, 32, 28, 192, 160, 128, 96, 64, 240, 288, 320, 331, 384, 416, 448, 512)
MOST_WORK = 30_000
"""So many layers are unfolded for all sizes together."""


def steps(counted: Counted, _: object) -> Iterator[Step]:
    """The network with other inputs, as often as the work allows."""
    analysis = counted.analysis
    shape = analysis.input
    if not counted.whole or not isinstance(shape, tuple) or len(shape) < 2:
        return
    for size in SIZES[: MOST_WORK // len(analysis.graph.nodes)]:
        if size == shape[1]:
            continue
        given = (shape[0], *(size,) * (len(shape) - 1))
        try:
            other = analyze(analysis.spec, input=given, train=analysis.train, check=False)
        except (SpecError, UsageError):
            continue
        value = getattr(other.totals, counted.metric)
        if type(value) is int:
            sizes = ", ".join(map(str, given))
            text = "x".join(map(str, given))
            what = f"the difference to an input of {text}"
            yield Step(value - counted.found, what, f"input: [{sizes}]")
