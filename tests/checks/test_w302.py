"""padding-only-weights: weights that never meet anything but padding."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from cnnspec.analysis import analyze, load
from cnnspec.checks.w302 import check

if TYPE_CHECKING:
    from collections.abc import Callable

    from cnnspec.core.diagnostic import Diagnostic
    from cnnspec.results import Analysis

    Told = Callable[..., list[Diagnostic]]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (
            "input: [4, 1, 1]\nlayers: [conv: [8, 3, pad: 1]]",
            "256 of 288 weights of 1 convolution",
        ),
        # a 1x1 padded by 3 gives one real cell among 7: the centre of the 7 taps behind it
        ("input: [4, 1]\nlayers: [conv: [8, 1, pad: 3, act: relu], conv: [8, 7]]", "384 of 448"),
        # the centre row of a 1x1x9 window on one row lives; along the other axis 5 of 9 taps do
        ("input: [4, 1, 3]\nlayers: [conv: [2, 9, pad: 4]]", "608 of 648"),
        ("input: [4, 28, 28]\nlayers: [conv: [2, 3, pad: 36, dilation: 36]]", "64 of 72"),
        (
            "input: [4, 1, 1]\nlayers: [pad: {amount: [[0, 2], [0, 2]]}, conv: [8, 3]]",
            "256 of 288",
        ),
        (
            "input: [4, 1, 1]\nlayers: [{conv: [4, 3, pad: 1], share: k, repeat: 3}]",
            "128 of 144 weights of 1 convolution",
        ),
        # three quarters of another layer live: it is told as well, and is no reason by itself
        (
            "input: [4, 2, 2]\nlayers: [conv: [4, 3, 2, pad: 1], relu, conv: [4, 3, pad: 1]]",
            "208 of 288 weights of 2 convolutions",
        ),
        ("input: [2, 1, 1, 1]\nlayers: [conv: [2, 3, pad: 1]]", "104 of 108"),
    ],
)
def test_found(told: Told, text: str, message: str) -> None:
    (finding,) = told("W302", text)
    assert finding.code == "W302"
    assert message in finding.message


@pytest.mark.parametrize(
    "text",
    [
        "input: [4, 2, 2]\nlayers: [conv: [8, 3, pad: 1]]",
        "input: [4, 1, 1]\nlayers: [conv: [8, 1]]",
        "input: [4, 65, 65]\nlayers: [conv: [8, 3, pad: 36, dilation: 36]]",
        # each tap is on the map somewhere
        "input: [4, 3, 3]\nlayers: [conv: [8, 5, pad: 2]]",
        # used whole where the map is larger, as the heads of detectors are
        (
            "input: {a: [4, 1, 1], b: [4, 8, 8]}\nlayers: [{conv: [4, 3, pad: 1], from: a, "
            "share: k, name: x}, {conv: [4, 3, pad: 1], from: b, share: k, name: y}]\n"
            "outputs: [x, y]"
        ),
        "symbols: [H]\ninput: [4, H, H]\nlayers: [conv: [8, 3, pad: 1]]",
        "input: [4, 1, 1]\nlayers: [max_pool: [3, 1, pad: 1]]",
    ],
)
def test_silent(told: Told, text: str) -> None:
    assert told("W302", text) == []


# Counted tap by tap in the models of torchvision 0.29.1 at 32x32. VGG's last map is 2x2.
@pytest.mark.parametrize(
    ("name", "dead"),
    [
        ("resnet18", "6,946,816 of 8,257,536 weights of 4 convolutions"),
        ("resnet50_torchvision", "5,505,024 of 7,077,888 weights of 3 convolutions"),
        ("mobilenet_v2", "25,920 of 31,104 weights of 4 convolutions"),
        ("densenet121", "524,288 of 589,824 weights of 16 convolutions"),
        ("efficientnet_b0", "135,456 of 159,168 weights of 8 convolutions"),
        ("convnext_tiny", "248,832 of 282,240 weights of 12 convolutions"),
        ("vgg16", ""),
    ],
)
def test_networks_for_larger_images(name: str, dead: str) -> None:
    found = [f for f in check(analyze(load(name), input=32, check=False)) if f.code == "W302"]
    assert [dead in finding.message for finding in found] == [True] * bool(dead)


def test_the_note_says_how_much_of_the_network_it_is() -> None:
    (finding,) = check(analyze(load("resnet18"), input=32, check=False))
    assert [note.text for note in finding.notes if note.kind == "lost"] == [
        "59.4% of all 11,689,512 parameters"
    ]


def test_a_line_that_is_ignored_is_left_out_of_the_sum(net: Callable[..., Analysis]) -> None:
    text = (
        "input: [4, 1, 1]\nlayers:\n  - conv: [4, 3, pad: 1, act: relu]{}\n  - conv: [4, 3, pad: 1]"
    )
    whole = [finding.message for finding in check(net(text.format("")))]
    assert whole == ["256 of 288 weights of 2 convolutions never meet anything but padding"]
    analysis = net(text.format("  # cnnspec: ignore[W302] a gate"))
    (left,) = [f for f in analysis.diagnostics if f.code == "W302"]
    assert left.message == "128 of 144 weights of 1 convolution never meet anything but padding"
    assert [finding.code for finding in analysis.ignored] == ["W302"]
