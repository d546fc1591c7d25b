"""Facts: what one layer gives and costs for the shapes that reach it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cnnspec.core.diagnostic import Violation
from cnnspec.core.shape import LARGEST, product

if TYPE_CHECKING:
    from cnnspec.core.algebra import Dim
    from cnnspec.core.shape import Shape
    from cnnspec.core.weight import Weight
    from cnnspec.core.window import Relation
    from cnnspec.layers.base import Layer


class Facts:
    """A layer with its inputs' shapes: output shape, counts and windows. Never changed once made.

    `params` are all weights that training may change or that are frozen, `buffers` the running
    statistics, `kernels` the kernel weights alone, `macs` the multiply-adds: the values of kernel
    weights times their uses. `conditions` are what symbols leave open.
    """

    __slots__ = (
        "arrays", "buffers", "conditions", "inputs", "kernels", "layer", "macs", "op", "params",
        "relations", "shape",
    )  # fmt: skip

    def __init__(self, op: str, layer: Layer | None, inputs: tuple[Shape, ...]) -> None:
        self.op = op
        self.layer = layer
        self.inputs = inputs
        self.shape: Shape | None = None
        self.arrays: dict[str, Weight] = {}
        self.params: Dim = 0
        self.buffers: Dim = 0
        self.kernels: Dim = 0
        self.macs: Dim = 0
        self.relations: tuple[Relation, ...] | None = None
        self.conditions: tuple[str, ...] = ()


def measure(layer: Layer, inputs: tuple[Shape, ...]) -> Facts:
    """All facts of a layer; a Violation if the inputs do not suit it."""
    facts = Facts(layer.op, layer, inputs)
    conditions = []
    for requirement in layer.requires(*inputs):
        if requirement.holds is None:
            conditions.append(requirement.condition)
        elif not requirement.holds:
            raise requirement.violation
    facts.conditions = tuple(conditions)
    facts.shape = layer.output(*inputs)
    if any(type(size) is int and size > LARGEST for size in facts.shape):
        raise Violation("E205", f"the output would have more than {LARGEST:,} along an axis")
    facts.relations = layer.relations(*inputs)
    facts.arrays = layer.weights(*inputs)
    for weight in facts.arrays.values():
        size = product(weight.shape)
        if weight.role == "buffer":
            facts.buffers = facts.buffers + size
            continue
        facts.params = facts.params + size
        if weight.role == "kernel":
            facts.kernels = facts.kernels + size
            facts.macs = facts.macs + size * weight.uses
    return facts


def given(op: str, shape: Shape | None) -> Facts:
    """The facts of what has no layer type: an input, or a layer that could not be placed."""
    facts = Facts(op, None, ())
    facts.shape = shape
    return facts
