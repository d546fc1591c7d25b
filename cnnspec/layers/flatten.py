"""A flat vector."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cnnspec.core.shape import product
from cnnspec.layers._whole import whole
from cnnspec.layers.base import Layer

if TYPE_CHECKING:
    from cnnspec.core.shape import Shape
    from cnnspec.core.terms import Term
    from cnnspec.core.window import Whole


class Flatten(Layer):
    """Put all values into one flat vector."""

    group = "Pooling and size"
    memory = "view"
    formulas = {"output": "[N], with N the product of all sizes"}
    flattens = True
    same_values = True
    non_negative_if = "all"

    def relations(self, *inputs: Shape) -> tuple[Whole, ...]:
        return whole(inputs[0])

    def workings(self, *inputs: Shape) -> dict[str, Term]:
        from cnnspec.core.terms import numbers
        from cnnspec.core.terms import product as times

        return {"values": times(*numbers(inputs[0], "size"))}

    def output(self, *inputs: Shape) -> Shape:
        return (product(inputs[0]),)
