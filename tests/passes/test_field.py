"""The receptive field: how many input pixels one value can depend on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cnnspec.analysis import analyze, load
from cnnspec.core.algebra import symbol
from cnnspec.language.reader import read_text
from cnnspec.language.spec import read_spec
from cnnspec.passes.field import Fields, backward, followed

if TYPE_CHECKING:
    from collections.abc import Callable

    from cnnspec.results import Analysis

    Net = Callable[..., Analysis]


@pytest.mark.parametrize(
    ("name", "wanted"),
    [
        # Araujo, Norris & Sim 2019, Computing receptive fields of convolutional networks, Table 1
        ("alexnet", 195),
        ("vgg16", 212),
        ("resnet50", 483),
        ("resnet101", 1027),
        ("resnet152", 1507),
        # with the stride in the 3x3, as in torchvision, by the same formula
        ("resnet50_torchvision", 427),
    ],
)
def test_published(name: str, wanted: int) -> None:
    assert analyze(load(name)).totals.field == wanted


@pytest.mark.parametrize(
    ("layers", "wanted"),
    [
        ("relu", 1),
        ("conv: [3, 3]", 3),
        # Simonyan & Zisserman 2014, §2.3: two 3x3 see 5x5, three see 7x7
        ("{conv: [3, 3], repeat: 2}", 5),
        ("{conv: [3, 3], repeat: 3}", 7),
        # Kim et al. 2016 (VDSR), §3.1: depth D has a field of 2D + 1
        ("{conv: [3, 3, pad: 1], repeat: 20}", 41),
        # Yu & Koltun 2016, §3: 3, 7, 15 for dilations 1, 2, 4
        ("conv: [3, 3], conv: [3, 3, dilation: 2], conv: [3, 3, dilation: 4]", 15),
        ("conv: [3, 3, dilation: 2]", 5),
        ("max_pool: [2, 2], conv: [3, 3]", 6),
        ("conv: [3, 3, 2], conv: [3, 3, 2], conv: [3, 3]", 15),
        ("conv: [3, 1, 2], conv: [3, 1, 2], conv: [3, 3]", 9),
        ("pad: 4, conv: [3, 3], crop: 5", 3),
        # axes that differ
        ("conv: [3, 1x7]", (1, 7)),
        ("conv: [3, 1x7], conv: [3, 7x1]", 7),
        # the largest path counts, whichever that is further on
        ("add: [in, [conv: [3, 3, pad: 1]]]", 3),
        ("concat: [[conv: [3, 9, pad: same]], [conv: [3, 3, 2, pad: 1], upsample: 2]], "
         "conv: [3, 3]", 11),
        # global pooling and fc do not extend it
        ("conv: [3, 3], global_avg_pool, fc: 10", 3),
        ("conv: [3, 3], fc: 10", 3),
        # nor do gates
        ("conv: [3, 3], se: 1", 3),
        ("conv: [3, 3], mul: [prev, [conv: [3, 9, pad: 4]]]", 3),
        # upsampling: a run of n takes floor((n + k - 2)/s) + 1
        ("conv: [3, 3], upsample: 2, conv: [3, 3]", 4),
        ("upsample: 2, conv: [3, 3]", 2),
        ("upsample: 4, conv: [3, 3]", 2),
        ("upsample: 2, conv: [3, 5]", 3),
        ("conv_transpose: [3, 2, 2], conv: [3, 3]", 2),
        ("conv_transpose: [3, 4, 2, pad: 1], conv: [3, 3]", 3),
        ("conv_transpose: [3, 3]", 3),
        ("conv: [12, 3], pixel_shuffle: 2, conv: [3, 3]", 4),
        ("conv: [3, 3, 2, pad: 1], upsample: 2, conv: [3, 3, pad: 1]", 5),
        ("{seq: [max_pool: [2, 2], conv: [3, 3, pad: 1]], name: d}, upsample: 2, conv: [3, 3]", 8),
    ],
)  # fmt: skip
def test_field(net: Net, layers: str, wanted: Any) -> None:
    assert net(f"layers: [{layers}]").totals.field == wanted


def test_other_numbers_of_axes(net: Net) -> None:
    sound = net("input: [1, 8000]\nlayers: [conv: [4, 80, 4], max_pool: [4, 4], conv: [4, 3]]")
    assert sound.totals.field == 80 + 3 * 4 + 2 * 16
    film = net("input: [3, 16, 32, 32]\nlayers: [conv: [4, 3x5x5], max_pool: [1x2x2, 1x2x2]]")
    assert film.totals.field == (3, 6, 6)
    assert net("input: [10]\nlayers: [fc: 3]").totals.field is None


def test_every_layer_has_one(net: Net) -> None:
    analysis = net("layers: [conv: [3, 3], relu, max_pool: [2, 2], conv: [3, 3], fc: 2]")
    fields = Fields(analysis.graph)
    assert [fields.of(node) for node in range(6)] == [1, 3, 3, 4, 8, 8]


def test_symbols(net: Net) -> None:
    K = symbol("K")  # noqa: N806  # a symbol of the language
    text = "symbols: [K]\nlayers: [conv: [3, K], conv: [3, K], max_pool: [2, 2], conv: [3, 3]]"
    assert net(text).totals.field == 2 * K + 4


def test_what_is_followed(net: Net) -> None:
    graph = net("layers: [{relu: [], name: a}, mul: [a, in], add: [a, prev]]").graph
    assert [followed(node) for node in graph.nodes] == [(), (0,), (1,), (1, 2)]


# --- both ways ------------------------------------------------------------------------------------

KERNELS = st.sampled_from(
    ["1", "2", "3", "5", "1x3", "7x1", "3, dilation: 2", "3, dilation: [1, 3]"]
)


@st.composite
def windows(draw: Any, strides: list[int]) -> str:
    """Layers with these strides, in some order, and a few more of stride 1."""
    steps = draw(st.permutations([*strides, *draw(st.lists(st.just(1), max_size=2))]))
    kind = st.sampled_from(["conv", "max_pool"])
    made = []
    for stride in steps:
        kernel, _, more = draw(KERNELS).partition(", ")
        if draw(kind) == "conv":
            made.append(f"conv: [2, {kernel}, {stride}, pad: same{f', {more}' if more else ''}]")
        else:
            made.append(f"max_pool: [{kernel}, {stride}, pad: same]")
    return ", ".join(made)


@st.composite
def nets(draw: Any, upsampling: bool) -> str:
    """Windows in a row and side by side; all branches of a merge have the same strides."""
    parts = []
    for _ in range(draw(st.integers(1, 4))):
        strides = draw(st.lists(st.sampled_from([1, 2, 3]), max_size=2))
        branches = draw(st.integers(1, 3))
        if branches == 1:
            parts.append(draw(windows(strides)))
        else:
            made = [f"[{draw(windows(strides))}]" for _ in range(branches)]
            parts.append(f"concat: [{', '.join(made)}]")
        if upsampling and draw(st.booleans()):
            parts.append(draw(st.sampled_from(
                ["upsample: 2", "conv_transpose: [2, 3, 2]", "resize: 40", "adaptive_avg_pool: 7"]
            )))  # fmt: skip
    layers = ", ".join(part for part in parts if part) or "relu"
    return f"cnnspec: 1\nname: Net\ninput: [2, 200, 160]\nlayers: [{layers}]\n"


def check_both_ways(text: str) -> None:
    graph = analyze(read_spec(read_text(text, "net.yaml"), "net")).graph
    assert not graph.unknown
    fields = Fields(graph)
    for node in range(len(graph.nodes)):
        found = fields.of(node)
        both = found if isinstance(found, tuple) else (found, found)
        assert both == tuple(backward(graph, node, axis) for axis in range(2))


@settings(max_examples=40, deadline=None)
@given(nets(upsampling=False))
def test_forwards_as_backwards(text: str) -> None:
    check_both_ways(text)


@settings(max_examples=20, deadline=None)
@given(nets(upsampling=True))
def test_forwards_as_backwards_where_sizes_grow(text: str) -> None:
    check_both_ways(text)


def test_fields_that_would_take_too_long_are_left_open(net: Net) -> None:
    """Where scales go down and up, each layer has a walk of its own: the square of the layers."""
    pair = "{max_pool: [2x2, 2]}, {upsample: 2}"
    few, many = (
        net(f"input: [3, 33, 33]\nlayers: [{{seq: [{pair}], repeat: {count}}}]\n")
        for count in (100, 1_000)
    )
    assert few.totals.field is not None
    fields = [many.fields.of(node) for node in range(len(many.graph.nodes))]
    assert fields[:4] == [1, 2, 2, 4]
    assert fields[-2] is None
