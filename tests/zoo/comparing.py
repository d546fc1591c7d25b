"""Layers of networks here and elsewhere, in words that can be compared."""

from __future__ import annotations

from collections import Counter
from functools import cache
from typing import TYPE_CHECKING, Any, NamedTuple

from measuring import KINDS, unfolded, unfolded_windows
from sliding import row, slides

import cnnspec
from cnnspec.core.window import Window

if TYPE_CHECKING:
    from cnnspec import Analysis
    from cnnspec.graph import Graph, Node

OURS = {"dwconv": "conv", "rbf": "fc", "times": "scale", "l2_norm": "scale"}
"""Layer types that others have under another name; the rest are called alike."""
SLIDING = ("conv", "conv_transpose", "max_pool", "avg_pool")
"""The layer types whose windows are compared."""


class Layer(NamedTuple):
    """A layer with weights: its kind, its output with the channels first, its counts."""

    kind: str
    out: tuple[int, ...]
    params: int
    macs: int


@cache
def network(
    name: str, train: bool = False, settings: tuple[tuple[str, Any], ...] = (), input: Any = None
) -> Analysis:
    """A shipped network."""
    return cnnspec.analyze(name, train=train, settings=dict(settings), input=input)


def weighted(analysis: Analysis) -> list[Layer]:
    """The layers of a network that use parameters, in the order of execution."""
    layers: list[Any] = [layer for layer in analysis.layers if layer.params or layer.shares]
    return [
        Layer(OURS.get(layer.op, layer.op), layer.out, layer.params, layer.macs) for layer in layers
    ]


def recorded(model: dict[str, Any]) -> list[Layer]:
    """The same of what another implementation builds."""
    layers = []
    for line in unfolded(model):
        written, size, params, macs = line.split()
        out = tuple(int(extent) for extent in size.split("x"))
        # A linear layer on each place of a map is a 1x1 convolution.
        kind = "conv" if written == "Linear" and len(out) > 1 else KINDS[written]
        layers.append(Layer(kind, out, int(params), int(macs)))
    return layers


def alike(layers: list[Layer]) -> list[Layer]:
    """Layers without what is a matter of writing: C values and a map of C x 1 x 1 are the same, and
    so are a fully connected layer and a convolution that gives one place."""
    found = []
    for kind, out, params, macs in layers:
        while len(out) > 1 and out[-1] == 1:
            out = out[:-1]
        found.append(Layer("conv" if kind == "fc" else kind, out, params, macs))
    return found


def windowed(analysis: Analysis) -> list[str]:
    """The windows of a network that slide, as sliding.py tells them, in the order of execution."""
    found = [told for node in analysis.graph.nodes for told in _window(analysis.graph, node)]
    return [told for told in found if not is_other_layer(told)]


def recorded_windows(model: dict[str, Any]) -> list[str]:
    """The same of what another implementation runs."""
    return [told for told in unfolded_windows(model) if not is_other_layer(told)]


def summed(analysis: Analysis) -> dict[str, int]:
    """How many sums of two maps a network takes, by their shape."""
    found: Counter[str] = Counter()
    for node in analysis.graph.nodes:
        shape = node.facts.shape
        if node.facts.op == "add" and shape is not None and len(shape) > 1:
            found["x".join(map(str, shape))] += len(node.inputs) - 1
    return dict(found)


def is_other_layer(told: str) -> bool:
    """Whether a pool is a global one, or torch's way to sum neighbouring channels (LRN)."""
    kind, out, kernel, *_, around = told.split()
    if not kind.endswith("pool"):
        return False
    whole = set(out.split("x")) == {"1"} and around == "0+0"
    channels, *places = kernel.split("x")
    return whole or (len(places) > 1 and channels != "1" and set(places) == {"1"})


def _window(graph: Graph, node: Node) -> list[str]:
    facts = node.facts
    kind = OURS.get(facts.op, facts.op)
    windows: Any = facts.relations
    if kind not in SLIDING or facts.shape is None or not windows:
        return []
    before, after = [0] * len(windows), [0] * len(windows)
    source = graph.nodes[node.inputs[0]]
    cells: Any = facts.inputs[0][1:]
    out: Any = facts.shape[1:]
    for axis, (window, length) in enumerate(zip(windows, cells, strict=True)):
        before[axis], after[axis] = paddings(window, length)
    if source.facts.op == "pad":
        frames: Any = source.facts.relations
        for axis, (frame, window) in enumerate(zip(frames, windows, strict=True)):
            read = (out[axis] - 1) * window.stride + window.extent
            unread = max(cells[axis] + before[axis] + after[axis] - read, 0)
            before[axis] += frame.before
            after[axis] += max(frame.after - unread, 0)
    pads = list(zip(before, after, strict=True))
    kernel = [window.kernel for window in windows]
    stride = [window.stride for window in windows]
    if not slides(kernel, stride, pads):
        return []
    dilation = [window.dilation for window in windows]
    return [row(kind, out, kernel, stride, dilation, pads)]


def paddings(window: Any, cells: int) -> tuple[int, int]:
    """The cells before and after an axis, or what a transposed window cuts off there."""
    if isinstance(window, Window):
        return window.paddings(cells)
    written = (cells - 1) * window.stride + window.extent
    before = window.cut_before()
    return before, written + window.extra - before - window.size(cells)
