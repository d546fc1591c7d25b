"""Fixes for groups that do not divide the channels: the nearest divisors, and the nearest channels
that they divide."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cnnspec.fixes.suiting import suiting

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cnnspec.fixes.proving import Prover, Trial

ORDER = ("groups", "out")
DOES = "has groups that divide"


def trials(prover: Prover) -> Iterator[Trial | None]:
    """The nearest values that the layer takes."""
    return suiting(prover)
