"""groups-never-mix: grouped convolutions in a row, and nothing that mixes their groups."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cnnspec.checks._places import by_line, led_to, place
from cnnspec.core.diagnostic import Diagnostic, Note
from cnnspec.passes.readers import of_ops

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cnnspec.graph import Graph, Node
    from cnnspec.results import Analysis

KEEPING = frozenset(
    {
        *("bn", "relu", "relu6", "leaky_relu", "prelu", "elu", "gelu", "silu", "mish", "tanh"),
        *("sigmoid", "hard_sigmoid", "hard_swish", "scale", "times", "abs", "inorm"),
        *(
            "max_pool",
            "avg_pool",
            "l2_pool",
            "blur_pool",
            "adaptive_avg_pool",
            "upsample",
            "resize",
            "crop",
        ),
        *("pad", "dropout", "drop_path"),
    }
)
"""Layers in which each channel stays by itself."""
MOST = 2
"""So many may follow each other: AlexNet's two towers do."""

Chain = tuple[int, int, int]
"""The first and the last of grouped convolutions in a row, and how many they are."""


def check(analysis: Analysis) -> Iterator[Diagnostic]:
    """One finding for each line in which such a row begins."""
    graph = analysis.graph
    grouped = [index for index in of_ops(graph, ("conv",)) if _groups(graph.nodes[index]) > 1]
    if len(grouped) <= MOST:
        return
    longest: dict[int, Chain] = {}
    for chain in _chains(graph):
        if chain is not None and chain[2] > MOST:
            longest[chain[0]] = max(chain, longest.get(chain[0], chain), key=lambda c: c[2])
    for line in by_line(analysis, sorted(longest)):
        yield _finding(analysis, longest[line[0]])


def _chains(graph: Graph) -> list[Chain | None]:
    """For every node the row of grouped convolutions that its channels are from."""
    found: list[Chain | None] = []
    for index, node in enumerate(graph.nodes):
        before = found[node.inputs[0]] if len(node.inputs) == 1 else None
        groups = _groups(node)
        if groups == 1:
            kept = node.facts.op in KEEPING or _is_depthwise(node)
            found.append(before if kept else None)
        elif before is not None and _groups(graph.nodes[before[0]]) == groups:
            found.append((before[0], index, before[2] + 1))
        else:
            found.append((index, index, 1))
    return found


def _is_depthwise(node: Node) -> bool:
    """Whether each channel has a group of its own, whichever way that is written."""
    if node.facts.op == "dwconv":
        return True
    layer = node.facts.layer
    return (
        node.facts.op == "conv"
        and layer is not None
        and layer.__dict__["groups"] == node.facts.inputs[0][0]
    )


def _groups(node: Node) -> int:
    """The groups of a convolution that has several, of several channels each; 1 for all else."""
    if node.facts.op != "conv" or node.facts.layer is None:
        return 1
    groups, channels = node.facts.layer.__dict__["groups"], node.facts.inputs[0][0]
    known = type(groups) is int and type(channels) is int
    return groups if known and groups < channels else 1


def _finding(analysis: Analysis, chain: Chain) -> Diagnostic:
    graph = analysis.graph
    begin, end, number = chain
    first = graph.nodes[begin]
    groups, channels = _groups(first), first.facts.inputs[0][0]
    assert type(channels) is int
    one, other = analysis.paths.layer(begin), analysis.paths.layer(end)
    message = (
        f"{number} convolutions with {groups} groups in a row never mix them: a channel of "
        f"{other} sees {channels // groups} of the {channels} channels that reach {one}"
    )
    notes = (Note("help", f"`channel_shuffle: {groups}` behind {one}"),)
    related = (place(analysis, end, f"{other} ends the row"), *led_to(analysis, begin))
    where = place(analysis, begin, "the row begins here")
    return Diagnostic("W403", message, where, related, notes, one)
