"""Layers that read their whole input: nothing is left of its axes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cnnspec.core.window import Whole

if TYPE_CHECKING:
    from cnnspec.core.shape import Shape
    from cnnspec.core.terms import Term


def flattened(x: Shape) -> dict[str, Term]:
    """How many values an image has that is flattened first."""
    from cnnspec.core.terms import numbers, product

    return {"inputs": product(*numbers(x, "size"))} if len(x) > 1 else {}


def whole(x: Shape) -> tuple[Whole, ...]:
    """One relation for each spatial axis of the input, none for a flat vector."""
    return (Whole(),) * (len(x) - 1)
