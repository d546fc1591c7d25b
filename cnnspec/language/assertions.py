"""Assertions: what a line says about the shape of its result, beside the shape that it has."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cnnspec.core.algebra import condition, is_equal
from cnnspec.core.diagnostic import Violation
from cnnspec.core.shape import shape_text
from cnnspec.language.callers import callers
from cnnspec.language.failures import report
from cnnspec.language.frames import Bundle, Unknown
from cnnspec.language.nodes import span
from cnnspec.language.places import part_of
from cnnspec.language.values import Fault
from cnnspec.layers.base import Option, option
from cnnspec.layers.options import convert

if TYPE_CHECKING:
    from cnnspec.core.shape import Shape
    from cnnspec.language.elaborate import Elaborator
    from cnnspec.language.frames import Frame, Tensor
    from cnnspec.language.templates import Line
    from cnnspec.language.values import Value

SIZE: Option = option("the spatial size of the result", "sizes")
SHAPE: Option = option("the shape of the result", "counts")
SIZE.name, SHAPE.name = "size", "shape"


def hold(to: Elaborator, line: Line, frame: Frame, result: Tensor, scope: int) -> None:
    """Compare the result of a line with its `size` and its `shape`."""
    node = result.nodes[-1] if isinstance(result, Bundle) else result
    shape = to.graph.shape(node)
    if shape is None:
        return
    for declared, value in ((SIZE, line.size), (SHAPE, line.shape)):
        if value is None:
            continue
        found = shape if declared is SHAPE else shape[1:]
        try:
            wanted = _asserted(declared, value, frame, len(found))
        except Unknown:
            continue
        except Fault as fault:
            report(to, fault, line, node)
            continue
        where = span(value.node)
        open_questions = None if wanted == found else _open(found, wanted)
        if open_questions is not None:
            to.conditions.update(dict.fromkeys(open_questions))
        if wanted == found or open_questions is not None or ("E505", where) in to.told:
            continue
        to.told.add(("E505", where))
        shown = shape_text(found) if found else "no spatial size"
        says = f"`{declared.name}` says {shape_text(wanted)}"
        message = f"{says}, found {shown}{_difference(found, wanted)}"
        key = to.problems.add(
            "E505", message, where, related=callers(to.graph, scope, to.problems.source.name)
        )
        to.failed.setdefault(key, node)


def _open(found: Shape, wanted: Shape) -> list[str] | None:
    """What symbols must be for the sizes to be those asserted; None if they cannot be."""
    if len(found) != len(wanted):
        return None
    questions = []
    for one, other in zip(found, wanted, strict=True):
        equal = is_equal(one, other)
        if equal is False:
            return None
        if equal is None:
            questions.append(condition(one, "==", other))
    return questions


def _asserted(declared: Option, value: Value, frame: Frame, axes: int) -> Shape:
    """The sizes that are asserted; one number of a `size` is that of every axis."""
    try:
        sizes = convert(declared, value.evaluate(frame))
    except Violation as violation:
        place = part_of(value.node, violation.item)
        raise Fault(violation.code, violation.message, place, *violation.notes) from None
    return sizes if isinstance(sizes, tuple) else (sizes,) * max(axes, 1)


def _difference(found: Shape, wanted: Shape) -> str:
    """What was found more or less than wanted, on each axis: ` (-2)`, ` (+0, -2)`."""
    if len(found) != len(wanted):
        return ""
    gaps = [
        f"{one - other:+,}" if type(one) is int and type(other) is int else ""
        for one, other in zip(found, wanted, strict=True)
    ]
    if not all(gaps):
        return ""
    return f" ({gaps[0] if len(set(gaps)) == 1 else ', '.join(gaps)})"
