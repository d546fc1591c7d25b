"""uneven-upsampling: a transposed convolution that adds up to more in some cells than in others."""

from __future__ import annotations

from math import prod
from typing import TYPE_CHECKING

from cnnspec.checks._lines import once
from cnnspec.checks._places import apart, names
from cnnspec.core.diagnostic import Diagnostic, Note
from cnnspec.core.window import Spread
from cnnspec.passes.readers import of_ops

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cnnspec.core.window import Relation
    from cnnspec.graph import Node
    from cnnspec.results import Analysis


def check(analysis: Analysis) -> Iterator[Diagnostic]:
    """One finding for all layers with the same kernel and stride."""
    graph = analysis.graph
    found: dict[tuple[int, int], list[int]] = {}
    for index in of_ops(graph, ("conv_transpose",)):
        window = _uneven(graph.nodes[index])
        if window is not None:
            found.setdefault(window, []).append(index)
    for (kernel, stride), alike in found.items():
        for nodes in apart(analysis, "W304", alike):
            yield _finding(analysis, nodes, kernel, stride)


def _finding(analysis: Analysis, nodes: list[int], kernel: int, stride: int) -> Diagnostic:
    windows = analysis.graph.nodes[nodes[0]].facts.relations or ()
    least, most = kernel // stride, -(-kernel // stride)
    if least:
        many = f"{least} or {most} windows along an axis"
        along = [each for window in windows if (each := _overlaps(window))]
        if len(windows) == len(along) > 1:
            fewest, greatest = prod([low for low, _ in along]), prod([high for _, high in along])
            many += f", {fewest} to {greatest} in all"
    else:
        many = "one window or none at all: there are holes"
    verb = "writes" if len(nodes) == 1 else "write"
    message = (
        f"{names(analysis, nodes)} {verb} {kernel} cells every {stride}, so a cell of the output "
        f"gets {many}"
    )
    even = stride * max(most, 2) if kernel > stride else stride
    return once(
        analysis,
        "W304",
        message,
        dict.fromkeys(nodes, 1),
        lambda line: f"{kernel} is no multiple of {stride}",
        Note("help", f"a kernel of {even}, or `upsample: {stride}` and a convolution"),
    )


def _overlaps(window: Relation) -> tuple[int, int] | None:
    """How few and how many windows reach a cell along an axis, away from the border."""
    if not isinstance(window, Spread):
        return None
    kernel, stride = window.kernel, window.stride
    if type(kernel) is not int or type(stride) is not int:
        return None
    return kernel // stride, -(-kernel // stride)


def _uneven(node: Node) -> tuple[int, int] | None:
    """The kernel and stride of the first axis on which windows overlap unevenly or leave holes: of
    more windows than one."""
    for window, cells in zip(node.facts.relations or (), node.facts.inputs[0][1:], strict=True):
        if isinstance(window, Spread) and cells != 1:
            kernel, stride = window.kernel, window.stride
            if type(kernel) is int and type(stride) is int and kernel % stride:
                return kernel, stride
    return None
