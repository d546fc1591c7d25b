"""Sums over layers: parameters, buffers, kernels and multiply-adds."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from cnnspec.analysis import analyze, load
from cnnspec.language.reader import read_text
from cnnspec.language.spec import read_spec
from cnnspec.passes.counts import METRICS, Sums, trainable

if TYPE_CHECKING:
    from collections.abc import Callable

    from cnnspec.results import Analysis

    Net = Callable[..., Analysis]

UNSHRUNK = (Phase.explicit, Phase.reuse, Phase.generate)
"""A generated spec takes minutes to shrink, and is short enough to be read as it is."""

NET = """\
layers:
  - {conv: [8, 3, pad: 1, norm: bn], name: a}
  - {conv: [8, 1], name: b, frozen: true, share: k}
  - {conv: [8, 1], name: c, share: k}
  - {fc: 10, name: d}
"""


@pytest.mark.parametrize(
    ("metric", "values"),
    [
        #            input  a.conv  a.bn  b      c      d
        ("params", [0, 216, 16, 72, 0, 81_930]),
        ("trainable", [0, 216, 16, 0, 0, 81_930]),
        ("buffers", [0, 0, 16, 0, 0, 0]),
        ("kernels", [0, 216, 0, 64, 0, 81_920]),
        ("macs", [0, 216 * 1024, 0, 64 * 1024, 64 * 1024, 81_920]),
    ],
)
def test_sums(net: Net, metric: str, values: list[int]) -> None:
    sums = Sums(net(NET).graph)
    assert [sums.between(metric, node, node + 1) for node in range(6)] == values
    assert sums.between(metric, 1, 4) == sum(values[1:4])
    assert sums.between(metric, 3, 3) == 0
    assert sums.total(metric) == sum(values)


def test_trainable(net: Net) -> None:
    nodes = net(NET).graph.nodes
    assert [trainable(node) for node in nodes] == [0, 216, 16, 0, 0, 81_930]


def test_a_sum_over_what_failed_is_unknown(net: Net) -> None:
    sums = Sums(net("layers: [conv: [4, 1], conv: [4, 99], {conv: [4, 1], from: in}]").graph)
    for metric in METRICS:
        assert sums.total(metric) is None
        assert sums.between(metric, 1, 3) is None
        assert sums.between(metric, 2, 3) is None
        assert sums.between(metric, 0, 2) is not None
        assert sums.between(metric, 3, 4) is not None


@pytest.mark.parametrize(
    ("name", "params", "macs"),
    [
        # what torchvision builds, traced with PyTorch; its model cards round the same
        ("resnet18", 11_689_512, 1_814_073_344),
        ("resnet50_torchvision", 25_557_032, 4_089_184_256),
        ("vgg16", 138_357_544, 15_470_264_320),
        ("vgg19_bn", 143_678_248, 19_632_062_464),
        ("alexnet_torchvision", 61_100_840, 714_188_480),
        ("googlenet_torchvision", 6_624_904, 1_498_376_192),
    ],
)
def test_published_totals(name: str, params: int, macs: int) -> None:
    totals = analyze(load(name)).totals
    assert (totals.params, totals.macs) == (params, macs)


@settings(max_examples=40, deadline=None, phases=UNSHRUNK)
@given(data=st.data())
def test_runs_add_up(generated: st.SearchStrategy[str], data: st.DataObject) -> None:
    analysis = analyze(read_spec(read_text(data.draw(generated), "net.yaml"), "net"))
    sums, count = Sums(analysis.graph), len(analysis.graph.nodes)
    cut = data.draw(st.integers(0, count))
    for metric in METRICS:
        parts = [sums.between(metric, 0, cut), sums.between(metric, cut, count)]
        total = sums.total(metric)
        assert (None in parts) == (total is None)
        if total is not None:
            assert sum(part for part in parts if part is not None) == total
