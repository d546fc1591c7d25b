"""Extent: which cells of every tensor have seen a cell of an input, and not only padding.

Along each axis they are one run. A `pad` layer makes cells that have seen padding alone, and so
does a window that fits into its own padding, such as a 1x1 padded by 1.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from cnnspec.core.window import Spread, Window, known
from cnnspec.passes.kept import kept
from cnnspec.passes.readers import by_op

if TYPE_CHECKING:
    from cnnspec.core.window import Relation
    from cnnspec.graph import Graph

Run = tuple[int, int]
"""The first cell, and the first behind the last."""
Extent = tuple[Run, ...]


def extents(graph: Graph) -> list[Extent | None]:
    """For every node the run of real cells along each axis; None where all cells are real.

    All sizes are known.
    """
    hidden = kept(graph, hiding)
    if not hidden and "pad" not in kept(graph, by_op):
        return [None] * len(graph.nodes)
    found: list[Extent | None] = []
    for index, node in enumerate(graph.nodes):
        relations = node.facts.relations
        sources = [found[source] for source in node.inputs]
        padded = node.facts.op == "pad" or index in hidden
        if not padded and not any(sources):
            found.append(None)
            continue
        cells = _sizes(graph, index)
        runs = [_all(graph, source) if run is None else run
                for source, run in zip(node.inputs, sources, strict=True)]  # fmt: skip
        if relations is None:
            real = _joined(runs, cells)
        else:
            before = _sizes(graph, node.inputs[0])
            real = tuple(map(_through, relations, runs[0], before, cells))
        found.append(None if all(r == (0, n) for r, n in zip(real, cells, strict=True)) else real)
    return found


def hiding(graph: Graph) -> frozenset[int]:
    """The layers with windows that lie in their own padding as a whole."""
    seen: dict[int, bool] = {}
    found = []
    for index, node in enumerate(graph.nodes):
        relations = node.facts.relations
        if relations:
            hides = seen.get(id(relations))
            if hides is None:
                hides = seen[id(relations)] = any(map(_hides, relations))
            if hides:
                found.append(index)
    return frozenset(found)


def _hides(relation: Relation) -> bool:
    if not isinstance(relation, Window):
        return False
    extent, before, after = relation.extent, relation.before, relation.after
    return type(extent) is type(before) is type(after) is int and extent <= max(before, after)


def _sizes(graph: Graph, node: int) -> tuple[int, ...]:
    return tuple(map(known, (graph.shape(node) or (0,))[1:]))


def _all(graph: Graph, node: int) -> Extent:
    return tuple([(0, cells) for cells in _sizes(graph, node)])


def _joined(runs: list[Extent], cells: tuple[int, ...]) -> Extent:
    """The cells that are real in any of several inputs; a gate of one cell hides none."""
    whole = [run for run in runs if len(run) == len(cells)]
    return tuple(
        [
            (min([run[axis][0] for run in whole]), min(max([run[axis][1] for run in whole]), n))
            for axis, n in enumerate(cells)
        ]
    )


def _through(relation: Relation, run: Run, before: int, cells: int) -> Run:
    """The windows that see a real cell, or the cells that one is written to; all cells behind
    anything else. What a transposed window leaves empty between them counts as real."""
    first, behind = run
    if isinstance(relation, Spread):
        cut, step = known(relation.cut_before()), known(relation.stride)
        low = max(first * step - cut, 0)
        high = min((behind - 1) * step + known(relation.extent) - cut, cells)
        return (low, high) if low < high else (0, cells)
    if not isinstance(relation, Window):
        return (0, cells)
    stride, reach = known(relation.stride), known(relation.extent) - 1
    padding, _ = relation.paddings(before)
    low = max(-((reach - padding - first) // stride), 0)
    high = min((behind - 1 + padding) // stride + 1, cells)
    return (low, high) if low < high else (0, cells)
