"""An example of a layer type, worked out: its sums with usual arguments."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from cnnspec.core.record import Record
from cnnspec.core.terms import evaluate
from cnnspec.derivation.records import Figure, Working
from cnnspec.derivation.sizes import shape_workings
from cnnspec.derivation.weights import (
    buffer_workings,
    mac_workings,
    parameter_workings,
)
from cnnspec.layers import find
from cnnspec.layers.facts import Facts, measure

if TYPE_CHECKING:
    from cnnspec.core.shape import Shape
    from cnnspec.layers.base import Layer, Option, Part

USUAL: dict[str, Any] = {
    "kernel": 3,
    "stride": 2,
    "groups": 8,
    "scale": 2,
    "r": 2,
    "squeeze": 16,
    "start": 0,
    "stop": 32,
    "size": 7,
    "amount": 1,
    "x": 2,
}
"""What required arguments of these names are in an example; others are 128."""
COUNT = 128
IMAGE: Shape = (64, 28, 28)


class Example(Record):
    """A layer with arguments on an input, and the sums of it."""

    layer: Layer
    inputs: tuple[Shape, ...]
    out: Shape
    shape: tuple[Working, ...]
    figures: tuple[Figure, ...]


def worked_example(kind: type[Layer]) -> Example:
    """An example of a layer type, with the arguments that it declares or usual ones."""
    given = {
        name: kind.example.get(name, _usual(option))
        for name, option in kind.options.items()
        if option.required or name in kind.example
    }
    layer = kind(**given)
    inputs = (IMAGE, IMAGE) if kind.merges else (kind.example.get("input", IMAGE),)
    steps = _unfolded(layer, inputs)
    workings: dict[Working, None] = {}
    for _, facts in steps:
        if facts.shape == steps[-1][1].shape:
            workings.update(dict.fromkeys(shape_workings(facts)))
    shape = steps[-1][1].shape
    assert shape is not None
    return Example(layer, inputs, shape, tuple(workings), _figures(steps))


def _usual(option: Option) -> Any:
    if option.kind == "rate":
        from fractions import Fraction

        return Fraction(1, 2)
    value = USUAL.get(option.name, COUNT)
    return (value,) if option.kind == "counts" else value


def _unfolded(layer: Layer, inputs: tuple[Shape, ...]) -> list[tuple[str, Facts]]:
    """The facts of a layer, or of those that it is short for, with their names."""
    parts: tuple[Part, ...] = layer.unfold(*inputs)
    if not parts:
        return [("", measure(layer, inputs))]
    shapes = [inputs[0]]
    found: list[tuple[str, Facts]] = []
    for part in parts:
        facts = measure(find(part.op)(**part.options), tuple([shapes[i] for i in part.takes]))
        assert facts.shape is not None
        shapes.append(facts.shape)
        alike = [other.op for other in parts].count(part.op)
        before = [other.op for other in parts[: len(found)]].count(part.op)
        found.append((part.op if alike == 1 else f"{part.op}{before + 1}", facts))
    return found


def _figures(steps: list[tuple[str, Facts]]) -> tuple[Figure, ...]:
    kinds = {
        "parameters": lambda facts: parameter_workings(facts, "the input"),
        "MACs": mac_workings,
        "buffers": buffer_workings,
    }
    found = []
    for name, workings_of in kinds.items():
        workings = [
            working.replace(remark=": ".join([part for part in (label, working.remark) if part]))
            for label, facts in steps
            for working in workings_of(facts)
        ]
        if workings:
            value = sum([evaluate(working.term) for working in workings])
            found.append(Figure(name, tuple(workings), value))
    return tuple(found)
