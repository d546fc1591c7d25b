"""Multiplication."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cnnspec.layers._merging import Merge, agree, broadcast, differ
from cnnspec.layers.base import Requirement

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cnnspec.core.shape import Shape


class Mul(Merge):
    """Multiply the branches, value by value; the first is gated by the others.

    A size of 1 stands for any other size on its axis, and `[c]` for `[c, 1, ...]`.
    """

    source = "Hu et al. 2017, Squeeze-and-excitation networks, §3"
    formulas = {"output": "a · b · ..., of equal shapes but for sizes of 1"}
    of_one = "its values to the power of {times}"
    gates = True
    memory = "in place"
    keeps = ("inputs",)
    non_negative_if = "all"

    def requires(self, *inputs: Shape) -> Iterator[Requirement]:
        if all(x == inputs[0] for x in inputs):
            return
        shapes = _aligned(inputs)
        violation = differ(self, inputs, ": a gate has the same size or 1 on every axis")
        if any(len(x) != len(shapes[0]) for x in shapes):
            yield Requirement(False, "", violation)
            return
        full = broadcast(shapes)
        pairs = [
            (size, whole)
            for x in shapes
            for size, whole in zip(x, full, strict=True)
            if size not in (1, whole)
        ]
        yield from agree(pairs, violation)

    def output(self, *inputs: Shape) -> Shape:
        return broadcast(_aligned(inputs))


def _aligned(inputs: tuple[Shape, ...]) -> tuple[Shape, ...]:
    """The shapes with flat vectors as images of one cell, if there are images beside them."""
    axes = max(map(len, inputs)) - 1
    return tuple([(x[0], *(1,) * axes) if len(x) == 1 else x for x in inputs])
