"""What a step of the ladder is given, and what it is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cnnspec.core.record import Record

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cnnspec.graph import Node
    from cnnspec.results import Analysis


class Counted(Record):
    """A count that was found: of a metric, over runs of nodes, or the network where `whole`."""

    analysis: Analysis
    metric: str
    runs: tuple[tuple[int, int], ...]
    whole: bool
    found: int

    def nodes(self) -> Iterator[tuple[int, Node]]:
        """The nodes that were counted, with their numbers; a shared weight counts at its owner."""
        nodes = self.analysis.graph.nodes
        for first, last in self.runs:
            for index in range(first, last):
                yield index, nodes[index]


class Step(Record):
    """Another way of counting: `change` is added to what was found, and that taken `times` and
    divided by `over`.

    `what` says what the change is; `fix` what makes the spec count so. A step that is `told` needs
    no sum: what it says is enough.
    """

    change: int = 0
    what: str = ""
    fix: str = ""
    times: int = 1
    over: int = 1
    told: bool = False

    def applied(self, found: int) -> int | None:
        """What this way of counting makes of a count; None where it is not whole."""
        value = (found + self.change) * self.times
        return value // self.over if value % self.over == 0 else None
