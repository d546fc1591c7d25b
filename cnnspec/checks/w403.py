"""groups-never-mix: grouped convolutions in a row, and nothing that mixes their groups."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cnnspec.checks._places import by_line, led_to, place
from cnnspec.core.diagnostic import Diagnostic, Note
from cnnspec.passes.readers import that

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cnnspec.graph import Graph, Node
    from cnnspec.results import Analysis

MOST = 2
"""So many may follow each other: AlexNet's two towers do."""

Chain = tuple[int, int, int]
"""The first and the last of grouped convolutions in a row, and how many they are."""


def check(analysis: Analysis) -> Iterator[Diagnostic]:
    """One finding for each line in which such a row begins."""
    graph = analysis.graph
    sliding = that(graph, lambda layer: layer.slides and layer.linear)
    grouped = [index for index in sliding if _groups(graph.nodes[index]) > 1]
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
            found.append(before if _is_channelwise(node) else None)
        elif before is not None and _groups(graph.nodes[before[0]]) == groups:
            found.append((before[0], index, before[2] + 1))
        else:
            found.append((index, index, 1))
    return found


def _is_channelwise(node: Node) -> bool:
    """Whether each channel stays by itself, as in a depthwise convolution, however it is written:
    each value of its kernel reads one channel."""
    layer = node.facts.layer
    if layer is None:
        return False
    if layer.linear and layer.slides:
        kernel = node.facts.arrays.get("weight")
        return kernel is not None and kernel.shape[1] == 1
    return layer.channelwise


def _groups(node: Node) -> int:
    """The groups of a convolution that has several, of several channels each; 1 for all else."""
    layer = node.facts.layer
    if layer is None or not (layer.linear and layer.slides):
        return 1
    channels = node.facts.inputs[0][0]
    kernel = node.facts.arrays.get("weight")
    groups = 1 if kernel is None else kernel.groups
    if type(groups) is not int or type(channels) is not int:
        return 1
    return groups if groups < channels else 1


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
