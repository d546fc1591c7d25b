"""missing-activation: two layers with kernels and nothing nonlinear between them."""

from __future__ import annotations

from math import prod
from typing import TYPE_CHECKING

from cnnspec.checks._places import by_line, led_to, place
from cnnspec.core.diagnostic import Diagnostic, Note
from cnnspec.core.shape import integers
from cnnspec.core.window import Window
from cnnspec.passes.readers import only_reader, that

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cnnspec.graph import Node
    from cnnspec.results import Analysis


class Dense:
    """A layer of known size that connects every channel with every other."""

    __slots__ = ("extent", "flat", "inputs", "kernel", "out", "stride")

    def __init__(
        self, flat: bool, inputs: tuple[int, ...], out: tuple[int, ...], kernel: tuple[int, ...],
        extent: tuple[int, ...], stride: tuple[int, ...],
    ) -> None:  # fmt: skip
        self.flat = flat
        self.inputs = inputs
        self.out = out
        self.kernel = kernel
        self.extent = extent
        self.stride = stride

    @property
    def weights(self) -> int:
        """Its kernel weights."""
        if self.flat:
            return prod(self.inputs) * self.out[0]
        return self.inputs[0] * self.out[0] * prod(self.kernel)


def check(analysis: Analysis) -> Iterator[Diagnostic]:
    """One finding for each line of a first layer, with the layer that reads it alone."""
    graph = analysis.graph
    found: dict[int, tuple[int, Dense, Dense]] = {}
    known: dict[tuple[tuple[int, bool], ...], tuple[Dense, Dense] | None] = {}
    lent = {node.owner for node in graph.nodes}
    for index in that(graph, lambda layer: layer.linear):
        after = only_reader(graph, index)
        while after is not None and _passes_on(graph.nodes[after]):
            after = only_reader(graph, after)
        if after is None or not _is_linear(graph.nodes[after]):
            continue
        if index in lent or after in lent:
            continue  # other layers use these weights, which stay whatever is done here
        pair = (_kind(graph.nodes[index]), _kind(graph.nodes[after]))
        if pair not in known:  # a network has few kinds of layers, however many there are
            known[pair] = _linear_pair(graph.nodes[index], graph.nodes[after])
        both = known[pair]
        if both is not None:
            found[index] = (after, *both)
    for line in by_line(analysis, found):
        yield _finding(analysis, line, *found[line[0]])


def _is_linear(node: Node) -> bool:
    return node.facts.layer is not None and node.facts.layer.linear


def _passes_on(node: Node) -> bool:
    """Whether a layer gives the next one what it gets: in an image of another shape, a window would
    meet other values."""
    layer, shape = node.facts.layer, node.facts.shape
    if layer is None or shape is None or not layer.same_values:
        return False
    return len(shape) == 1 or shape == node.facts.inputs[0]


def _kind(node: Node) -> tuple[int, bool]:
    """What layers have in common that are alike; facts live as long as their graph."""
    return id(node.facts), node.owner >= 0


def _linear_pair(one: Node, other: Node) -> tuple[Dense, Dense] | None:
    """Both layers, if one of them could do what they do; None if not."""
    first, second = _dense(one), _dense(other)
    if first is None or second is None or not _adds_nothing(first, second):
        return None
    return first, second


def _dense(node: Node) -> Dense | None:
    """The layer, if it has weights of its own from every channel to every other."""
    facts = node.facts
    kernel = facts.arrays.get("weight")
    if facts.layer is None or not facts.layer.linear or kernel is None or node.owner >= 0:
        return None
    flat = facts.layer.flattens
    windows = [relation for relation in facts.relations or () if isinstance(relation, Window)]
    if not flat and (
        len(windows) < len(facts.inputs[0]) - 1 or kernel.shape[1] != facts.inputs[0][0]
    ):
        return None
    inputs, out = integers(facts.inputs[0]), integers(facts.shape)
    sizes = integers([window.kernel for window in windows])
    extent = integers([window.extent for window in windows])
    stride = integers([window.stride for window in windows])
    if inputs is None or out is None or sizes is None or extent is None or stride is None:
        return None
    return Dense(flat, inputs, out, sizes, extent, stride)


def _adds_nothing(first: Dense, second: Dense) -> bool:
    """Whether both together could be one layer. A middle that is narrower than both ends is a rank
    that was chosen, and windows along different axes are one window that was taken apart."""
    if not first.flat and not second.flat:
        if _taken_apart(first.kernel, second.kernel):
            return False
        return first.out[0] >= min(first.inputs[0], second.out[0])
    return prod(first.out) >= min(prod(first.inputs), prod(second.out))


def _taken_apart(one: tuple[int, ...], other: tuple[int, ...]) -> bool:
    """`1x3` and `3x1`."""
    if len(one) != len(other):
        return False
    pairs = list(zip(one, other, strict=True))
    return any(a > 1 and b == 1 for a, b in pairs) and any(a == 1 and b > 1 for a, b in pairs)


def _together(first: Dense, second: Dense) -> tuple[str, int]:
    """The one layer that both are, and its kernel weights."""
    if second.flat:
        inputs = prod(first.inputs)
        return f"one fc {inputs:,} -> {second.out[0]:,}", inputs * second.out[0]
    kernel = tuple(
        [a + (b - 1) * s for a, b, s in zip(first.extent, second.extent, first.stride, strict=True)]
    )
    size = first.inputs[0] * second.out[0] * prod(kernel)
    window = "x".join(map(str, kernel))
    return f"one {window} conv {first.inputs[0]:,} -> {second.out[0]:,}", size


def _finding(
    analysis: Analysis, line: list[int], after: int, first: Dense, second: Dense
) -> Diagnostic:
    one, other = analysis.paths.layer(line[0]), analysis.paths.layer(after)
    both = first.weights + second.weights
    folded, size = _together(first, second)
    again = f" ({len(line)} times)" if len(line) > 1 else ""
    message = (
        f"nothing nonlinear stands between {one} and {other}{again}: together they are {folded}, "
        f"with {size:,} weights in the place of {both:,}"
    )
    help = Note("help", f"an activation behind {one}, or {folded} in the place of both")
    related = (place(analysis, after, f"{other} reads it alone"), *led_to(analysis, line[0]))
    where = place(analysis, line[0], "no activation")
    return Diagnostic("W402", message, where, related, (help,), one)
