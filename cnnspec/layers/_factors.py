"""Learned factors and offsets that norms and scalings have."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cnnspec.core.weight import Weight

if TYPE_CHECKING:
    from cnnspec.core.algebra import Dim


def factor_and_offset(count: Dim, factor: bool = True, offset: bool = True) -> dict[str, Weight]:
    """As many learned factors, and as many learned added values, where they are wanted."""
    arrays = {}
    if factor:
        arrays["weight"] = Weight((count,), role="factor")
    if offset:
        arrays["bias"] = Weight((count,), role="bias")
    return arrays
