"""What people have met, each as a small spec: the fixes are those that the thread came to."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from cnnspec.analysis import analyze, load
from cnnspec.fixes import with_fixes

if TYPE_CHECKING:
    from collections.abc import Callable

    from cnnspec.results import Analysis

    Net = Callable[..., Analysis]
    Proposed = Callable[[Analysis], list[str]]

UNET = """\
input: [3, {0}]
layers:
  - {{conv: [64, 3, pad: 1], name: enc1}}
  - max_pool: [2, 2]
  - {{conv: [128, 3, pad: 1], name: enc2}}
  - max_pool: [2, 2]
  - {{conv: [256, 3, pad: 1], name: enc3}}
  - max_pool: [2, 2]
  - conv: [512, 3, pad: 1]
  - upsample: 2
  - concat: [prev, enc3]
  - conv: [256, 3, pad: 1]
  - upsample: 2
  - concat: [prev, enc2]
  - conv: [128, 3, pad: 1]
  - upsample: 2
  - concat: [prev, enc1]
  - conv: [2, 1]
"""
DCGAN = """\
input: [3, 32, 32]
defaults: {conv: {act: leaky_relu}}
layers:
  - conv: [64, 4, 2, pad: 1, bias: false]
  - conv: [128, 4, 2, pad: 1, bias: false]
  - conv: [256, 4, 2, pad: 1, bias: false]
  - conv: [512, 4, 2, pad: 1, bias: false]
  - conv: [1, 4, bias: false]
"""
ENCODER = """\
input: [3, 350, 525]
layers:
  - {conv: [64, 7, 2, pad: 3], name: a}
  - {max_pool: [3, 2, pad: 1], name: b}
  - {conv: [128, 3, 2, pad: 1], name: c}
  - {conv: [256, 3, 2, pad: 1], name: d}
  - conv: [512, 3, 2, pad: 1]
  - upsample: 2
  - concat: [prev, d]
  - upsample: 2
  - concat: [prev, c]
  - upsample: 2
  - concat: [prev, b]
  - upsample: 2
  - concat: [prev, a]
"""


def test_a_u_net_at_358(net: Net, proposed: Proposed) -> None:
    """88 beside 89: https://github.com/keras-team/keras/issues/19964, where three halvings want a
    multiple of 8."""
    analysis = net(UNET.format("358, 358"))
    assert [str(found.message) for found in analysis.diagnostics] == [
        "concat joins maps of 88x88 and 89x89"
    ]
    assert proposed(analysis)[:2] == ["input: [3, 360, 360]", "input: [3, 352, 352]"]
    (found,) = with_fixes(analysis).diagnostics
    assert "a multiple of 8: three halvings" in found.notes[-1].text


def test_a_size_that_is_to_hold_for_any_input(net: Net, proposed: Proposed) -> None:
    """Where one join is all that fails, the smaller branch may be resized to the other."""
    text = """\
input: [3, 89, 89]
layers:
  - {conv: [8, 3, pad: 1], name: enc}
  - max_pool: [2, 2]
  - upsample: 2
  - concat: [prev, enc]
"""
    assert proposed(net(text)) == [
        "input: [3, 88, 88]",
        "input: [3, 90, 90]",
        "resize: enc.size in the place of upsample",
    ]


def test_the_discriminator_of_dcgan_at_32(net: Net, proposed: Proposed) -> None:
    """https://github.com/pytorch/examples/issues/359: a 4x4 window on a 2x2 map; at least 64x64 is
    the answer there, a last kernel of 2 in https://github.com/pytorch/examples/issues/263."""
    changes = proposed(net(DCGAN))
    assert "input: [3, 64, 64]" in changes
    assert "conv5 kernel: 2" in changes


def test_an_encoder_of_five_halvings(net: Net, proposed: Proposed) -> None:
    """350x525 fails and 320x480 works:
    https://github.com/qubvel-org/segmentation_models.pytorch/issues/57; multiples of 32."""
    assert proposed(net(ENCODER))[:2] == ["input: [3, 352, 512]", "input: [3, 352, 544]"]
    assert net(ENCODER.replace("350, 525", "320, 480")).diagnostics == ()


def test_alexnet_at_32(proposed: Proposed) -> None:
    """A pool that finds 256x1x1: https://github.com/creafz/pytorch-cnn-finetune/issues/4; 63 is the
    smallest input that torchvision's own registry gives for AlexNet (min_size)."""
    analysis = analyze(load("alexnet_torchvision"), input=32)
    assert "input: [3, 63, 63]" in proposed(analysis)


def test_a_detector_at_a_size_that_is_no_multiple_of_32(net: Net, proposed: Proposed) -> None:
    """https://github.com/ultralytics/ultralytics/issues/9370: sizes are multiples of 32."""
    text = """\
input: [3, 500, 500]
defaults: {conv: {act: relu}}
layers:
  - conv: [16, 3, 2, pad: 1]
  - conv: [32, 3, 2, pad: 1]
  - conv: [64, 3, 2, pad: 1]
  - {conv: [128, 3, 2, pad: 1], name: c4}
  - conv: [256, 3, 2, pad: 1]
  - upsample: 2
  - concat: [prev, c4]
"""
    # 500 has 32 cells at stride 16 and 16 at stride 32: it joins; 520 has 33 and 17
    assert proposed(net(text)) == []
    changes = proposed(net(text.replace("500", "520")))
    assert changes[:2] == ["input: [3, 512, 512]", "input: [3, 544, 544]"]


@pytest.mark.parametrize(
    ("text", "first"),
    [
        # a residual branch that forgets its padding
        (
            "layers: [{conv: [8, 3, pad: 1], name: a}, conv: [8, 3], add: [prev, a]]",
            "conv pad: 1",
        ),
        # a transposed convolution with 3x3 windows gives 2n - 1 cells
        (
            "layers: [{conv: [8, 3, pad: 1], name: a}, max_pool: [2, 2], "
            "conv_transpose: [8, 3, 2, pad: 1], concat: [prev, a]]",
            "conv_transpose out_pad: 1",
        ),
        # a shortcut that neither strides nor widens: 64·128 weights and 128 biases
        (
            "input: [64, 56, 56]\nlayers:\n- add:\n    r: [conv: [128, 3, 2, pad: 1]]\n    s: []",
            "s, then conv: [128, 1x1, 2]",
        ),
    ],
)
def test_branches_that_do_not_fit(net: Net, proposed: Proposed, text: str, first: str) -> None:
    assert first in proposed(net(text))


def test_the_cost_of_a_projection(net: Net) -> None:
    text = "input: [64, 56, 56]\nlayers: [add: {r: [conv: [128, 3, 2, pad: 1]], s: []}]"
    (found,) = with_fixes(net(text)).diagnostics
    assert "8,320 weights more" in found.notes[-1].text


@pytest.mark.parametrize(
    ("text", "changes"),
    [
        # gcd(100, 128) = 4; 100 % 32 = 4
        ("layers: [conv: [100, 1], conv: [128, 3, groups: 32]]", ["conv2 groups: 4"]),
        ("layers: [conv: [8, 3, groups: 3]]", ["conv out: 9", "conv out: 6"]),
        ("layers: [max_pool: [3, 2, pad: 2]]", ["max_pool pad: 1"]),
        ("layers: [conv_transpose: [8, 3, 2, out_pad: 2]]", ["conv_transpose out_pad: 1"]),
        ("layers: [{conv: [8, 3], size: 32}]", ["conv pad: 1", "input: [3, 34, 34]"]),
        ("layers: [{conv: [8, 3, pad: 1], shape: [9, 32, 32]}]", ["conv out: 9"]),
        ("layers: [crop: 64]", ["crop size: 32"]),
        ("layers: [add: [prev, [global_avg_pool]]]", ["mul in the place of add"]),
    ],
)
def test_single_options(net: Net, proposed: Proposed, text: str, changes: list[str]) -> None:
    found = proposed(net(text))
    assert [change for change in changes if change not in found] == []
