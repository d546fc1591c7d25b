"""Who reads a layer, and which an output depends on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cnnspec.passes.kept import kept
from cnnspec.passes.readers import by_op, kinds, live, of_ops, only_reader, readers, that

if TYPE_CHECKING:
    from collections.abc import Callable

    from cnnspec.results import Analysis

    Net = Callable[..., Analysis]

# 0 input, 1 conv a, 2 relu, 3 conv, 4 relu, 5 add, 6 tanh
TEXT = (
    "layers: [{conv: [3, 1], name: a}, relu, conv: [3, 1], {relu: [], from: a}, "
    "{add: [prev, prev], name: b}, {tanh: [], from: a}]\noutputs: [b]"
)


def test_readers(net: Net) -> None:
    graph = net(TEXT, check=False).graph
    assert readers(graph) == [[1], [2, 4, 6], [3], [], [5, 5], [], []]


def test_live(net: Net) -> None:
    graph = net(TEXT, check=False).graph
    assert live(graph) == [True, True, False, False, True, True, False]


def test_only_reader(net: Net) -> None:
    graph = net(TEXT, check=False).graph
    found = [only_reader(graph, node) for node in range(len(graph.nodes))]
    assert found == [1, None, 3, None, None, None, None]


def test_of_ops_and_kinds(net: Net) -> None:
    graph = net(TEXT, check=False).graph
    assert by_op(graph)["conv"] == [1, 3]
    assert of_ops(graph, ("relu", "conv", "softmax")) == [1, 2, 3, 4]
    # both convolutions are one kind, as are both activations
    assert kinds(graph, of_ops(graph, ("relu", "conv"))) == [1, 2]


def test_layers_that_have_something_in_common(net: Net) -> None:
    graph = net(TEXT, check=False).graph
    assert that(graph, lambda layer: layer.linear) == [1, 3]
    assert that(graph, lambda layer: layer.activation) == [2, 4, 6]
    assert that(graph, lambda layer: layer.slides and layer.pools) == []


def test_kept(net: Net) -> None:
    graph = net(TEXT, check=False).graph
    first = kept(graph, readers)
    assert kept(graph, readers) is first
    graph.kept.clear()
    assert kept(graph, readers) is not first
    assert net(TEXT).graph.kept == {}, "what rules worked out is forgotten when they are done"
