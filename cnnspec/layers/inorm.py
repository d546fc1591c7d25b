"""Instance normalisation."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cnnspec.layers._factors import factor_and_offset
from cnnspec.layers.base import Layer, needs_image, option

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cnnspec.core.shape import Shape
    from cnnspec.core.weight import Weight
    from cnnspec.layers.base import Requirement


class Inorm(Layer):
    """Bring every channel of every image to mean 0 and variance 1.

    There are no running statistics.
    """

    group = "With weights"
    memory = "in place"
    keeps = ("inputs",)
    source = "Ulyanov et al. 2016, §2"
    formulas = {
        "output": "(x - mean) / √(variance + ε), mean and variance over space; "
        "affine: times scale, plus shift",
        "parameters": "2·c if affine",
    }
    normalisation = True
    channelwise = True
    normalises = "channel"

    affine = option(
        "a learned factor and added value per channel", "flag", default=False, keyword=True
    )

    def requires(self, *inputs: Shape) -> Iterator[Requirement]:
        return needs_image(self, inputs[0])

    def weights(self, *inputs: Shape) -> dict[str, Weight]:
        return factor_and_offset(inputs[0][0], self.affine, self.affine)
