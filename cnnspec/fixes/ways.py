"""Ways through a network: from a layer back to the input, and sizes that are wanted on the way."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cnnspec.core.shape import integers
from cnnspec.core.window import Spread, Window
from cnnspec.fixes.changes import argument_change
from cnnspec.fixes.solving import FARTHEST, inputs_for, solutions

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cnnspec.core.algebra import Dim
    from cnnspec.core.window import Relation
    from cnnspec.fixes.changes import Change
    from cnnspec.fixes.solving import Range, Solution
    from cnnspec.graph import Graph
    from cnnspec.results import Analysis

MOST_LAYERS = 12
"""So many windows of a way are asked for a change; farther ones change more than is wrong."""
FARTHEST_KERNEL = 4
"""A kernel that differs more is not meant: a stride or padding is wrong."""


def way_back(graph: Graph, node: int) -> Iterator[int]:
    """A node and those before it, along the first input of each."""
    yield node
    while graph.nodes[node].inputs:
        node = graph.nodes[node].inputs[0]
        yield node


def ancestors(graph: Graph, nodes: tuple[int, ...]) -> set[int]:
    """All nodes that some nodes depend on, and these."""
    found: set[int] = set()
    waiting = list(nodes)
    while waiting:
        node = waiting.pop()
        if node not in found:
            found.add(node)
            waiting += graph.nodes[node].inputs
    return found


def resizing(
    analysis: Analysis, node: int, wanted: tuple[Range, ...], until: set[int] | None = None
) -> Iterator[Change]:
    """Single arguments of the layers on the way to a node with which it has the wanted sizes, the
    last layer first. `until` are nodes at which the way ends, such as those of another branch."""
    graph = analysis.graph
    asked = 0
    for index in way_back(graph, node):
        if (until is not None and index in until) or asked >= MOST_LAYERS:
            return
        facts = graph.nodes[index].facts
        if facts.relations is None:
            if len(facts.inputs) > 1 or facts.layer is None:
                return
            continue
        cells = integers(facts.inputs[0][1:]) if facts.inputs else None
        if facts.layer is None or cells is None or len(cells) != len(wanted):
            return
        asked += 1
        for solution in solutions(facts.layer, cells, wanted):
            if solution.option == "kernel" and solution.distance > FARTHEST_KERNEL:
                continue
            change = argument_change(
                analysis, index, solution.option, solution.value, solution.distance
            )
            if change is not None:
                relation = facts.relations[0]
                far = _far(relation, index, solution)
                yield change.replace(distance=far, side=_side(relation, solution))
        before = _earlier(facts.relations, wanted)
        if before is None:
            return
        wanted = before


def _side(relation: Relation, solution: Solution) -> int:
    """Whether a value is less than what is there, or more; 0 where that cannot be told."""
    now = getattr(relation, solution.option, None)
    if type(now) is not int or type(solution.value) is not int:
        return 0
    return (solution.value > now) - (solution.value < now)


def _far(relation: Relation, index: int, solution: Solution) -> int:
    """How far a change goes. Padding that keeps the size is nearer than other padding. A stride is
    rather missing than too much, in a window of more than one cell, and as early as may be."""
    window = relation if isinstance(relation, Window) else None
    if solution.option == "pad" and window is not None and type(window.extent) is int:
        return 2 * solution.distance - (2 * solution.value == window.extent - 1)
    if solution.option == "stride" and window is not None and type(window.stride) is int:
        less = _side(relation, solution) < 0
        return (2 * less + (window.kernel == 1)) * FARTHEST + index
    return solution.distance


def _earlier(
    relations: tuple[Relation, ...], wanted: tuple[Range, ...]
) -> tuple[Range, ...] | None:
    """The sizes before a layer with which it has the wanted ones; None where none has, or all."""
    pairs = zip(relations, wanted, strict=True)
    found = [inputs_for(relation, *bounds) for relation, bounds in pairs]
    known = tuple([bounds for bounds in found if bounds is not None and bounds[0] <= bounds[1]])
    return known if len(known) == len(found) else None


def wanted_inputs(graph: Graph, node: int, wanted: tuple[Range, ...]) -> tuple[Range, ...] | None:
    """The sizes of the input with which a node has the wanted sizes; None where they say nothing of
    it."""
    for index in way_back(graph, node):
        relations = graph.nodes[index].facts.relations
        if relations is None:
            continue
        if len(relations) != len(wanted):
            return None
        before = _earlier(relations, wanted)
        if before is None:
            return None
        wanted = before
    return wanted


def channels(
    analysis: Analysis, node: int, wanted: Dim | str, until: set[int] | None = None
) -> Iterator[Change]:
    """The last layer on the way to a node that says how many channels there are, with another
    number of them, or what is called so. `until` are nodes at which the way ends."""
    graph = analysis.graph
    for index in way_back(graph, node):
        facts = graph.nodes[index].facts
        shape = graph.shape(index)
        if until is not None and index in until:
            return
        if facts.layer is None or shape is None or type(wanted) not in (int, str):
            return
        if "out" in facts.layer.options:
            distance = 0
            if isinstance(wanted, int) and isinstance(shape[0], int):
                distance = abs(shape[0] - wanted)
            change = argument_change(analysis, index, "out", wanted, distance)
            if change is not None:
                yield change
            return
        if facts.op == "concat" and isinstance(wanted, int) and isinstance(shape[0], int):
            for source, (own, *_) in zip(graph.nodes[index].inputs, facts.inputs, strict=True):
                more = own + wanted - shape[0]
                if type(more) is int and more > 0:
                    yield from channels(analysis, source, more, until)
            return
        if len(facts.inputs) != 1 or facts.inputs[0][0] != shape[0]:
            return


def least_inputs(graph: Graph, nodes: tuple[int, ...], least: tuple[int, ...]) -> list[int]:
    """The smallest sizes of the input with which some nodes have at least so many cells, one an
    axis: the windows are inverted one after the other, and the larger of two branches counts."""
    need: dict[int, list[int]] = {node: list(least) for node in nodes}
    for index in range(max(nodes), -1, -1):
        wanted = need.get(index)
        if wanted is None:
            continue
        node = graph.nodes[index]
        relations = node.facts.relations
        for source in node.inputs:
            shape = graph.shape(source)
            if shape is None or len(shape) - 1 != len(wanted):
                continue
            found = [
                _before(relation, cells)
                for relation, cells in zip(relations or (None,) * len(wanted), wanted, strict=True)
            ]
            known = need.setdefault(source, [1] * len(wanted))
            need[source] = [max(pair) for pair in zip(known, found, strict=True)]
    inputs = [need[at] for at in graph.inputs.values() if at in need]
    return inputs[0] if inputs else [1] * len(least)


def _before(relation: Relation | None, cells: int) -> int:
    if relation is None:
        return cells
    bounds = inputs_for(relation, cells, cells)
    return 1 if bounds is None else bounds[0]


def total_stride(graph: Graph, nodes: tuple[int, ...], axis: int = 0) -> tuple[int, list[int]]:
    """The largest step of any value that some nodes depend on along an axis, in cells of the input,
    and the strides that it comes of. A window over all that is left is no step."""
    strides: dict[int, tuple[int, list[int]]] = {}
    longest: tuple[int, list[int]] = (1, [])
    for index in sorted(ancestors(graph, nodes)):
        node = graph.nodes[index]
        step, parts = max([strides[source] for source in node.inputs], default=(1, []))
        relations, shape = node.facts.relations or (), node.facts.shape or ()
        several = len(shape) > axis + 1 and shape[axis + 1] != 1
        relation = relations[axis] if axis < len(relations) and several else None
        if isinstance(relation, Window) and type(relation.stride) is int and relation.stride > 1:
            step, parts = step * relation.stride, [*parts, relation.stride]
        elif isinstance(relation, Spread) and type(relation.stride) is int:
            step = max(step // relation.stride, 1)
        strides[index] = (step, parts)
        longest = max(longest, strides[index], key=lambda found: found[0])
    return longest
