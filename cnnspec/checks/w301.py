"""unread-input: rows or columns of the input that never reach an output.

What it does: follows what the outputs need back to the input, axis by axis and cell by cell.
Why it is bad: those pixels change nothing; most often the input size is not the one that the
network was made for. Padding does not count: only real cells are looked at.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from cnnspec.core.diagnostic import Diagnostic
from cnnspec.passes.kept import kept
from cnnspec.passes.reach import CELL_LIMIT, MOST_CELLS, Reach, decidable, known_sizes

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cnnspec.results import Analysis


def check(analysis: Analysis) -> Iterator[Diagnostic]:
    """One finding for each input with cells that nothing reads."""
    graph = analysis.graph
    if not kept(graph, decidable):
        if not known_sizes(graph):
            return
        message = (
            f"unread pixels are not looked for: the layers have more than {MOST_CELLS:,} cells"
        )
        yield Diagnostic(
            "I303", f"{message} along their axes, or one axis more than {CELL_LIMIT:,}"
        )
        return
    reach = kept(graph, Reach)
    for name, node in graph.inputs.items():
        unread = reach.unread(node)
        if any(unread):
            from cnnspec.checks._unread import finding

            yield finding(analysis, name, node, unread, reach)
