"""Joins that may be misaligned, found in one quick walk, so that few need the exact comparison.

Only whole numbers are carried along: for each axis the step from one value to the next, and twice
the least and the greatest place of the first value, on a grid that begins anew behind whatever
enlarges or reads a whole axis, and behind a join that was found. Branches on different grids have
no common place. What is exactly misaligned is found, and some joins besides.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from cnnspec.core.window import Window
from cnnspec.passes.field import followed

if TYPE_CHECKING:
    from cnnspec.core.window import Relation
    from cnnspec.graph import Graph

Place = tuple[int, int, int, int]
"""The node with which a grid begins, the step, and twice the least and the greatest place."""


def may_be_apart(graph: Graph) -> list[int]:
    """The joins whose branches have different steps, or lie half a step of the output apart."""
    found: list[int] = []
    places: list[tuple[Place, ...]] = []
    for index, node in enumerate(graph.nodes):
        sources = node.inputs if len(node.inputs) < 2 else followed(node)
        relations = node.facts.relations
        if not sources:
            places.append(_anew(graph, index))
            continue
        before = places[sources[0]]
        if len(sources) > 1 and any(places[other] is not before for other in sources[1:]):
            branches = [places[source] for source in sources]
            if _apart(branches):
                found.append(index)
                before = ()
            else:
                before = _joined(branches, index)
            before = before or _anew(graph, index)
        if relations:
            before = _through(relations, node.facts.inputs[0][1:], before, index)
        places.append(before)
    return found


def _anew(graph: Graph, index: int) -> tuple[Place, ...]:
    shape = graph.shape(index)
    return () if shape is None else ((index, 1, 0, 0),) * (len(shape) - 1)


def _through(
    relations: tuple[Relation, ...],
    cells: tuple[object, ...],
    before: tuple[Place, ...],
    index: int,
) -> tuple[Place, ...]:
    if len(before) != len(relations):
        return ((index, 1, 0, 0),) * len(relations)
    first = _moved(relations[0], cells[0], before[0], index)
    alike = len(relations) == 2 and relations[1] is relations[0] and before[1] is before[0]
    if alike and cells[1] == cells[0]:
        # The usual case: a square window on axes that were treated alike so far.
        return (first, first)
    rest = zip(relations[1:], cells[1:], before[1:], strict=True)
    return (first, *[_moved(relation, size, place, index) for relation, size, place in rest])


def _moved(relation: Relation, cells: object, place: Place, index: int) -> Place:
    if not isinstance(relation, Window) or type(cells) is not int:
        return (index, 1, 0, 0)
    extent, stride = relation.extent, relation.stride
    same = relation.rounding == "same"
    padding = 2 * (relation.paddings(cells)[0] if same else relation.before)
    if type(extent) is not int or type(stride) is not int or type(padding) is not int:
        return (index, 1, 0, 0)
    begin, jump, low, high = place
    shift = (extent - 1 - padding) * jump
    if shift == 0 and stride == 1:
        return place
    return (begin, jump * stride, low + shift, high + shift)


def _apart(branches: list[tuple[Place, ...]]) -> bool:
    for places in zip(*branches, strict=False):
        begin, jump, _, _ = places[0]
        if any(place[0] != begin for place in places):
            continue
        if any(place[1] != jump for place in places):
            return True
        if max([high for *_, high in places]) - min([low for _, _, low, _ in places]) >= jump:
            return True
    return False


def _joined(branches: list[tuple[Place, ...]], index: int) -> tuple[Place, ...]:
    if any(len(places) != len(branches[0]) for places in branches):
        return ()
    joined: list[Place] = []
    for places in zip(*branches, strict=True):
        begin, jump, _, _ = places[0]
        if any(place[:2] != (begin, jump) for place in places):
            joined.append((index, 1, 0, 0))
            continue
        low, high = min([low for _, _, low, _ in places]), max([high for *_, high in places])
        joined.append((begin, jump, low, high))
    if len(joined) == 2 and joined[0] == joined[1]:
        return (joined[0], joined[0])
    return tuple(joined)
