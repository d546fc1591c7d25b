"""Unfolding blocks: a call becomes the block's layers, or a copy of what it became before."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from cnnspec.core.diagnostic import Note
from cnnspec.language.calls import bind_block, distinct
from cnnspec.language.frames import Bundle, Frame, Unknown
from cnnspec.language.replay import Recording, replay
from cnnspec.language.unfold_ops import several
from cnnspec.language.values import Fault

if TYPE_CHECKING:
    from cnnspec.language.elaborate import Elaborator
    from cnnspec.language.frames import Tensor
    from cnnspec.language.templates import Block, Line
    from cnnspec.language.values import Value

CALL_LIMIT = 64
STEPS_OF_NOTHING = 25
"""What a call costs, in lines, of which no layer comes; others are bounded by their layers."""


def place_block(
    to: Elaborator,
    line: Line,
    frame: Frame,
    scope: int,
    source: Tensor,
    dedicated: bool,
    first: dict[str, Value] | None,
) -> Tensor:
    block = to.spec.blocks[line.callee]
    arguments = bind_block(line, block, frame, first, to.values)
    names = block.inputs or ("in",)
    nodes = (source,) if isinstance(source, int) else source.nodes
    if len(nodes) != len(names):
        takes = f"{len(names)} tensors ({', '.join(names)})" if block.inputs else "one tensor"
        fault = several(f"block `{block.name}` takes {takes}", line, source, frame)
        if dedicated and frame.iteration:
            again = "a repeated block returns as many tensors as it takes"
            fault.notes = (Note("help", again),)
        raise fault
    shapes = tuple([to.graph.shape(node) for node in nodes])
    if None in shapes:
        raise Unknown
    level = scope
    if not dedicated:
        level = to.open(scope, "line", line.name or line.kind, line)
    to.graph.scopes[level].arguments = arguments
    # One tensor given twice is not two of the same shape: what joins them would read others.
    alike = tuple([nodes.index(node) for node in nodes]) if len(nodes) > 1 else ()
    key = (block.name, distinct(arguments), shapes, alike, to.frozen)
    recording = to.recordings.get(key)
    if recording is not None:
        made = recording.nodes[1] - recording.nodes[0]
        to.limits.place(line, made)
        to.limits.levels(line, recording.scopes[1] - recording.scopes[0])
        to.limits.join(line, recording.connections)
        result = replay(recording, to.graph, to.sides, level, nodes)
    else:
        result = _record(to, line, block, arguments, key, level, nodes)
    if not dedicated:
        to.close(level)
    return result


def _record(
    to: Elaborator,
    line: Line,
    block: Block,
    arguments: dict[str, Any],
    key: Any,
    level: int,
    nodes: tuple[int, ...],
) -> Tensor:
    to.limits.evaluate(line, block.effort)
    connections = to.limits.connections
    to.calls += 1
    if to.calls > CALL_LIMIT:
        message = f"`{block.name}` is called {to.calls} levels deep, {CALL_LIMIT} is the limit"
        hint = Note("help", "a block that calls itself needs a `when` that ends it")
        raise Fault("E214", message, line.key, hint)
    graph = to.graph
    before = (len(graph.nodes), len(graph.scopes), len(to.sides))
    problems, unknown = len(to.problems.found), len(graph.unknown)
    names = block.inputs or ("in",)
    values = {**to.values, **arguments}
    inputs = dict(zip(names, nodes, strict=True))
    inner = Frame(graph, values, inputs, to.defaults, to.train)
    _enter(to, block, inner)
    to.lines(block.lines, inner, level)
    result = _returned(block, inner)
    to.calls -= 1
    if len(graph.nodes) == before[0]:
        to.limits.step(line, STEPS_OF_NOTHING)
    told = len(to.problems.found) != problems or len(graph.unknown) != unknown
    if to.remember and not told:
        made = graph.nodes[before[0] :]
        to.recordings[key] = Recording(
            level,
            nodes,
            (before[0], len(graph.nodes)),
            (before[1], len(graph.scopes)),
            (before[2], len(to.sides)),
            result,
            {index: node.owner for index, node in enumerate(made, before[0]) if node.owner >= 0},
            to.limits.connections - connections,
        )
    return result


def _enter(to: Elaborator, block: Block, frame: Frame) -> None:
    for name, value in block.let.items():
        frame.values[name] = value.evaluate(frame)
    if block.defaults:
        frame.defaults = to.defaults.within(block.defaults, frame)


def _returned(block: Block, frame: Frame) -> Tensor:
    if not block.outputs:
        if isinstance(frame.prev, Bundle) and not block.lines:
            raise Fault("E309", f"block `{block.name}` returns nothing of its own", block.node)
        return frame.prev
    nodes = tuple([frame.resolve_single(reference) for reference in block.outputs])
    if len(nodes) == 1:
        return nodes[0]
    return Bundle(tuple([reference.text for reference in block.outputs]), nodes)
