"""Reach: which cells of every tensor some output depends on, found backwards from the outputs.

Each axis is on its own, one byte per cell: a cell is needed where a needed output position has a
tap on it. It is exact, and it speaks of real cells only, because padding is no part of a tensor.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from cnnspec.core.window import Relation
    from cnnspec.graph import Graph

CELL_LIMIT = 1 << 20
"""The longest axis that is followed cell by cell."""

Need = tuple[bytes, ...]


class Reach:
    """What is needed of every node: for each spatial axis one byte per cell, None if nothing is.

    `mended` are nodes that are taken to leave nothing of their input unread.
    """

    def __init__(self, graph: Graph, mended: frozenset[int] = frozenset()) -> None:
        self.graph = graph
        self.mended = mended
        self.need: list[Need | None] = [None] * len(graph.nodes)
        self._seen: dict[tuple[int, int, Need, bool], Need] = {}
        for output in graph.outputs:
            self._add(output, _all(graph, output))
        for index in range(len(graph.nodes) - 1, len(graph.inputs) - 1, -1):
            if self.need[index] is not None:
                self._back(index)

    def unread(self, node: int) -> tuple[tuple[int, ...], ...]:
        """The cells of a node that nothing needs, by axis; empty where all are, or none is."""
        need = self.need[node]
        if need is None:
            return tuple(() for _ in _axes(self.graph, node))
        return tuple(
            () if 0 not in axis else tuple(i for i, used in enumerate(axis) if not used)
            for axis in need
        )

    def _add(self, node: int, need: Need) -> None:
        before = self.need[node]
        if before is None:
            self.need[node] = need
        elif before is not need and before != need:
            self.need[node] = tuple([_either(a, b) for a, b in zip(before, need, strict=True)])

    def _back(self, index: int) -> None:
        node = self.graph.nodes[index]
        need = self.need[index]
        assert need is not None
        facts = node.facts
        mended = index in self.mended
        for source in node.inputs:
            shape = self.graph.nodes[source].facts.shape
            # Facts are shared by equal layers, so their identity stands for window and sizes.
            key = (id(facts), id(shape), need, mended)
            found = self._seen.get(key)
            if found is None:
                found = self._seen[key] = self._needed(facts.relations, need, source, mended)
            self._add(source, found)

    def _needed(
        self, relations: tuple[Relation, ...] | None, need: Need, source: int, mended: bool
    ) -> Need:
        sizes = _axes(self.graph, source)
        if mended:
            return tuple([b"\1" * cells for cells in sizes])
        if relations is None:
            return _pointwise(need, sizes)
        wanted = need if len(need) == len(relations) else (b"\1",) * len(relations)
        return tuple(
            [
                relation.reads(axis, cells)
                for relation, axis, cells in zip(relations, wanted, sizes, strict=True)
            ]
        )


def _pointwise(need: Need, sizes: tuple[int, ...]) -> Need:
    """Each cell reads its own; an axis of one cell is read by all of a longer one."""
    if tuple(map(len, need)) == sizes:
        return need
    return tuple(
        need[axis] if axis < len(need) and len(need[axis]) == cells else b"\1" * cells
        for axis, cells in enumerate(sizes)
    )


def _axes(graph: Graph, node: int) -> tuple[int, ...]:
    shape = graph.shape(node)
    assert shape is not None
    return tuple([size for size in shape[1:] if type(size) is int])


def _all(graph: Graph, node: int) -> Need:
    return tuple([b"\1" * cells for cells in _axes(graph, node)])


def _either(one: bytes, other: bytes) -> bytes:
    if one == other:
        return one
    both = int.from_bytes(one, "little") | int.from_bytes(other, "little")
    return both.to_bytes(len(one), "little")


def decidable(graph: Graph) -> bool:
    """Whether every size is a known integer that is short enough to be followed."""
    return not graph.unknown and all(
        shape is not None and all(type(size) is int and size <= CELL_LIMIT for size in shape[1:])
        for shape in {id(node.facts): node.facts.shape for node in graph.nodes}.values()
    )
