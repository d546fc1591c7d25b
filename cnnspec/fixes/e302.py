"""Fixes for channels or sizes that do not suit a layer: the nearest that do."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cnnspec.fixes.suiting import suiting

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cnnspec.fixes.proving import Prover, Trial

ORDER = ("sizes", "size", "stop", "start", "r", "groups", "out")
DOES = "suits the layer"


def trials(prover: Prover) -> Iterator[Trial | None]:
    """The nearest values that the layer takes."""
    return suiting(prover)
