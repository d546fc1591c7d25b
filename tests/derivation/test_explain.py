"""What is explained of layers, blocks and networks, against the figures of the papers."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import cnnspec
from cnnspec import analyze, explain
from cnnspec.core.diagnostic import SpecError, UsageError
from cnnspec.core.terms import evaluate
from cnnspec.derivation.places import find_place
from cnnspec.language.reader import read_text
from cnnspec.language.spec import read_spec
from cnnspec.render.terms import term_text

if TYPE_CHECKING:
    from collections.abc import Callable

    from cnnspec.derivation.records import Explanation, Figure
    from cnnspec.results import Analysis

    Net = Callable[..., Analysis]


def figure(explanation: Explanation, name: str) -> Figure:
    return next(figure for figure in explanation.figures if figure.name == name)


def sums(explanation: Explanation, name: str) -> list[str]:
    """The sums of a figure with their values, as they are printed."""
    return [f"{term_text(w.term)} = {w.value:,}" for w in figure(explanation, name).workings]


def shape(explanation: Explanation) -> list[str]:
    return [f"{term_text(w.term)} = {w.value}" for w in explanation.shape]


# LeCun et al. 1998, §II.B, layer by layer; the output has 840 connections, which the paper's total
# of 340,908 includes.
@pytest.mark.parametrize(
    ("layer", "params", "connections"),
    [
        ("C1", 156, 122304),
        ("S2", 12, 5880),
        ("C3", 1516, 151600),
        ("S4", 32, 2000),
        ("C5", 48120, 48120),
        ("F6", 10164, 10164),
        ("out", 840, 840),
        ("", 60840, 340908),
    ],
)
def test_lenet5_as_the_paper_counts(layer: str, params: int, connections: int) -> None:
    found = explain("lenet5", layer)
    assert figure(found, "parameters").value == params
    assert figure(found, "connections").value == connections
    assert found.units == {"connections"}


# Krizhevsky et al. 2012, Fig. 2: 253,440, 186,624, ...; the first is 96·55·48 there.
@pytest.mark.parametrize(
    ("layer", "neurons"),
    [
        ("conv1", 290400),
        ("conv2", 186624),
        ("conv3", 64896),
        ("conv4", 64896),
        ("conv5", 43264),
        ("fc6", 4096),
        ("fc7", 4096),
        ("fc8", 1000),
        ("", 659272),
    ],
)
def test_alexnet_as_the_paper_counts(layer: str, neurons: int) -> None:
    found = explain("alexnet", layer)
    assert figure(found, "neurons").value == neurons
    assert found.units == {"neurons"}


def test_a_table_of_connections() -> None:
    found = explain("lenet5", "C3")
    assert sums(found, "parameters") == [
        "(5·5·3 + 1)·6 = 456",
        "(5·5·4 + 1)·9 = 909",
        "(5·5·6 + 1)·1 = 151",
    ]
    assert [w.remark for w in figure(found, "parameters").workings] == [
        "6 maps see 3 maps of S2",
        "9 maps see 4",
        "1 map sees all 6",
    ]
    name, dense = figure(found, "parameters").aside or ("", None)
    assert dense is not None
    assert (name, term_text(dense.term), dense.value) == ("dense", "(5·5·6 + 1)·16", 2416)
    assert sums(found, "MACs") == ["5·5 · 60 · 10·10 = 150,000"]
    assert sums(found, "connections") == ["1,516 · 10·10 = 151,600"]
    assert found.table is not None
    assert (len(found.table), len(found.table[0])) == (6, 16)  # Table I
    assert found.line == 12


LAYERS = [
    (
        "a convolution",
        "{conv: [6, 5], name: x}",
        ["⌊(32 + 2·0 - 5) / 1⌋ + 1 = 28"],
        ["(5·5·3 + 1)·6 = 456"],
        ["5·5·3 · 6 · 28·28 = 352,800"],
    ),
    (
        "without a bias",
        "{conv: [6, 5, bias: false], name: x}",
        ["⌊(32 + 2·0 - 5) / 1⌋ + 1 = 28"],
        ["5·5·3 · 6 = 450"],
        ["5·5·3 · 6 · 28·28 = 352,800"],
    ),
    (
        "with a norm",
        "{conv: [6, 5, norm: bn, act: relu], name: x}",
        ["⌊(32 + 2·0 - 5) / 1⌋ + 1 = 28"],
        ["5·5·3 · 6 = 450", "2·6 = 12"],
        ["5·5·3 · 6 · 28·28 = 352,800"],
    ),
    (
        "axes that differ",
        "{conv: [6, 1x7, 1x2, pad: 0x3], name: x}",
        ["⌊(32 + 2·0 - 1) / 1⌋ + 1 = 32", "⌊(32 + 2·3 - 7) / 2⌋ + 1 = 16"],
        ["(1·7·3 + 1)·6 = 132"],
        ["1·7·3 · 6 · 32·16 = 64,512"],
    ),
    (
        "in groups, without a bias",
        "{conv: [6, 3, groups: 3, bias: false], name: x}",
        ["⌊(32 + 2·0 - 3) / 1⌋ + 1 = 30"],
        ["3 · (3·3·1 · 2) = 54"],
        ["3 · (3·3·1 · 2) · 30·30 = 48,600"],
    ),
    (
        "transposed, in groups",
        "{conv_transpose: [6, 4, 2, pad: 1, groups: 3], name: x}",
        ["(32 - 1)·2 + 4 - 2·1 = 64"],
        ["3 · (4·4·1 + 1)·2 = 102"],
        ["3 · (4·4·1 · 2) · 32·32 = 98,304"],
    ),
    (
        "transposed",
        "{conv_transpose: [6, 3, 2, pad: 1, out_pad: 1], name: x}",
        ["(32 - 1)·2 + 3 - 2·1 + 1 = 64"],
        ["(3·3·3 + 1)·6 = 168"],
        ["3·3·3 · 6 · 32·32 = 165,888"],
    ),
    (
        "depthwise",
        "{dwconv: [3, multiplier: 2, pad: same], name: x}",
        ["⌈32 / 1⌉ = 32", "3·2 = 6"],
        ["(3·3·1 + 1)·6 = 60"],
        ["3·3·1 · 6 · 32·32 = 55,296"],
    ),
    (
        "fully connected",
        "{fc: 10, name: x}",
        ["3·32·32 = 3072"],
        ["(3,072 + 1)·10 = 30,730"],
        ["3,072·10 = 30,720"],
    ),
    ("a norm", "{bn: [], name: x}", [], ["2·3 = 6"], []),
    ("a norm without a shift", "{bn: {shift: false}, name: x}", [], ["3 = 3"], []),
    ("layer norm", "{ln: [], name: x}", [], ["2·3 = 6"], []),
    ("slopes", "{prelu: [], name: x}", [], ["3 = 3"], []),
    ("one factor", "{scale: {per: tensor}, name: x}", [], ["1 = 1"], []),
    ("flat", "{flatten: [], name: x}", ["3·32·32 = 3072"], [], []),
    ("reshaped", "{reshape: [12, 16, 16], name: x}", ["3·32·32 = 3072"], [], []),
    (
        "to channels",
        "{pixel_unshuffle: 2, name: x}",
        ["⌊(32 + 2·0 - 2) / 2⌋ + 1 = 16", "3·2² = 12"],
        [],
        [],
    ),
    ("joined", "{concat: [in, in, in], name: x}", ["3 + 3 + 3 = 9"], [], []),
    ("cut", "{slice: [1, 3], name: x}", ["3 - 1 = 2"], [], []),
    ("with zeros", "{pad_channels: 8, name: x}", ["3 + 5 = 8"], [], []),
    ("padded", "{pad: [[[1, 2], 3]], name: x}", ["32 + 1 + 2 = 35", "32 + 3 + 3 = 38"], [], []),
    ("cropped", "{crop: 20, name: x}", ["32 - 6 - 6 = 20"], [], []),
    ("enlarged", "{upsample: 2, name: x}", ["32·2 = 64"], [], []),
    (
        "to a size that divides",
        "{adaptive_avg_pool: 8, name: x}",
        ["⌊(32 + 2·0 - 4) / 4⌋ + 1 = 8", "32 / 8 = 4"],
        [],
        [],
    ),
    ("to one that does not", "{adaptive_avg_pool: 7, name: x}", [], [], []),
    (
        "a pool, rounded up",
        "{max_pool: [3, 2, ceil: true], name: x}",
        ["⌈(32 + 2·0 - 3) / 2⌉ + 1 = 16"],
        [],
        [],
    ),
    ("nothing to work out", "{relu: [], name: x}", [], [], []),
]


@pytest.mark.parametrize(("what", "layer", "sizes", "parameters", "macs"), LAYERS)
def test_layers(
    net: Net, what: str, layer: str, sizes: list[str], parameters: list[str], macs: list[str]
) -> None:
    found = explain(net(f"layers: [{layer}]"), "x")
    names = {figure.name for figure in found.figures}
    assert found.kind == "layer"
    assert shape(found) == sizes
    assert (sums(found, "parameters") if "parameters" in names else []) == parameters
    assert (sums(found, "MACs") if "MACs" in names else []) == macs


def test_a_size_that_is_asked_for_on_one_axis(net: Net) -> None:
    """The other axis is divided by it, so that both are told."""
    found = explain(net("input: [16, 9, 5]\nlayers: [{adaptive_avg_pool: 3, name: x}]"), "x")
    assert shape(found) == ["⌊(9 + 2·0 - 3) / 3⌋ + 1 = 3", "3 = 3", "9 / 3 = 3"]


def test_what_is_to_be_said_of_a_window(net: Net) -> None:
    text = (
        "layers: [{max_pool: [3, 2], name: a}, {conv: [4, 3, 2, pad: same], name: b},"
        " {max_pool: [2, 2, ceil: true], name: c}]"
    )
    analysis = net(text)
    remarks = {name: explain(analysis, name).shape[0].remark for name in "abc"}
    numbers = "each axis: size, padding, window, stride"
    assert remarks["a"] == f"{numbers}; 1 left over"
    assert remarks["b"] == "each axis: size, stride; padded with 1 before, 1 after"
    assert remarks["c"] == numbers


def test_shared_weights_are_counted_where_they_are(net: Net) -> None:
    text = "layers: [{conv: [3, 1], share: w, name: a}, {conv: [3, 1], share: w, name: b}]"
    found = explain(net(text), "b")
    parameters = figure(found, "parameters")
    assert (parameters.value, parameters.workings) == (0, ())
    assert parameters.remark == "uses the weights of a, which count there"
    assert sums(found, "MACs") == ["1·1·3 · 3 · 32·32 = 9,216"]


def test_frozen_weights() -> None:
    found = explain("lenet5", "out")
    assert figure(found, "parameters").remark == "frozen: training leaves them"
    assert sums(found, "parameters") == ["84·10 = 840"]


def test_a_block_is_the_sum_of_its_parts() -> None:
    # Szegedy et al. 2014, Table 1: 159K, which is 163,328 kernel weights and 368 biases
    found = explain("googlenet", "3a")
    assert found.kind == "block"
    assert sums(found, "parameters") == ["12,352 + 129,248 + 15,920 + 6,176 = 163,696"]
    assert [row.label for row in found.parts] == ["1x1", "3x3", "5x5", "pool", "concat"]
    assert found.inputs == (("max_pool2", (192, 28, 28)),)
    assert found.out == (256, 28, 28)


def test_equal_iterations_are_told_once() -> None:
    found = explain("resnet50", "conv2_x.1-2")
    assert found.times == 2
    assert sums(found, "parameters") == ["2·70,400 = 140,800"]
    whole = explain("resnet50", "conv2_x")
    assert sums(whole, "parameters") == ["75,008 + 140,800 = 215,808"]
    inside = explain("resnet50", "conv2_x.1-2.residual.conv2")
    assert sums(inside, "MACs") == ["2 · (3·3·64 · 64 · 56·56) = 231,211,008"]
    # all iterations, which differ in their first convolution
    assert sums(explain("resnet50", "conv2_x.residual.conv1"), "parameters") == [
        "4,224 + 16,512 + 16,512 = 37,248"
    ]


def test_a_network() -> None:
    found = explain("resnet50")
    assert found.kind == "network"
    assert sums(found, "depth") == ["1 + 9 + 12 + 18 + 9 + 1 = 50"]
    assert figure(found, "parameters").value == 25557032
    assert found.notes


@pytest.mark.parametrize(
    ("layer", "field", "growth", "first", "stride"),
    [
        # the field of AlexNet's last pool: google-research/receptive_field, alexnet_v2
        ("conv1", 11, "1 + (11 - 1)·1", (0, 10), 4),
        ("conv2", 51, "19 + (5 - 1)·8", (-16, 34), 8),
        ("max_pool3", 195, "163 + (3 - 1)·16", (-64, 130), 32),
    ],
)
def test_what_a_value_sees(
    layer: str, field: int, growth: str, first: tuple[int, int], stride: int
) -> None:
    sees = explain("alexnet", layer).sees
    assert sees is not None
    assert sees.field == field
    assert sees.working is not None
    assert term_text(sees.working.term) == growth
    assert sees.working.value == field
    assert [(axis.first, axis.stride) for axis in sees.axes] == [(first, stride)] * 2


def test_a_layer_that_reads_everything_sees_everything() -> None:
    sees = explain("alexnet", "fc6").sees
    assert sees is not None
    assert all(axis.all for axis in sees.axes)


def test_the_end_of_a_path(net: Net) -> None:
    analysis = net("blocks: {b: [conv: [4, 1], relu]}\nlayers: [{b: [], name: one}]")
    assert explain(analysis, "conv").path == "one.conv"
    assert explain(analysis, "relu").op == "relu"


def test_a_merge_without_a_name_is_told_with_its_branches(net: Net) -> None:
    analysis = net("layers: [add: {a: [conv: [3, 1]], b: [conv: [3, 1]]}]")
    assert sums(explain(analysis, "add"), "parameters") == ["12 + 12 = 24"]


@pytest.mark.parametrize(
    ("name", "layer", "message", "hint"),
    [
        (
            "lenet5",
            "C9",
            "lenet5 has no layer C9; did you mean C1 or C3 or C5?",
            "its layers: C1 S2 C3 S4 C5 F6 out",
        ),
        (
            "resnet50",
            "conv4_y.0",
            "resnet50 has no layer conv4_y.0; did you mean conv2_x.0 or conv3_x.0 or conv4_x.0?",
            "its layers: conv1 max_pool conv2_x conv3_x conv4_x conv5_x global_avg_pool fc softmax",
        ),
        (
            "lenet5",
            "C1.conv.x",
            "lenet5 has no layer C1.conv.x",
            "C1.conv is a layer by itself",
        ),
        (
            "resnet50",
            "residual.conv2",
            "residual.conv2 is in several places of resnet50",
            "conv2_x.0.residual.conv2, conv2_x.1.residual.conv2, conv2_x.2.residual.conv2, "
            "conv3_x.0.residual.conv2 and 12 more",
        ),
    ],
)
def test_a_path_that_leads_nowhere(name: str, layer: str, message: str, hint: str) -> None:
    with pytest.raises(UsageError) as error:
        explain(name, layer)
    known = message.partition("; did you mean ")
    assert error.value.message.startswith(known[0])
    assert error.value.hint == hint


def test_a_range_of_iterations_leads_to_them() -> None:
    analysis = analyze("resnet50", check=False)
    assert explain(analysis, "conv4_x.1-5").times == 5
    for path in ("conv4_x.1-9", "conv4_x.5-1", "conv4_x.1-", "conv4_x.a-b"):
        with pytest.raises(UsageError, match="has no layer"):
            explain(analysis, path)


def test_an_explanation_reads_as_text_and_in_a_notebook() -> None:
    found = cnnspec.explain("lenet5", "C1")
    assert "(5·5·1 + 1)·6 = 156" in str(found)
    assert "| parameters | (5·5·1 + 1)·6 = 156 |" in found._repr_markdown_()


def test_the_spec_s_own_shape_stands_beside_another() -> None:
    found = explain("alexnet", "conv1", input=224)
    assert (found.out, found.own) == ((96, 54, 54), (96, 55, 55))


def test_symbols() -> None:
    found = explain("vgg16", "max_pool1", input="3xHxW")
    assert [term_text(working.term) for working in found.shape] == [
        "⌊(H + 2·0 - 2) / 2⌋ + 1",
        "⌊(W + 2·0 - 2) / 2⌋ + 1",
    ]
    assert found.sees is not None
    assert found.sees.field == 6


@given(st.data())
@settings(max_examples=30)
def test_every_path_of_any_network_is_explained(
    generated: st.SearchStrategy[str], data: st.DataObject
) -> None:
    spec = read_spec(read_text(data.draw(generated), "net.yaml"), "net")
    try:
        analysis = analyze(spec, check=False, limit=400)
    except SpecError:
        return
    if analysis.graph.unknown:
        return  # layers that share unequal weights, say: their sums are unknown
    refused: list[str] = []
    for path in dict.fromkeys(analysis.paths.all().values()):
        if not path:
            continue
        try:
            found = explain(analysis, path)
        except UsageError as error:
            refused.append(error.message)
            continue
        assert str(found)
        for entry in found.figures:
            if entry.workings and entry.value is not None:
                assert sum(evaluate(w.term) for w in entry.workings) == entry.value
        if found.kind == "block":
            runs = find_place(analysis, path).runs
            total = sum(analysis.sums.between("params", *run) or 0 for run in runs)
            given_params = [f.value for f in found.figures if f.name == "parameters"]
            assert given_params == ([total] if total else [])
    assert all("fits several" in message for message in refused)


@pytest.mark.parametrize(
    ("layer", "kernels"),
    [("3a", 163_328), ("conv1", 9_408), ("linear", 1_024_000), ("", 6_990_272)],
)
def test_kernels_are_told_apart(layer: str, kernels: int) -> None:
    """Szegedy et al. 2014, Table 1, in units of 1,024: 159 for 3a and 1000 for linear."""
    found = explain("googlenet", layer)
    assert figure(found, "kernels").value == kernels
    assert "kernels" in found.units
    assert "kernels" not in explain("alexnet", "conv2").units
