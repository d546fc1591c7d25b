"""Fully connected layers, which some count apart."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cnnspec.ladder.step import Counted, Step

if TYPE_CHECKING:
    from collections.abc import Iterator

METRICS = ("macs", "params", "kernels")


def steps(counted: Counted, _: object) -> Iterator[Step]:
    """Without the layers of type `fc`."""
    sizes = [
        getattr(node.facts, counted.metric)
        for _, node in counted.nodes()
        if node.facts.op == "fc" and (node.owner < 0 or counted.metric == "macs")
    ]
    if sizes and all(type(size) is int for size in sizes):
        layers = "1 fully connected layer" if len(sizes) == 1 else (
            f"{len(sizes):,} fully connected layers"
        )  # fmt: skip
        yield Step(-sum(sizes), f"the share of {layers}")
