"""Shared weights: layers with the same key in one scope use one set of weights."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from cnnspec.core.shape import shape_text
from cnnspec.language.values import Fault

if TYPE_CHECKING:
    from cnnspec.core.shape import Shape
    from cnnspec.language.elaborate import Elaborator
    from cnnspec.language.frames import Frame
    from cnnspec.language.templates import Line
    from cnnspec.layers.facts import Facts


def share(to: Elaborator, line: Line, frame: Frame, first: int) -> None:
    assert line.share is not None
    nodes = to.graph.nodes
    here = (first, len(nodes))
    other = frame.shares.setdefault(line.share, here)
    if other == here:
        return
    if any(nodes[index].facts.shape is None for index in (*range(*here), *range(*other))):
        return  # what failed there has been told already
    mine = [index for index in range(*here) if nodes[index].facts.arrays]
    theirs = [index for index in range(*other) if nodes[index].facts.arrays]
    arrays = [_array_shapes(nodes[index].facts) for index in mine]
    wanted = [_array_shapes(nodes[index].facts) for index in theirs]
    if arrays != wanted:
        message = _share_difference(line.share, arrays, wanted)
        to.report(Fault("E308", message, line.key), line, here[1] - 1)
        return
    for index, owner in zip(mine, theirs, strict=True):
        nodes[index].owner = nodes[owner].owner if nodes[owner].owner >= 0 else owner


def _array_shapes(facts: Facts) -> tuple[tuple[str, Shape], ...]:
    return tuple([(name, weight.shape) for name, weight in facts.arrays.items()])


def _share_difference(key: str, mine: Any, theirs: Any) -> str:
    if len(mine) != len(theirs):
        return f"`share: {key}` joins {len(mine)} layers with weights to {len(theirs)}"
    for ours, other in zip(mine, theirs, strict=True):
        if ours != other:
            a = ", ".join(f"{name} {shape_text(shape)}" for name, shape in ours)
            b = ", ".join(f"{name} {shape_text(shape)}" for name, shape in other)
            return f"`share: {key}` joins weights of other shapes: {a} here, {b} there"
    return f"`share: {key}` joins other weights"
