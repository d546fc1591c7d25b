"""Facts: what one layer gives and costs for the shapes that reach it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from cnnspec.core.diagnostic import Violation
from cnnspec.core.shape import LARGEST, product

if TYPE_CHECKING:
    from collections.abc import Iterator

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
    facts.conditions = demand(layer, inputs)
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


def demand(layer: Layer, inputs: tuple[Shape, ...]) -> tuple[str, ...]:
    """What a layer needs of its inputs and symbols leave open; a Violation for what fails."""
    conditions = list(_open_counts(layer))
    for requirement in layer.requires(*inputs):
        if requirement.holds is None:
            conditions.append(requirement.condition)
        elif not requirement.holds:
            raise requirement.violation
    return tuple(conditions)


def _open_counts(layer: Layer) -> Iterator[str]:
    """What makes counts with symbols whole."""
    for name in layer.options:
        value = layer.__dict__[name]
        for count in value if type(value) is tuple else (value,):
            if type(count) is not int and (condition := whole_if(count)):
                yield condition


def whole_if(count: Any) -> str:
    """What must hold for a count with symbols to be whole, such as `C divisible by 2` for C/2;
    nothing where it is whole in any case."""
    if type(count) is int or not hasattr(count, "terms"):
        return ""
    from math import lcm

    from cnnspec.core.algebra import is_integer, text

    if is_integer(count) is not None:
        return ""
    shared = lcm(*[factor.denominator for factor in count.terms.values()])
    return f"{text(count * shared)} divisible by {shared}"


def given(op: str, shape: Shape | None) -> Facts:
    """The facts of what has no layer type: an input, or a layer that could not be placed."""
    facts = Facts(op, None, ())
    facts.shape = shape
    return facts
