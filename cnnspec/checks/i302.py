"""off-centre-same: even windows that `same` pads by one cell more after than before."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cnnspec.checks._lines import once
from cnnspec.checks._places import apart
from cnnspec.core.diagnostic import Diagnostic, Note
from cnnspec.core.shape import shape_text
from cnnspec.core.window import Window
from cnnspec.core.wording import plural
from cnnspec.passes.readers import kinds, that

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cnnspec.graph import Node
    from cnnspec.results import Analysis


def check(analysis: Analysis) -> Iterator[Diagnostic]:
    """One finding for the network, if it has such windows."""
    graph = analysis.graph
    sliding = that(graph, lambda layer: layer.slides)
    found = {id(graph.nodes[i].facts) for i in kinds(graph, sliding) if _shifts(graph.nodes[i])}
    shifted = [i for i in sliding if found and id(graph.nodes[i].facts) in found]
    for nodes in apart(analysis, "I302", shifted) if shifted else ():
        has, each = ("has", "it shifts") if len(nodes) == 1 else ("have", "each shifts")
        message = (
            f"{plural(len(nodes), 'layer')} {has} an even window with `pad: same`, whose odd cell "
            f"stands behind the map: {each} what it sees by half a cell"
        )
        help = Note("help", "an odd window, or `pad` in numbers that alternate between both sides")
        yield once(
            analysis,
            "I302",
            message,
            dict.fromkeys(nodes, 1),
            lambda line: _window(graph.nodes[line[0]], len(line)),
            help,
        )


def _shifts(node: Node) -> bool:
    for window, cells in zip(node.facts.relations or (), _cells(node), strict=False):
        if isinstance(window, Window) and window.rounding == "same":
            extent = window.extent
            if type(extent) is int and window.stride == 1 and extent % 2 == 0 and cells != 1:
                return True
    return False


def _cells(node: Node) -> tuple[object, ...]:
    return node.facts.inputs[0][1:] if node.facts.inputs else ()


def _window(node: Node, number: int) -> str:
    windows = [window for window in node.facts.relations or () if isinstance(window, Window)]
    kernel = shape_text(tuple([window.kernel for window in windows]))
    return f"{kernel} window, stride 1" + (f", {number} times" if number > 1 else "")
