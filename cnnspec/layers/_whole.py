"""Layers that read their whole input: nothing is left of its axes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cnnspec.core.window import Whole

if TYPE_CHECKING:
    from cnnspec.core.shape import Shape


def whole(x: Shape) -> tuple[Whole, ...]:
    """One relation for each spatial axis of the input, none for a flat vector."""
    return (Whole(),) * (len(x) - 1)
