"""shadowed-variable: one name means two things within one block."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cnnspec.checks._places import at
from cnnspec.core.diagnostic import Diagnostic
from cnnspec.language.nodes import Scalar, offset_span

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cnnspec.core.diagnostic import Span
    from cnnspec.language.nodes import Node
    from cnnspec.language.values import Value
    from cnnspec.results import Analysis


def check(analysis: Analysis) -> Iterator[Diagnostic]:
    """One finding for each value that reads a name of the file, or an argument, before the block
    gives the name a value of its own. A value that is itself called so says what it means."""
    for block in analysis.spec.blocks.values():
        given: list[tuple[str, Value | None]] = [*block.arguments.items(), *block.let.items()]
        last = {name: number for number, (name, _) in enumerate(given)}
        known: set[str] = set()
        for number, (own, value) in enumerate(given):
            for name, node, where in [] if value is None else _reads(value):
                if name == own or last.get(name, -1) <= number:
                    continue
                of = "the block's argument" if name in known else "the file's variable"
                later = given[last[name]][1]
                message = (
                    f"`{own}` is set from {of} `{name}`, and all behind it sees another `{name}`, "
                    "which the block sets itself"
                )
                related = () if later is None else (at(analysis, later.node, "set here"),)
                place = at(analysis, node)
                yield Diagnostic("W203", message, place.replace(span=where), related)
            known.add(own)


def _reads(value: Value) -> Iterator[tuple[str, Node, Span]]:
    """The names that a value reads, each with its place."""
    for item in value.items or ():
        yield from _reads(item)
    if value.expression is not None and isinstance(value.node, Scalar):
        for name, start, end in value.expression.names:
            yield name, value.node, offset_span(value.node, start, end)
