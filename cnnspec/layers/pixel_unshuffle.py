"""Blocks of pixels to channels."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cnnspec.core.algebra import divides
from cnnspec.core.diagnostic import Violation
from cnnspec.core.shape import axis_names, dim_text
from cnnspec.core.terms import Number, Power, Product
from cnnspec.core.window import Window
from cnnspec.layers._wording import bracketed
from cnnspec.layers.base import Layer, Requirement, image, image_axes, option

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cnnspec.core.shape import Shape
    from cnnspec.core.terms import Term


class PixelUnshuffle(Layer):
    """Make the image smaller by turning blocks of pixels into channels, without loss.

    The reverse of `pixel_shuffle`; the passthrough of YOLOv2, where Darknet calls it reorg.
    """

    group = "Pooling and size"
    source = "Redmon & Farhadi 2016, YOLO9000, §2"
    formulas = {"output": "[c·rⁿ, size/r] with n spatial axes"}
    non_negative_if = "all"

    r = option("how many times smaller")

    def relations(self, *inputs: Shape) -> tuple[Window, ...]:
        return (Window(self.r, self.r),) * image_axes(self, inputs[0])

    def requires(self, *inputs: Shape) -> Iterator[Requirement]:
        x = inputs[0]
        image_axes(self, x)
        for axis, cells in zip(axis_names(x)[1:], x[1:], strict=True):
            holds = divides(self.r, cells)
            if not holds:
                yield Requirement(
                    holds,
                    f"{dim_text(cells)} divisible by {dim_text(self.r)}",
                    Violation(
                        "E302",
                        f"the cells along {axis} {bracketed(cells)} are not divisible by `r` "
                        f"{bracketed(self.r)}",
                        "r",
                    ),
                )

    def workings(self, *inputs: Shape) -> dict[str, Term]:
        channels, axes = inputs[0][0], len(inputs[0]) - 1
        block = Power(Number(self.r, "r"), axes)
        return {"channels": Product((Number(channels, "channels"), block))}

    def output(self, *inputs: Shape) -> Shape:
        x = inputs[0]
        return image(x[0] * self.r ** (len(x) - 1), self.relations(x), x)
