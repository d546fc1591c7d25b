"""Which layers leave cells unread, and which of them are the cause that input cells are lost."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cnnspec.core.window import Window
from cnnspec.passes.reach import Reach

if TYPE_CHECKING:
    from cnnspec.graph import Graph

Unread = tuple[tuple[int, ...], ...]
"""The cells that nothing reads, by axis."""
MOST_CANDIDATES = 40
"""So many layers are looked at as causes; a longer list would not be read."""


def find_causes(
    graph: Graph, node: int, unread: Unread, reach: Reach
) -> tuple[list[tuple[int, Unread]], list[int], int]:
    """The layers that leave cells unread: those that are a cause, with the cells of the input that
    mending them alone would win, and those that are not; and how many more were not looked at."""
    causes, others = [], []
    candidates = _candidates(graph, reach)
    for index in candidates[:MOST_CANDIDATES]:
        mended = Reach(graph, frozenset([index])).unread(node)
        if mended != unread:
            gain = tuple(
                tuple(sorted(set(before) - set(after)))
                for before, after in zip(unread, mended, strict=True)
            )
            causes.append((index, gain))
        else:
            others.append(index)
    return causes, others, max(len(candidates) - MOST_CANDIDATES, 0)


def _candidates(graph: Graph, reach: Reach) -> list[int]:
    found: list[int] = []
    for index, node in enumerate(graph.nodes):
        if node.facts.relations is None or reach.need[index] is None:
            continue
        if any(leftover(graph, index)):
            found.append(index)
    return found


def leftover(graph: Graph, index: int) -> Unread:
    """The cells of its input that a layer's windows pass over, by axis."""
    node = graph.nodes[index]
    shape = graph.shape(node.inputs[0])
    out = graph.shape(index)
    assert shape is not None
    assert out is not None
    found: list[tuple[int, ...]] = []
    for axis, relation in enumerate(node.facts.relations or ()):
        cells = shape[1 + axis]
        if not isinstance(relation, Window) or not isinstance(cells, int):
            found.append(())
            continue
        positions = relation.size(cells)
        assert isinstance(positions, int)
        read = relation.reads(b"\1" * positions, cells)
        found.append(tuple(cell for cell, used in enumerate(read) if not used))
    return tuple(found)
