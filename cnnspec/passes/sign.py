"""Sign: which layers can give no negative value, whatever reaches the network."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from cnnspec.graph import Graph, Node

NEVER_NEGATIVE = frozenset({"relu", "relu6", "sigmoid", "hard_sigmoid", "softmax", "abs"})
KEEPING = frozenset(
    {
        *("max_pool", "avg_pool", "blur_pool", "adaptive_avg_pool", "global_avg_pool"),
        *("global_max_pool", "channel_avg_pool", "channel_max_pool", "upsample", "crop", "slice"),
        *("split", "flatten", "reshape", "pad", "pad_channels", "pixel_shuffle", "max_unpool"),
        *("channel_shuffle", "dropout", "drop_path", "lrn", "add", "mul", "concat"),
    }
)
"""Layers that choose, average, place or sum up values, but make no new signs."""


def never_negative(graph: Graph) -> list[bool]:
    """For every node whether none of its values can be below 0."""
    found: list[bool] = []
    for node in graph.nodes:
        found.append(node.facts.op in NEVER_NEGATIVE or _keeps(node, found))
    return found


def _keeps(node: Node, found: list[bool]) -> bool:
    op = node.facts.op
    if op in KEEPING:
        return bool(node.inputs) and all(found[source] for source in node.inputs)
    return op == "maximum" and any(found[source] for source in node.inputs)
