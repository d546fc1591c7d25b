"""Fields, jumps and paddings of published networks, as others computed them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from cnnspec.analysis import analyze, load
from cnnspec.passes.grid import Grid

if TYPE_CHECKING:
    from collections.abc import Callable

    from cnnspec.results import Analysis

    Net = Callable[..., Analysis]
    Network = Callable[[str], Analysis]


def at(analysis: Analysis, path: str) -> tuple[Any, ...]:
    """Largest field, jump, and the padding before the first value's field, of one axis; None where
    the axes differ. The padding is what Araujo et al. call the effective padding."""
    grid = Grid(analysis.graph)
    node = analysis.paths.find(path)[-1][1] - 1
    axes = grid.of(node)
    assert axes is not None
    assert all(axis == axes[0] for axis in axes)
    first = grid.sees(node, 0, 0)
    assert first is not None
    return axes[0].largest, axes[0].jump, -first[0]


# Araujo, Norris & Sim 2019, Computing receptive fields of convolutional neural networks, and the
# table with more digits beside their library: google-research/receptive_field,
# RECEPTIVE_FIELD_TABLE.md. Each: RF, effective stride, effective padding.
ALEXNET = {
    "conv1": (11, 4, 0), "max_pool1": (19, 8, 0), "conv2": (51, 8, 16), "conv3": (99, 16, 32),
    "conv4": (131, 16, 48), "conv5": (163, 16, 64), "max_pool3": (195, 32, 64),
}  # fmt: skip
VGG16 = {
    "max_pool1": (6, 2, 2), "max_pool2": (16, 4, 6), "max_pool3": (44, 8, 18),
    "max_pool4": (100, 16, 42), "max_pool5": (212, 32, 90),
}  # fmt: skip
INCEPTION_V3 = {"Mixed_5d": (127, 8, 50), "Mixed_6e": (927, 16, 442), "Mixed_7c": (1311, 32, 618)}


@pytest.mark.parametrize(
    ("name", "rows"),
    [("alexnet", ALEXNET), ("vgg16", VGG16), ("inception_v3", INCEPTION_V3)],
)
def test_published_of_shipped(name: str, rows: dict[str, tuple[int, int, int]]) -> None:
    analysis = analyze(load(name))
    assert {path: at(analysis, path) for path in rows} == rows


@pytest.mark.parametrize(
    ("name", "wanted"),
    [("inception_v4", (2071, 32, 998)), ("inception_resnet_v2_released", (3039, 32, 1482))],
)
def test_published_without_rows(network: Network, name: str, wanted: tuple[int, int, int]) -> None:
    analysis = network(name)
    grid = Grid(analysis.graph)
    ends = [node for node, axes in enumerate(grid.states) if axes and axes[0].lattices]
    axis = grid.of(ends[-1])
    first = grid.first(ends[-1])[0]
    assert axis is not None
    assert first is not None
    assert (axis[0].largest, axis[0].jump, -first[0]) == wanted


# TF-Slim's ResNet v1: the last unit of a block strides, in its 3x3, padded alike on both sides; the
# pool pads as TensorFlow does, so that the padding depends on the size.
SLIM_RESNET = """
blocks:
  unit:
    args: [c, s: 1]
    layers:
      - add:
          a: [conv: [c, 1], conv: [c, 3, s, pad: 1], conv: [4*c, 1]]
          b: [{conv: [4*c, 1, s], when: s > 1 or in.c != 4*c}]
vars: {n1: 3, n2: 4, n3: 6, n4: 3}
layers:
  - conv: [64, 7, 2, pad: 3]
  - max_pool: [3, 2, pad: same]
  - {unit: [64, s: "2 if i == n1 - 1 else 1"], repeat: n1, name: block1}
  - {unit: [128, s: "2 if i == n2 - 1 else 1"], repeat: n2, name: block2}
  - {unit: [256, s: "2 if i == n3 - 1 else 1"], repeat: n3, name: block3}
  - {unit: 512, repeat: n4, name: block4}
"""


@pytest.mark.parametrize(
    ("size", "counts", "rows"),
    [
        (224, (3, 4, 6, 3), [(35, 8, 15), (99, 16, 47), (291, 32, 143), (483, 32, 239)]),
        (321, (3, 4, 6, 3), [(35, 8, 17), (99, 16, 49), (291, 32, 145), (483, 32, 241)]),
        (224, (3, 4, 23, 3), [(35, 8, 15), (99, 16, 47), (835, 32, 415), (1027, 32, 511)]),
        (224, (3, 8, 36, 3), [(35, 8, 15), (163, 16, 79), (1315, 32, 655), (1507, 32, 751)]),
        (224, (3, 24, 36, 3), [(35, 8, 15), (419, 16, 207), (1571, 32, 783), (1763, 32, 879)]),
    ],
)
def test_published_resnets(
    net: Net, size: int, counts: tuple[int, ...], rows: list[tuple[int, int, int]]
) -> None:
    given = dict(zip(("n1", "n2", "n3", "n4"), counts, strict=True))
    analysis = net(f"input: [3, {size}, {size}]{SLIM_RESNET}", settings=given)
    assert [at(analysis, f"block{number}") for number in (1, 2, 3, 4)] == rows


MOBILENET = """
defaults: {conv: {pad: same}, dwconv: {pad: same}}
blocks: {ds: {args: [c, s: 1], layers: [dwconv: [3, s], conv: [c, 1]]}}
layers:
  - {conv: [32, 3, 2], name: c0}
  - {ds: 64, name: c1}
  - {ds: [128, 2], name: c2}
  - {ds: 128, name: c3}
  - {ds: [256, 2], name: c4}
  - {ds: 256, name: c5}
  - {ds: [512, 2], name: c6}
  - {ds: 512, repeat: 5, name: c11}
  - {ds: [1024, 2], name: c12}
  - {ds: 1024, name: c13}
"""


@pytest.mark.parametrize(
    ("size", "rows"),
    [
        (224, {"c0": (3, 2, 0), "c1": (7, 2, 2), "c2": (11, 4, 2), "c4": (27, 8, 6),
               "c6": (59, 16, 14), "c11": (219, 16, 94), "c12": (251, 32, 94),
               "c13": (315, 32, 126)}),
        (321, {"c0": (3, 2, 1), "c1": (7, 2, 3), "c2": (11, 4, 5), "c4": (27, 8, 13),
               "c6": (59, 16, 29), "c11": (219, 16, 109), "c12": (251, 32, 125),
               "c13": (315, 32, 157)}),
    ],
)  # fmt: skip
def test_published_mobilenet(net: Net, size: int, rows: dict[str, tuple[int, int, int]]) -> None:
    analysis = net(f"input: [3, {size}, {size}]{MOBILENET}")
    assert {path: at(analysis, path) for path in rows} == rows


INCEPTION_V2 = """
input: [3, 224, 224]
defaults: {conv: {pad: same}, max_pool: {pad: same}, avg_pool: {pad: same}}
blocks:
  mixed:
    - concat:
        a: [conv: [8, 1]]
        b: [conv: [8, 1], conv: [8, 3]]
        c: [conv: [8, 1], conv: [8, 3], conv: [8, 3]]
        d: [avg_pool: [3, 1], conv: [8, 1]]
  reduce:
    - concat:
        b: [conv: [8, 1], conv: [8, 3, 2]]
        c: [conv: [8, 1], conv: [8, 3], conv: [8, 3, 2]]
        d: [max_pool: [3, 2]]
layers:
  - conv: [64, 7, 2]
  - max_pool: [3, 2]
  - conv: [64, 1]
  - {conv: [192, 3], name: c2c}
  - {max_pool: [3, 2], name: p3a}
  - {mixed: [], repeat: 2, name: m3}
  - {reduce: [], name: m4a}
  - {mixed: [], repeat: 4, name: m4}
  - {reduce: [], name: m5a}
  - {mixed: [], repeat: 2, name: m5}
"""


def test_published_inception_v2(net: Net) -> None:
    rows = {"c2c": (19, 4, 6), "p3a": (27, 8, 6), "m3": (91, 8, 38), "m4a": (123, 16, 46),
            "m4": (379, 16, 174), "m5a": (443, 32, 190), "m5": (699, 32, 318)}  # fmt: skip
    analysis = net(INCEPTION_V2)
    assert {path: at(analysis, path) for path in rows} == rows


def test_published_unet(network: Network) -> None:
    """An output pixel of the network of Ronneberger et al. 2015, Fig. 1, sees 188 pixels and the
    next one the same, or more where the steps of the decoder fall otherwise: at most 204. The
    border that is lost, 572 - 388 = 184, is the same on both sides: 92."""
    analysis = network("unet")
    grid = Grid(analysis.graph)
    end = analysis.graph.last
    assert grid.first(end) == ((0, 187), (0, 187))
    assert grid.last(end) == ((384, 571), (384, 571))
    axes = grid.of(end)
    assert axes is not None
    assert (axes[0].largest, axes[0].jump, axes[0].centres) == (204, 1, (92, 92))


def test_published_causal(network: Network) -> None:
    """van den Oord et al. 2016, Fig. 3, and §2.1: dilations 1 to 512 see 1024 samples; three such
    stacks 3·1023 + 1, none of them after the present one."""
    analysis = network("wavenet")
    grid = Grid(analysis.graph)
    end = analysis.graph.last
    assert grid.fields(end, 0) == (2, 3070)
    assert (grid.first(end), grid.last(end)) == (((-3069, 0),), ((12930, 15999),))
