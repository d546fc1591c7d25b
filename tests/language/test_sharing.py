"""Shared weights: layers of one scope with the same key use one set of weights."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    from cnnspec.results import Analysis

    Net = Callable[..., Analysis]
    Findings = Callable[..., list[tuple[str, str]]]

CONV = "conv: [3, 3, pad: 1]"  # 3·3·3·3 + 3 = 84 weights, 81·32·32 = 82,944 multiply-adds
PARAMS, MACS = 84, 82_944


@pytest.mark.parametrize(
    ("text", "sets", "times"),
    [
        (f"layers: [{{{CONV}, share: k}}, {{{CONV}, share: k}}]", 1, 2),
        (f"layers: [{{{CONV}, share: k}}, {{{CONV}, share: other}}]", 2, 2),
        (f"layers: [{{{CONV}, share: k}}, {{{CONV}}}, {{{CONV}, share: k}}]", 2, 3),
        (f"layers: [{{{CONV}, repeat: 3, share: k}}]", 1, 3),
        (f"layers: [{{{CONV}, share: k}}, {{{CONV}, repeat: 3, share: k}}]", 1, 4),
        (f"layers: [{{add: [[{{{CONV}, share: k}}], [{{{CONV}, share: k}}]]}}]", 1, 2),
        (f"layers: [{{add: [{{copies: 3, layers: [{{{CONV}, share: k}}]}}]}}]", 1, 3),
        (f"layers: [{{seq: [{CONV}, {CONV}], repeat: 2, share: k}}]", 2, 4),
        (f"layers: [{{seq: [{{{CONV}, share: k}}, {CONV}], repeat: 3}}]", 4, 6),
        # a scope is a body: each call of a block has keys of its own
        (f"blocks: {{b: [{{{CONV}, share: k}}, {{{CONV}, share: k}}]}}\nlayers: [b, b]", 2, 4),
        (f"blocks: {{b: [{CONV}]}}\nlayers: [{{b: [], share: k}}, {{b: [], share: k}}, b]", 2, 3),
        (f"blocks: {{b: [{{{CONV}, share: k}}, {{{CONV}, share: k}}]}}\n"
         "layers: [{b: [], share: k}, {b: [], share: k}]", 1, 4),
        # the same weights with another dilation
        (f"layers: [{{{CONV}, share: k}}, {{conv: [3, 3, pad: 2, dilation: 2], share: k}}]", 1, 2),
    ],
)  # fmt: skip
def test_counted_once_and_worked_each_time(net: Net, text: str, sets: int, times: int) -> None:
    totals = net(text).totals
    assert (totals.params, totals.macs) == (sets * PARAMS, times * MACS)
    assert totals.trainable == totals.params


def test_who_shares_with_whom(net: Net) -> None:
    """RetinaNet's heads in short: every level goes through the same two convolutions."""
    analysis = net(
        """\
blocks: {head: [{conv: [3, 3, pad: 1, act: relu], repeat: 2}]}
layers:
  - {head: [], from: in, share: heads, name: p3}
  - {head: [], from: in, share: heads, name: p4}
  - {head: [], from: in, share: heads, name: p5}
"""
    )
    shares = {layer.name: layer.shares for layer in analysis.layers if layer.op == "conv"}
    assert shares == {
        "p3.conv.0.conv": None,
        "p3.conv.1.conv": None,
        "p4.conv.0.conv": "p3.conv.0.conv",
        "p4.conv.1.conv": "p3.conv.1.conv",
        "p5.conv.0.conv": "p3.conv.0.conv",
        "p5.conv.1.conv": "p3.conv.1.conv",
    }


def test_all_are_told_to_share_with_the_first(net: Net) -> None:
    text = f"""\
blocks: {{b: [{{{CONV}, share: k}}, {{{CONV}, share: k}}]}}
layers: [{{b: [], share: q}}, {{b: [], share: q}}]
"""
    assert [layer.shares for layer in net(text).layers] == [None, *["b1.conv1"] * 3]


def test_a_layer_that_shares_has_no_weights_of_its_own(net: Net) -> None:
    first, second = net(f"layers: [{{{CONV}, share: k}}, {{{CONV}, share: k}}]").layers
    assert (first.params, second.params) == (PARAMS, 0)
    assert (first.trainable, second.trainable) == (PARAMS, 0)
    assert first.macs == second.macs == MACS


def test_a_call_keeps_what_it_shares_within_where_another_of_its_size_shares_more(
    net: Net,
) -> None:
    text = f"""\
blocks: {{b: [{{{CONV}, share: k}}, {{{CONV}, share: k}}]}}
layers: [{{b: [], share: q}}, max_pool: [2, 2], {{b: [], share: q}}, b, b]
"""
    assert net(text).totals.params == 3 * PARAMS


def test_running_statistics_are_shared_as_well(net: Net) -> None:
    totals = net("layers: [{bn: [], share: k}, {bn: [], share: k}]").totals
    assert (totals.params, totals.buffers) == (6, 6)


def test_layers_without_weights_may_share(net: Net) -> None:
    assert net("layers: [{relu: [], share: k}, {tanh: [], share: k}]").diagnostics == ()


def test_frozen(net: Net) -> None:
    totals = net(f"layers: [{{seq: [{CONV}, bn], frozen: true}}, {CONV}]").totals
    assert (totals.params, totals.trainable, totals.buffers) == (2 * PARAMS + 6, PARAMS, 6)


def test_a_block_that_is_frozen_once_is_not_frozen_everywhere(net: Net) -> None:
    text = f"blocks: {{b: [{CONV}]}}\nlayers: [b, {{b: [], frozen: true}}, b]"
    assert [layer.trainable for layer in net(text).layers] == [PARAMS, 0, PARAMS]


@pytest.mark.parametrize(
    "second",
    [
        "conv: [4, 3, pad: 1]",
        "conv: [3, 1]",
        "conv: [3, 3, pad: 1, bias: false]",
        "conv: [3, 3, pad: 1, groups: 3]",
        "bn: []",
        "relu: []",
        "conv: [3, 3, pad: 1, norm: bn]",
    ],
)
def test_other_weights_cannot_be_shared(net: Net, second: str) -> None:
    analysis = net(f"layers: [{{{CONV}, share: k}}, {{{second}, share: k, name: two}}, {CONV}]")
    (finding,) = analysis.diagnostics
    assert finding.code == "E308"
    assert finding.layer == "two"
    assert analysis.graph.shape(analysis.graph.last) is not None


def test_a_key_inside_of_a_layer_with_the_same_key(findings: Findings) -> None:
    inner = f"{{seq: [{{{CONV}, share: k}}, {{{CONV}, share: l}}], share: k}}"
    assert [code for code, _ in findings(f"layers: [{inner}, {inner}]")] == ["E308"]


def test_what_failed_is_not_told_again(findings: Findings) -> None:
    text = """\
blocks: {b: [conv: [3, 9], conv: [3, 9]]}
layers: [{b: [], share: k}, {b: [], share: k}]
"""
    assert [code for code, _ in findings(text)] == ["E301"]
