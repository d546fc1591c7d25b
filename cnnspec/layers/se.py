"""Squeeze-and-excitation."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cnnspec.layers.base import Layer, Part, image_axes, needs_image, option
from cnnspec.layers.conv import Conv

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cnnspec.core.algebra import Dim
    from cnnspec.core.shape import Shape
    from cnnspec.layers.base import Requirement


class Se(Layer):
    """Weigh every channel by a factor that the network computes from all channels together.

    It unfolds into a global average pool, a 1x1 convolution to `squeeze` channels with `act`, a
    1x1 convolution back with `gate`, and a multiplication with the input.
    """

    group = "With weights"
    source = "Hu et al. 2017, §3"
    formulas = {
        "output": "x · gate(excite(act(squeeze(mean of x))))",
        "parameters": "2·c·squeeze + squeeze + c",
        "MACs": "2·c·squeeze",
    }

    squeeze = option("channels in the middle")
    act = option("activation after the first convolution", "act", default="relu", keyword=True)
    gate = option("activation after the second", "act", default="sigmoid", keyword=True)

    def requires(self, *inputs: Shape) -> Iterator[Requirement]:
        return needs_image(self, inputs[0])

    def unfold(self, *inputs: Shape) -> tuple[Part, ...]:
        image_axes(self, inputs[0])
        return (
            Part("global_avg_pool", {}),
            *_pointwise(self.squeeze, self.act),
            *_pointwise(inputs[0][0], self.gate),
            Part("mul", {}, (0, -1)),
        )


def _pointwise(out: Dim, act: str) -> tuple[Part, ...]:
    """A 1x1 convolution with a bias, and its activation."""
    conv = Part("conv", Conv.complete(out=out, kernel=1, bias=True))
    return (conv,) if act == "none" else (conv, Part(act, {}))
