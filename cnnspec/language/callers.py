"""The calls that led to a layer: blocks that are called, from the innermost out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cnnspec.core.diagnostic import Label
from cnnspec.language.nodes import span

if TYPE_CHECKING:
    from cnnspec.graph import Graph

LONGEST_CHAIN = 6
"""So many of the calls that led to a finding are shown."""


def callers(graph: Graph, scope: int, file: str) -> tuple[Label, ...]:
    """Where the blocks around a level are called and with what, the innermost first."""
    from cnnspec.layers.options import said

    chain = []
    while scope > 0:
        level = graph.scopes[scope]
        if level.arguments is not None and level.site is not None:
            values = ", ".join([f"{k}: {said(v)}" for k, v in level.arguments.items()])
            text = f"called here{f' with {values}' if values else ''}"
            chain.append(Label(file, span(level.site.key), text))
        scope = level.parent
    if len(chain) <= LONGEST_CHAIN:
        return tuple(chain)
    last = chain[-1]
    left_out = f"{last.text}, {len(chain) - LONGEST_CHAIN} calls before that one"
    return (*chain[: LONGEST_CHAIN - 1], Label(last.file, last.span, left_out))
