"""Layers told apart by their options and by the shapes that reach them."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Hashable

    from cnnspec.graph import Node


class Kinds:
    """One number for each kind of layer and input, the same in both networks."""

    def __init__(self) -> None:
        self._numbers: dict[Hashable, int] = {}
        self._known: dict[int, int] = {}
        """The numbers of facts by their id, which stays theirs as long as both networks do."""

    def number(self, node: Node) -> int:
        """A number for a layer with its options and the shapes that reach it."""
        facts = node.facts
        found = self._known.get(id(facts))
        if found is None:
            key = (facts.op, facts.layer, facts.inputs, facts.shape)
            found = self._known[id(facts)] = self._numbers.setdefault(key, len(self._numbers))
        return found
