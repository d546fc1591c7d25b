"""The unfolded network: nodes in the order of execution, and the levels that they stand in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from cnnspec.analysis import analyze
from cnnspec.graph import OPEN, Graph, Scope
from cnnspec.language.reader import read_text
from cnnspec.language.spec import read_spec

if TYPE_CHECKING:
    from collections.abc import Callable

    from cnnspec.results import Analysis

    Net = Callable[..., Analysis]

UNSHRUNK = (Phase.explicit, Phase.reuse, Phase.generate)
"""A generated spec takes minutes to shrink, and is short enough to be read as it is."""


def test_an_empty_graph() -> None:
    graph = Graph()
    assert (graph.nodes, graph.inputs, graph.outputs, graph.unknown) == ([], {}, [], [])
    (root,) = graph.scopes
    assert (root.parent, root.role, root.label, root.last) == (-1, "root", "", OPEN)


def test_shapes_and_readers(net: Net) -> None:
    graph = net("layers: [{conv: [4, 1], name: a}, relu, add: [a, prev], {conv: [4, 99]}]").graph
    assert [graph.shape(node) for node in range(5)] == [
        (3, 32, 32), (4, 32, 32), (4, 32, 32), (4, 32, 32), None,
    ]  # fmt: skip
    assert [node.inputs for node in graph.nodes] == [(), (0,), (1,), (1, 2), ()]
    assert graph.unknown == [4]


def test_inputs_come_first(net: Net) -> None:
    graph = net("input: {a: [1, 4, 4], b: [1, 4, 4]}\nlayers: [add: [a, b]]").graph
    assert graph.inputs == {"a": 0, "b": 1}
    assert [graph.is_input(node) for node in range(3)] == [True, True, False]


def test_a_level_that_is_moved() -> None:
    level = Scope(3, "line", "unit", kind="unit", named=True, arguments={"c": 64}, first=10)
    level.last = 14
    copy = level.moved(5, 100, -1)
    assert (copy.parent, copy.first, copy.last) == (8, 110, 114)
    assert (copy.role, copy.label, copy.kind, copy.named) == ("line", "unit", "unit", True)
    assert copy.arguments == {"c": 64}
    assert level.moved(5, 100, 2).parent == 2
    assert (level.parent, level.first, level.last) == (3, 10, 14)


@settings(max_examples=25, deadline=None, phases=UNSHRUNK)
@given(data=st.data())
def test_the_order_of_nodes_and_levels(
    generated: st.SearchStrategy[str], data: st.DataObject
) -> None:
    graph = analyze(read_spec(read_text(data.draw(generated), "net.yaml"), "net")).graph
    for index, node in enumerate(graph.nodes):
        assert all(source < index for source in node.inputs)
        assert node.owner < index
        if node.owner >= 0:
            assert graph.nodes[node.owner].owner < 0
        level = graph.scopes[node.scope]
        assert level.first <= index < level.last
    for number, level in enumerate(graph.scopes[1:], 1):
        outer = graph.scopes[level.parent]
        assert level.parent < number
        assert outer.first <= level.first <= level.last <= outer.last
