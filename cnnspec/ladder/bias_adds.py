"""Additions of biases, which some tools count with the multiply-adds."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cnnspec.core.shape import product
from cnnspec.ladder.step import Counted, Step

if TYPE_CHECKING:
    from collections.abc import Iterator

METRICS = ("macs",)


def steps(counted: Counted, _: object) -> Iterator[Step]:
    """With one for each value to which a bias is added."""
    total = 0
    for _index, node in counted.nodes():
        if "bias" in node.facts.arrays and node.facts.kernels and node.facts.shape is not None:
            values = product(node.facts.shape)
            if type(values) is not int:
                return
            total += values
    yield Step(total, "one for each value to which a bias is added")
