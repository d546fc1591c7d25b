"""The rectifier with learned slopes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cnnspec.layers._factors import factor_and_offset
from cnnspec.layers.base import Layer

if TYPE_CHECKING:
    from cnnspec.core.shape import Shape
    from cnnspec.core.weight import Weight


class Prelu(Layer):
    """Keep positive values and multiply negative ones by a learned slope per channel."""

    group = "With weights"
    memory = "in place"
    keeps = ("inputs",)
    source = "He et al. 2015, Delving deep into rectifiers, §2.1"
    formulas = {"output": "x if x > 0, else slope · x", "parameters": "c"}
    activation = True
    channelwise = True
    non_negative_if = "all"
    leaves = (0, None)

    def weights(self, *inputs: Shape) -> dict[str, Weight]:
        return factor_and_offset(inputs[0][0], offset=False)
