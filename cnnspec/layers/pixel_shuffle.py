"""Sub-pixel rearrangement."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cnnspec.core.algebra import divides
from cnnspec.core.diagnostic import Note, Violation
from cnnspec.core.shape import dim_text
from cnnspec.core.terms import Number, Power, Quotient
from cnnspec.core.window import Spread
from cnnspec.layers._wording import bracketed
from cnnspec.layers.base import Layer, Requirement, image, image_axes, option

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cnnspec.core.algebra import Dim
    from cnnspec.core.shape import Shape
    from cnnspec.core.terms import Term


class PixelShuffle(Layer):
    """Enlarge the image by turning groups of channels into blocks of pixels."""

    group = "Pooling and size"
    source = "Shi et al. 2016, §2.2"
    formulas = {"output": "[c/rⁿ, r·size] with n spatial axes"}
    non_negative_if = "all"

    r = option("how many times larger")

    def relations(self, *inputs: Shape) -> tuple[Spread, ...]:
        return (Spread(self.r, self.r),) * image_axes(self, inputs[0])

    def requires(self, *inputs: Shape) -> Iterator[Requirement]:
        channels, axes = inputs[0][0], image_axes(self, inputs[0])
        block: Dim = self.r**axes
        holds = divides(block, channels)
        if not holds:
            power = f"`r`{'' if axes == 1 else '²' if axes == 2 else '³'}"
            yield Requirement(
                holds,
                f"{dim_text(channels)} divisible by {dim_text(block)}",
                Violation(
                    "E302",
                    f"channels {bracketed(channels)} are not divisible by {power} "
                    f"{bracketed(block)}",
                    "r",
                    *_multiples(channels, block),
                ),
            )

    def workings(self, *inputs: Shape) -> dict[str, Term]:
        channels, axes = inputs[0][0], len(inputs[0]) - 1
        block = Power(Number(self.r, "r"), axes)
        return {"channels": Quotient(Number(channels, "channels"), block, "exact")}

    def output(self, *inputs: Shape) -> Shape:
        x = inputs[0]
        return image(x[0] // self.r ** (len(x) - 1), self.relations(x), x)


def _multiples(channels: Dim, block: Dim) -> Iterator[Note]:
    """The nearest numbers of channels that would do."""
    if type(channels) is int and type(block) is int:
        below = channels // block * block
        fitting = " or ".join([str(number) for number in (below, below + block) if number])
        yield Note("fix", f"{fitting} channels fit")
