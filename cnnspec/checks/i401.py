"""no-effect: a layer that gives what it gets."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cnnspec.checks._places import by_line, led_to, names, place
from cnnspec.core.diagnostic import Diagnostic, Note
from cnnspec.core.shape import integers
from cnnspec.core.window import Window
from cnnspec.passes.kept import kept
from cnnspec.passes.readers import of_ops, readers
from cnnspec.passes.sign import never_negative

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cnnspec.graph import Graph, Node
    from cnnspec.results import Analysis

RECTIFIERS = frozenset({"relu", "leaky_relu", "prelu", "elu", "abs"})
"""Layers that leave what is not negative as it is."""
AT_MOST_SIX = frozenset({"relu6", "sigmoid", "hard_sigmoid", "softmax"})
NORMS = frozenset({"bn", "ln", "inorm", "gn"})
POOLS = frozenset({"max_pool", "avg_pool", "blur_pool"})
GLOBAL_POOLS = frozenset({"global_avg_pool", "global_max_pool"})
RATES = frozenset({"dropout", "drop_path"})

LOOKED_AT = RECTIFIERS | NORMS | POOLS | GLOBAL_POOLS | RATES | {"relu6", "flatten"}


def check(analysis: Analysis) -> Iterator[Diagnostic]:
    """One finding for each line with such layers, and each reason."""
    graph = analysis.graph
    found: dict[int, str] = {}
    for index in of_ops(graph, LOOKED_AT):
        if why := _why(graph, index, graph.nodes[index]):
            found[index] = why
    for line in by_line(analysis, found):
        for why in dict.fromkeys([found[index] for index in line]):
            same = [index for index in line if found[index] == why]
            yield _finding(analysis, same, why)


def _finding(analysis: Analysis, nodes: list[int], why: str) -> Diagnostic:
    graph = analysis.graph
    verb = "has" if len(nodes) == 1 else "have"
    message = f"{names(analysis, nodes, parts=True)} {verb} no effect: {why}"
    params = sum([p for n in nodes if type(p := graph.nodes[n].facts.params) is int])
    notes = [Note("cost", f"{params:,} parameters that do nothing")] if params else []
    return Diagnostic(
        "I401",
        message,
        place(analysis, nodes[0]),
        led_to(analysis, nodes[0]),
        tuple(notes),
        analysis.paths.layer(nodes[0]),
    )


def _why(graph: Graph, index: int, node: Node) -> str:
    """Why a layer changes nothing; nothing if it changes something."""
    op = node.facts.op
    source = graph.nodes[node.inputs[0]]
    if op in RECTIFIERS:
        return _rectified(graph, node.inputs[0])
    if op == "relu6" and source.facts.op in AT_MOST_SIX:
        return f"what {source.facts.op} gives is from 0 to 6 already"
    if op in NORMS and source.facts.op == op and _equal(node, source):
        return f"what {op} gives is normalised already"
    if op in RATES and node.site.constant and _rate(node) == 0:
        return "the rate is 0"
    if op in GLOBAL_POOLS and node.site.callee != "se":
        return (
            "the map has one cell"
            if integers(node.facts.inputs[0][1:]) in ((1,), (1, 1), (1, 1, 1))
            else ""
        )
    if op in POOLS:
        return _pooled(graph, index, node)
    if op == "flatten" and len(node.facts.inputs[0]) == 1:
        return "the input is a flat vector"
    return ""


def _rectified(graph: Graph, source: int) -> str:
    if not kept(graph, never_negative)[source]:
        return ""
    return f"what {graph.nodes[source].facts.op} gives is never below 0 here"


def _equal(node: Node, source: Node) -> bool:
    """Whether two norms are over the same values."""
    one, other = node.facts.layer, source.facts.layer
    assert one is not None
    assert other is not None
    return one.__dict__.get("groups") == other.__dict__.get("groups")


def _rate(node: Node) -> object:
    assert node.facts.layer is not None
    return node.facts.layer.__dict__["p"]


def _pooled(graph: Graph, index: int, node: Node) -> str:
    windows = [window for window in node.facts.relations or () if isinstance(window, Window)]
    if all(window == Window(1, rounding=window.rounding) for window in windows):
        return "the window has one cell and the stride is 1"
    cells = integers(node.facts.inputs[0][1:])
    if node.facts.op == "avg_pool" and cells is not None and _tiles(windows, cells):
        read = [] if index in graph.outputs else kept(graph, readers)[index]
        if read and all(graph.nodes[reader].facts.op == "global_avg_pool" for reader in read):
            return "the mean of the means is taken behind it, and its windows tile the map"
    return ""


def _tiles(windows: list[Window], cells: tuple[int, ...]) -> bool:
    """Whether every cell is in exactly one window."""
    return all(
        window.kernel == window.stride
        and type(window.kernel) is int
        and size % window.kernel == 0
        and window.paddings(size) == (0, 0)
        for window, size in zip(windows, cells, strict=True)
    )
