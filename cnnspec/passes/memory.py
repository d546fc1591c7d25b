"""Memory: which tensors are alive while each layer runs, and where they take the most.

Layers run in the order in which they are written. A tensor is alive from the layer that makes it to
the last layer that reads it; an output of the network, to the end. While a layer runs, what it
reads and what it writes are alive together. The inputs of the network are there from the start.

A layer may write over what it reads (`Layer.memory` is `in place`) where nothing reads that any
more; the inputs of the network are never written over. A `view` reads the memory of its input,
which stays whole as long as any part is used. Weights are no part of this.
"""

from __future__ import annotations

from bisect import bisect_right
from itertools import accumulate
from typing import TYPE_CHECKING

from cnnspec.core.algebra import evaluate, is_at_most, is_equal, symbol, text
from cnnspec.core.algebra_atoms import TooLarge
from cnnspec.core.shape import product
from cnnspec.passes.kept import kept
from cnnspec.passes.readers import readers

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from cnnspec.core.algebra import Dim
    from cnnspec.graph import Graph

MOST_CANDIDATES = 16
"""So many sums that no other is surely above are kept; with more, the largest stays open."""


class Tensor:
    """One piece of memory: how many values it holds, which nodes write to it in order, and the
    last node while which it is alive."""

    __slots__ = ("last", "size", "writers")

    def __init__(self, size: Dim, writer: int, last: int) -> None:
        self.size = size
        self.writers = [writer]
        self.last = last


class Memory:
    """What is alive while each layer of a graph runs, in values: times the bytes of one value and
    the size of the batch, it is bytes.

    Without `in_place`, every layer but a view writes to memory of its own. `least` is what symbols
    are at least, where that is more than 1. `peak` is the largest
    sum of what is alive, and `at` the nodes that reach it, the first one first; where shapes are
    unknown, or symbols leave open which sum is the largest, `peak` is None, `at` is empty, and
    `reason` says why.
    """

    peak: Dim | None
    at: tuple[int, ...]
    reason: str

    def __init__(
        self, graph: Graph, *, in_place: bool = True, least: Mapping[str, int] | None = None
    ) -> None:
        self.graph = graph
        self.in_place = in_place
        self.least = least or {}
        self.tensors: list[Tensor] = []
        """Every piece of memory, in the order in which they are made."""
        self._of: list[Tensor] = []
        self._levels: list[Dim] = []
        self.peak, self.at, self.reason = None, (), ""
        if graph.unknown:
            self.reason = "not every shape is known"
            return
        try:
            self._place()
            self._levels = self._sums()
            self._find_peak()
        except TooLarge as beyond:
            self.peak, self.at, self.reason = None, (), str(beyond)

    @property
    def total(self) -> Dim | None:
        """The values of all tensors together, were none given up; None where `level` is."""
        if not self._levels:
            return None
        sizes = [tensor.size for tensor in self.tensors]
        return sum(sizes[1:], sizes[0])

    def own(self, node: int) -> Dim | None:
        """The values that a node adds to what is alive: 0 where it writes over its input, or views
        it; None where shapes are unknown."""
        if not self._levels:
            return None
        tensor = self._of[node]
        return tensor.size if tensor.writers[0] == node else 0

    def level(self, node: int) -> Dim | None:
        """The values that are alive while a node runs; None where shapes are unknown, or symbols
        make sums too long to write."""
        return self._levels[node] if self._levels else None

    def alive(self, node: int) -> tuple[tuple[int, Dim], ...]:
        """The tensors that are alive while a node runs, in the order in which they were made: the
        node that wrote each one last, and its values."""
        start = max(node, len(self.graph.inputs) - 1)
        found = []
        for tensor in self.tensors:
            writers = tensor.writers
            if writers[0] <= start and tensor.last >= node:
                written = bisect_right(writers, node)
                found.append((writers[max(written - 1, 0)], tensor.size))
        return tuple(found)

    def readers(self, node: int, since: int) -> tuple[int, ...]:
        """The nodes from `since` on that read the tensor of a node, in order."""
        read_by = kept(self.graph, readers)
        found = {index for writer in self._of[node].writers for index in read_by[writer]}
        return tuple(sorted([index for index in found if index >= since]))

    def _place(self) -> None:
        """Give every node its tensor: a new one, or that of an input."""
        graph, lasts = self.graph, _last_uses(self.graph)
        inputs = len(graph.inputs)
        for index, node in enumerate(graph.nodes):
            layer = node.facts.layer
            kind = "new" if layer is None else layer.memory
            assert node.facts.shape is not None
            size = product(node.facts.shape)
            tensor = None
            if kind == "view":
                tensor = self._of[node.inputs[0]]
            elif kind == "in place" and self.in_place:
                tensor = self._overwritten(index, size, inputs)
            if tensor is None:
                tensor = Tensor(size, index, lasts[index])
                self.tensors.append(tensor)
            else:
                tensor.writers.append(index)
                tensor.last = max(tensor.last, lasts[index])
            self._of.append(tensor)

    def _overwritten(self, index: int, size: Dim, inputs: int) -> Tensor | None:
        """The first input that nothing else reads from here on, and that has room for the output
        alone."""
        for source in self.graph.nodes[index].inputs:
            tensor = self._of[source]
            free = tensor.last == index and tensor.writers[0] >= inputs
            if free and (tensor.size == size or is_equal(tensor.size, size) is True):
                return tensor
        return None

    def _sums(self) -> list[Dim]:
        """What is alive while each node runs. The inputs are all there from the start."""
        count = len(self.graph.nodes)
        changes: list[Dim] = [0] * (count + 1)
        for tensor in self.tensors:
            first = tensor.writers[0] if tensor.writers[0] >= len(self.graph.inputs) else 0
            changes[first] = changes[first] + tensor.size
            if tensor.last < count:
                changes[tensor.last + 1] = changes[tensor.last + 1] - tensor.size
        return list(accumulate(changes[:count]))

    def _find_peak(self) -> None:
        # What is alive only grows where a tensor is made, so that the largest sum is at one of
        # those nodes; equal sums are looked at once.
        found: dict[Dim, list[int]] = {}
        for tensor in self.tensors:
            node = tensor.writers[0]
            found.setdefault(self._levels[node], []).append(node)
        candidates = not_below_another(list(found), self.least)
        if len(candidates) == 1:
            self.peak, self.at = candidates[0], tuple(found[candidates[0]])
        elif candidates:
            self.reason = self._undecided(candidates, found)

    def _undecided(self, candidates: list[Dim], found: dict[Dim, list[int]]) -> str:
        from cnnspec.paths import Paths

        paths = Paths(self.graph)
        one, other = [
            f"{text(value)} values at {paths.layer(found[value][0])}" for value in candidates[:2]
        ]
        return f"which is larger depends on the symbols: {one}, or {other}"


def _last_uses(graph: Graph) -> list[int]:
    """The last node that reads what each node returns; the node itself if none does. The outputs
    of the network are kept to the end."""
    lasts = list(range(len(graph.nodes)))
    for index, node in enumerate(graph.nodes):
        for source in node.inputs:
            lasts[source] = index
    for output in graph.outputs:
        lasts[output] = len(graph.nodes)
    return lasts


def largest(values: Iterable[Dim], least: Mapping[str, int] | None = None) -> Dim | None:
    """The largest of some values; None where there is none, or symbols leave it open, though they
    are at least what `least` says."""
    candidates = not_below_another(list(dict.fromkeys(values)), least or {})
    return candidates[0] if len(candidates) == 1 else None


def not_below_another(values: list[Dim], least: Mapping[str, int]) -> list[Dim]:
    """The values of which none is surely at most another: one, if that is surely the largest.

    `least` is what symbols are at least, where that is more than 1.
    """
    known = [value for value in values if type(value) is int]
    if known:
        values = [max(known), *[value for value in values if type(value) is not int]]
    # A symbol is at least 1; one that is at least 32 is 31 more than another symbol.
    moved = {name: symbol(name) + (value - 1) for name, value in least.items()}
    kept: list[tuple[Dim, Dim]] = []
    for value in values:
        shifted = evaluate(value, moved)
        if any(is_at_most(shifted, other) is True for _, other in kept):
            continue
        kept = [pair for pair in kept if is_at_most(pair[1], shifted) is not True]
        kept.append((value, shifted))
        if len(kept) > MOST_CANDIDATES:
            break
    return [value for value, _ in kept]
