"""How much work symbolic sizes make: those that grow with every layer must come to an end."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable

    from cnnspec.layers.facts import Facts

MOST_EFFORT = 300_000
"""The work of one analysis, in products of two terms."""


def effort(values: Iterable[Any]) -> int:
    """The work that some values make where they are compared: nothing for numbers, for a form the
    square of its length, which is its terms, those inside floors included, and its degree."""
    total = 0
    for value in values:
        if _is_form(value):
            degree = max([sum([power for _, power in monomial]) for monomial in value.terms])
            total += (value.size + degree) ** 2
    return total


def effort_of_layer(facts: Facts) -> int:
    """The work of a layer: comparing its sizes, and multiplying out its counts."""
    total = effort(facts.shape or ())
    for weight in facts.arrays.values():
        products = 1
        values: tuple[Any, ...] = (*weight.shape, weight.uses)
        for value in values:
            products *= value.size if _is_form(value) else 1
        total += products
    return total


def _is_form(value: Any) -> bool:
    return type(value) is not int and hasattr(value, "terms")
