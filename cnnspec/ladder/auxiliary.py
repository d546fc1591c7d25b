"""Auxiliary heads, which are there in training alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cnnspec.analysis import analyze
from cnnspec.core.diagnostic import SpecError
from cnnspec.ladder.step import Counted, Step

if TYPE_CHECKING:
    from collections.abc import Iterator

METRICS = ("params", "trainable", "kernels", "macs")


def steps(counted: Counted, _: object) -> Iterator[Step]:
    """With the parts that only training has, or without them."""
    analysis = counted.analysis
    if not counted.whole or "train" not in analysis.spec.names.used:
        return
    try:
        other = analyze(analysis.spec, train=not analysis.train, check=False)
    except SpecError:
        return
    value = getattr(other.totals, counted.metric)
    if type(value) is int:
        fix = "" if analysis.train else f"train: {{{counted.metric}: {value}}}"
        yield Step(value - counted.found, "what the training graph has beside", fix)
