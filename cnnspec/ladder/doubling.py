"""FLOPs for multiply-adds, and the other way round."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cnnspec.ladder.step import Counted, Step

if TYPE_CHECKING:
    from collections.abc import Iterator

METRICS = ("macs",)


def steps(counted: Counted, _: object) -> Iterator[Step]:
    """Twice as many: a multiplication and an addition are two."""
    yield Step(what="the figure is of FLOPs, two for each multiply-add", times=2)
