"""Shared weights: layers with the same key in one scope use one set of weights."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from cnnspec.core.shape import shape_text
from cnnspec.language.failures import report
from cnnspec.language.nodes import Mapping
from cnnspec.language.values import Fault

if TYPE_CHECKING:
    from cnnspec.core.shape import Shape
    from cnnspec.language.elaborate import Elaborator
    from cnnspec.language.frames import Frame
    from cnnspec.language.nodes import Node
    from cnnspec.language.templates import Line
    from cnnspec.layers.facts import Facts


def share(to: Elaborator, line: Line, frame: Frame, first: int) -> None:
    assert line.share is not None
    nodes = to.graph.nodes
    here = (first, len(nodes))
    other, site = frame.shares.setdefault(line.share, (here, line))
    if other == here:
        return
    if other[0] < here[1] and here[0] < other[1]:
        raise Fault(
            "E308",
            f"`share: {line.share}` is inside a layer with the same key",
            _share_node(site),
            related=(to.problems.label(_share_node(line), "the layer around it"),),
        )
    if any(nodes[index].facts.shape is None for index in (*range(*here), *range(*other))):
        return  # what failed there has been told already
    mine = [index for index in range(*here) if nodes[index].facts.arrays]
    theirs = [index for index in range(*other) if nodes[index].facts.arrays]
    arrays = [_array_shapes(nodes[index].facts) for index in mine]
    wanted = [_array_shapes(nodes[index].facts) for index in theirs]
    if arrays != wanted:
        message = _share_difference(line.share, arrays, wanted)
        related = (to.problems.label(_share_node(site), "shared first here"),)
        fault = Fault("E308", message, _share_node(line), related=related)
        report(to, fault, line, here[1] - 1)
        return
    for index, owner in zip(mine, theirs, strict=True):
        nodes[index].owner = nodes[owner].owner if nodes[owner].owner >= 0 else owner


def _array_shapes(facts: Facts) -> tuple[tuple[str, Shape], ...]:
    return tuple([(name, weight.shape) for name, weight in facts.arrays.items()])


def _share_node(line: Line) -> Node:
    """Where a line says what it shares; its call if another line says it for this one."""
    found = line.node.get("share") if isinstance(line.node, Mapping) else None
    return line.key if found is None else found


def _share_difference(key: str, mine: Any, theirs: Any) -> str:
    if len(mine) != len(theirs):
        return f"`share: {key}` joins {_layers(len(mine))} to {_layers(len(theirs))}"
    for ours, other in zip(mine, theirs, strict=True):
        if ours != other:
            found, before = dict(ours), dict(other)
            names = [name for name in {**found, **before} if found.get(name) != before.get(name)]
            return f"`share: {key}` needs the same weights: {_said(found, names)} here, " + (
                f"{_said(before, names)} before"
            )
    return f"`share: {key}` joins other weights"


def _layers(number: int) -> str:
    return f"{number} layer{'' if number == 1 else 's'} with weights"


def _said(arrays: dict[str, Shape], names: list[str]) -> str:
    parts = [f"{name} {shape_text(arrays[name])}" for name in names if name in arrays]
    lost = [f"no {name}" for name in names if name not in arrays]
    return " and ".join([*parts, *lost])
