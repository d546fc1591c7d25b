"""Zero channels."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cnnspec.core.algebra import condition, is_at_most
from cnnspec.core.diagnostic import Violation
from cnnspec.core.terms import Number, Sum
from cnnspec.layers._wording import bracketed
from cnnspec.layers.base import Layer, Requirement, option

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cnnspec.core.shape import Shape
    from cnnspec.core.terms import Term


class PadChannels(Layer):
    """Append channels of zeros."""

    group = "Pooling and size"
    source = "He et al. 2015, Deep residual learning, §3.3, option A"
    formulas = {"output": "[out, ...]"}
    non_negative_if = "all"

    out = option("output channels")

    def requires(self, *inputs: Shape) -> Iterator[Requirement]:
        channels = inputs[0][0]
        holds = is_at_most(channels, self.out)
        if not holds:
            yield Requirement(
                holds,
                condition(channels, "<=", self.out),
                Violation(
                    "E302",
                    f"`out` {bracketed(self.out)} is below the channels that are there "
                    f"{bracketed(channels)}",
                    "out",
                ),
            )

    def workings(self, *inputs: Shape) -> dict[str, Term]:
        channels = inputs[0][0]
        zeros = Number(self.out - channels, "channels of zeros")
        return {"channels": Sum((Number(channels, "channels"), zeros))}

    def output(self, *inputs: Shape) -> Shape:
        return (self.out, *inputs[0][1:])
