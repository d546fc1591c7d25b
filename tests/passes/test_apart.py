"""Joins that may be misaligned: all that are, and few besides."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from cnnspec.analysis import analyze, load
from cnnspec.passes.apart import may_be_apart
from cnnspec.passes.grid import Grid
from cnnspec.passes.misalignment import misalignments

if TYPE_CHECKING:
    from collections.abc import Callable

    from cnnspec.results import Analysis

    Net = Callable[..., Analysis]

ONE_SIDED = "conv: [8, 3, 2, pad: [[0, 1], [0, 1]]]"


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        (f"layers: [add: [[{ONE_SIDED}], [conv: [8, 1, 2]]]]", ["add"]),
        ("layers: [add: [[conv: [8, 3, 2, pad: 1]], [conv: [8, 1, 2]]]]", []),
        ("layers: [add: [[conv: [8, 3, 2, pad: half]], [conv: [8, 1, 2]]]]", []),
        ("layers: [add: [[conv: [8, 3, 2, pad: same]], [conv: [8, 1, 2]]]]", ["add"]),
        ("layers: [concat: [[conv: [8, 1, 2]], [conv: [8, 17]]]]", ["concat"]),
        # along one axis alone
        ("layers: [add: [[conv: [8, 3, pad: [[1, 1], [0, 2]]]], [conv: [8, 1]]]]", ["add"]),
        # what follows lies where its branches do
        (f"layers: [add: [[{ONE_SIDED}], [conv: [8, 1, 2]]], add: [prev, [relu]]]", ["add"]),
        # enlarged, behind a vector, or without axes: no common place
        ("layers: [concat: [[max_pool: [2, 2], upsample: 2], []]]", []),
        ("layers: [mul: [prev, [global_avg_pool]]]", []),
        ("layers: [flatten, add: [[fc: 4], [fc: 4]]]", []),
        ("symbols: [H]\ninput: [3, H, H]\nlayers: [add: [[conv: [3, 3, pad: 1]], []]]", []),
    ],
)
def test_joins(net: Net, text: str, wanted: list[str]) -> None:
    graph = net(text, check=False).graph
    assert [graph.nodes[index].facts.op for index in may_be_apart(graph)] == wanted


@pytest.mark.parametrize(
    "name", ["nasnet_mobile", "pnasnet5", "dla34", "hrnet_w18", "resnet50d", "densenet121"]
)
def test_all_that_are_exactly_misaligned_are_found(name: str) -> None:
    graph = analyze(load(name), check=False).graph
    exactly = {each.node for each in misalignments(Grid(graph))}
    assert exactly <= set(may_be_apart(graph))


def test_square_windows_on_axes_of_different_size(net: Net) -> None:
    """`same` pads an even axis and an odd one differently."""
    text = "input: [3, 8, 9]\nlayers: [add: [[conv: [3, 2, 2, pad: same]], [conv: [3, 1, 2]]]]"
    graph = net(text, check=False).graph
    assert [graph.nodes[index].facts.op for index in may_be_apart(graph)] == []
