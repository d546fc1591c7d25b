"""Calls: arguments and defaults become a layer, or the variables of a block."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    from cnnspec.results import Analysis

    Net = Callable[..., Analysis]
    Findings = Callable[..., list[tuple[str, str]]]

DEFAULTS = """\
defaults: {conv: {pad: 1, act: relu}, dwconv: {act: relu6}}
blocks:
  own: {defaults: {conv: {act: none}}, layers: [conv: [8, 3], inner]}
  inner: [conv: [8, 3]]
  over: {defaults: {conv: {act: none}}, layers: [dwconv: 3]}
  deep: {defaults: {dwconv: {act: elu}}, layers: [dwconv: 3, conv: [8, 3]]}
  given: {args: [p], defaults: {conv: {pad: p}}, layers: [conv: [8, 3]]}
"""


@pytest.mark.parametrize(
    ("layers", "wanted"),
    [
        ("conv: [8, 3]", ["conv 32", "relu 32"]),
        ("conv: [8, 3, pad: 0, act: none]", ["conv 30"]),
        # the depthwise form takes those of conv, below its own
        ("dwconv: 3", ["dwconv 32", "relu6 32"]),
        # a block's own come first, and are not those of the blocks it calls
        ("own", ["conv 32", "conv 32", "relu 32"]),
        # and those of conv there are still below the file's of dwconv
        ("over", ["dwconv 32", "relu6 32"]),
        ("deep", ["dwconv 32", "elu 32", "conv 32", "relu 32"]),
        ("given: 0, given: 2, given: 1",
         ["conv 30", "relu 30", "conv 32", "relu 32", "conv 32", "relu 32"]),
    ],
)  # fmt: skip
def test_defaults(net: Net, layers: str, wanted: list[str]) -> None:
    analysis = net(f"{DEFAULTS}layers: [{layers}]")
    assert [f"{layer.op} {layer.out[1]}" for layer in analysis.layers if layer.out] == wanted


def test_defaults_of_each_call_are_its_own(net: Net) -> None:
    widths = [0, 3, 1, 2, 2, 0, 1, 3, 3, 0, 2, 1] * 4
    calls = ", ".join(f"given: {width}" for width in widths)
    analysis = net(f"{DEFAULTS}layers: [{calls}]")
    assert analysis.graph.shape(analysis.graph.last) == (
        8,
        *[32 + sum(2 * w - 2 for w in widths)] * 2,
    )


def test_a_bias_if_there_is_no_norm(net: Net) -> None:
    text = """\
defaults: {conv: {norm: bn}}
layers:
  - conv: [4, 1]
  - conv: [4, 1, norm: none]
  - conv: [4, 1, bias: true]
  - conv: [4, 1, bias: false]
"""
    convs = [layer.params for layer in net(text).layers if layer.op == "conv"]
    assert convs == [3 * 4, 4 * 4 + 4, 4 * 4 + 4, 4 * 4]


@pytest.mark.parametrize(
    ("values", "other"), [("1", "true"), ("0", "false"), ("[1, 2]", "[true, 2]")]
)
def test_equal_to_python_is_not_equal_to_the_language(net: Net, values: str, other: str) -> None:
    """1 == True in Python: what was unfolded for one is not copied for the other."""
    text = f"""\
blocks: {{b: {{args: [p, v], layers: [conv: ["8 if p == v else 4", 1]]}}}}
vars: {{v: {values}}}
layers: [concat: [[b: [{values}, v]], [b: [{other}, v]]]]
"""
    assert [layer.out for layer in net(text).layers] == [(8, 32, 32), (4, 32, 32), (12, 32, 32)]


@pytest.mark.parametrize(
    ("unit", "call", "wanted"),
    [
        ("b", "u", [("E212", "call")]),
        ("b", "[u, 8, 9]", [("E212", "9")]),
        ("b", "[u, 8, m: 9]", [("E212", "m")]),
        ("conv", "[u, 3]", [("E204", "call")]),
        ("conv", "[u, 3, 1, zz: 1]", [("E202", "zz")]),
        ("conv", "[u, 3, relu]", [("E203", "relu")]),
        ("3", "u", [("E203", "u")]),
        ("[b]", "u", [("E203", "u")]),
        ("concat", "[u, 3]", [("E203", "u")]),
        ("none", "[u, 3]", []),
    ],
)
def test_calls_by_expression(
    findings: Findings, unit: str, call: str, wanted: list[tuple[str, str]]
) -> None:
    blocks = "blocks: {b: {args: [n], layers: [conv: [n, 1]]}}"
    assert findings(f"vars: {{u: {unit}}}\n{blocks}\nlayers: [{{call: {call}}}]") == wanted
