"""Where a finding about layers points: the line that they are written in, and what led there."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from typing import TYPE_CHECKING

from cnnspec.core.diagnostic import Label
from cnnspec.core.wording import listed
from cnnspec.language.nodes import span
from cnnspec.language.templates import call_span

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from cnnspec.language.nodes import Ignore, Node, Source
    from cnnspec.results import Analysis

MOST_NAMES = 3
"""So many layers are named where there are many."""


def place(analysis: Analysis, node: int, text: str = "") -> Label:
    """The line that a layer is written in: its call, or the word alone where that has branches."""
    site = analysis.graph.nodes[node].site
    where = span(site.key) if site.form == "merge" else call_span(site)
    return Label(analysis.spec.source.name, where, text)


def at(analysis: Analysis, node: Node, text: str = "") -> Label:
    """A place in the text of the spec."""
    return Label(analysis.spec.source.name, span(node), text)


def led_to(analysis: Analysis, node: int) -> tuple[Label, ...]:
    """The calls of blocks that led to a layer, the innermost first."""
    scope = analysis.graph.nodes[node].scope
    from cnnspec.language.callers import callers

    return callers(analysis.graph, scope, analysis.spec.source.name)


def by_line(analysis: Analysis, nodes: Iterable[int]) -> list[list[int]]:
    """Layers that are written in one line together, in the order in which they come first."""
    found: dict[int, list[int]] = {}
    for node in nodes:
        found.setdefault(analysis.graph.nodes[node].site.key.start, []).append(node)
    return list(found.values())


def names(analysis: Analysis, nodes: list[int], *, parts: bool = False) -> str:
    """`a`, `a and b`, `a, b, c and 5 more`; with `parts` down to the norm or activation of a
    layer."""
    name = analysis.paths.of if parts else analysis.paths.layer
    known = list(dict.fromkeys(map(name, nodes)))
    if len(known) > MOST_NAMES + 1:
        known = [*known[:MOST_NAMES], f"{len(known) - MOST_NAMES} more"]
    return listed(known)


def apart(analysis: Analysis, code: str, nodes: list[int]) -> Iterator[list[int]]:
    """All layers that one finding is about, without those whose line has a comment that ignores it;
    those of each such line by themselves, so that the comment has something to silence."""
    source = analysis.spec.source
    if not any(code in ignore.codes for ignore in source.ignores):
        yield nodes
        return
    told: list[int] = []
    for line in by_line(analysis, nodes):
        if ignored(source, code, place(analysis, line[0])):
            yield line
        else:
            told += line
    if told:
        yield sorted(told)


def ignored(source: Source, code: str, label: Label | None) -> bool:
    """Whether a comment on the lines of a place ignores a code."""
    if label is None or code[0] == "E":
        return False
    first, last = label.span.line, label.span.end_line
    start = bisect_left(source.ignores, first, key=_line_of)
    end = bisect_right(source.ignores, last, key=_line_of)
    return any(code in ignore.codes for ignore in source.ignores[start:end])


def _line_of(ignore: Ignore) -> int:
    return ignore.line
