"""Places inside a value: an item of a list, a number of an extent, a line of a block of text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cnnspec.language.expression import EXTENT
from cnnspec.language.nodes import Scalar, Sequence, offset_span, span

if TYPE_CHECKING:
    from cnnspec.core.diagnostic import Span
    from cnnspec.language.nodes import Node


def part_of(node: Node, item: tuple[int, ...]) -> Node | Span:
    """The part of a value that the numbers in `item` lead to, as far as it is written apart."""
    for index in item:
        if isinstance(node, Sequence):
            if index >= len(node.items):
                break
            node = node.items[index]
        elif isinstance(node, Scalar):
            return _line_of(node, index) if node.block else _number_of(node, index)
    return node


def _line_of(node: Scalar, index: int) -> Span:
    """One line of a block of text, without its indentation."""
    text = node.source.text
    start = node.start
    for _ in range(index + 1):
        start = text.find("\n", start, node.end) + 1
        if not start:
            return span(node)
    end = text.find("\n", start, node.end)
    line = text[start : node.end if end < 0 else end]
    first = start + len(line) - len(line.lstrip())
    return node.source.span(first, start + len(line.rstrip()))


def _number_of(node: Scalar, index: int) -> Node | Span:
    """One number of an extent such as `3x3`."""
    numbers = node.text.split("x")
    if not EXTENT.match(node.text) or index >= len(numbers):
        return node
    start = sum([len(number) + 1 for number in numbers[:index]])
    return offset_span(node, start, start + len(numbers[index]))


def joined_span(nodes: tuple[Node, ...]) -> Span:
    """From the first of some nodes of one list to the last."""
    return nodes[0].source.span(nodes[0].start, nodes[-1].end)
