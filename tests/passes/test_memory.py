"""Live activations, and where they take the most."""

from __future__ import annotations

from math import prod
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cnnspec import library
from cnnspec.analysis import analyze, load
from cnnspec.core.algebra import symbol
from cnnspec.language.reader import read_text
from cnnspec.language.spec import read_spec
from cnnspec.layers import find, names
from cnnspec.passes.memory import Memory
from cnnspec.passes.reach import known_sizes

if TYPE_CHECKING:
    from collections.abc import Callable

    from cnnspec.graph import Graph
    from cnnspec.results import Analysis

    Net = Callable[..., Analysis]

# The layers whose result can take the place of an input, value by value, and those that move
# nothing. Written down once more: a layer type that says otherwise turns the tests red.
OVER = {
    "abs", "add", "bn", "elu", "gelu", "gn", "grn", "hard_sigmoid", "hard_swish", "inorm",
    "l2_norm", "leaky_relu", "ln", "maximum", "mish", "mul", "prelu", "relu", "relu6", "scale",
    "sigmoid", "silu", "sub", "tanh", "times",
}  # fmt: skip
VIEWS = {"crop", "drop_path", "dropout", "flatten", "reshape", "slice", "split"}


def test_where_results_go() -> None:
    kinds = {name: find(name).memory for name in names()}
    assert {name for name, kind in kinds.items() if kind == "in place"} == OVER
    assert {name for name, kind in kinds.items() if kind == "view"} == VIEWS


@pytest.mark.parametrize(
    ("name", "values", "at"),
    [
        # By hand: the tensors alive together. ResNet-50: the input of the unit 64·56·56, and both
        # branches 256·56·56 before the add; in the units after it the input 256·56·56, 64·56·56
        # and 256·56·56.
        ("resnet50", 200_704 + 802_816 + 802_816,
         ["conv2_x.0.shortcut.conv", "conv2_x.1.residual.conv3", "conv2_x.2.residual.conv3"]),
        # 64·224·224 twice: 24.50 MiB in float32
        ("vgg16", 2 * 3_211_264, ["conv1.1"]),
        # 96·112·112 in and 96·56·56 out: 5.74 MiB in float32
        ("mobilenet_v2", 1_204_224 + 301_056, ["bottleneck2.0.residual.dwconv"]),
        # 6·28·28 in and 6·14·14 out
        ("lenet5", 4_704 + 1_176, ["S2.avg_pool"]),
        # LRN reads its neighbours, so it cannot write over them: 96·55·55 twice
        ("alexnet", 2 * 290_400, ["lrn1"]),
    ],
)  # fmt: skip
def test_shipped(name: str, values: int, at: list[str]) -> None:
    analysis = analyze(load(name))
    memory = Memory(analysis.graph)
    assert memory.peak == values
    assert [analysis.paths.layer(node) for node in memory.at] == at


def test_bytes_of_resnet50() -> None:
    peak = Memory(analyze(load("resnet50")).graph).peak
    assert peak is not None
    assert peak * 4 == 7_225_344


def test_who_is_alive() -> None:
    analysis = analyze(load("resnet50"))
    memory = Memory(analysis.graph)
    assert [(analysis.paths.layer(node), size) for node, size in memory.alive(memory.at[0])] == [
        ("max_pool", 200_704),
        ("conv2_x.0.residual.conv3", 802_816),
        ("conv2_x.0.shortcut.conv", 802_816),
    ]


@pytest.mark.parametrize(
    ("layers", "in_place", "levels"),
    [
        # one value a channel, 2 channels of 1x1; the input first
        ("conv: [4, 1]", True, [2, 6]),
        ("conv: [4, 1], relu, conv: [1, 1]", True, [2, 6, 4, 5]),
        ("conv: [4, 1], relu, conv: [1, 1]", False, [2, 6, 8, 5]),
        # the input is never written over
        ("relu", True, [2, 4]),
        # what is read again is kept
        ("conv: [4, 1], add: [prev, [bn, relu]]", True, [2, 6, 8, 8, 8]),
        ("conv: [4, 1], add: [prev, [bn, relu]]", False, [2, 6, 8, 12, 12]),
        # softmax needs all channels before it writes the first
        ("conv: [4, 1], softmax", True, [2, 6, 8]),
        # a view keeps all of what it looks at
        (
            "conv: [4, 1], {split: 2, name: s}, {conv: [1, 1], from: s.1}, {add: [s.0, s.0]}",
            True,
            [2, 6, 4, 4, 5, 6],
        ),
        ("conv: [4, 1], flatten, fc: 3", False, [2, 6, 4, 7]),
        ("conv: [4, 1], {slice: [0, 1]}, relu, conv: [1, 1]", True, [2, 6, 4, 5, 2]),
        # a gate is not written over, unless it is as large
        ("conv: [4, 1], mul: [prev, [conv: [1, 1]]], conv: [1, 1]", True, [2, 6, 5, 5, 5]),
        # joining channels copies them
        ("concat: [[conv: [1, 1]], [conv: [3, 1]]]", True, [2, 3, 6, 8]),
    ],
)
def test_levels(net: Net, layers: str, in_place: bool, levels: list[int]) -> None:
    graph = net(f"input: [2, 1, 1]\nlayers: [{layers}]").graph
    memory = Memory(graph, in_place=in_place)
    assert [memory.level(node) for node in range(len(graph.nodes))] == levels
    assert memory.peak == max(levels)


def test_outputs_are_kept(net: Net) -> None:
    text = (
        "input: [2, 1, 1]\n"
        "layers: [{conv: [4, 1], name: a}, relu, {conv: [1, 1], name: b}, {conv: [1, 1], name: c}]"
        "\noutputs: [a, c]"
    )
    memory = Memory(net(text).graph)
    assert [memory.level(node) for node in range(5)] == [2, 6, 8, 9, 6]


def test_all_inputs_are_there_from_the_start(net: Net) -> None:
    text = (
        "input: {x: [2, 1, 1], y: [5, 1, 1]}\n"
        "layers: [{conv: [4, 1], from: x}, {add: [prev, [{conv: [4, 1], from: y}]]}]"
    )
    memory = Memory(net(text).graph)
    assert [memory.level(node) for node in range(5)] == [7, 7, 11, 13, 8]
    assert memory.alive(0) == ((0, 2), (1, 5))


def test_unknown_shapes(net: Net) -> None:
    memory = Memory(net("layers: [conv: [4, 9], relu, conv: [4, 64]]").graph)
    assert (memory.peak, memory.at, memory.total, memory.level(1)) == (None, (), None, None)
    assert memory.reason == "not every shape is known"


# --- symbols --------------------------------------------------------------------------------------


def test_a_peak_with_symbols(net: Net) -> None:
    text = (
        "input: [3, H, W]\nsymbols: [H, W]\n"
        "layers: [{conv: [64, 3, pad: 1, act: relu], repeat: 2}, max_pool: [2, 2]]"
    )
    memory = Memory(net(text).graph)
    assert memory.peak == 128 * symbol("H") * symbol("W")
    assert memory.at == (3,)


def test_a_peak_that_depends_on_the_symbols(net: Net) -> None:
    text = "input: [C, 8, 8]\nsymbols: [C]\nlayers: [conv: [6, 1], conv: [1, 1]]"
    memory = Memory(net(text).graph)
    assert memory.peak == 64 * symbol("C") + 384
    text = "input: [C, 8, 8]\nsymbols: [C]\nlayers: [conv: [2, 1], conv: [6, 1]]"
    memory = Memory(net(text).graph)
    assert (memory.peak, memory.at) == (None, ())
    assert memory.reason == (
        "which is larger depends on the symbols: 512 values at conv2, or 64*C + 128 values at conv1"
    )
    assert memory.total == 64 * symbol("C") + 512


@pytest.mark.parametrize("name", ["resnet50", "mobilenet_v2", "densenet121"])
def test_levels_with_symbols_are_those_with_numbers(name: str) -> None:
    from cnnspec.core.algebra import evaluate

    spec = load(name)
    open_sizes = Memory(analyze(spec, input="3xHxW", check=False).graph)
    known = Memory(analyze(spec, input="3x96x160", check=False).graph)
    for node in range(len(known.graph.nodes)):
        level = open_sizes.level(node)
        assert level is not None
        assert evaluate(level, {"H": 96, "W": 160}) == known.level(node)


# --- an allocator ---------------------------------------------------------------------------------


def simulated(graph: Graph, in_place: bool) -> list[int]:
    """What is alive while each node runs, from an allocator that goes through the layers: it takes
    memory for a result, and gives back what nothing will look at any more."""
    held: dict[int, int] = {index: values(graph, index) for index in graph.inputs.values()}
    place = {index: index for index in held}
    found = [sum(held.values()) for _ in graph.inputs]

    readers: dict[int, list[int]] = {index: [] for index in range(len(graph.nodes))}
    for index, node in enumerate(graph.nodes):
        for source in node.inputs:
            readers[source].append(index)

    def wanted(after: int) -> set[int]:
        return {
            place[node]
            for node in place
            if place[node] in held
            and (node in graph.outputs or any(reader > after for reader in readers[node]))
        }

    for index in range(len(graph.inputs), len(graph.nodes)):
        node = graph.nodes[index]
        op, sources = node.facts.op, [place[source] for source in node.inputs]
        if op in VIEWS:
            place[index] = sources[0]
        elif op in OVER and in_place:
            free = [
                source
                for source in sources
                if source not in wanted(index)
                and source not in graph.inputs.values()
                and held[source] == values(graph, index)
            ]
            place[index] = free[0] if free else index
        else:
            place[index] = index
        held.setdefault(place[index], values(graph, index))
        found.append(sum(held.values()))
        kept = wanted(index)
        held = {buffer: size for buffer, size in held.items() if buffer in kept}
    return found


def values(graph: Graph, node: int) -> int:
    shape = graph.shape(node)
    assert shape is not None
    return prod(size for size in shape if isinstance(size, int))


def check_against_allocator(graph: Graph) -> None:
    for in_place in (True, False):
        memory = Memory(graph, in_place=in_place)
        wanted = simulated(graph, in_place)
        levels = [memory.level(node) for node in range(len(graph.nodes))]
        # An input that nothing reads is given back at once, and so is it by the allocator.
        assert levels[len(graph.inputs) :] == wanted[len(graph.inputs) :]
        assert memory.peak == max(wanted)
        assert memory.level(memory.at[0]) == memory.peak
        for node, level in enumerate(levels):
            assert sum(size for _, size in memory.alive(node)) == level


@pytest.mark.parametrize(
    "name",
    ["googlenet", "resnet18", "densenet121", "shufflenet_v2_x0_5", "squeezenet1_1", "inception_v3",
     "efficientnet_b0", "mobilenet_v3_small", "convnext_tiny"],
)  # fmt: skip
def test_shipped_against_an_allocator(name: str) -> None:
    check_against_allocator(analyze(load(name), check=False).graph)


DESIGNS = [name for _, path in library.lessons() for name in library.variants_of(path)]


@pytest.mark.parametrize("name", DESIGNS)
def test_lessons_against_an_allocator(name: str) -> None:
    analysis = analyze(load(name), check=False)
    if known_sizes(analysis.graph):
        check_against_allocator(analysis.graph)


@settings(max_examples=60)
@given(data=st.data())
def test_generated_against_an_allocator(
    generated: st.SearchStrategy[str], data: st.DataObject
) -> None:
    graph = analyze(read_spec(read_text(data.draw(generated), "net.yaml"), "net")).graph
    if not graph.unknown:
        check_against_allocator(graph)
