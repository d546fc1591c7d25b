"""Average pooling to a given size."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cnnspec.core.algebra import divides
from cnnspec.core.shape import axis_names
from cnnspec.core.terms import Number, Quotient
from cnnspec.core.window import Bins, Whole, Window
from cnnspec.layers.base import Layer, image, image_axes, needs_image, option, per_axis

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cnnspec.core.algebra import Dim
    from cnnspec.core.shape import Shape
    from cnnspec.core.terms import Term
    from cnnspec.core.window import Relation
    from cnnspec.layers.base import Requirement


class AdaptiveAvgPool(Layer):
    """Take means over as many equal parts of the image as the result has positions.

    Where the size divides the image, it is an average pool without padding; size 1 is a global
    one. Otherwise neighbouring parts may share a cell.
    """

    group = "Pooling and size"
    keeps = ("inputs",)
    source = "He et al. 2014, §2.2"
    formulas = {
        "output": "[c, size]: cell i is the mean of the cells from ⌊i·n/size⌋ to "
        "⌈(i + 1)·n/size⌉ - 1"
    }
    pools = "mean"
    channelwise = True
    non_negative_if = "all"

    size = option("the spatial size of the result", "sizes")

    def relations(self, *inputs: Shape) -> tuple[Relation, ...]:
        x = inputs[0]
        sizes = per_axis(self.size, image_axes(self, x), "size")
        return tuple(map(_relation, x[1:], sizes))

    def requires(self, *inputs: Shape) -> Iterator[Requirement]:
        return needs_image(self, inputs[0])

    def workings(self, *inputs: Shape) -> dict[str, Term]:
        x = inputs[0]
        found: dict[str, Term] = {}
        for axis, cells, relation in zip(axis_names(x)[1:], x[1:], self.relations(x), strict=True):
            if isinstance(relation, Window):
                size = Number(relation.size(cells), "size of the result")
                found[f"window {axis}"] = Quotient(Number(cells, "size"), size, "exact")
        if len(set(found.values())) == 1:
            return {"window": next(iter(found.values()))}
        return found

    def pooled(self, *inputs: Shape) -> Shape | None:
        cells = []
        for size, relation in zip(inputs[0][1:], self.relations(*inputs), strict=True):
            if isinstance(relation, Bins):
                return None  # parts of different lengths: no one number tells them
            cells.append(relation.kernel if isinstance(relation, Window) else size)
        return tuple(cells)

    def output(self, *inputs: Shape) -> Shape:
        return image(inputs[0][0], self.relations(*inputs), inputs[0])


def _relation(cells: Dim, size: Dim) -> Relation:
    """How an axis of `cells` is parted: pointwise, as a whole, by a window or by uneven bins."""
    if cells == size:
        return Window(1)
    if size == 1:
        return Whole()
    if divides(size, cells):
        return Window(cells // size, cells // size)
    return Bins(cells, size)
