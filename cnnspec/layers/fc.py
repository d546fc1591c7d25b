"""The fully connected layer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cnnspec.core.shape import product
from cnnspec.core.weight import Weight
from cnnspec.layers._weighted import kernel_and_bias, with_norm_and_act
from cnnspec.layers._whole import flattened, whole
from cnnspec.layers.base import Layer, Part, option

if TYPE_CHECKING:
    from cnnspec.core.shape import Shape
    from cnnspec.core.terms import Term
    from cnnspec.core.window import Whole


class Fc(Layer):
    """Connect every input value with every one of `out` outputs.

    An image is flattened to its N values first.
    """

    group = "With weights"
    keeps = ("inputs for weights",)
    source = "Rosenblatt 1958; LeCun et al. 1998, §II.B, layer F6"
    formulas = {
        "output": "[out]: Σ weight · x over the N inputs, plus the bias",
        "parameters": "N · out, and out with a bias",
        "MACs": "N · out",
    }
    example = {"input": (256, 6, 6), "out": 4096}
    linear = True
    flattens = True

    out = option("output values")
    bias = option(
        "one added value per output; auto: if norm is none",
        "auto",
        default="auto",
        keyword=True,
    )
    norm = option("normalisation that follows", "norm", default="none", keyword=True)
    act = option("activation that follows", "act", default="none", keyword=True)

    def relations(self, *inputs: Shape) -> tuple[Whole, ...]:
        return whole(inputs[0])

    def output(self, *inputs: Shape) -> Shape:
        return (self.out,)

    def workings(self, *inputs: Shape) -> dict[str, Term]:
        return flattened(inputs[0])

    def weights(self, *inputs: Shape) -> dict[str, Weight]:
        return kernel_and_bias(self, Weight((self.out, product(inputs[0])), ()), self.out)

    def unfold(self, *inputs: Shape) -> tuple[Part, ...]:
        return with_norm_and_act(self)
