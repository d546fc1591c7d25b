"""What must hold of symbols so that every window tiles its input: that nothing is left over."""

from __future__ import annotations

from math import lcm
from typing import TYPE_CHECKING

from cnnspec.core.algebra import Polynomial, divides, evaluate, symbols_of
from cnnspec.core.algebra_atoms import Floor
from cnnspec.core.window import Window

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from cnnspec.core.algebra import Dim
    from cnnspec.graph import Graph

    Room = tuple[Dim, Dim]
    """What a window moves over, and how far it moves at a time."""

MOST_REMAINDERS = 1024
"""So many remainders of a symbol are tried to tell several conditions as one; no step is longer."""


def tiling(graph: Graph) -> tuple[str, ...]:
    """The conditions on symbols under which every window tiles: `H % 32 == 3`.

    Conditions on one symbol are told as one where they are one. A window that tiles for all values
    of the symbols, or for none, is not told.
    """
    by_symbol: dict[tuple[str, ...], list[Room]] = {}
    for room, stride in dict.fromkeys(_open_rooms(graph)):
        involved = tuple(sorted({*symbols_of(room), *symbols_of(stride)}))
        by_symbol.setdefault(involved, []).append((room, stride))
    found: list[str] = []
    for names, rooms in by_symbol.items():
        joined = _as_one(names[0], rooms) if len(names) == 1 else None
        found += [joined] if joined else [_text(*room) for room in rooms]
    return tuple(dict.fromkeys(found))


def whole_steps(graph: Graph) -> dict[str, int]:
    """For every symbol whose multiples of some number leave no floor in any size, that number."""
    steps: dict[str, int] = {}
    sizes = dict.fromkeys([s for node in graph.nodes for s in node.facts.shape or ()])
    for size in sizes:
        if not isinstance(size, Polynomial):
            continue
        names = symbols_of(size)
        for monomial in size.terms:
            for atom, _ in monomial:
                if isinstance(atom, Floor) and len(names) == 1 and type(atom.divisor) is int:
                    steps[names[0]] = lcm(steps.get(names[0], 1), atom.divisor)
    return {name: step for name, step in steps.items() if step <= MOST_REMAINDERS}


def _open_rooms(graph: Graph) -> Iterator[Room]:
    seen: set[int] = set()
    for node in graph.nodes:
        facts = node.facts
        if not facts.relations or not facts.inputs or id(facts) in seen:
            continue
        seen.add(id(facts))
        for cells, window in zip(facts.inputs[0][1:], facts.relations, strict=False):
            if isinstance(window, Window) and window.rounding == "floor":
                room = cells + window.before + window.after - window.extent
                if divides(window.stride, room) is None:
                    yield room, window.stride


def _text(room: Dim, stride: Dim) -> str:
    from cnnspec.core.algebra_text import divisibility

    return divisibility(stride, room)


def _as_one(name: str, rooms: Iterable[Room]) -> str | None:
    """Several conditions on one symbol as one remainder; None where they are no such."""
    period = 1
    for room, stride in rooms:
        own = _period(room, stride)
        if own is None:
            return None
        period = lcm(period, own)
    if period > MOST_REMAINDERS:
        return None
    fitting = list(range(period))
    for room, stride in rooms:
        # far from 1, where forms may be cut off
        fitting = [rest for rest in fitting if _tiles(room, stride, {name: rest + period})]
    for divisor in range(1, period + 1) if fitting else ():
        rest = fitting[0]
        if period % divisor == 0 and fitting == list(range(rest % divisor, period, divisor)):
            return f"{name} % {divisor} == {rest % divisor}"
    return None


def _tiles(room: Dim, stride: Dim, known: dict[str, Dim]) -> bool:
    return divides(evaluate(stride, known), evaluate(room, known)) is True


def _period(room: Dim, stride: Dim) -> int | None:
    """After how many steps of its symbol the remainder of a room repeats; None where it may not."""
    if type(stride) is not int or not isinstance(room, Polynomial):
        return None
    period = 1
    for monomial, factor in room.terms.items():
        for atom, power in monomial:
            if isinstance(atom, Floor):
                if type(atom.divisor) is not int or _period(atom.numerator, 1) != 1:
                    return None
                period = lcm(period, atom.divisor)
            elif not isinstance(atom, str) or power != 1 or len(monomial) > 1:
                return None
        if len(monomial) > 1 or type(factor) is not int:
            return None
    return period * stride
