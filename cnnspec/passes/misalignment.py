"""Joins whose branches lie differently over the input: half a step of the output apart, or more.

Branches are compared from the layer at which they part, so that what they share does not count.
Left out are branches that are enlarged on their way, for which there is no one right place;
those that look to one side on purpose, as causal convolutions do; and maps of a single cell.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from cnnspec.core.algebra import is_at_most, maximum, minimum
from cnnspec.core.record import Record
from cnnspec.core.window import Bins, Rescale, Spread, Window
from cnnspec.passes.field import followed
from cnnspec.passes.lattice import (
    START,
    State,
    join,
    ratio,
    through,
    whole_if_it_is,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cnnspec.core.algebra import Dim, Number
    from cnnspec.core.window import Relation
    from cnnspec.graph import Graph
    from cnnspec.passes.grid import Grid

ROOT = -1
"""What all inputs of a network come from."""


class Misalignment(Record):
    """Branches that a join takes from different places of the input.

    `branches` are the nodes that the join reads, `fork` the node at which they part, `axis` the
    number of the spatial axis. `centres` are the places of the first value of each branch, in
    pixels of the input, and `jumps` the steps to the next value; `apart` is the distance of the
    outermost two.
    """

    node: int
    fork: int
    axis: int
    branches: tuple[int, ...]
    centres: tuple[Number, ...]
    jumps: tuple[Number, ...]
    apart: Number


def misalignments(grid: Grid, *, among: Sequence[int] | None = None) -> tuple[Misalignment, ...]:
    """All joins of misaligned branches, in the order of execution; for each the first axis on which
    they are. `among` are the joins that are looked at, where not all are.
    """
    graph = grid.graph
    looked_at = range(len(graph.nodes)) if among is None else among
    suspects = [index for index in looked_at if among or _is_suspect(grid, index)]
    if not suspects:
        return ()
    forks = _dominators(graph)
    found = []
    for node in suspects:
        fork = _fork(forks, followed(graph.nodes[node]))
        if fork == ROOT:
            continue
        for axis in range(grid.axes):
            compared = _compare(grid, node, fork, axis)
            if compared is not None:
                found.append(compared)
                break
    return tuple(found)


def _is_suspect(grid: Grid, node: int) -> bool:
    """Whether a join has branches of different jumps, or centres half a jump apart: the joins
    behind one that is misaligned as well."""
    sources = followed(grid.graph.nodes[node])
    if len(set(sources)) < 2:
        return False
    for axis in range(grid.axes):
        branches = [states[axis] for source in sources if (states := grid.states[source])]
        lattices = [lattice for state in branches for lattice in state.lattices]
        if len({lattice.jump for lattice in lattices}) > 1:
            return True
        centres = [lattice.centres for lattice in lattices if lattice.centres is not None]
        if len({end for pair in centres for end in pair}) < 2:
            continue
        least = minimum(*[low for low, _ in centres])
        greatest = maximum(*[high for _, high in centres])
        # Centres are doubled: half a jump apart is a jump.
        if is_at_most(lattices[0].jump, whole_if_it_is(greatest - cast("int", least))) is True:
            return True
    return False


def _compare(grid: Grid, node: int, fork: int, axis: int) -> Misalignment | None:
    graph = grid.graph
    shape, sources = graph.shape(node), tuple(dict.fromkeys(followed(graph.nodes[node])))
    if shape is None or len(shape) != grid.axes + 1 or shape[1 + axis] == 1:
        return None
    inside = _inside(graph, fork, node, axis, grid.axes)
    states = [inside.get(source) for source in sources]
    if any(state is None or len(state.lattices) != 1 for state in states):
        return None
    lattices = [cast("State", state).lattices[0] for state in states]
    if any(lattice.centres is None for lattice in lattices):
        return None
    places = [cast("tuple[Number, Number]", lattice.centres) for lattice in lattices]
    jumps = [lattice.jump for lattice in lattices]
    # A branch that holds a misaligned join itself lies anywhere between its ends.
    apart = whole_if_it_is(
        maximum(*[low for low, _ in places]) - cast("int", minimum(*[high for _, high in places]))
    )
    if len(set(jumps)) == 1 and is_at_most(jumps[0], apart) is not True:
        return None
    return _in_pixels(grid, node, fork, axis, sources, places, jumps, apart)


def _in_pixels(
    grid: Grid,
    node: int,
    fork: int,
    axis: int,
    sources: tuple[int, ...],
    places: list[tuple[Number, Number]],
    jumps: list[Number],
    apart: Number,
) -> Misalignment | None:
    """What was found in cells of the fork, in pixels of the input."""
    states = grid.states[fork]
    assert states is not None
    lattices = states[axis].lattices
    if len(lattices) != 1 or lattices[0].centres is None:
        return None
    step, start = cast("int", lattices[0].jump), cast("int", lattices[0].centres[0])

    def pixels(halves: Number) -> Number:
        return ratio(whole_if_it_is(start + cast("int", halves) * step), 2)

    return Misalignment(
        node,
        fork,
        axis,
        sources,
        tuple([pixels(low) for low, _ in places]),
        tuple([whole_if_it_is(cast("int", jump) * step) for jump in jumps]),
        ratio(whole_if_it_is(cast("int", apart) * step), 2),
    )


def _inside(graph: Graph, fork: int, node: int, axis: int, axes: int) -> dict[int, State]:
    """The grid from a fork to a join, in cells of the fork; without what cannot be compared."""
    states: dict[int, State] = {fork: START}
    for index in range(fork + 1, node):
        current = graph.nodes[index]
        sources = followed(current)
        known = [states[source] for source in sources if source in states]
        if not known or len(known) < len(sources):
            continue
        state = known[0]
        for other in known[1:]:
            state = join(state, other)
        relations = current.facts.relations
        if relations and len(relations) == axes:
            cells = current.facts.inputs[0][1 + axis]
            if _has_no_place(relations[axis], cells):
                continue
            state = through(relations[axis], cells, state)
        states[index] = state
    return states


def _has_no_place(relation: Relation, cells: Dim) -> bool:
    """Whether a layer enlarges, or looks to one side on purpose."""
    if isinstance(relation, Window):
        if relation.rounding == "causal":
            return True
        before = relation.padding_before(cells)
        reach = relation.extent - 1
        one_sided = before == reach and relation.after == 0
        other_side = before == 0 and relation.after == reach
        return relation.stride == 1 and reach != 0 and (one_sided or other_side)
    return isinstance(relation, (Spread, Rescale, Bins)) and relation.size(cells) != cells


# --- where branches part --------------------------------------------------------------------------


def _dominators(graph: Graph) -> list[int]:
    """For each node the last one before it that all paths to it lead through."""
    found: list[int] = []
    for node in graph.nodes:
        found.append(_fork(found, followed(node)))
    return found


def _fork(dominators: list[int], sources: tuple[int, ...]) -> int:
    """The last node that all paths to some nodes lead through, one of them included."""
    common = sources[0] if sources else ROOT
    for other in sources[1:]:
        while common != other:
            # Nodes come after what they depend on, so the later of two cannot be the common one.
            if common > other:
                common = dominators[common] if common >= 0 else ROOT
            else:
                other = dominators[other] if other >= 0 else ROOT
    return common
