"""Running statistics, which some tools count as parameters: Keras in its total."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cnnspec.ladder.step import Counted, Step

if TYPE_CHECKING:
    from collections.abc import Iterator

METRICS = ("params",)


def steps(counted: Counted, _: object) -> Iterator[Step]:
    """With the means and variances of the norms."""
    sizes = [node.facts.buffers for _, node in counted.nodes() if node.owner < 0]
    if all(type(size) is int for size in sizes):
        whole = [size for size in sizes if type(size) is int]
        yield Step(sum(whole), "the running statistics of the batch norms, which are no parameters")
