"""The same values in another shape."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cnnspec.core.algebra import condition, is_equal
from cnnspec.core.diagnostic import Violation
from cnnspec.core.shape import AXES, dim_text, product, shape_text
from cnnspec.core.terms import numbers
from cnnspec.core.terms import product as times
from cnnspec.layers._whole import whole
from cnnspec.layers.base import Layer, Requirement, option

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cnnspec.core.shape import Shape
    from cnnspec.core.terms import Term
    from cnnspec.core.window import Whole


class Reshape(Layer):
    """Arrange the same values in another shape.

    Which cells become which depends on all sizes, so every cell counts as reading all of them.
    """

    group = "Pooling and size"
    memory = "view"
    formulas = {"output": "[c, ...], with as many values as the input"}
    example = {"sizes": (64, 784)}
    same_values = True
    non_negative_if = "all"

    sizes = option("the channels, then one size per spatial axis", "counts")

    def relations(self, *inputs: Shape) -> tuple[Whole, ...]:
        return whole(inputs[0])

    def requires(self, *inputs: Shape) -> Iterator[Requirement]:
        x, sizes = inputs[0], self.sizes
        if len(sizes) > max(AXES) + 1:
            raise Violation(
                "E203",
                f"a shape has at most {max(AXES) + 1} sizes, `reshape` has {len(sizes)}",
                "sizes",
            )
        given, wanted = product(x), product(sizes)
        holds = is_equal(given, wanted)
        if not holds:
            yield Requirement(
                holds,
                condition(given, "==", wanted),
                Violation(
                    "E302",
                    f"{shape_text(sizes)} has {dim_text(wanted)} values, "
                    f"the input {shape_text(x)} has {dim_text(given)}",
                    "sizes",
                ),
            )

    def workings(self, *inputs: Shape) -> dict[str, Term]:
        return {"values": times(*numbers(inputs[0], "size"))}

    def output(self, *inputs: Shape) -> Shape:
        shape: Shape = self.sizes
        return shape
