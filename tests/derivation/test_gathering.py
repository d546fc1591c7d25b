"""The sums behind the figures of single layers, written as the field writes them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from explained import shape, sums

from cnnspec import explain

if TYPE_CHECKING:
    from collections.abc import Callable

    from cnnspec.results import Analysis

    Net = Callable[..., Analysis]


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


# An enlargement has a factor, a transposed convolution a stride.
@pytest.mark.parametrize(
    ("layer", "remark"),
    [
        ("{upsample: 2, name: x}", "each axis: size, factor"),
        ("{conv_transpose: [4, 2, 2], name: x}", "each axis: size, stride"),
    ],
)
def test_what_enlarges(net: Net, layer: str, remark: str) -> None:
    assert explain(net(f"layers: [{layer}]"), "x").shape[0].remark == remark
