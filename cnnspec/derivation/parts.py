"""The parts that a block is the sum of, a row each."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cnnspec.language.structure import STRUCTURE
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
    """The row of a node, or of a level as -1 - scope; a branch or a group is told by what is in it:
    by its layer where it has only one, else by their names."""
    row = member_row(analysis, part).replace(label=label)
    if part >= 0:
        return row
    scopes = analysis.graph.scopes
    scope = scopes[-1 - part]
    if scope.role != "branch" and scope.kind not in STRUCTURE:
        return row
    path = analysis.paths.all()[part]
    inner = -1 - only_inside(analysis, -1 - part)
    inside = analysis.paths.members(-1 - inner)
    inner = inside[0] if len(inside) == 1 else inner
    layer = member_row(analysis, inner)
    alone = inner >= 0 or (inner != part and scopes[-1 - inner].role == "line")
    if alone and layer.kind not in STRUCTURE:
        return layer.replace(label=label, path=path, nodes=row.nodes, named=row.named)
    names = ", ".join(
        [name for name, _ in analysis.paths.children(Level(label, path, [-1 - part]))]
    )
    return row.replace(kind="", arguments=names, count=1, path=path)


def only_inside(analysis: Analysis, scope: int) -> int:
    """The innermost of levels that hold nothing but the next one; the level itself if it holds
    more."""
    members = analysis.paths.members(scope)
    while len(members) == 1 and members[0] < 0:
        scope = -1 - members[0]
        members = analysis.paths.members(scope)
    return scope


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
