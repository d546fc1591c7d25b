"""The centre of an image."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cnnspec.core.algebra import condition, is_at_most
from cnnspec.core.diagnostic import Violation
from cnnspec.core.shape import axis_names
from cnnspec.core.window import Window
from cnnspec.layers._wording import bracketed
from cnnspec.layers.base import Layer, Requirement, image, image_axes, option, per_axis

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cnnspec.core.algebra import Dim
    from cnnspec.core.shape import Shape


class Crop(Layer):
    """Cut the centre out of the image; an odd cell is cut at the end."""

    group = "Pooling and size"
    memory = "view"
    source = "Ronneberger et al. 2015, §2"
    formulas = {"output": "[c, size], from cell ⌊(n - size)/2⌋ on"}
    channelwise = True
    non_negative_if = "all"

    size = option("the spatial size of the result", "sizes")

    def sizes(self, x: Shape) -> tuple[Dim, ...]:
        """One size per axis."""
        return per_axis(self.size, image_axes(self, x), "size")

    def relations(self, *inputs: Shape) -> tuple[Window, ...]:
        return tuple(map(_centre, inputs[0][1:], self.sizes(inputs[0])))

    def requires(self, *inputs: Shape) -> Iterator[Requirement]:
        x = inputs[0]
        for axis, cells, size in zip(axis_names(x)[1:], x[1:], self.sizes(x), strict=True):
            holds = is_at_most(size, cells)
            if not holds:
                yield Requirement(
                    holds,
                    condition(cells, ">=", size),
                    Violation(
                        "E302",
                        f"`size` {bracketed(size)} is more than the input has along {axis} "
                        f"{bracketed(cells)}, and `crop` cannot enlarge",
                        "size",
                    ),
                )

    def output(self, *inputs: Shape) -> Shape:
        return image(inputs[0][0], self.relations(*inputs), inputs[0])


def _centre(cells: Dim, size: Dim) -> Window:
    """A window of one cell; what is cut off is padding below zero."""
    start = (cells - size) // 2
    return Window(1, 1, -start, start + size - cells)
