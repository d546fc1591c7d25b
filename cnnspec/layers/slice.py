"""Some of the channels."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cnnspec.core.algebra import condition, is_at_most, is_less
from cnnspec.core.diagnostic import Violation
from cnnspec.core.terms import Minus, Number, Sum
from cnnspec.layers._wording import bracketed
from cnnspec.layers.base import Layer, Requirement, option

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cnnspec.core.shape import Shape
    from cnnspec.core.terms import Term


class Slice(Layer):
    """Keep the channels from `start` up to, but without, `stop`."""

    group = "Pooling and size"
    memory = "view"
    formulas = {"output": "[stop - start, ...]"}
    non_negative_if = "all"

    start = option("the first channel that is kept, from 0", at_least=0)
    stop = option("the first channel behind those that are kept")

    def requires(self, *inputs: Shape) -> Iterator[Requirement]:
        channels, start, stop = inputs[0][0], self.start, self.stop
        some = is_less(start, stop)
        if not some:
            yield Requirement(
                some,
                condition(start, "<", stop),
                Violation(
                    "E302",
                    f"`stop` {bracketed(stop)} is not above `start` {bracketed(start)}",
                    "stop",
                ),
            )
        within = is_at_most(stop, channels)
        if not within:
            yield Requirement(
                within,
                condition(channels, ">=", stop),
                Violation(
                    "E302",
                    f"`stop` {bracketed(stop)} is beyond the channels {bracketed(channels)}",
                    "stop",
                ),
            )

    def workings(self, *inputs: Shape) -> dict[str, Term]:
        return {"channels": Sum((Number(self.stop, "stop"), Minus(Number(self.start, "start"))))}

    def output(self, *inputs: Shape) -> Shape:
        return (self.stop - self.start, *inputs[0][1:])
