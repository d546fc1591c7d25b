"""Names that are set one after the other, each from those before it: `vars`, `args` and `let`."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from cnnspec.core.diagnostic import Note

if TYPE_CHECKING:
    from collections.abc import Iterable

    from cnnspec.core.diagnostic import Span
    from cnnspec.language.nodes import Scalar
    from cnnspec.language.problems import Problems

LONGEST_CHAIN = 8
"""So many steps of a circle are told."""


def shortened_chain(names: list[str]) -> list[str]:
    """The names of a chain, the middle left out where it is long."""
    half = LONGEST_CHAIN // 2
    return names if len(names) <= LONGEST_CHAIN else [*names[:half], "...", *names[-half:]]


def _back(name: str, before: dict[str, str]) -> list[str]:
    """The way to a name, from what is before each."""
    way = []
    while name:
        way.append(name)
        name = before[name]
    return way[::-1]


class Order:
    """The names of one list or mapping; `current` is the one whose value is being read."""

    __slots__ = ("current", "early", "keys", "uses")

    def __init__(self, keys: Iterable[Scalar]) -> None:
        self.keys = {key.text: key for key in keys}
        self.current = ""
        self.uses: dict[str, dict[str, Span]] = {}
        self.early: list[tuple[str, str, Span]] = []

    def use(self, name: str, place: Span, known: bool) -> None:
        """Note that the value of `current` uses a name, which is set before it or not."""
        self.uses.setdefault(self.current, {}).setdefault(name, place)
        if not known:
            self.early.append((self.current, name, place))

    def report(self, problems: Problems) -> None:
        """One finding for each circle, and one for every other use before its line."""
        told: set[str] = set()
        for user, name, place in self.early:
            if user in told and name in told:
                continue
            circle = self._circle(user, name)
            if not circle:
                related = (problems.label(self.keys[name], "it is set here"),)
                fix = Note("fix", f"move `{name}` before `{user}`")
                message = f"`{user}` uses `{name}`, which is set after it"
                problems.add("E207", message, place, fix, related=related)
            else:
                told.update(circle)
                self._report_circle(circle, place, problems)

    def _circle(self, user: str, name: str) -> list[str]:
        """The names on the shortest way from a name back to the one that uses it, both included."""
        before: dict[str, str] = {name: ""}
        waiting = [name]
        for here in waiting:
            if here == user:
                return _back(user, before)
            for other in self.uses.get(here, ()):
                if other not in before:
                    before[other] = here
                    waiting.append(other)
        return []

    def _report_circle(self, circle: list[str], place: Span, problems: Problems) -> None:
        user = circle[-1]
        steps = " -> ".join(shortened_chain([user, *circle]))
        related = tuple(
            problems.label(self.uses[one][other], f"`{one}` uses `{other}` here")
            for one, other in pairwise(circle[:LONGEST_CHAIN])
        )
        problems.add("E210", f"`{user}` is set from itself: {steps}", place, related=related)
