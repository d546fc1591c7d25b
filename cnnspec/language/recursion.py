"""Blocks that call themselves on every way through their bodies, so that no network comes of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cnnspec.core.diagnostic import Note
from cnnspec.language.order import LONGEST_CHAIN, shortened_chain

if TYPE_CHECKING:
    from cnnspec.language.bodies import Body
    from cnnspec.language.problems import Problems
    from cnnspec.language.templates import Line


def report_endless(bodies: list[Body], problems: Problems) -> None:
    """One finding for each circle of calls that no condition can end."""
    calls = _endless({body.block: body.calls for body in bodies if body.block})
    told: set[str] = set()
    for block in calls:
        circle = [] if block in told else _circle(block, calls)
        if not circle:
            continue
        names = [line.callee for line in circle]
        told.update(names)
        chain = " -> ".join(shortened_chain([block, *names]))
        related = tuple(
            problems.label(line.key, f"`{caller}` calls `{line.callee}` here")
            for caller, line in zip(names, circle[1:LONGEST_CHAIN], strict=False)
        )
        hint = Note("help", "a block may call itself under a `when` that ends it")
        message = f"block `{block}` calls itself without end: {chain}"
        problems.add("E210", message, circle[0].key, hint, related=related)


def _endless(calls: dict[str, list[Line]]) -> dict[str, list[Line]]:
    """Without the blocks that call only what comes to an end."""
    callers: dict[str, list[str]] = {block: [] for block in calls}
    left = {}
    for block, lines in calls.items():
        left[block] = len(lines)
        for line in lines:
            callers[line.callee].append(block)
    ending = [block for block, number in left.items() if not number]
    for block in ending:
        for caller in callers[block]:
            left[caller] -= 1
            if not left[caller]:
                ending.append(caller)
    return {block: lines for block, lines in calls.items() if left[block]}


def _circle(block: str, calls: dict[str, list[Line]]) -> list[Line]:
    """The calls on the shortest way from a block back to itself."""
    before: dict[str, tuple[str, Line]] = {}
    waiting = [block]
    for here in waiting:
        for line in calls.get(here, ()):
            if line.callee not in before:
                before[line.callee] = (here, line)
                waiting.append(line.callee)
        if block in before:
            break
    else:
        return []
    name, line = before[block]
    way = [line]
    while name != block:
        name, line = before[name]
        way.append(line)
    return way[::-1]
