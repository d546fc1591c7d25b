"""What passes find out about a graph is worked out once, however many rules ask for it."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable

    from cnnspec.graph import Graph

Found = TypeVar("Found")


def kept(graph: Graph, work_out: Callable[[Graph], Found]) -> Found:
    """What a pass makes of a graph; remembered until the graph forgets it."""
    found: Found | None = graph.kept.get(work_out)
    if found is None:
        found = graph.kept[work_out] = work_out(graph)
    return found
