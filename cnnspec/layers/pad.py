"""Padding by itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cnnspec.core.algebra import condition, is_at_most
from cnnspec.core.diagnostic import Violation
from cnnspec.core.shape import LARGEST, axis_names, dim_text
from cnnspec.core.window import Window
from cnnspec.layers._sliding import paddings
from cnnspec.layers.base import Layer, Requirement, image, image_axes, option

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cnnspec.core.shape import Shape


class Pad(Layer):
    """Add cells around the image; a negative amount cuts cells off."""

    group = "Pooling and size"
    source = "Dumoulin & Visin 2016, §2"
    formulas = {"output": "n + before + after on each axis"}
    channelwise = True
    non_negative_if = "all"

    amount = option("cells added around the image", "padding", at_least=-LARGEST)

    def relations(self, *inputs: Shape) -> tuple[Window, ...]:
        axes = image_axes(self, inputs[0])
        sides = paddings(self.amount, axes, "amount")
        return tuple([Window(1, 1, before, after) for before, after in sides])

    def requires(self, *inputs: Shape) -> Iterator[Requirement]:
        x = inputs[0]
        image_axes(self, x)
        if isinstance(self.amount, str):
            raise Violation(
                "E203",
                f"`amount` wants numbers, got {self.amount}, which depends on a window; "
                f"give `pad: {self.amount}` to the layer with the window",
                "amount",
            )
        for axis, cells, window in zip(axis_names(x)[1:], x[1:], self.relations(x), strict=True):
            left = window.size(cells)
            holds = is_at_most(1, left)
            if not holds:
                cut = -(window.before + window.after)
                yield Requirement(
                    holds,
                    condition(left, ">=", 1),
                    Violation(
                        "E302",
                        f"`amount` cuts off {dim_text(cut)} cells of {axis}, "
                        f"and the input has {dim_text(cells)}",
                        "amount",
                    ),
                )

    def output(self, *inputs: Shape) -> Shape:
        return image(inputs[0][0], self.relations(*inputs), inputs[0])
