"""The radial-basis output of early networks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cnnspec.core.shape import product
from cnnspec.core.weight import Weight
from cnnspec.layers._whole import flattened, whole
from cnnspec.layers.base import Layer, option

if TYPE_CHECKING:
    from cnnspec.core.shape import Shape
    from cnnspec.core.terms import Term
    from cnnspec.core.window import Whole


class Rbf(Layer):
    """Measure how far the input is from each of `out` stored patterns."""

    group = "With weights"
    keeps = ("inputs for weights",)
    source = "LeCun et al. 1998, §II.B, eq. 7"
    formulas = {
        "output": "[out]: Σ (x - weight)² over the N inputs",
        "parameters": "N · out",
        "MACs": "N · out",
    }
    example = {"input": (84,), "out": 10}
    flattens = True
    bounds = (0, None)

    out = option("stored patterns, one per class")

    def relations(self, *inputs: Shape) -> tuple[Whole, ...]:
        return whole(inputs[0])

    def output(self, *inputs: Shape) -> Shape:
        return (self.out,)

    def workings(self, *inputs: Shape) -> dict[str, Term]:
        return flattened(inputs[0])

    def weights(self, *inputs: Shape) -> dict[str, Weight]:
        return {"weight": Weight((self.out, product(inputs[0])), ())}
