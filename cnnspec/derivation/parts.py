"""The parts that a block is the sum of, a row each."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cnnspec.outline import member_row
from cnnspec.paths import Level

if TYPE_CHECKING:
    from cnnspec.results import Analysis, Row


def parts_of(analysis: Analysis, level: Level) -> tuple[Row, ...]:
    """A row for each layer, block or branch that stands in a level, as paths lead to them."""
    rows = []
    for label, child in analysis.paths.children(level):
        if isinstance(child, Level):
            rows += [part_row(analysis, label, -1 - scope) for scope in child.scopes]
        elif not analysis.graph.is_input(child):
            rows.append(part_row(analysis, label, child))
    for scope in level.scopes:
        nameless = _nameless(analysis, scope)
        rows += [part_row(analysis, analysis.graph.nodes[node].facts.op, node) for node in nameless]
    return tuple(rows)


def part_row(analysis: Analysis, label: str, part: int) -> Row:
    """The row of a node, or of a level as -1 - scope; a branch is told by what is in it."""
    row = member_row(analysis, part).replace(label=label)
    if part >= 0 or analysis.graph.scopes[-1 - part].role != "branch":
        return row
    path = analysis.paths.all()[part]
    inside = analysis.paths.children(Level(label, path, [-1 - part]))
    names = ", ".join([name for name, _ in inside])
    return row.replace(kind="", arguments=names, count=1, path=path)


def _nameless(analysis: Analysis, scope: int) -> list[int]:
    """The nodes of a level that bear its own path: the merge of a merge with a name."""
    found: list[int] = []
    waiting = [scope]
    while waiting:
        for member in analysis.paths.members(waiting.pop()):
            if member >= 0 and not analysis.graph.nodes[member].label:
                found.append(member)
            elif member < 0 and analysis.graph.scopes[-1 - member].transparent:
                waiting.append(-1 - member)
    return found
