"""uneven-upsampling: a transposed convolution that adds up to more in some cells than in others."""

from __future__ import annotations

from math import prod
from typing import TYPE_CHECKING

from cnnspec.checks._lines import once
from cnnspec.checks._places import apart, names
from cnnspec.core.diagnostic import Diagnostic, Note
from cnnspec.core.window import Spread, known
from cnnspec.passes.readers import of_ops

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cnnspec.core.algebra import Dim
    from cnnspec.core.window import Relation
    from cnnspec.graph import Node
    from cnnspec.results import Analysis

    Fault = tuple[int, int, int]
    """The kernel, the stride, and how many cells lie behind the last window, where that is all."""


def check(analysis: Analysis) -> Iterator[Diagnostic]:
    """One finding for all layers with the same kernel and stride."""
    graph = analysis.graph
    found: dict[Fault, list[int]] = {}
    for index in of_ops(graph, ("conv_transpose",)):
        fault = _uneven(graph.nodes[index])
        if fault is not None:
            found.setdefault(fault, []).append(index)
    for fault, alike in found.items():
        for nodes in apart(analysis, "W304", alike):
            yield _finding(analysis, nodes, *fault)


def _finding(
    analysis: Analysis, nodes: list[int], kernel: int, stride: int, behind: int
) -> Diagnostic:
    windows = analysis.graph.nodes[nodes[0]].facts.relations or ()
    least, most = kernel // stride, -(-kernel // stride)
    verb = "writes" if len(nodes) == 1 else "write"
    message = f"{names(analysis, nodes)} {verb} {kernel} cells every {stride}, "
    if behind:
        last = "the last cell" if behind == 1 else f"the last {behind} cells"
        get = "gets" if behind == 1 else "get"
        message += f"and {last} of the output, which `out_pad` adds, {get} no window at all"
    elif least:
        many = f"{least} or {most} windows along an axis"
        along = [each for window in windows if (each := _overlaps(window))]
        if len(windows) == len(along) > 1:
            fewest, greatest = prod([low for low, _ in along]), prod([high for _, high in along])
            many += f", {fewest} to {greatest} in all"
        message += f"so a cell of the output gets {many}"
    else:
        message += "so a cell of the output gets one window or none at all: there are holes"
    even = stride * max(most, 2) if kernel > stride else stride
    return once(
        analysis,
        "W304",
        message,
        dict.fromkeys(nodes, 1),
        lambda line: _at(kernel, stride, behind),
        Note("help", f"a kernel of {even}, or `upsample: {stride}` and a convolution")
        if not behind
        else Note("help", "no more `out_pad` than `pad`, which is cut off at the end"),
    )


def _at(kernel: int, stride: int, behind: int) -> str:
    if behind:
        return f"{behind} more than {'is' if behind == 1 else 'are'} written"
    return f"{kernel} is no multiple of {stride}"


def _overlaps(window: Relation) -> tuple[int, int] | None:
    """How few and how many windows reach a cell along an axis, away from the border."""
    if not isinstance(window, Spread):
        return None
    kernel, stride = window.kernel, window.stride
    if type(kernel) is not int or type(stride) is not int:
        return None
    return kernel // stride, -(-kernel // stride)


def _uneven(node: Node) -> Fault | None:
    """The first axis on which a cell gets no window at all, or cells that the border takes no
    window from get more windows than others."""
    for window, cells in zip(node.facts.relations or (), node.facts.inputs[0][1:], strict=True):
        if isinstance(window, Spread):
            kernel, stride = window.kernel, window.stride
            if type(kernel) is int and type(stride) is int:
                if _differs(window, kernel, stride, cells):
                    return kernel, stride, 0
                if behind := _behind(window):
                    return kernel, stride, behind
    return None


def _differs(window: Spread, kernel: int, stride: int, cells: Dim) -> bool:
    """Whether of the cells of each stride, which begin where a window does, some get fewer windows
    than the others: those from the remainder of the kernel on."""
    rest = kernel % stride
    size = window.size(cells)
    if not rest or type(cells) is not int or type(size) is not int:
        return bool(rest)
    first = known(window.cut_before()) if type(window.before) is int else 0
    last = cells - 1
    fewer, more = kernel // stride, kernel // stride + 1

    def meets(step: int, start: int, end: int) -> bool:
        """Whether the output has a cell from `start` to `end` of a stride, from such a step on."""
        step = max(step, (first - end) // stride + 1)
        return step <= last and step * stride + start < first + size

    if not fewer:
        return meets(0, rest, stride)
    return meets(more - 1, 0, rest) and meets(fewer - 1, rest, stride)


def _behind(window: Spread) -> int:
    """How many cells of the output are behind the last window."""
    extra, after = window.extra, window.after
    if window.rounding != "floor" or type(extra) is not int or type(after) is not int:
        return 0
    return max(extra - after, 0)
