"""Fixes for padding that no window can have: the nearest that is allowed, or the dilation that may
be meant by it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cnnspec.fixes.changes import argument_change
from cnnspec.fixes.refused import refused_at
from cnnspec.fixes.suiting import suiting

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cnnspec.fixes.proving import Prover, Trial

ORDER = ("pad", "out_pad", "dilation")
DOES = "has padding that is allowed"


def trials(prover: Prover) -> Iterator[Trial | None]:
    """The nearest padding, and a dilation for which the padding keeps the size."""
    yield from suiting(prover)
    found = refused_at(prover.analysis, prover.finding)
    if found is None or "dilation" not in found[1].layer.options:
        return
    node, refused = found
    pad, kernel = (refused.layer.__dict__.get(name) for name in ("pad", "kernel"))
    if type(pad) is int and type(kernel) is int and kernel > 1 and 2 * pad % (kernel - 1) == 0:
        dilation = 2 * pad // (kernel - 1)
        yield prover.proves(argument_change(prover.analysis, node, "dilation", dilation))
