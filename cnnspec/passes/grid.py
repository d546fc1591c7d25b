"""The grid: where the values of each layer lie over the input, along each axis.

Fields, jumps and centres are carried forwards through windows (`passes.lattice`). Behind an
enlargement fields are counted back from the layer that is asked for, cell by cell, as in
`passes.field`; jumps and centres stay exact. At a join every quantity has a smallest and a largest
value over the paths; the gates of a product are not followed.
"""

from __future__ import annotations

from heapq import heappop, heappush
from typing import TYPE_CHECKING, cast

from cnnspec.core.algebra import is_less
from cnnspec.core.algebra_atoms import TooLarge, Undecidable
from cnnspec.core.record import Record
from cnnspec.passes.field import followed
from cnnspec.passes.lattice import (
    START,
    counted,
    counted_back,
    join_all,
    placed,
    ratio,
    read_back,
    through_all,
    union,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from cnnspec.core.algebra import Dim, Number
    from cnnspec.core.window import Relation
    from cnnspec.graph import Graph
    from cnnspec.passes.lattice import Lattice, Run, State


class AxisGrid(Record):
    """How one axis of a layer lies over the input, in pixels.

    `smallest` and `largest` are the receptive fields over all paths, `jump` the step from one value
    to the next, `centres` the least and the greatest place of the centre of the first value. Jumps
    and centres are exact: whole numbers, fractions, or forms with symbols. `whole` is whether the
    layer sees everything along this axis, by some path; where every path does, nothing else is
    known. `jump` is None where paths have different ones, and each is None where symbols leave it
    open.
    """

    smallest: Dim | None
    largest: Dim | None
    jump: Number | None
    centres: tuple[Number, Number] | None
    whole: bool

    @property
    def everything(self) -> bool:
        """Whether every path leads through a layer that reads the whole axis."""
        return self.whole and self.largest is None and self.jump is None


class Grid:
    """The grid of every layer of a graph. `axes` is the number of spatial axes of its input."""

    def __init__(self, graph: Graph) -> None:
        self.graph = graph
        shapes = [graph.shape(node) or () for node in graph.inputs.values()]
        self.axes = max([len(shape) - 1 for shape in shapes], default=0)
        self.states: list[tuple[State, ...] | None] = []
        """The axes of each node; None where its shape is unknown, or its paths have too many
        jumps or too long forms to be told apart."""
        self._fields: dict[tuple[int, int], Run | None] = {}
        for index in range(len(graph.nodes)):
            try:
                self.states.append(self._forward(index))
            except (TooLarge, Undecidable):
                self.states.append(None)

    def of(self, node: int) -> tuple[AxisGrid, ...] | None:
        """The axes of a node; none for a network of flat vectors, None where it is unknown."""
        states = self.states[node]
        if states is None:
            return None
        found: list[AxisGrid] = []
        for axis, state in enumerate(states):
            # Axes that were treated alike so far share their state.
            alike = axis > 0 and state is states[0]
            found.append(found[0] if alike else self._axis(node, axis))
        return tuple(found)

    def everything(self, node: int) -> bool:
        """Whether every path to a node leads through a layer that reads all of an axis."""
        states = self.states[node]
        return bool(states) and all(not state.lattices for state in states or ())

    def sees(self, node: int, axis: int, cell: Dim) -> Run | None:
        """The first and the last pixel that one cell of a node depends on, over all paths that see
        a part of the axis; None where there is no such path, or symbols leave it open. Pixels
        before 0 and behind the last are padding."""
        if self.states[node] is None:
            return None
        ends: list[Run] = []

        def at(lattices: tuple[Lattice, ...], run: Run) -> None:
            for lattice in lattices:
                assert lattice.pixels is not None
                jump = cast("Dim", lattice.jump)
                low, high = lattice.pixels
                ends.append((low + run[0] * jump, high + run[1] * jump))

        try:
            self._back(node, axis, (cell, cell), placed, read_back, at)
            return union(ends) if ends else None
        except (TooLarge, Undecidable):
            return None

    def first(self, node: int) -> tuple[Run | None, ...]:
        """The pixels that the first value of a node sees, along each axis."""
        return self._seen(node, (0,) * self.axes)

    def last(self, node: int) -> tuple[Run | None, ...]:
        """The pixels that the last value of a node sees, along each axis."""
        shape = self.graph.shape(node)
        if shape is None or len(shape) != self.axes + 1:
            return (None,) * self.axes
        return self._seen(node, tuple([size - 1 for size in shape[1:]]))

    def _seen(self, node: int, cells: tuple[Dim, ...]) -> tuple[Run | None, ...]:
        states = self.states[node]
        found: list[Run | None] = []
        for axis, cell in enumerate(cells):
            alike = axis > 0 and states is not None and states[axis] is states[0]
            same = alike and cell == cells[0]
            found.append(found[0] if same else self.sees(node, axis, cell))
        return tuple(found)

    def fields(self, node: int, axis: int) -> Run | None:
        """The smallest and the largest field of one value of a node, over all paths."""
        states = self.states[node]
        if states is None:
            return None
        axis = 0 if states[axis] is states[0] else axis  # treated alike so far
        if (node, axis) not in self._fields:
            self._fields[node, axis] = self._walk_fields(node, axis)
        return self._fields[node, axis]

    def _walk_fields(self, node: int, axis: int) -> Run | None:
        found: list[Run] = []

        def at(lattices: tuple[Lattice, ...], run: Run) -> None:
            for lattice in lattices:
                assert lattice.fields is not None
                jump = cast("Dim", lattice.jump)
                small, large = lattice.fields
                found.append((small + (run[0] - 1) * jump, large + (run[1] - 1) * jump))

        try:
            self._back(node, axis, (1, 1), counted, counted_back, at)
            return union(found) if found else None
        except (TooLarge, Undecidable):
            return None

    def chain(self, node: int, axis: int) -> tuple[int, ...]:
        """The cells that one value of a node covers, layer by layer back along the path on which
        they are most, and at last the pixels; empty where symbols take part, or nothing is seen."""
        best: dict[int, tuple[int, int]] = {node: (1, node)}
        ends: list[tuple[int, int]] = []
        for index in range(node, -1, -1):
            states = self.states[index]
            if index not in best or states is None:
                continue
            run, state = best[index][0], states[axis]
            if counted(state):
                ends += [(pixels, index) for pixels in _pixels(state, run)]
                continue
            layer = self.graph.nodes[index]
            relations = layer.facts.relations
            before: Dim = run
            if relations is not None and len(relations) == self.axes:
                before = relations[axis].sees(run)
            if type(before) is not int:
                return ()
            for source in followed(layer):
                if source not in best or best[source][0] < before:
                    best[source] = (before, index)
        if not ends:
            return ()
        pixels, index = max(ends)
        steps = [pixels, best[index][0]]
        while index != node:
            index = best[index][1]
            steps.append(best[index][0])
        return tuple(
            [step for step, after in zip(steps, [0, *steps], strict=False) if step != after]
        )[::-1]

    def _axis(self, node: int, axis: int) -> AxisGrid:
        states = self.states[node]
        assert states is not None
        state = states[axis]
        small, large = self.fields(node, axis) or (None, None)
        jumps = [lattice.jump for lattice in state.lattices]
        centres = [lattice.centres for lattice in state.lattices]
        known = [pair for pair in centres if pair is not None]
        halves = None
        if known and len(known) == len(centres):
            least, greatest = union(known)
            halves = (ratio(least, 2), ratio(greatest, 2))
        return AxisGrid(small, large, jumps[0] if len(jumps) == 1 else None, halves, state.whole)

    def _forward(self, index: int) -> tuple[State, ...] | None:
        node = self.graph.nodes[index]
        shape = node.facts.shape
        if shape is None:
            return None
        sources = followed(node)
        if not sources:
            return (START,) * self.axes
        states = self.states[sources[0]]
        for other in sources[1:]:
            if self.states[other] is not states:
                states = join_all(states, self.states[other])
        relations = node.facts.relations
        if relations and states is not None and len(relations) == self.axes:
            sizes = node.facts.inputs[0][1:]
            states = through_all(relations, sizes, states)
        return states

    def _back(
        self,
        target: int,
        axis: int,
        run: Run,
        known: Callable[[State], bool],
        step: Callable[[Relation, Run, Dim], Run],
        at: Callable[[tuple[Lattice, ...], Run], None],
    ) -> None:
        """Follow a run of cells back along all paths, until everything before it is known."""
        runs: dict[int, Run] = {target: run}
        waiting = [-target]  # the last node first: what reads a node comes after it
        while waiting:
            index = -heappop(waiting)
            here = runs[index]
            states = self.states[index]
            if states is None:
                raise Undecidable("known shapes")
            state = states[axis]
            if known(state):
                at(state.lattices, here)
                continue
            node = self.graph.nodes[index]
            relations = node.facts.relations
            if relations is not None and len(relations) == self.axes:
                here = step(relations[axis], here, node.facts.inputs[0][1 + axis])
                if is_less(here[1], here[0]) is True:
                    continue  # a cell between those that a transposed window writes to
            for source in followed(node):
                if source in runs:
                    runs[source] = union([runs[source], here])
                else:
                    runs[source] = here
                    heappush(waiting, -source)


def _pixels(state: State, run: int) -> list[int]:
    """The pixels that a run of values covers on each lattice, where they are known numbers."""
    found = []
    for lattice in state.lattices:
        if lattice.fields is not None:
            pixels = lattice.fields[1] + (run - 1) * cast("int", lattice.jump)
            if type(pixels) is int:
                found.append(pixels)
    return found
