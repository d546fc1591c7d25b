"""Enlarging by a whole factor."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cnnspec.core.window import Spread
from cnnspec.layers.base import Layer, image, image_axes, needs_image, option, per_axis

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cnnspec.core.shape import Shape
    from cnnspec.layers.base import Requirement


class Upsample(Layer):
    """Enlarge the image by a whole factor, without weights."""

    group = "Pooling and size"
    source = "Lin et al. 2016, Feature pyramid networks, §3"
    formulas = {"output": "n·scale on each axis; cells are repeated, or interpolated"}
    channelwise = True
    non_negative_if = "all"

    scale = option("how many times larger", "axes")

    def relations(self, *inputs: Shape) -> tuple[Spread, ...]:
        scales = per_axis(self.scale, image_axes(self, inputs[0]), "scale")
        return tuple([Spread(scale, scale) for scale in scales])

    def requires(self, *inputs: Shape) -> Iterator[Requirement]:
        return needs_image(self, inputs[0])

    def output(self, *inputs: Shape) -> Shape:
        return image(inputs[0][0], self.relations(*inputs), inputs[0])
