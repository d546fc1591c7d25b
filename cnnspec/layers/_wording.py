"""How messages about layers name sizes and lists."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cnnspec.core.shape import dim_text

if TYPE_CHECKING:
    from cnnspec.core.algebra import Dim


def bracketed(size: Dim) -> str:
    """A size in one pair of brackets: `(64)`, `((H + 31)//32)`."""
    written = dim_text(size)
    return written if written.startswith("(") else f"({written})"
