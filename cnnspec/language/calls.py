"""Calls: the arguments of a line become a layer, or the variables of a block."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from cnnspec.core.diagnostic import Note, Violation
from cnnspec.language.arguments import check_call, default_ops
from cnnspec.language.bind import FileScope
from cnnspec.language.frames import Unknown
from cnnspec.language.nodes import Node
from cnnspec.language.places import joined_span, part_of
from cnnspec.language.problems import Problems, suggestion
from cnnspec.language.templates import Line
from cnnspec.language.values import Fault
from cnnspec.layers import find
from cnnspec.layers import names as op_names
from cnnspec.layers.options import convert, said

if TYPE_CHECKING:
    from cnnspec.core.diagnostic import Span
    from cnnspec.language.frames import Frame
    from cnnspec.language.templates import Block
    from cnnspec.language.values import Value
    from cnnspec.layers.base import Layer


def prepare_layer(
    line: Line,
    frame: Frame,
    first: dict[str, Value] | None,
    known: dict[Any, Layer],
) -> Layer:
    """The layer that a line calls, with its arguments evaluated and checked.

    Equal calls give one and the same layer. Raises a Fault at the argument that does not suit.
    """
    kind = line.layer
    assert kind is not None
    defaults = frame.defaults.of(kind)
    plain = line.constant and not first
    if plain:
        before = line.prepared.get(None)
        if before is not None and before[0] is defaults:
            ready: Layer = before[1]
            return ready
    values = _given(line, kind, frame, first or {})
    if defaults:
        values = {**defaults, **values}
    key = (line.callee, distinct(values))
    layer = known.get(key)
    if layer is None:
        layer = known[key] = _build(line, kind, values, frame, first)
    if plain:
        # The defaults are kept, so that no later ones can be taken for them.
        line.prepared[None] = (defaults, layer)
    return layer


def distinct(values: dict[str, Any]) -> tuple[Any, ...]:
    """Values as a key that holds apart what Python takes for equal: 1 and true, 1/2 and an
    approximate 0.5."""
    return tuple([(name, _marked(value)) for name, value in values.items()])


def _marked(value: Any) -> Any:
    kind = type(value)
    if kind is int or kind is str:
        return value
    return (kind, tuple(map(_marked, value)) if kind is tuple else value)


def _given(line: Line, kind: type[Layer], frame: Frame, first: dict[str, Value]) -> dict[str, Any]:
    """The arguments as they are given; what `first` replaces is not even evaluated."""
    values: dict[str, Any] = {}
    if line.positional:
        order = kind.positional
        replaced = [first.get(name) for name in order]
        replaced += [replaced[-1]] * (len(line.positional) - len(order))
        positional = [
            (value if other is None else other).evaluate(frame)
            for value, other in zip(line.positional, replaced, strict=False)
        ]
        if kind.options[order[-1]].kind == "counts" and len(positional) >= len(order):
            rest = positional[len(order) - 1 :]
            alone = len(rest) == 1 and isinstance(rest[0], tuple)
            positional[len(order) - 1 :] = [rest[0] if alone else tuple(rest)]
        values = dict(zip(order, positional, strict=False))
    for name, value in {**line.named, **first}.items():
        if name not in values:
            values[name] = value.evaluate(frame)
    return values


def _build(
    line: Line,
    kind: type[Layer],
    values: dict[str, Any],
    frame: Frame,
    first: dict[str, Value] | None,
) -> Layer:
    converted = {}
    for name, value in values.items():
        try:
            converted[name] = convert(kind.options[name], value)
        except Violation as violation:
            raise located(line, violation, first) from None
    return kind(**converted)


def located(line: Line, violation: Violation, first: dict[str, Value] | None) -> Fault:
    """What a layer objects to, at the place in its line that is at fault."""
    place = locate_option(line, violation.option, first)
    notes = violation.notes
    if violation.item:
        place = _part(line, violation, first, place)
    if violation.code == "E203" and _by_position(line, violation.option, first):
        assert line.layer is not None
        order = ", ".join(line.layer.positional)
        notes = (*notes, Note("help", f"by position it takes {order}"))
    return Fault(violation.code, violation.message, place, *notes)


def _part(
    line: Line, violation: Violation, first: dict[str, Value] | None, place: Node | Span
) -> Node | Span:
    """The part of an option's value that is at fault."""
    if isinstance(place, Node):
        return part_of(place, violation.item)
    assert line.layer is not None
    start = line.layer.positional.index(violation.option or "")
    return line.positional[start + violation.item[0]].node


def _by_position(line: Line, option: str | None, first: dict[str, Value] | None) -> bool:
    """Whether an option was given by position, beside others."""
    if line.layer is None or option in line.named or (first and option in first):
        return False
    order = line.layer.positional
    return len(order) > 1 and option in order[: len(line.positional)]


def locate_option(line: Line, option: str | None, first: dict[str, Value] | None) -> Node | Span:
    """Where an option's value was written; the call where it was not, or no option is at fault."""
    if option is not None:
        if first and option in first:
            return first[option].node
        if option in line.named:
            return line.named[option].node
        if line.layer is not None:
            order = line.layer.positional
            if option in order:
                position = order.index(option)
                rest = line.positional[position:]
                if len(rest) > 1 and line.layer.options[option].kind == "counts":
                    return joined_span(tuple([value.node for value in rest]))
                if rest:
                    return rest[0].node
            for level in reversed(line.levels):
                for op in reversed(default_ops(line.layer)):
                    if option in level.get(op, ()):
                        return level[op][option].node
    return line.key


def bind_block(
    line: Line,
    block: Block,
    frame: Frame,
    first: dict[str, Value] | None,
    file_values: dict[str, Any],
) -> dict[str, Any]:
    """The values of a block's arguments, in the block's order; defaults may use earlier ones."""
    given = dict(zip(block.arguments, line.positional, strict=False))
    given.update(line.named)
    if first:
        given = {**given, **first}
    values: dict[str, Any] = {}
    seen: Any = None
    for name, default in block.arguments.items():
        value = given.get(name)
        if value is not None:
            values[name] = value.evaluate(frame)
        elif default is not None:
            if not default.constant:
                seen = FileScope({**file_values, **values}, frame.train)
            values[name] = default.evaluate(seen)
    return values


def resolve_call(line: Line, frame: Frame, problems: Problems) -> Line | None:
    """The line that `call` stands for, or None for `call: none`.

    Raises a Fault if what it names cannot be called, or does not take these arguments.
    """
    callee = line.positional[0].evaluate(frame)
    if callee == "none":
        return None
    if isinstance(callee, str) and callee in line.prepared:
        known: Line | Problems = line.prepared[callee]
        if isinstance(known, Problems):
            raise _refused(known, problems)
        return known
    body = line.body_context
    assert body is not None
    place = line.positional[0].node
    if not isinstance(callee, str):
        raise Fault("E203", f"`call` wants an op or a block, got {said(callee)}", place)
    if callee in body.blocks:
        form = "block"
    elif callee in op_names():
        form = "merge" if find(callee).merges else "op"
    else:
        near = suggestion(callee, [*body.blocks, *op_names()])
        raise Fault("E201", f"no layer type or block is called `{callee}`{near}", place)
    if form == "merge":
        raise Fault("E203", f"`call` cannot give branches to `{callee}`; write it out", place)
    made = Line(line.node, line.key, form, callee)
    made.argument = line.argument
    made.layer = find(callee) if form == "op" else None
    made.positional = line.positional[1:]
    made.named = line.named
    made.keys = line.keys
    made.levels = line.levels
    made.body_context = body
    for word in (
        "name",
        "source",
        "repeat",
        "first",
        "when",
        "share",
        "frozen",
        "size",
        "shape",
        "note",
    ):
        setattr(made, word, getattr(line, word))
    complaints = Problems(problems.source)
    check_call(made, body.reporting_to(complaints))
    values = (*made.positional, *made.named.values(), *made.first.values())
    made.constant = all(value.constant for value in values)
    made.effort = line.effort
    if complaints.found:
        line.prepared[callee] = complaints
        raise _refused(complaints, problems)
    line.prepared[callee] = made
    return made


def _refused(complaints: Problems, problems: Problems) -> Unknown:
    """What is wrong with a call is told in every analysis, once in each."""
    for key, complaint in complaints.found.items():
        problems.found.setdefault(key, complaint)
    return Unknown()
