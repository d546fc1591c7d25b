"""Batch normalisation."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cnnspec.core.weight import Weight
from cnnspec.layers._factors import factor_and_offset
from cnnspec.layers.base import Layer, option

if TYPE_CHECKING:
    from cnnspec.core.shape import Shape


class Bn(Layer):
    """Bring every channel to mean 0 and variance 1, as measured over batches.

    The running means and variances are buffers, not parameters. PyTorch's count of batches, a
    single number, is not counted.
    """

    group = "With weights"
    memory = "in place"
    keeps = ("inputs",)
    source = "Ioffe & Szegedy 2015, Alg. 1"
    formulas = {
        "output": "scale · (x - mean) / √(variance + ε) + shift, per channel; ε is small and fixed",
        "parameters": "c for the scale, and c for the shift",
        "buffers": "c means and c variances",
    }
    normalisation = True
    channelwise = True
    normalises = "batch"

    scale = option("a learned factor per channel", "flag", default=True, keyword=True)
    shift = option("a learned added value per channel", "flag", default=True, keyword=True)

    def weights(self, *inputs: Shape) -> dict[str, Weight]:
        channels = inputs[0][0]
        return {
            **factor_and_offset(channels, self.scale, self.shift),
            "running_mean": Weight((channels,), role="buffer"),
            "running_var": Weight((channels,), role="buffer"),
        }
