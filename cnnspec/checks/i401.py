"""no-effect: a layer that gives what it gets."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cnnspec.checks._places import by_line, led_to, names, place
from cnnspec.core.diagnostic import Diagnostic, Note
from cnnspec.core.shape import integers
from cnnspec.core.window import Whole, Window
from cnnspec.passes.kept import kept
from cnnspec.passes.readers import readers, that
from cnnspec.passes.sign import never_negative

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cnnspec.graph import Graph, Node
    from cnnspec.layers.base import Bounds, Layer
    from cnnspec.results import Analysis


def check(analysis: Analysis) -> Iterator[Diagnostic]:
    """One finding for each line with such layers, and each reason."""
    graph = analysis.graph
    found: dict[int, str] = {}
    for index in that(graph, _may_do_nothing):
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


def _may_do_nothing(layer: type[Layer]) -> bool:
    return bool(
        layer.leaves or layer.normalises or layer.training_only or layer.pools or layer.flattens
    )


def _why(graph: Graph, index: int, node: Node) -> str:
    """Why a layer changes nothing; nothing if it changes something."""
    layer, source = node.facts.layer, node.inputs[0]
    assert layer is not None
    if layer.leaves is not None:
        return _left(graph, source, layer.leaves)
    if layer.normalises is not None and _equal(layer, graph.nodes[source].facts.layer):
        return f"what {layer.op} gives is normalised already"
    if layer.training_only and node.site.constant and layer.__dict__["p"] == 0:
        return "the rate is 0"
    if layer.pools is not None and layer.pools != "length":
        return _pooled(graph, index, node)
    if layer.flattens and layer.same_values and len(node.facts.inputs[0]) == 1:
        return "the input is a flat vector"
    return ""


def _left(graph: Graph, source: int, leaves: Bounds) -> str:
    """Why a layer that leaves some values as they are leaves all that its source gives."""
    facts = graph.nodes[source].facts
    least, most = leaves
    if most is None:
        told = kept(graph, never_negative)[source]
        return f"what {facts.op} gives is never below {least} here" if told else ""
    low, high = (None, None) if facts.layer is None else facts.layer.bounds
    if low is None or high is None or least is None or low < least or high > most:
        return ""
    return f"what {facts.op} gives is from {least} to {most} already"


def _equal(one: Layer, other: Layer | None) -> bool:
    """Whether two norms are over the same values."""
    return type(one) is type(other) and one.__dict__.get("groups") == other.__dict__.get("groups")


def _pooled(graph: Graph, index: int, node: Node) -> str:
    layer, relations = node.facts.layer, node.facts.relations or ()
    assert layer is not None
    cells = integers(node.facts.inputs[0][1:]) or ()
    if _is_global(node):
        return "the map has one cell" if set(cells) == {1} and node.site.callee != "se" else ""
    if not layer.slides:
        return ""
    windows = [window for window in relations if isinstance(window, Window)]
    if all(window == Window(1, rounding=window.rounding) for window in windows):
        return "the window has one cell and the stride is 1"
    if layer.pools == "mean" and cells and _tiles(windows, cells):
        read = [] if index in graph.outputs else kept(graph, readers)[index]
        if read and all(_is_global_mean(graph.nodes[reader]) for reader in read):
            return "the mean of the means is taken behind it, and its windows tile the map"
    return ""


def _is_global(node: Node) -> bool:
    """Whether a pool takes the whole map."""
    relations = node.facts.relations
    return bool(relations) and all(isinstance(relation, Whole) for relation in relations or ())


def _is_global_mean(node: Node) -> bool:
    layer = node.facts.layer
    return layer is not None and layer.pools == "mean" and _is_global(node)


def _tiles(windows: list[Window], cells: tuple[int, ...]) -> bool:
    """Whether every cell is in exactly one window."""
    return all(
        window.kernel == window.stride
        and type(window.kernel) is int
        and size % window.kernel == 0
        and window.paddings(size) == (0, 0)
        for window, size in zip(windows, cells, strict=True)
    )
