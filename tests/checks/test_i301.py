"""unread-features: values that nothing reads."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from cnnspec.analysis import analyze, load
from cnnspec.checks.i301 import check

if TYPE_CHECKING:
    from collections.abc import Callable

    from cnnspec.core.diagnostic import Diagnostic

    Told = Callable[..., list[Diagnostic]]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        # the 3x3 before computes 32² positions of 216 weights, of which a quarter is read
        (
            "layers: [conv: [8, 3, pad: 1], conv: [16, 1, 2]]",
            "75.0% of the 32x32 map of conv1 is never read: 165,888 of 253,952 MACs",
        ),
        ("layers: [conv: [8, 3, pad: 1], {max_pool: [1, 2]}]", "75.0%"),
        (
            (
                "layers: [conv: [8, 3, pad: 1], concat: [[crop: 16], {from: in, "
                "layers: [conv: [8, 17]]}]]"
            ),
            "75.0%",
        ),
    ],
)
def test_found(told: Told, text: str, message: str) -> None:
    (finding,) = told("I301", text)
    assert finding.code == "I301"
    assert message in finding.message


@pytest.mark.parametrize(
    "text",
    [
        "layers: [conv: [8, 3, pad: 1], conv: [16, 3, 2, pad: 1]]",
        # a stride in a 1x1 shortcut beside a 3x3 that reads all
        "layers: [conv: [8, 3, pad: 1], add: [[conv: [16, 3, 2, pad: 1]], [conv: [16, 1, 2]]]]",
        # what W301 tells already
        "layers: [conv: [8, 1, 2]]",
        "layers: [conv: [8, 3, pad: 1], crop: 16]",
        # nothing is computed for what is dropped
        "layers: [relu, add: [[max_pool: [2, 2]], [slice: [0, 3], max_pool: [1, 2]]]]",
        # only padding is left out
        "layers: [conv: [8, 3, pad: 1], pad: {amount: 1}, conv: [8, 3, 2]]",
    ],
)
def test_silent(told: Told, text: str) -> None:
    assert told("I301", text) == []


def test_the_original_resnet() -> None:
    """He et al. 2015 put the stride in 1x1 convolutions, so that three quarters of what the last
    3x3 and 1x1 of a stage give are dropped: 3 · 3/4 · (115,605,504 + 51,380,224)."""
    (finding,) = check(analyze(load("resnet50"), check=False))
    assert finding.message == (
        "75.0% of the 56x56 map of conv2_x.2.relu and of 2 more is never read: "
        "375,717,888 of 3,857,973,248 MACs change nothing"
    )
    assert finding.notes[0].text == (
        "conv3_x.0.residual.conv1 (1x1, stride 2x2) and conv3_x.0.shortcut.conv (1x1, stride 2x2) "
        "read it alone"
    )


@pytest.mark.parametrize("name", ["resnet18", "resnet50_torchvision", "vgg16", "densenet121"])
def test_networks_that_read_all(name: str) -> None:
    assert list(check(analyze(load(name), check=False))) == []
