"""Branches that do not fit together: where each one ends, and where they part."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from cnnspec.core.shape import CELL_WORDS, shape_text
from cnnspec.core.window import Window
from cnnspec.language.nodes import Sequence, span
from cnnspec.language.templates import call_span
from cnnspec.language.values import Fault

if TYPE_CHECKING:
    from cnnspec.core.diagnostic import Label, Span
    from cnnspec.core.shape import Shape
    from cnnspec.core.window import Relation
    from cnnspec.language.elaborate import Elaborator
    from cnnspec.language.frames import Frame
    from cnnspec.language.templates import Branch, Line

    Origin = tuple[Branch, str]

MOST_BRANCHES = 4
"""So many branches are pointed at, and so many steps on the way to them."""


def explain_join(
    to: Elaborator,
    line: Line,
    frame: Frame,
    level: int,
    ends: list[int],
    origins: list[Origin],
    error: Fault,
) -> Fault:
    """The same fault with both branches: their shapes at the merge, and the lines they end in."""
    account = _Account(to, frame, level)
    chosen = _different(to, ends)
    said = [f"{_name(*origins[one])} is {account.shape(ends[one])}" for one in chosen]
    left_out = len(ends) - len(chosen)
    more = f", and {left_out} more" if left_out else ""
    account.part(ends[chosen[0]], ends[chosen[1]])
    for one in chosen:
        account.end(ends[one], *origins[one])
    place = call_span(line)
    if place.line != place.end_line:
        place = span(line.key)
    text = f"{', '.join(said)}{more}"
    return Fault(
        error.code, error.message, place, *error.notes, text=text, related=account.labels()
    )


def _different(to: Elaborator, ends: list[int]) -> list[int]:
    """The first branch and those whose shapes differ from all before, then others."""
    first: dict[Shape | None, int] = {}
    for number, end in enumerate(ends):
        first.setdefault(to.graph.shape(end), number)
    chosen = list(first.values())[:MOST_BRANCHES]
    rest = [number for number in range(len(ends)) if number not in chosen]
    return sorted([*chosen, *rest[: MOST_BRANCHES - len(chosen)]])


def _name(branch: Branch, label: str) -> str:
    if branch.body is None and branch.source is not None and branch.label is None:
        return f"`{branch.source[0].text}`"
    return f"`{label}`" if branch.label is not None else f"branch {label}"


class _Account:
    """What is said about the lines of one body; each line once."""

    def __init__(self, to: Elaborator, frame: Frame, level: int) -> None:
        self.to = to
        self.graph = to.graph
        self.frame = frame
        self.body = self._body_of(level)
        self.said: dict[Span, str] = {}

    def _body_of(self, scope: int) -> int:
        """The call of a block that a level stands in, or the file's layers."""
        scopes = self.graph.scopes
        while scope > 0 and scopes[scope].arguments is None:
            scope = scopes[scope].parent
        return scope

    def shape(self, node: int) -> str:
        """The shape of a node as text."""
        shape = self.graph.shape(node)
        return "unknown" if shape is None else shape_text(shape)

    def line(self, node: int) -> Line | None:
        """The line of this body that a node comes from; None for one from outside of it."""
        found = self.graph.nodes[node]
        line, scope = found.site, found.scope
        scopes = self.graph.scopes
        while scope != self.body:
            if scope <= 0:
                return None
            if scopes[scope].arguments is not None:
                line = scopes[scope].site
            scope = scopes[scope].parent
        result: Line | None = line
        return result

    def end(self, node: int, branch: Branch, label: str) -> None:
        """Say where a branch ends."""
        named = _name(branch, label)
        if not named.startswith("branch"):
            named = named if branch.body is None and branch.label is None else f"branch {named}"
        line = self.line(node)
        reference = branch.source[0] if branch.source is not None else None
        if branch.body and line is not None:
            name = line.name or line.kind
            self.say(_span(line), f"{named} ends here: {self.shape(node)} ({name})")
        elif reference is not None and branch.body is None:
            if line is not None and _span(line) not in self.said:
                self.say(_span(line), f"`{reference.text}` is {self.shape(node)}")
        else:
            self.say(span(branch.node), f"{named} passes on what reaches it: {self.shape(node)}")

    def part(self, one: int, other: int) -> None:
        """Say where two branches part, and where their sizes change from there on: in this body,
        or in the one around it that its inputs come from."""
        own = self.body
        while not self._told_part(one, other) and self.body > 0:
            self.body = self._body_of(self.graph.scopes[self.body].parent)
        self.body = own

    def _told_part(self, one: int, other: int) -> bool:
        ways = [self._way(one), self._way(other)]
        known = set(ways[1])
        fork = next((node for node in ways[0] if node in known), None)
        if fork is None:
            return False
        line = self.line(fork)
        if line is not None:
            self.say(_span(line), f"the branches part here: {self.shape(fork)}")
        for way in ways:
            self._changes(way[: way.index(fork) + 1][::-1])
        return True

    def _way(self, node: int) -> list[int]:
        """A node and those before it, along the first input, as far as this body goes."""
        way = [node]
        while (inputs := self.graph.nodes[node].inputs) and self.line(node) is not None:
            node = inputs[0]
            way.append(node)
        return way

    def _changes(self, way: list[int]) -> None:
        steps = 0
        for before, node in pairwise(way):
            line = self.line(node)
            change = self._change(before, node)
            if line is not None and change and steps < MOST_BRANCHES:
                steps += 1
                self.say(_span(line), change)

    def _change(self, before: int, node: int) -> str:
        """`89 -> 44, one row is left over`, or nothing where the size stays."""
        old, new = self.graph.shape(before), self.graph.shape(node)
        if old is None or new is None or len(old) != len(new) or old[1:] == new[1:]:
            return ""
        relations = self.graph.nodes[node].facts.relations or ()
        return f"{_size(old)} -> {_size(new)}{_left_over(relations, old[1:])}"

    def say(self, place: Span, text: str) -> None:
        """Note a remark at a place, behind what was said there already."""
        before = self.said.get(place, "")
        self.said[place] = f"{before}; {text}" if before else text

    def labels(self) -> tuple[Label, ...]:
        """All remarks, in the order of the file."""
        places = sorted(self.said, key=lambda place: (place.line, place.column))
        return tuple([self.to.problems.label(place, self.said[place]) for place in places])


def _span(line: Line) -> Span:
    """Where a line's call stands, or only what it calls where that goes over several lines."""
    place = call_span(line)
    if place.line != place.end_line or (isinstance(line.argument, Sequence) and line.body):
        return span(line.key)
    return place


def _left_over(relations: tuple[Relation, ...], sizes: Shape) -> str:
    """What no window covers behind the last one, on the first axis that has any."""
    words = CELL_WORDS.get(len(sizes), ())
    for relation, cells, word in zip(relations, sizes, words, strict=False):
        if not isinstance(relation, Window) or relation.rounding != "floor":
            continue
        room = cells + relation.before + relation.after - relation.extent
        if type(room) is int and type(relation.stride) is int and type(relation.after) is int:
            left = room % relation.stride - relation.after
            if left > 0:
                return f", {'one' if left == 1 else left} {word}{_are(left)} left over"
    return ""


def _are(number: int) -> str:
    return " is" if number == 1 else "s are"


def _size(shape: Shape) -> str:
    sizes = shape[1:]
    return str(sizes[0]) if len(set(sizes)) == 1 else shape_text(sizes)
