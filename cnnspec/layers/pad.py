"""Padding by itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cnnspec.core.diagnostic import Violation
from cnnspec.core.window import Window
from cnnspec.layers._sliding import paddings
from cnnspec.layers.base import Layer, image, image_axes, option

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cnnspec.core.shape import Shape
    from cnnspec.layers.base import Requirement


class Pad(Layer):
    """Add cells around the image."""

    group = "Pooling and size"
    source = "Dumoulin & Visin 2016, §2"
    formulas = {"output": "n + before + after on each axis"}

    amount = option("cells added around the image", "padding", at_least=0)

    def relations(self, *inputs: Shape) -> tuple[Window, ...]:
        axes = image_axes(self, inputs[0])
        sides = paddings(self.amount, axes, "amount")
        return tuple([Window(1, 1, before, after) for before, after in sides])

    def requires(self, *inputs: Shape) -> Iterator[Requirement]:
        image_axes(self, inputs[0])
        if isinstance(self.amount, str):
            raise Violation(
                "E203",
                f"`amount` wants numbers, got {self.amount}, which depends on a window; "
                f"give `pad: {self.amount}` to the layer with the window",
                "amount",
            )
        return iter(())

    def output(self, *inputs: Shape) -> Shape:
        return image(inputs[0][0], self.relations(*inputs), inputs[0])
