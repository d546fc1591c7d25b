"""Neurons and connections, as the early papers count."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from cnnspec import analyze
from cnnspec.passes.units import units

if TYPE_CHECKING:
    from collections.abc import Callable

    from cnnspec.results import Analysis

    Net = Callable[..., Analysis]


@pytest.mark.parametrize(
    ("name", "metric", "wanted"),
    [
        # LeCun et al. 1998, §II: 340,908 connections
        ("lenet5", "connections", 340908),
        # 650,080 in the convolutions, as the abstract's 650,000, and 9,192 behind them
        ("alexnet", "neurons", 659272),
    ],
)
def test_networks(name: str, metric: str, wanted: int) -> None:
    graph = analyze(name, check=False).graph
    assert units(graph, metric, 0, len(graph.nodes)) == wanted


@pytest.mark.parametrize(
    ("layer", "neurons", "connections"),
    [
        # LeCun et al. 1998, §II.B, C1: 156 weights for 28x28 positions, on one map of 32x32
        ("conv: [6, 5x5]", 6 * 784, 122304),
        ("conv: [6, 5x5, bias: false]", 6 * 784, 150 * 784),
        ("max_pool: [2, 2]", 0, 4 * 256),
        ("global_avg_pool", 0, 1024),
        ("adaptive_avg_pool: 8", 0, 16 * 64),
        ("adaptive_avg_pool: 1", 0, 1024),
        ("scale: {bias: true}", 0, 1024),
        ("scale", 0, 0),
        ("bn", 0, 1024),
        ("conv_transpose: [2, 2, 2]", 2 * 4096, 8 * 1024 + 2 * 4096),
        ("fc: 10", 10, 10250),
        ("fc: [10, bias: false]", 10, 10240),
        ("relu", 0, 0),
    ],
)
def test_layers(net: Net, layer: str, neurons: int, connections: int) -> None:
    graph = net(f"input: [1, 32, 32]\nlayers: [{{{layer}{'' if ':' in layer else ': []'}}}]").graph
    assert units(graph, "neurons", 0, 2) == neurons
    assert units(graph, "connections", 0, 2) == connections


def test_parts_of_different_lengths_have_no_number(net: Net) -> None:
    graph = net("layers: [adaptive_avg_pool: 7]").graph
    assert units(graph, "connections", 0, 2) is None
    assert units(graph, "neurons", 0, 2) == 0


def test_they_may_be_expected(findings: Callable[..., list[tuple[str, str]]]) -> None:
    text = (
        "layers: [{conv: [6, 5], name: a}]\n"
        "expect: {neurons: 4704, connections: 357504,"
        " layers: {a: {neurons: 1, connections: 357504}}}"
    )
    assert findings(text) == [("E501", "1")]
