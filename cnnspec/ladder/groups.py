"""Groups: the same layers with every channel connected."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cnnspec.ladder.step import Counted, Step

if TYPE_CHECKING:
    from collections.abc import Iterator

METRICS = ("params", "trainable", "kernels", "macs")


def steps(counted: Counted, _: object) -> Iterator[Step]:
    """Without groups; layers whose channels are all apart stay as they are."""
    total, layers = 0, 0
    for _index, node in counted.nodes():
        facts = node.facts
        groups = getattr(facts.layer, "groups", 1)
        if type(groups) is not int or groups < 2 or groups == facts.inputs[0][0]:
            continue
        size = facts.macs if counted.metric == "macs" else facts.kernels
        if node.owner >= 0 and counted.metric != "macs":
            continue
        if type(size) is not int:
            return
        total += size * (groups - 1)
        layers += 1
    convolutions = "1 convolution" if layers == 1 else f"{layers:,} convolutions"
    yield Step(total, f"the connections that the groups of {convolutions} leave out")
