"""What is explained of layers, blocks and networks, against the figures of the papers."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from explained import figure, sums
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

    from cnnspec.results import Analysis

    Net = Callable[..., Analysis]


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
    assert sums(found, "parameters") == ["2·(16,512 + 36,992 + 16,896) = 140,800"]
    assert figure(found, "parameters").workings[0].remark == "residual: conv1, conv2, conv3"
    whole = explain("resnet50", "conv2_x")
    assert sums(whole, "parameters") == ["75,008 + 140,800 = 215,808"]
    inside = explain("resnet50", "conv2_x.1-2.residual.conv2")
    assert sums(inside, "MACs") == ["2 · (3·3·64 · 64 · 56·56) = 231,211,008"]
    # all iterations, which differ in their first convolution
    assert sums(explain("resnet50", "conv2_x.residual.conv1"), "parameters") == [
        "4,224 + 16,512 + 16,512 = 37,248"
    ]


# A branch is told by its layer, and a part that alone counts by its own sums: 256·512 + 2·512.
def test_a_part_that_alone_counts_opens() -> None:
    shortcut = explain("resnet50", "conv3_x.0.shortcut")
    assert (shortcut.kind, shortcut.op) == ("layer", "conv")
    assert sums(shortcut, "parameters") == ["1·1·256 · 512 = 131,072", "2·512 = 1,024"]
    unit = explain("resnet50", "conv3_x.1")
    assert sums(unit, "parameters") == ["65,792 + 147,712 + 66,560 = 280,064"]
    assert figure(unit, "parameters").workings[0].remark == "residual: conv1, conv2, conv3"


def test_a_branch_is_told_by_what_is_in_it(net: Net) -> None:
    text = (
        "layers: [{add: {a: [{conv: [4, 3, pad: 1], name: s}, {conv: [4, 1], name: t}],"
        " b: [conv: [4, 1, norm: bn]]}, name: join}, {side: [conv: [2, 1]], name: score}]"
    )
    analysis = net(text)
    whats = {row.label: (row.kind, row.arguments) for row in explain(analysis, "join").parts}
    assert whats == {"a": ("", "s, t"), "b": ("conv", "4, 1"), "add": ("add", "")}
    assert explain(analysis, "join.b").op == "conv"
    assert explain(analysis, "score").op == "conv"
    both = explain(analysis, "join.a")
    assert (both.op, [row.label for row in both.parts]) == ("", ["s", "t"])
    assert [working.remark for working in figure(both, "MACs").workings] == ["s", "t"]
    numbers = "each axis: size, padding, window, stride"
    assert [working.remark for working in both.shape] == [f"s, {numbers}", f"t, {numbers}"]


# ⌈14 / 2⌉ = 7 is what changes the size; the layer that gives the result keeps it.
def test_the_size_is_told_of_the_layer_that_changes_it(net: Net) -> None:
    text = (
        "input: [8, 14, 14]\n"
        "layers: [{seq: [avg_pool: [1, 2, pad: same], conv: [4, 1]], name: half}]"
    )
    found = explain(net(text), "half")
    assert [(term_text(w.term), w.remark) for w in found.shape] == [
        ("⌈14 / 2⌉", "avg_pool, each axis: size, stride; nothing to pad"),
        ("⌊(7 + 2·0 - 1) / 1⌋ + 1", "conv, each axis: size, padding, window, stride"),
    ]


def test_shared_weights_of_a_block(net: Net) -> None:
    text = (
        "blocks: {head: [{conv: [3, 1], name: a, repeat: 2}, {conv: [3, 1], name: b}]}\n"
        "layers: [{head: [], name: h1, share: h}, {head: [], name: h2, share: h},"
        " {conv: [3, 1], repeat: 3, share: k, name: again}]"
    )
    analysis = net(text)
    found = figure(explain(analysis, "h2"), "parameters")
    assert found.value == 0
    assert found.remark == "a and b use the weights of h1.a.0 and h1.b, which count there"
    again = explain(analysis, "again")
    assert sums(again, "parameters") == ["(1·1·3 + 1)·3 = 12"]
    assert figure(again, "parameters").remark == (
        "1-2 use the weights of again.0, which count there"
    )


def test_a_network() -> None:
    found = explain("resnet50")
    assert found.kind == "network"
    assert sums(found, "depth") == ["1 + 9 + 12 + 18 + 9 + 1 = 50"]
    assert figure(found, "parameters").value == 25557032
    assert found.notes


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
            if total or given_params:  # 0 is told where the weights are another layer's
                assert given_params == [total]
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
