"""Blocks that call themselves on every way through their bodies, so that no network comes of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cnnspec.core.diagnostic import Note

if TYPE_CHECKING:
    from cnnspec.language.bodies import Body
    from cnnspec.language.problems import Problems
    from cnnspec.language.templates import Line


def report_endless(bodies: list[Body], problems: Problems) -> None:
    """One finding for each circle of calls that no condition can end."""
    calls = {body.block: body.calls for body in bodies if body.block}
    told: set[frozenset[str]] = set()
    for block in calls:
        circle = _circle(block, calls)
        names = [line.callee for line in circle]
        if not circle or frozenset(names) in told:
            continue
        told.add(frozenset(names))
        chain = " -> ".join([block, *names])
        related = tuple(
            problems.label(line.key, f"`{caller}` calls `{line.callee}` here")
            for caller, line in zip(names, circle[1:], strict=False)
        )
        hint = Note("help", "a block may call itself under a `when` that ends it")
        message = f"block `{block}` calls itself without end: {chain}"
        problems.add("E210", message, circle[0].key, hint, related=related)


def _circle(block: str, calls: dict[str, list[Line]]) -> list[Line]:
    """The calls on the shortest way from a block back to itself."""
    ways: dict[str, list[Line]] = {block: []}
    waiting = [block]
    for here in waiting:
        for line in calls.get(here, ()):
            if line.callee == block:
                return [*ways[here], line]
            if line.callee not in ways:
                ways[line.callee] = [*ways[here], line]
                waiting.append(line.callee)
    return []
