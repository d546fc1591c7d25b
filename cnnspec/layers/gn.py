"""Group normalisation."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cnnspec.layers._channels import divide_channels
from cnnspec.layers._factors import factor_and_offset
from cnnspec.layers.base import Layer, option

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cnnspec.core.shape import Shape
    from cnnspec.core.weight import Weight
    from cnnspec.layers.base import Requirement


class Gn(Layer):
    """Bring every group of channels to mean 0 and variance 1, for each image by itself."""

    group = "With weights"
    memory = "in place"
    keeps = ("inputs",)
    source = "Wu & He 2018, §3.1"
    formulas = {
        "output": "scale · (x - mean) / √(variance + ε) + shift, over c/groups channels and space",
        "parameters": "2·c",
    }
    normalises = "group"

    groups = option("groups that the channels are parted into")

    def requires(self, *inputs: Shape) -> Iterator[Requirement]:
        return divide_channels(self.groups, inputs[0][0])

    def weights(self, *inputs: Shape) -> dict[str, Weight]:
        return factor_and_offset(inputs[0][0])
