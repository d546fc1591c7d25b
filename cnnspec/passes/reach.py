"""Reach: which cells of every tensor some output depends on, found backwards from the outputs.

Each axis is on its own, one byte per cell: a cell is needed where a needed output position has a
tap on it. It is exact, and it speaks of real cells only, because padding is no part of a tensor.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from cnnspec.core.window import Spread, Window

if TYPE_CHECKING:
    from cnnspec.core.algebra import Dim
    from cnnspec.core.window import Relation
    from cnnspec.graph import Graph

CELL_LIMIT = 1 << 20
"""The longest axis that is followed cell by cell."""

REMEMBERED = 1 << 12
"""Longer axes are followed anew each time, because keeping what was found would fill the memory."""
MOST_CELLS = 1 << 25
"""The cells of all layers together that are followed."""

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
        self._walk()

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

    def _walk(self) -> None:
        nodes, needs, mended, seen = self.graph.nodes, self.need, self.mended, self._seen
        for index in range(len(nodes) - 1, len(self.graph.inputs) - 1, -1):
            need = needs[index]
            if need is None:
                continue
            node = nodes[index]
            facts = node.facts
            for source in node.inputs:
                # Facts are shared by equal layers, so their identity stands for window and sizes.
                key = (id(facts), id(nodes[source].facts.shape), need, index in mended)
                found = seen.get(key)
                if found is None:
                    found = self._needed(facts.relations, need, source, key[3])
                    if sum(map(len, need)) <= REMEMBERED:
                        seen[key] = found
                before = needs[source]
                if before is None:
                    needs[source] = found
                elif before is not found and before != found:
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
        _along(need[axis] if axis < len(need) else b"\1", cells) for axis, cells in enumerate(sizes)
    )


def _along(need: bytes, cells: int) -> bytes:
    return need if len(need) == cells else (b"\1" if any(need) else b"\0") * cells


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
    """Whether every size is a known integer, and all axes are short enough to be followed."""
    return known_sizes(graph) and not too_long(graph)


def known_sizes(graph: Graph) -> bool:
    """Whether every size, window and stride is a known integer."""
    if graph.unknown:
        return False
    facts = {id(node.facts): node.facts for node in graph.nodes}.values()
    return all(
        fact.shape is not None
        and all(type(size) is int for size in fact.shape[1:])
        and all(type(value) is int for value in _lengths(fact.relations or ()))
        for fact in facts
    )


def too_long(graph: Graph) -> bool:
    """Whether an axis or a window, or all of them together, are too long to be followed."""
    cells: dict[int, int] = {}
    for node in graph.nodes:
        facts = node.facts
        if id(facts) not in cells:
            sizes = [size for size in (facts.shape or ())[1:] if type(size) is int]
            lengths = [value for value in _lengths(facts.relations or ()) if type(value) is int]
            if any(abs(value) > CELL_LIMIT for value in (*sizes, *lengths)):
                return True
            cells[id(facts)] = sum(sizes)
    return sum([cells[id(node.facts)] for node in graph.nodes]) > MOST_CELLS


def _lengths(relations: tuple[Relation, ...]) -> list[Dim]:
    windows = [relation for relation in relations if isinstance(relation, (Window, Spread))]
    return [v for w in windows for v in (w.extent, w.stride, w.before, w.after)]
