"""missing-activation: two layers with kernels and nothing nonlinear between them."""

from __future__ import annotations

from math import prod
from typing import TYPE_CHECKING

from cnnspec.checks._places import by_line, led_to, place
from cnnspec.core.diagnostic import Diagnostic, Note
from cnnspec.core.shape import integers
from cnnspec.core.window import Window
from cnnspec.passes.readers import of_ops, only_reader

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cnnspec.graph import Node
    from cnnspec.results import Analysis

DENSE = ("conv", "fc")
PASSED = ("dropout", "drop_path", "flatten")
"""What stands between two layers and changes nothing that is not linear."""


class Dense:
    """A layer of known size that connects every channel with every other."""

    __slots__ = ("extent", "inputs", "kernel", "op", "out", "stride")

    def __init__(
        self, op: str, inputs: tuple[int, ...], out: tuple[int, ...], kernel: tuple[int, ...],
        extent: tuple[int, ...], stride: tuple[int, ...],
    ) -> None:  # fmt: skip
        self.op = op
        self.inputs = inputs
        self.out = out
        self.kernel = kernel
        self.extent = extent
        self.stride = stride

    @property
    def weights(self) -> int:
        """Its kernel weights."""
        if self.op == "fc":
            return prod(self.inputs) * self.out[0]
        return self.inputs[0] * self.out[0] * prod(self.kernel)


def check(analysis: Analysis) -> Iterator[Diagnostic]:
    """One finding for each line of a first layer, with the layer that reads it alone."""
    graph = analysis.graph
    found: dict[int, tuple[int, Dense, Dense]] = {}
    lent = {node.owner for node in graph.nodes}
    for index in of_ops(graph, DENSE):
        after = only_reader(graph, index)
        while after is not None and graph.nodes[after].facts.op in PASSED:
            after = only_reader(graph, after)
        if after is None or graph.nodes[after].facts.op not in DENSE:
            continue
        if index in lent or after in lent:
            continue  # other layers use these weights, which stay whatever is done here
        first, second = _dense(graph.nodes[index]), _dense(graph.nodes[after])
        if first is not None and second is not None and _adds_nothing(first, second):
            found[index] = (after, first, second)
    for line in by_line(analysis, found):
        yield _finding(analysis, line, *found[line[0]])


def _dense(node: Node) -> Dense | None:
    facts = node.facts
    assert facts.layer is not None
    options = facts.layer.__dict__
    if node.owner >= 0 or options.get("groups", 1) != 1 or options.get("connect") is not None:
        return None
    inputs, out = integers(facts.inputs[0]), integers(facts.shape)
    windows = [relation for relation in facts.relations or () if isinstance(relation, Window)]
    kernel = integers([window.kernel for window in windows])
    extent = integers([window.extent for window in windows])
    stride = integers([window.stride for window in windows])
    if inputs is None or out is None or kernel is None or extent is None or stride is None:
        return None
    return Dense(facts.op, inputs, out, kernel, extent, stride)


def _adds_nothing(first: Dense, second: Dense) -> bool:
    """Whether both together could be one layer. A middle that is narrower than both ends is a rank
    that was chosen, and windows along different axes are one window that was taken apart."""
    if first.op == second.op == "conv":
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
    if second.op == "fc":
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
