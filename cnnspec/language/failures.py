"""Failures while a spec is unfolded: what stands in the place of a layer, and what is told."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cnnspec.core.diagnostic import Span
from cnnspec.graph import OPEN, Node
from cnnspec.language.callers import callers
from cnnspec.language.nodes import span
from cnnspec.layers.facts import given

if TYPE_CHECKING:
    from cnnspec.language.elaborate import Elaborator
    from cnnspec.language.templates import Line
    from cnnspec.language.values import Fault


def abandon(to: Elaborator, first: int) -> None:
    """Close the levels that a failure left open, from the first one of its line."""
    for scope in to.graph.scopes[first:]:
        if scope.last == OPEN:
            scope.last = len(to.graph.nodes)


def poison(to: Elaborator, line: Line, scope: int, first: int) -> int:
    """A node of unknown shape where a layer failed: in the innermost level that is open.

    `first` is the first level that its line opened.
    """
    nodes = to.graph.nodes
    label, named = line.name or line.kind, line.name is not None
    for level in range(len(to.graph.scopes) - 1, first - 1, -1):
        if to.graph.scopes[level].last == OPEN:
            inside = to.graph.scopes[level].transparent
            scope, label, named = level, line.kind if inside else "", False
            break
    nodes.append(Node(given(line.callee, None), (), scope, label, named, line))
    to.graph.unknown.append(len(nodes) - 1)
    abandon(to, first)
    return len(nodes) - 1


def report(to: Elaborator, error: Fault, line: Line | None, node: int) -> None:
    """Note what went wrong, with the calls that led there; once for each place."""
    place = error.place if error.place is not None or line is None else line.key
    where = place if isinstance(place, Span) or place is None else span(place)
    if (error.code, where) in to.told:
        return
    to.told.add((error.code, where))
    scope = to.graph.nodes[node].scope if line is not None else 0
    related = (*error.related, *callers(to.graph, scope, to.problems.source.name))
    key = to.problems.add(
        error.code, error.message, where, *error.notes, text=error.text, related=related
    )
    if line is not None and error.code != "E214":
        to.failed.setdefault(key, node)
