"""Limits: how much a spec may unfold to, so that every spec comes to an end, and soon."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cnnspec.language.counting import product_text
from cnnspec.language.values import Fault

if TYPE_CHECKING:
    from cnnspec.graph import Graph
    from cnnspec.language.templates import Line

LAYER_LIMIT = 30_000
"""The most layers that a spec may unfold to."""
NESTING_LIMIT = 120
"""The deepest nesting of bodies and branches; it keeps the recursion within Python's own limit."""
STEPS_PER_LAYER = 5
"""So many lines may be looked at for each layer of the limit, so that empty ones end too."""
CONNECTIONS_PER_LAYER = 5
"""So many tensors may be joined for each layer of the limit."""
MOST_EVALUATED = 600_000
"""So many characters of expressions may be worked out: each iteration reads its own again."""
LEVELS_PER_LAYER = 3
"""So many levels may there be for each layer of the limit."""


class Limits:
    """How much of a graph there is so far, beside how much there may be; a Fault beyond that."""

    def __init__(self, graph: Graph, layers: int) -> None:
        self.graph = graph
        self.layers = layers
        """The most layers."""
        self.steps = 0
        self.rounds = 0
        self.evaluated = 0
        self.connections = 0

    def place(self, line: Line, count: int = 1) -> None:
        """Stop where so many layers more would be too many."""
        if len(self.graph.nodes) - len(self.graph.inputs) + count > self.layers:
            raise too_large(line, f"more than {self.layers:,} layers")

    def step(self, line: Line, count: int = 1) -> None:
        """Count what is unfolded, so that what holds no layers comes to an end as well."""
        self.steps += count
        self.evaluate(line, line.effort)
        most = self.layers * STEPS_PER_LAYER
        if self.steps > most:
            raise too_large(line, f"more than {most:,} lines are looked at")
        self.levels(line, 0)

    def evaluate(self, line: Line, characters: int) -> None:
        """Count the characters of expressions that a line, or what it calls, works out."""
        self.evaluated += characters
        if self.evaluated > MOST_EVALUATED:
            why = f"more than {MOST_EVALUATED:,} characters of expressions are worked out"
            raise too_large(line, why)

    def join(self, line: Line, count: int) -> None:
        """Count the tensors that a merge joins: they are the size of a network, too."""
        self.connections += count
        most = self.layers * CONNECTIONS_PER_LAYER
        if self.connections > most:
            raise too_large(line, f"more than {most:,} tensors are joined")

    def begin(self, line: Line, count: int) -> None:
        """Count iterations or copies before they begin, with or without layers in them."""
        self.rounds += count
        self.evaluate(line, count * line.effort if line.repeat is not None else 0)
        if self.rounds > self.layers:
            raise too_large(line, f"more than {self.layers:,} iterations and copies")

    def levels(self, line: Line, count: int) -> None:
        """Stop where so many levels more would be too many, with or without layers in them."""
        most = self.layers * LEVELS_PER_LAYER
        if len(self.graph.scopes) + count > most:
            raise too_large(line, f"more than {most:,} levels")

    def multiply_out(self, line: Line, count: int, each: int) -> None:
        """Stop where the first of several iterations shows that all would be too many layers."""
        made = len(self.graph.nodes) - len(self.graph.inputs)
        if made + (count - 1) * each > self.layers:
            why = product_text(count, each, made - each)
            raise too_large(line, f"{why}; the limit is {self.layers:,}")


def too_large(line: Line, why: str) -> Fault:
    """A line that unfolds beyond the limit."""
    return Fault("E213", f"`{line.callee}` unfolds too far: {why}", line.key)
