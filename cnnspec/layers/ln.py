"""Layer normalisation."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cnnspec.layers._factors import factor_and_offset
from cnnspec.layers.base import Layer

if TYPE_CHECKING:
    from cnnspec.core.shape import Shape
    from cnnspec.core.weight import Weight


class Ln(Layer):
    """Bring the channels of every position to mean 0 and variance 1."""

    group = "With weights"
    memory = "in place"
    keeps = ("inputs",)
    source = "Ba et al. 2016, §3"
    formulas = {
        "output": "scale · (x - mean) / √(variance + ε) + shift, mean and variance over channels",
        "parameters": "2·c",
    }
    normalisation = True
    normalises = "position"

    def weights(self, *inputs: Shape) -> dict[str, Weight]:
        return factor_and_offset(inputs[0][0])
