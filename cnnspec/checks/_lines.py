"""What one finding says about layers that are written in several lines: totals, and the worst."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cnnspec.checks._places import by_line, led_to, place
from cnnspec.core.diagnostic import Diagnostic, Label, Note

if TYPE_CHECKING:
    from collections.abc import Callable

    from cnnspec.results import Analysis

MOST_LINES = 3
"""So many lines are shown, those that cost most."""


def once(
    analysis: Analysis,
    code: str,
    message: str,
    costs: dict[int, int],
    said: Callable[[list[int]], str],
    *notes: Note,
) -> Diagnostic:
    """One finding about all layers that have a cost: it points at the line that costs most, and
    names the next ones. `said` is what stands at a line, for its layers."""

    def cost(line: list[int]) -> int:
        return sum([costs[node] for node in line])

    lines = sorted(by_line(analysis, costs), key=cost, reverse=True)
    worst = max(lines[0], key=lambda node: costs[node])
    related: list[Label] = [place(analysis, line[0], said(line)) for line in lines[1:MOST_LINES]]
    if len(lines) > MOST_LINES:
        more = len(lines) - MOST_LINES
        notes = (
            *notes,
            Note("note", f"{more} more {'line is' if more == 1 else 'lines are'} not shown"),
        )
    return Diagnostic(
        code,
        message,
        place(analysis, worst, said(lines[0])),
        (*related, *led_to(analysis, worst)),
        notes,
        analysis.paths.layer(worst),
        lines=tuple([place(analysis, line[0]).span for line in lines]),
    )
