"""cancelled-bias: a bias that the norm behind it takes away again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cnnspec.checks._lines import once
from cnnspec.checks._places import apart
from cnnspec.core.diagnostic import Diagnostic, Note
from cnnspec.core.shape import product
from cnnspec.core.wording import plural
from cnnspec.passes.kept import kept
from cnnspec.passes.readers import only_reader, readers, that

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cnnspec.graph import Graph
    from cnnspec.results import Analysis

CENTRING = ("batch", "channel")
"""What norms take the mean of that subtract it from each channel by itself."""


def check(analysis: Analysis) -> Iterator[Diagnostic]:
    """One finding for the network, if it has such biases."""
    graph = analysis.graph
    biases = _cancelled(graph)
    for nodes in apart(analysis, "I402", list(biases)) if biases else ():
        yield _finding(analysis, {node: biases[node] for node in nodes})


def _cancelled(graph: Graph) -> dict[int, int]:
    """The layers whose bias changes nothing wherever it is used, and its size."""
    found: dict[int, int] = {}
    kept_up: set[int] = set()
    for index in that(graph, lambda layer: layer.linear):
        node = graph.nodes[index]
        bias = node.facts.arrays.get("bias")
        if bias is None:
            continue
        owner = index if node.owner < 0 else node.owner
        after = only_reader(graph, index)
        norm = None if after is None else graph.nodes[after].facts.layer
        if norm is not None and norm.normalises in CENTRING:
            size = product(bias.shape)
            if type(size) is int:
                found.setdefault(owner, size)
        else:
            kept_up.add(owner)
    return {owner: size for owner, size in found.items() if owner not in kept_up}


def _finding(analysis: Analysis, biases: dict[int, int]) -> Diagnostic:
    graph = analysis.graph
    total, lost = analysis.totals.params, sum(biases.values())
    of = f" of {total:,}" if type(total) is int else ""
    carry = "carries" if len(biases) == 1 else "carry"
    message = (
        f"{plural(len(biases), 'layer')} {carry} a bias that the norm behind takes away again: "
        f"{lost:,}{of} parameters change nothing"
    )
    notes = [Note("help", "`bias: auto`, which is none where a `norm` follows, or `bias: false`")]
    if type(total) is int:
        notes.insert(0, Note("effect", f"without them the network has {total - lost:,} parameters"))

    def said(line: list[int]) -> str:
        norm = graph.nodes[kept(graph, readers)[line[0]][0]].facts.op
        size = sum([biases[node] for node in line])
        layers = "" if len(line) == 1 else f" in {len(line)} layers"
        return f"{plural(size, 'parameter')} of bias{layers}, before {norm}"

    return once(analysis, "I402", message, biases, said, *notes)
