"""Learned factors."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cnnspec.layers._factors import factor_and_offset
from cnnspec.layers.base import Layer, option

if TYPE_CHECKING:
    from cnnspec.core.shape import Shape
    from cnnspec.core.weight import Weight


class Scale(Layer):
    """Multiply every channel, or the whole tensor, by a learned factor."""

    group = "With weights"
    memory = "in place"
    keeps = ("inputs for weights",)
    source = "LeCun et al. 1998, §II.B, layer S2; Touvron et al. 2021, §2, LayerScale"
    formulas = {
        "output": "factor · x, plus an offset with bias",
        "parameters": "c, or 1 per tensor; twice that with bias",
    }
    channelwise = True

    bias = option("an added value beside each factor", "flag", default=False, keyword=True)
    per = option(
        "what has a factor of its own",
        "word",
        default="channel",
        keyword=True,
        choices=("channel", "tensor"),
    )

    def weights(self, *inputs: Shape) -> dict[str, Weight]:
        count = inputs[0][0] if self.per == "channel" else 1
        return factor_and_offset(count, offset=self.bias)
