"""Reach: which cells of every tensor some output depends on, against a naive computation."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from cnnspec.analysis import analyze
from cnnspec.language.reader import read_text
from cnnspec.language.spec import read_spec
from cnnspec.passes.reach import CELL_LIMIT, Reach, decidable

if TYPE_CHECKING:
    from collections.abc import Callable

    from cnnspec.graph import Graph
    from cnnspec.results import Analysis

    Net = Callable[..., Analysis]


@pytest.mark.parametrize(
    ("layers", "unread"),
    [
        ("conv: [3, 3]", ()),
        ("conv: [3, 3, 2]", (31,)),
        ("conv: [3, 3, 2, pad: 1]", ()),
        ("conv: [3, 3, 2, pad: same]", ()),
        ("max_pool: [2, 2]", ()),
        ("max_pool: [3, 3]", (30, 31)),
        ("max_pool: [3, 3, ceil: true]", ()),
        ("max_pool: [1, 2]", tuple(range(1, 32, 2))),
        ("conv: [3, 2, dilation: 3], max_pool: [29, 29]", ()),
        ("conv: [3, 2, 4, dilation: 2]", tuple(i for i in range(32) if i % 4 in (1, 3))),
        ("crop: 30", (0, 31)),
        ("crop: 29", (0, 30, 31)),
        ("slice: [0, 2]", ()),
        ("pad: 1, max_pool: [2, 2]", ()),
        ("pad: {amount: [[0, 1], [0, 1]]}, max_pool: [3, 3]", ()),
        ("global_avg_pool", ()),
        ("conv: [3, 3, 2], global_avg_pool, upsample: 4", (31,)),
        ("fc: 10", ()),
        # what one branch passes over, another reads
        ("concat: [[max_pool: [1, 2]], [max_pool: [3, 2, pad: 1]]]", ()),
        ("concat: [[max_pool: [1, 2]], [conv: [3, 1, 2]]]", tuple(range(1, 32, 2))),
        ("concat: [in, [relu]]", ()),
        ("conv: [3, 3], max_pool: [2, 2], conv: [3, 3], max_pool: [2, 2]", (30, 31)),
    ],
)  # fmt: skip
def test_unread_cells_of_the_input(net: Net, layers: str, unread: tuple[int, ...]) -> None:
    assert Reach(net(f"layers: [{layers}]").graph).unread(0) == (unread, unread)


def test_an_output_that_reads_padding_only_needs_no_gate_either(net: Net) -> None:
    layers = "mul: [in, [global_avg_pool]], max_pool: [2, 2], pad: 1, conv: [1, 1, 2]"
    graph = net(f"input: [1, 2]\nlayers: [{layers}]").graph
    assert Reach(graph).unread(0) == ((0, 1),)


def test_each_axis_is_on_its_own(net: Net) -> None:
    graph = net("layers: [conv: [3, 1x3, 1x2]]").graph
    assert Reach(graph).unread(0) == ((), (31,))


def test_only_what_an_output_needs(net: Net) -> None:
    text = "layers: [{conv: [3, 3, 2], name: a}, {relu: [], from: in, name: b}]\noutputs: [%s]"
    assert Reach(net(text % "a").graph).unread(0) == ((31,), (31,))
    assert Reach(net(text % "b").graph).unread(0) == ((), ())
    assert Reach(net(text % "b").graph).need[1] is None


def test_one_layer_mended(net: Net) -> None:
    graph = net("layers: [conv: [3, 3, 2], max_pool: [3, 3]]").graph
    # 15 cells remain, 15 = 5·3, so only the first layer loses a row
    assert Reach(graph).unread(0) == ((31,), (31,))
    assert Reach(graph, frozenset([1])).unread(0) == ((), ())
    assert Reach(graph, frozenset([2])).unread(0) == ((31,), (31,))


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("layers: [relu]", True),
        ("layers: [conv: [3, 99]]", False),
        (f"input: [1, {CELL_LIMIT}]\nlayers: [relu]", True),
        (f"input: [1, {CELL_LIMIT + 1}]\nlayers: [relu]", False),
        ("symbols: [H]\ninput: [3, H, H]\nlayers: [relu]", False),
        ("symbols: [C]\ninput: [C, 8, 8]\nlayers: [relu]", True),
    ],
)
def test_what_can_be_followed(net: Net, text: str, wanted: bool) -> None:
    assert decidable(net(text).graph) == wanted


# --- against a naive computation ------------------------------------------------------------------


def padding(layer: Any, cells: int) -> int:
    """The padding before an axis."""
    if layer.pad != "same":
        return int(layer.pad)
    extent = layer.dilation * (layer.kernel - 1) + 1
    return int(max((-(-cells // layer.stride) - 1) * layer.stride + extent - cells, 0) // 2)


def read_by(node: Any, cell: int, cells: int, outputs: int) -> set[int]:
    """The cells of its input that one cell of a layer's output reads, from the definition."""
    layer, op = node.facts.layer, node.facts.op
    if op in ("conv", "max_pool", "avg_pool"):
        dilation = getattr(layer, "dilation", 1)
        start = cell * layer.stride - (
            padding(layer, cells) if op == "conv" else layer.pad  # pools here have a number
        )
        found = {start + tap * dilation for tap in range(layer.kernel)}
    elif op == "conv_transpose":
        found = {
            source
            for source in range(cells)
            for tap in range(layer.kernel)
            if source * layer.stride + tap - layer.pad == cell
        }
    elif op == "upsample":
        found = {cell // layer.scale}
    elif op == "crop":
        found = {cell + (cells - outputs) // 2}
    elif op == "pad":
        found = {cell - layer.amount}
    elif op == "adaptive_avg_pool":
        found = set(range(cell * cells // outputs, -(-(cell + 1) * cells // outputs)))
    elif op in ("resize", "global_avg_pool"):
        found = set(range(cells))
    elif op == "mul":  # a gate has one cell for all
        found = {0} if cells == 1 else {cell}
    else:
        found = {cell}
    return {source for source in found if 0 <= source < cells}


def naive_unread(graph: Graph) -> tuple[int, ...]:
    """Forwards: every cell of every layer with all the cells of the input that it depends on."""
    sizes = [graph.shape(node) for node in range(len(graph.nodes))]
    depends: list[list[set[int]]] = []
    for index, node in enumerate(graph.nodes):
        size = sizes[index]
        assert size is not None
        cells: Any = size[1]
        if index == 0:
            depends.append([{cell} for cell in range(cells)])
            continue
        own: list[set[int]] = []
        for cell in range(cells):
            own.append(set())
            for source in node.inputs:
                length: Any = sizes[source][1]  # type: ignore[index]  # known
                for read in read_by(node, cell, length, cells):
                    own[-1] |= depends[source][read]
        depends.append(own)
    seen = {cell for output in graph.outputs for cells in depends[output] for cell in cells}
    return tuple(cell for cell in range(len(depends[0])) if cell not in seen)


@st.composite
def layer(draw: Any) -> str:
    """A layer on one axis; it may be too large for what reaches it."""
    kernel, stride = draw(st.integers(1, 5)), draw(st.integers(1, 4))
    pad = draw(st.integers(0, kernel // 2))
    dilation = draw(st.integers(1, 2))
    return str(
        draw(
            st.sampled_from(
                [
                    f"conv: [1, {kernel}, {stride}, pad: {pad}, dilation: {dilation}]",
                    f"conv: [1, {kernel}, {stride}, pad: same]",
                    f"max_pool: [{kernel}, {stride}, pad: {pad}]",
                    f"max_pool: [{kernel}, {stride}, pad: {pad}, ceil: true]",
                    f"conv_transpose: [1, {kernel}, {stride}]",
                    f"upsample: {stride}",
                    f"pad: {pad}",
                    f"crop: {stride}",
                    f"adaptive_avg_pool: {kernel}",
                    f"resize: {kernel}",
                    "relu",
                    "mul: [in, [global_avg_pool]]",
                ]
            )
        )
    )


@st.composite
def networks(draw: Any) -> str:
    """Rows of layers, some of them side by side, all of which are outputs."""
    lines = []
    for _ in range(draw(st.integers(1, 4))):
        row = ", ".join(draw(st.lists(layer(), min_size=1, max_size=3)))
        form = draw(st.integers(0, 3))
        if form == 0:
            lines.append(f"{{side: [{row}]}}")
        elif form == 1:
            lines.append(f"concat: [in, {{layers: [{row}, {{resize: in.l}}]}}]")
        else:
            lines.append(row)
    text = ", ".join(lines).replace("[in,", "[prev,").replace("in.l", "prev.l")
    outputs = draw(st.sampled_from(["", "outputs: [prev]\n"]))
    cells = draw(st.integers(1, 24))
    return f"cnnspec: 1\nname: Net\ninput: [1, {cells}]\nlayers: [{text}]\n{outputs}"


@settings(max_examples=100, deadline=None)
@given(networks())
def test_against_a_naive_computation(text: str) -> None:
    graph = analyze(read_spec(read_text(text, "net.yaml"), "net")).graph
    assume(not graph.unknown)
    assert Reach(graph).unread(0) == (naive_unread(graph),)
