"""Arguments: positional ones first, then named ones, for ops and blocks alike."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from cnnspec.language.arguments import default_ops
from cnnspec.layers import find

if TYPE_CHECKING:
    from collections.abc import Callable

    from cnnspec.results import Analysis

    Net = Callable[..., Analysis]
    Findings = Callable[..., list[tuple[str, str]]]

BLOCK = "blocks: {b: {args: [c, k, s: 1], layers: [conv: [c, k, s, pad: same]]}}"


@pytest.mark.parametrize(
    "call",
    [
        "conv: [8, 3, 1, pad: same]",
        "conv: [8, 3, pad: same]",
        "conv: [8, kernel: 3, pad: same]",
        "conv: [8, {kernel: 3, pad: same}]",
        "conv: [out: 8, kernel: 3, pad: same]",
        "conv: {pad: same, kernel: 3, out: 8}",
        "b: [8, 3]",
        "b: [8, 3, 1]",
        "b: [8, k: 3]",
        "b: {k: 3, c: 8}",
        "b: [k: 3, c: 8]",
    ],
)
def test_ways_to_say_the_same(net: Net, call: str) -> None:
    analysis = net(f"{BLOCK}\nlayers: [{call}]")
    assert analysis.diagnostics == ()
    assert (analysis.totals.params, analysis.graph.shape(1)) == (224, (8, 32, 32))


@pytest.mark.parametrize("call", ["fc: 10", "fc: [10]", "fc: {out: 10}", "fc: [out: 10]"])
def test_one_value_for_a_list_of_one(net: Net, call: str) -> None:
    assert net(f"layers: [{call}]").graph.shape(1) == (10,)


@pytest.mark.parametrize("call", ["relu", "relu: ", "relu: []", "relu: {}", "relu: null"])
def test_no_arguments(net: Net, call: str) -> None:
    assert net(f"layers:\n  - {call}").graph.shape(1) == (3, 32, 32)


@pytest.mark.parametrize(
    ("call", "parts"),
    [("split: 3", 3), ("split: [3]", 3), ("split: [1, 2]", 2), ("split: [[1, 2]]", 2),
     ("split: {sizes: [1, 2]}", 2)],
)  # fmt: skip
def test_all_that_is_left_by_position(net: Net, call: str, parts: int) -> None:
    assert len(net(f"layers: [{call}]").layers) == parts


@pytest.mark.parametrize(
    ("call", "wanted"),
    [
        ("conv: [8, 3, 1, 1]", [("E212", "1")]),
        ("conv: [8]", [("E204", "conv")]),
        ("conv", [("E204", "conv")]),
        ("conv: [8, 3, out: 4]", [("E212", "out")]),
        ("conv: [8, kernel: 3, 2]", [("E212", "2")]),
        ("conv: [8, 3, padding: 1]", [("E202", "padding")]),
        ("conv: [8, 3, pad: 1, pad: 2]", [("E212", "pad")]),
        ("relu: 3", [("E212", "3")]),
        ("max_pool: 2", [("E204", "max_pool")]),
        ("max_pool: [2, 2, 1]", [("E212", "1")]),
        ("conv: [8, [3, 3, 3]]", [("E203", "[3, 3, 3]")]),
        ("conv: [8, 3, act: bn]", [("E203", "bn")]),
        ("conv: [8, 3, bias: 1]", [("E203", "1")]),
        ("dropout: 2", [("E205", "2")]),
        ("b: 8", [("E212", "b")]),
        ("b", [("E212", "b")]),
        ("b: [8, 3, 1, 1]", [("E212", "1")]),
        ("b: [8, 3, t: 1]", [("E212", "t")]),
        ("b: [8, 3, c: 1]", [("E212", "c")]),
        ("call: []", [("E204", "call")]),
        ("call", [("E204", "call")]),
    ],
)
def test_wrong(findings: Findings, call: str, wanted: list[tuple[str, str]]) -> None:
    assert findings(f"{BLOCK}\nlayers: [{call}]") == wanted


def test_a_default_may_stand_for_a_required_argument(findings: Findings) -> None:
    assert findings("defaults: {max_pool: {stride: 2}}\nlayers: [max_pool: 2]") == []
    assert findings("defaults: {avg_pool: {stride: 2}}\nlayers: [max_pool: 2]") != []


def test_what_is_given_by_position() -> None:
    assert find("conv").positional == ("out", "kernel", "stride")
    assert find("bn").positional == ()


def test_whose_defaults_apply() -> None:
    assert default_ops(find("conv")) == ("conv",)
    assert default_ops(find("dwconv")) == ("conv", "dwconv")
