"""Depth: the most layers with kernels on any path, which is the number in a network's name."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from cnnspec.analysis import analyze, load
from cnnspec.passes.depth import depth

if TYPE_CHECKING:
    from collections.abc import Callable

    from cnnspec.results import Analysis

    Net = Callable[..., Analysis]


@pytest.mark.parametrize(
    ("layers", "wanted"),
    [
        ("relu", 0),
        ("conv: [4, 1], bn, relu, dwconv: 3, conv_transpose: [4, 1], fc: 3, rbf: 2", 5),
        # what scales or normalises has no kernels
        ("scale, prelu, ln, gn: 3, l2_norm, grn", 0),
        # the longest branch counts
        ("add: [in, [conv: [3, 1], conv: [3, 1]]], conv: [3, 1]", 3),
        ("concat: [[{conv: [3, 1], repeat: 4}], [conv: [3, 1]]]", 4),
        # gates do not count
        ("conv: [8, 1], se: 2", 1),
        ("mul: [[conv: [3, 1]], [global_avg_pool, {conv: [3, 1], repeat: 5}]]", 1),
        # a side counts as far as it is an output
        ("conv: [3, 1], {side: [{conv: [3, 1], repeat: 3}]}, relu", 4),
        ("{conv: [3, 1], repeat: 0}", 0),
    ],
)
def test_depth(net: Net, layers: str, wanted: int) -> None:
    assert net(f"layers: [{layers}]").totals.depth == wanted


def test_only_what_leads_to_an_output_counts(net: Net) -> None:
    text = "layers: [{conv: [3, 1], name: a}, {conv: [3, 1], repeat: 5}]\noutputs: [a]"
    assert depth(net(text).graph) == 1


@pytest.mark.parametrize(
    ("name", "wanted"),
    [("alexnet", 8), ("vgg11", 11), ("vgg16", 16), ("vgg16_c", 16), ("vgg19", 19),
     ("googlenet", 22), ("resnet18", 18), ("resnet34", 34), ("resnet50", 50), ("resnet101", 101),
     ("resnet152", 152), ("resnet_cifar20", 20), ("resnet_cifar110", 110)],
)  # fmt: skip
def test_the_number_in_the_name(name: str, wanted: int) -> None:
    """Szegedy et al. 2014, §5: GoogLeNet is "22 layers deep when counting only layers with
    parameters"."""
    assert analyze(load(name)).totals.depth == wanted
