"""The sum behind a receptive field: `11 + (3 - 1)·4 = 19`."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from cnnspec.core.window import Window
from cnnspec.passes.field import followed
from cnnspec.passes.lattice import counted

if TYPE_CHECKING:
    from cnnspec.core.algebra import Dim, Number
    from cnnspec.passes.grid import Grid
    from cnnspec.results import Row

LONGEST_CHAIN = 7
"""So many counts of cells are told one by one."""


def last_node(row: Row) -> int:
    """The node whose values a row ends in."""
    return row.covered[-1][1] - 1


def how(grid: Grid, row: Row, axis: int) -> str:
    """The sum behind the largest field of a row along one axis."""
    node = last_node(row)
    states = grid.states[node]
    if states is None or not counted(states[axis]):
        return _chain(grid, node, axis)
    after = grid.fields(node, axis)
    if after is None:
        return "everything" if grid.everything(node) else "-"
    nodes = [index for first, last in row.covered for index in range(first, last)]
    inner = grid.graph.nodes[node]
    branches = followed(inner)
    if len(nodes) == 1 and len(branches) > 1:
        return _widest(grid, branches, axis, after[1])
    before = _before(grid, row.covered[0], axis)
    if before is None:
        return number(after[1])
    grown = after[1] - before
    steps = _steps(grid, nodes, axis)
    if steps is not None and steps[0] == grown:
        return f"{number(before)} + {steps[1]} = {number(after[1])}"
    if grown == 0:
        return number(after[1])
    return f"{number(before)} + {_bracketed(grown)} = {number(after[1])}"


def _before(grid: Grid, run: tuple[int, int], axis: int) -> Dim | None:
    """The largest field of what a run of layers reads, if that is one tensor."""
    sources = {
        source
        for index in range(*run)
        for source in followed(grid.graph.nodes[index])
        if not run[0] <= source < run[1]
    }
    if len(sources) != 1:
        return None
    fields = grid.fields(sources.pop(), axis)
    return None if fields is None else fields[1]


def _steps(grid: Grid, nodes: list[int], axis: int) -> tuple[Number, str] | None:
    """What equal windows in a row of layers without branches add together, as a number and as a
    product, `2·(3 - 1)·4`; None where they differ."""
    found: list[tuple[Window, Number]] = []
    for index in nodes:
        node = grid.graph.nodes[index]
        sources = followed(node)
        if len(sources) != 1:
            return None
        if not node.facts.relations or len(node.facts.relations) <= axis:
            continue
        relation, states = node.facts.relations[axis], grid.states[sources[0]]
        if not isinstance(relation, Window) or states is None or len(states[axis].lattices) != 1:
            return None
        found.append((relation, states[axis].lattices[0].jump))
    kinds = {(window.kernel, window.dilation, jump) for window, jump in found}
    if len(kinds) != 1:
        return None
    kernel, dilation, jump = kinds.pop()
    factors = [str(len(found))] if len(found) > 1 else []
    factors += [] if dilation == 1 else [_factor(dilation)]
    added = len(found) * dilation * (kernel - 1) * cast("int", jump)
    return added, "·".join([*factors, f"({number(kernel)} - 1)", _factor(jump)])


def _factor(value: Number) -> str:
    text = number(value)
    return f"({text})" if " " in text or "/" in text else text


def _bracketed(value: Dim) -> str:
    text = number(value)
    return f"({text})" if " " in text else text


def _widest(grid: Grid, branches: tuple[int, ...], axis: int, largest: Dim) -> str:
    """A join: the widest of its branches."""
    fields = [grid.fields(branch, axis) for branch in dict.fromkeys(branches)]
    known = list(dict.fromkeys([number(field[1]) for field in fields if field is not None]))
    if len(known) < 2:
        return number(largest)
    return f"max({', '.join(known)}) = {number(largest)}"


def _chain(grid: Grid, node: int, axis: int) -> str:
    """Behind an enlargement: the cells that one value covers, back to where pixels are known."""
    steps = [str(step) for step in grid.chain(node, axis)]
    if len(steps) > LONGEST_CHAIN:
        steps = [*steps[:4], "...", *steps[-2:]]
    return " -> ".join(steps) or "-"


def number(value: Number) -> str:
    """A place or a distance: `33`, `31/2`, `(K - 1)/2`; no commas, since it may be typed."""
    if type(value) is int:
        return str(value)
    from cnnspec.core.algebra import text

    return text(value, unicode=True)
