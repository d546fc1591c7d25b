"""Joins whose branches lie differently over the input."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Any

import pytest

from cnnspec.analysis import analyze, load
from cnnspec.core.algebra import symbol
from cnnspec.passes.grid import Grid
from cnnspec.passes.misalignment import misalignments

if TYPE_CHECKING:
    from collections.abc import Callable

    from cnnspec.results import Analysis

    Net = Callable[..., Analysis]
    Network = Callable[[str], Analysis]


def found(analysis: Analysis) -> list[tuple[Any, ...]]:
    """Of each join: its layer, that at which the branches part, axis, centres, distance."""
    paths = analysis.paths
    return [
        (paths.layer(each.node), paths.layer(each.fork), each.axis, each.centres, each.apart)
        for each in misalignments(Grid(analysis.graph))
    ]


@pytest.mark.parametrize(
    ("layers", "wanted"),
    [
        # TensorFlow's `same` on an even map pads after only: pixel 1 beside pixel 0, half a step
        ("add: [[conv: [4, 3, 2, pad: same]], [conv: [4, 1, 2]]]",
         [("add", "input", 0, (1, 0), 1)]),
        # padded alike on both sides they lie on one another
        ("add: [[conv: [4, 3, 2, pad: 1]], [conv: [4, 1, 2]]]", []),
        # the shortcut of ResNet-D: a quarter of a step
        ("add: [[conv: [4, 3, 2, pad: 1]], [avg_pool: [2, 2], conv: [4, 1]]]", []),
        # what is before the fork counts in pixels: its step is 2, its centre 1/2
        ("max_pool: [2, 2], add: [[conv: [4, 3, 2, pad: same]], [conv: [4, 1, 2]]]",
         [("add", "max_pool", 0, (Fraction(5, 2), Fraction(1, 2)), 2)]),
        # one join is told, not those that hold it
        ("add: [[conv: [3, 3, 2, pad: same]], [conv: [3, 1, 2]]], add: [prev, [relu]]",
         [("add1", "input", 0, (1, 0), 1)]),
        ("concat: [[add: [[conv: [3, 3, 2, pad: same]], [conv: [3, 1, 2]]]], [conv: [3, 1, 2]]]",
         [("0.add", "input", 0, (1, 0), 1)]),
        # a pad that is a layer of its own
        ("concat: [[conv: [4, 1]], [pad: {amount: [[2, 0], 0]}, conv: [4, 3x1]]]",
         [("concat", "input", 0, (0, -1), 1)]),
        # the second axis alone
        ("add: [[conv: [4, 1x3, 1x2, pad: same]], [conv: [4, 1, 1x2]]]",
         [("add", "input", 1, (1, 0), 1)]),
        # an enlarged branch has no one right place
        ("add: [[conv: [4, 3, 2, pad: same], upsample: 2], [conv: [4, 1]]]", []),
        # a gate is not a branch
        ("mul: [[conv: [4, 3, 2, pad: same]], [conv: [4, 1, 2]]]", []),
        # steps that differ, on maps of one size
        ("concat: [[conv: [4, 1, 2]], [crop: 16]]", [("concat", "input", 0, (0, 8), 8)]),
        ("adaptive_avg_pool: 1, add: [[conv: [3, 3, 2, pad: 1]], [conv: [3, 1]]]", []),
    ],
)  # fmt: skip
def test_joins(net: Net, layers: str, wanted: list[tuple[Any, ...]]) -> None:
    assert found(net(f"layers: [{layers}]")) == wanted


def test_looking_to_one_side_on_purpose(net: Net) -> None:
    text = "input: [4, 64]\nlayers: [add: [in, [conv: [4, 3, dilation: 4, pad: %s]]]]"
    assert found(net(text % "causal")) == []
    assert found(net(text % "[[8, 0]]")) == []
    assert found(net(text % "[[7, 1]]")) == [("add", "input", 0, (0, -3), 3)]


def test_branches_of_two_inputs_are_not_compared(net: Net) -> None:
    text = (
        "input: {a: [1, 8, 8], b: [1, 8, 8]}\n"
        "layers: [{conv: [1, 3, pad: [[2, 0], [2, 0]]], from: a}, {add: [prev, b]}]"
    )
    assert found(net(text)) == []


def test_symbols(net: Net) -> None:
    text = (
        "input: [3, N, N]\nsymbols: [N, P]\nlayers: [concat: [in, [conv: [3, 2*P + 1, pad: %s]]]]"
    )
    assert found(net(text % "P")) == []
    assert found(net(text % "[[P + 1, P - 1], [P + 1, P - 1]]")) == [
        ("concat", "input", 0, (0, -1), 1)
    ]
    P = symbol("P")  # noqa: N806  # a symbol of the language
    assert found(net(text.replace("2*P + 1", "2*P + 3") % "[[2*P + 1, 1], [2*P + 1, 1]]")) == [
        ("concat", "input", 0, (0, -P), P)
    ]
    even = (
        "input: [3, 2*N, 2*N]\nsymbols: [N]\n"
        "layers: [add: [[conv: [4, 3, 2, pad: %s]], [conv: [4, 1, 2]]]]"
    )
    assert found(net(even % 1)) == []
    assert found(net(even % "[[0, 1], [0, 1]]")) == [("add", "input", 0, (1, 0), 1)]


@pytest.mark.parametrize("name", ["googlenet", "densenet121", "inception_v3", "resnet50"])
def test_shipped_networks_are_aligned(name: str) -> None:
    assert found(analyze(load(name))) == []


@pytest.mark.parametrize("name", ["hrnet_w18", "unet", "wavenet", "tcn_mnist", "inception_v4"])
def test_other_networks_are_aligned(network: Network, name: str) -> None:
    assert found(network(name)) == []
