"""The folded view: layers as they stand in the spec, with equal iterations on one line."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from cnnspec.analysis import analyze, load
from cnnspec.language.reader import read_text
from cnnspec.language.spec import read_spec

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from cnnspec.results import Analysis, Row

    Net = Callable[..., Analysis]

UNSHRUNK = (Phase.explicit, Phase.reuse, Phase.generate)
"""A generated spec takes minutes to shrink, and is short enough to be read as it is."""


def outline(rows: Iterable[Row], indent: str = "") -> list[str]:
    """Every row as `label kind(arguments) xcount`, those inside one step further in."""
    lines = []
    for row in rows:
        arguments = f"({row.arguments})" if row.arguments else ""
        count = f" x{row.count}" if row.count > 1 else ""
        lines.append(f"{indent}{row.label} {row.kind}{arguments}{count}")
        lines += outline(row.children, f"{indent}. ")
    return lines


@pytest.fixture(scope="module")
def resnet50() -> Analysis:
    return analyze(load("resnet50"))


def test_stages_fold_into_their_equal_units(resnet50: Analysis) -> None:
    rows = resnet50.rows()
    assert outline(rows) == [
        "input ",
        "conv1 conv(64, 7x7, 2, pad: half)",
        "max_pool max_pool(3x3, 2, pad: half)",
        "conv2_x bottleneck(64) x3",
        ". 0 bottleneck(64)",
        ". 1-2 bottleneck(64) x2",
        "conv3_x bottleneck(128) x4",
        ". 0 bottleneck(128, s: 2)",
        ". 1-3 bottleneck(128) x3",
        "conv4_x bottleneck(256) x6",
        ". 0 bottleneck(256, s: 2)",
        ". 1-5 bottleneck(256) x5",
        "conv5_x bottleneck(512) x3",
        ". 0 bottleneck(512, s: 2)",
        ". 1-2 bottleneck(512) x2",
        "global_avg_pool global_avg_pool",
        "fc fc(1000)",
        "softmax softmax",
    ]
    stage = rows[3]
    assert (stage.path, stage.out, stage.params, stage.macs, stage.field) == (
        "conv2_x", (256, 56, 56), 215_808, 667_942_912, 35,
    )  # fmt: skip
    last = stage.children[1]
    assert (last.path, last.params, last.macs) == ("conv2_x.1-2", 140_800, 436_731_904)
    # He et al. 2015, Table 1: the last map is 7x7; Araujo et al. 2019: a field of 483
    assert (rows[6].out, rows[6].field) == ((2048, 7, 7), 483)


def test_one_level_deeper(resnet50: Analysis) -> None:
    rows = resnet50.rows(2)
    assert outline(rows)[1:5] == [
        "conv1 conv(64, 7x7, 2, pad: half)",
        ". conv conv(64, 7x7, 2, pad: half)",
        ". bn bn",
        ". relu relu",
    ]
    assert outline(rows[3].children) == [
        "0 bottleneck(64)",
        ". add add",
        ". relu relu",
        "1-2 bottleneck(64) x2",
        ". add add",
        ". relu relu",
    ]


def test_everything_opened(net: Net) -> None:
    text = """\
blocks: {unit: {args: [c], layers: [add: {long: [conv: [c, 3, pad: 1, act: relu]], short: in}]}}
layers:
  - {unit: 3, repeat: 2}
  - {seq: [relu, tanh], name: s}
  - {split: 3, name: parts}
  - {concat: [in, in], name: joined}
"""
    assert outline(net(text).rows(None)) == [
        "input ",
        "unit unit(3) x2",
        ". add add",
        ". . long add",
        ". . . conv conv(3, 3, pad: 1)",
        ". . . . conv conv(3, 3, pad: 1)",
        ". . . . relu relu",
        ". . add add",
        "s seq",
        ". relu relu",
        ". tanh tanh",
        "parts split(3)",
        ". 0 split(3)",
        ". 1 split(3)",
        ". 2 split(3)",
        "joined concat",
    ]


@pytest.mark.parametrize(
    ("layers", "wanted"),
    [
        # equal neighbours fold, others do not
        ("{conv: [3, 3, pad: 1], repeat: 3}", ["conv conv(3, 3, pad: 1) x3"]),
        ("{conv: [8, 3, pad: 1], repeat: 3}",
         ["conv conv(8, 3, pad: 1) x3", ". 0 conv(8, 3, pad: 1)", ". 1-2 conv(8, 3, pad: 1) x2"]),
        ("{conv: [2*i + 2, 1], repeat: 3}",
         ["conv conv(6, 1) x3", ". 0 conv(2, 1)", ". 1 conv(4, 1)", ". 2 conv(6, 1)"]),
        # more kinds than would help stay folded
        ("{conv: [2*i + 2, 1], repeat: 5}", ["conv conv(10, 1) x5"]),
        # what shares weights is another kind than what owns them
        ("{conv: [3, 1], repeat: 3, share: k}",
         ["conv conv(3, 1) x3", ". 0 conv(3, 1)", ". 1-2 conv(3, 1) x2"]),
        ("{conv: [3, 1], repeat: 1}", ["conv conv(3, 1)"]),
        ("{unit: [4, 2], repeat: 2, first: {s: 1}}",
         ["unit unit(4, 2) x2", ". 0 unit(4, 1)", ". 1 unit(4, 2)"]),
        ("unit: 4", ["unit unit(4)"]),
        ("unit: {s: 1, c: 4}", ["unit unit(c: 4)"]),
        ("call: [unit, 4]", ["unit unit(4)"]),
        # only what is not the default is shown
        ("conv: [4, 3, 1, pad: 1, groups: 1, norm: none]", ["conv conv(4, 3, pad: 1)"]),
        ("split: [1, 2]", ["split split(1, 2)"]),
        ("fc: [10, act: relu]", ["fc fc(10)"]),
        ("scale: [bias: true]", ["scale scale(bias: true)"]),
        # an unnamed group or merge is a row of its own
        ("seq: [relu, tanh]", ["seq seq"]),
        ("add: [in, [relu]]", ["add add"]),
        ("{add: [in, [relu]], name: m}", ["m add"]),
    ],
)  # fmt: skip
def test_rows(net: Net, layers: str, wanted: list[str]) -> None:
    text = f"blocks: {{unit: {{args: [c, s: 1], layers: [conv: [c, s]]}}}}\nlayers: [{layers}]"
    assert outline(net(text).rows())[1:] == wanted


def test_what_a_row_tells(net: Net) -> None:
    text = """\
layers:
  - {conv: [8, 5, 2, pad: 2], name: a, note: the stem}
  - {bn: [], share: k}
  - {bn: [], share: k}
  - {split: [3, 5], name: s}
"""
    _, stem, first, second, parts = net(text).rows()
    assert (stem.note, stem.inputs, stem.field) == ("the stem", ((3, 32, 32),), 5)
    assert [relation.stride for relation in stem.relations] == [2, 2]  # type: ignore[union-attr]
    assert (first.params, first.shares) == (16, None)
    assert (second.params, second.shares) == (0, "bn1")
    assert (parts.outs, parts.out) == (((3, 16, 16), (5, 16, 16)), (5, 16, 16))


def test_layers_one_by_one(net: Net) -> None:
    analysis = net("layers: [{conv: [4, 1, norm: bn], name: a, frozen: true}, {fc: 2, name: b}]")
    assert [
        (layer.name, layer.op, layer.out, layer.params, layer.trainable, layer.buffers, layer.macs)
        for layer in analysis.layers
    ] == [
        ("a.conv", "conv", (4, 32, 32), 12, 0, 0, 12 * 1024),
        ("a.bn", "bn", (4, 32, 32), 8, 0, 8, 0),
        ("b", "fc", (2,), 4 * 1024 * 2 + 2, 4 * 1024 * 2 + 2, 0, 4 * 1024 * 2),
    ]


def test_what_failed_has_no_numbers(net: Net) -> None:
    analysis = net("layers: [{conv: [4, 1], name: a}, conv: [4, 99], relu]")
    a, b, c = analysis.rows()[1:]
    assert (a.params, a.out) == (16, (4, 32, 32))
    for row in (b, c):
        assert (row.out, row.params, row.trainable, row.macs, row.field) == (None,) * 5
    assert [layer.params for layer in analysis.layers] == [16, None, None]


# --- laws -----------------------------------------------------------------------------------------


def total(rows: Iterable[Row], metric: str) -> Any:
    values = [getattr(row, metric) for row in rows]
    return None if None in values else sum(values)


def check_sums(row: Row) -> None:
    """A group is the sum of what it holds; what equal iterations hold is shown once."""
    for metric in ("params", "trainable", "macs"):
        whole, shown = getattr(row, metric), total(row.children, metric)
        assert not row.children or whole in (shown, shown and shown * row.count)
    for child in row.children:
        check_sums(child)


@settings(max_examples=40, deadline=None, phases=UNSHRUNK)
@given(data=st.data(), levels=st.sampled_from([1, 2, 3, None]))
def test_sums(generated: st.SearchStrategy[str], data: st.DataObject, levels: int | None) -> None:
    analysis = analyze(read_spec(read_text(data.draw(generated), "net.yaml"), "net"))
    rows = analysis.rows(levels)
    totals = analysis.totals
    for metric in ("params", "trainable", "macs"):
        whole = getattr(totals, metric)
        assert whole is None or total(rows, metric) == whole
        assert total(analysis.layers, metric) == whole  # type: ignore[arg-type]  # same fields
    for row in rows:
        check_sums(row)
    assert len(analysis.layers) == totals.layers
