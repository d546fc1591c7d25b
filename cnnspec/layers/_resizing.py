"""What layers that bring an image to a given size have in common."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cnnspec.core.window import Rescale
from cnnspec.layers.base import Layer, image, image_axes, needs_image, option, per_axis

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cnnspec.core.shape import Shape
    from cnnspec.layers.base import Requirement


class Resizing(Layer):
    """A layer whose result has a given spatial size.

    How it interpolates is not said, so any cell may depend on any other.
    """

    group = "Pooling and size"
    formulas = {"output": "[c, size]"}
    example = {"size": 56}
    channelwise = True

    size = option("the spatial size of the result", "sizes")

    def relations(self, *inputs: Shape) -> tuple[Rescale, ...]:
        x = inputs[0]
        sizes = per_axis(self.size, image_axes(self, x), "size")
        return tuple(map(Rescale, x[1:], sizes))

    def requires(self, *inputs: Shape) -> Iterator[Requirement]:
        return needs_image(self, inputs[0])

    def output(self, *inputs: Shape) -> Shape:
        return image(inputs[0][0], self.relations(*inputs), inputs[0])
