"""L2 normalisation with a learned scale."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cnnspec.layers._factors import factor_and_offset
from cnnspec.layers.base import Layer, option

if TYPE_CHECKING:
    from cnnspec.core.shape import Shape
    from cnnspec.core.weight import Weight


class L2Norm(Layer):
    """Bring the channels of every position to length 1, then scale each by a learned factor."""

    group = "With weights"
    memory = "in place"
    keeps = ("inputs",)
    source = "Liu et al. 2015, ParseNet, §3.3"
    formulas = {"output": "scale · x / √(Σ x² over channels)", "parameters": "c with the scale"}

    scale = option("a learned factor per channel", "flag", default=True, keyword=True)

    def weights(self, *inputs: Shape) -> dict[str, Weight]:
        return factor_and_offset(inputs[0][0], self.scale, offset=False)
