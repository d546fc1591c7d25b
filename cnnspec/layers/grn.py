"""Global response normalisation."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cnnspec.layers._factors import factor_and_offset
from cnnspec.layers.base import Layer, needs_image

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cnnspec.core.shape import Shape
    from cnnspec.core.weight import Weight
    from cnnspec.layers.base import Requirement


class Grn(Layer):
    """Strengthen the channels that respond more than the others, over the whole image."""

    group = "With weights"
    memory = "in place"
    keeps = ("inputs",)
    source = "Woo et al. 2023, §4"
    formulas = {
        "output": "scale · x · ‖x‖ / (mean of ‖x‖ over channels) + shift + x, ‖x‖ over space",
        "parameters": "2·c",
    }

    def requires(self, *inputs: Shape) -> Iterator[Requirement]:
        return needs_image(self, inputs[0])

    def weights(self, *inputs: Shape) -> dict[str, Weight]:
        return factor_and_offset(inputs[0][0])
