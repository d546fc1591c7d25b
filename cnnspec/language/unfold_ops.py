"""Unfolding ops: a line becomes one node, or several where it is short for them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from cnnspec.core.algebra_atoms import TooLarge
from cnnspec.core.diagnostic import Note, Violation
from cnnspec.graph import Node, Refused
from cnnspec.language.calls import located, prepare_layer
from cnnspec.language.frames import Bundle, Unknown
from cnnspec.language.known import EXPANSIONS, LAYERS, PLAIN
from cnnspec.language.limits import too_large
from cnnspec.language.places import joined_span
from cnnspec.language.values import Fault
from cnnspec.layers import find
from cnnspec.layers.facts import Facts, demand, measure

if TYPE_CHECKING:
    from cnnspec.core.shape import Shape
    from cnnspec.language.elaborate import Elaborator
    from cnnspec.language.frames import Frame, Tensor
    from cnnspec.language.templates import Line
    from cnnspec.language.values import Value
    from cnnspec.layers.base import Layer, Part

Expansion = tuple[tuple[str, Facts, tuple[int, ...]], ...]
"""The nodes of a layer: label, facts, and what each reads: 0 the input, n the n-th node."""


def place_op(
    to: Elaborator,
    line: Line,
    frame: Frame,
    scope: int,
    source: Tensor,
    dedicated: bool,
    first: dict[str, Value] | None,
) -> Tensor:
    layer = prepare_layer(line, frame, first, LAYERS)
    node = source if isinstance(source, int) else _one(source, line, frame)
    shape = to.graph.shape(node)
    if shape is None:
        raise Unknown
    if line.callee == "split":
        return _split(to, line, layer, node, scope, dedicated, first)
    expansion = expand(to, line, layer, (node,), (shape,), first)
    if len(expansion) == 1:
        label = "" if dedicated else line.name or line.kind
        return place(to, expansion[0][1], (node,), scope, label, line)
    level = scope
    if not dedicated:
        level = to.open(scope, "line", line.name or line.kind, line)
    produced = [node]
    for label, facts, takes in expansion:
        inputs = tuple([produced[index] for index in takes])
        produced.append(place(to, facts, inputs, level, label, line, False))
    if not dedicated:
        to.close(level)
    return produced[-1]


def _one(source: Bundle, line: Line, frame: Frame) -> int:
    raise several(f"`{line.callee}` takes one tensor", line, source, frame)


def several(takes: str, line: Line, source: Tensor, frame: Frame) -> Fault:
    """Another number of tensors reaches a layer than it takes."""
    if isinstance(source, int):
        message = f"{takes}, one reaches it"
        return Fault("E309", message, line.key, Note("help", "name them in `from: [...]`"))
    names = ", ".join(f"`{name}`" for name in source.names[:8])
    more = ", ..." if len(source.names) > 8 else ""
    message = f"{takes}, {len(source.nodes):,} reach it ({names}{more})"
    if line.source is None:
        hint = "give the layer before a `name`, and take one of its tensors: `from: NAME.OUTPUT`"
        if source.names == tuple(frame.inputs):
            hint = f"take one of them: `from: {source.names[0]}`"
        fault = Fault("E309", message, line.key, Note("help", hint))
        fault.surplus = source.names
        return fault
    place = joined_span(tuple([item.node for item in line.source]))
    hint = "`concat` and `add` join several"
    if line.form == "block":
        hint = "a block takes several if it names them: `in: [a, b]`"
    if len(line.source) == 1:
        hint = f"take one of them: `from: {line.source[0].name}.{source.names[0]}`"
    fault = Fault("E309", message, place, Note("help", hint))
    fault.surplus = source.names
    return fault


def place(
    to: Elaborator,
    facts: Facts,
    inputs: tuple[int, ...],
    scope: int,
    label: str,
    line: Line,
    named: bool | None = None,
) -> int:
    nodes = to.graph.nodes
    index = len(nodes)
    to.limits.place(line)
    if len(inputs) > 1:
        to.limits.join(line, len(inputs))
    own = line.name is not None if named is None else named
    nodes.append(Node(facts, inputs, scope, label, own, line, to.frozen))
    return index


def expand(
    to: Elaborator,
    line: Line,
    layer: Layer,
    inputs: tuple[int, ...],
    shapes: tuple[Shape, ...],
    first: dict[str, Value] | None,
) -> Expansion:
    """What a layer is short for, with all facts; a look-up where it was met before."""
    key = (layer, shapes)
    found: Expansion | None = to.expansions.get(key)
    if found is not None:
        return found
    try:
        found = EXPANSIONS.get(key) or _expand(layer, shapes)
    except Violation as violation:
        fault = located(line, violation, first)
        fault.refused = Refused(layer, inputs, shapes, violation.option)
        raise fault from None
    except TooLarge as beyond:
        raise Fault("E208", f"too much to work out here: {beyond}", line.key) from None
    to.expansions[key] = EXPANSIONS[key] = found
    if to.symbolic:
        _count_effort(to, line, found)
    for _, facts, _ in found:
        for condition in facts.conditions:
            to.conditions[condition] = None
    return found


def _count_effort(to: Elaborator, line: Line, found: Expansion) -> None:
    """Stop where sizes and counts with symbols have grown too long from layer to layer."""
    from cnnspec.language.effort import MOST_EFFORT, effort_of_layer

    to.effort += sum([effort_of_layer(facts) for _, facts, _ in found])
    if to.effort > MOST_EFFORT:
        message = "too much to work out here: sizes or counts with symbols grow with every layer"
        raise Fault("E208", message, line.key)


def _expand(layer: Layer, shapes: tuple[Shape, ...]) -> Expansion:
    parts = layer.unfold(*shapes)
    if not parts:
        return (("", measure(layer, shapes), (0,)),)
    if parts[0].op != layer.op:
        demand(layer, shapes)
    labels = _part_labels([part.op for part in parts])
    known: list[Shape] = [shapes[0]]
    steps: list[tuple[str, Facts, tuple[int, ...]]] = []
    for label, part in zip(labels, parts, strict=True):
        takes = tuple([len(known) - 1 if take == -1 else take for take in part.takes])
        facts = _part(part, tuple([known[take] for take in takes]))
        assert facts.shape is not None
        known.append(facts.shape)
        steps.append((label, facts, takes))
    return tuple(steps)


def _part(part: Part, shapes: tuple[Shape, ...]) -> Facts:
    """The facts of one step; a norm or an activation is looked up where it was met before."""
    if part.options:
        return measure(find(part.op)(**part.options), shapes)
    key = (part.op, shapes)
    facts = PLAIN.get(key)
    if facts is None:
        facts = PLAIN[key] = measure(find(part.op)(), shapes)
    return facts


def _split(
    to: Elaborator,
    line: Line,
    layer: Any,
    node: int,
    scope: int,
    dedicated: bool,
    first: dict[str, Value] | None,
) -> Bundle:
    shape = to.graph.shape(node)
    assert shape is not None
    number = layer.sizes[0] if len(layer.sizes) == 1 else 0
    if type(number) is int and number > to.limits.layers:
        raise too_large(line, f"{number:,} parts; the limit is {to.limits.layers:,} layers")
    expand(to, line, layer, (node,), (shape,), first)
    parts = layer.parts(shape)
    level = scope
    if not dedicated:
        level = to.open(scope, "line", line.name or line.kind, line)
    made = []
    for number, (start, stop) in enumerate(parts):
        facts = Facts("split", layer, (shape,))
        facts.shape = (stop - start, *shape[1:])
        made.append(place(to, facts, (node,), level, str(number), line, True))
    if not dedicated:
        to.close(level)
    return Bundle(tuple([str(number) for number in range(len(made))]), tuple(made))


def _part_labels(ops: list[str]) -> list[str]:
    labels = []
    for position, op in enumerate(ops):
        several = ops.count(op) > 1
        labels.append(f"{op}{ops[: position + 1].count(op)}" if several else op)
    return labels
