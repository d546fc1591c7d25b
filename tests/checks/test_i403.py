"""misaligned-branches: a merge of branches from different places."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    from cnnspec.core.diagnostic import Diagnostic

    Told = Callable[..., list[Diagnostic]]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (
            "layers: [add: [[conv: [8, 3, 2, pad: [[0, 1], [0, 1]]]], [conv: [8, 1, 2]]]]",
            "lie 1 pixel apart along the rows: 0.conv at 1 and 1.conv at 0",
        ),
        # Keras: 3x3 and 1x1 at a stride of 2 with `same`, on an even map
        (
            "layers: [add: [[conv: [8, 3, 2, pad: same]], [conv: [8, 1, 2]]]]",
            "lie 1 pixel apart along the rows: 0.conv at 1 and 1.conv at 0",
        ),
        (
            "layers: [concat: [[conv: [8, 1, 2]], [conv: [8, 17]]]]",
            "whose values stand at different steps: 0.conv every 2 and 1.conv every 1",
        ),
        # the stem of HGNetV2: two 2x2 convolutions beside one 2x2 pool, at half the resolution
        (
            (
                "layers: [{conv: [8, 3, 2, pad: 1]}, pad: {amount: [[0, 1], [0, 1]]}, "
                "concat: [[max_pool: [2, 1]], [conv: [8, 2], pad: {amount: [[0, 1], [0, 1]]}, "
                "conv: [8, 2]]]]"
            ),
            "lie 1 pixel apart along the rows: 0.max_pool at 1 and 1.conv2 at 2",
        ),
    ],
)
def test_found(told: Told, text: str, message: str) -> None:
    (finding,) = told("I403", text)
    assert finding.code == "I403"
    assert message in finding.message


@pytest.mark.parametrize(
    "text",
    [
        "layers: [add: [[conv: [8, 3, 2, pad: 1]], [conv: [8, 1, 2]]]]",
        "layers: [add: [[conv: [8, 3, 2, pad: half]], [conv: [8, 1, 2]]]]",
        # on an odd map `same` pads alike on both sides
        "input: [3, 9, 9]\nlayers: [add: [[conv: [8, 3, 2, pad: same]], [conv: [8, 1, 2]]]]",
        # ResNet-D
        "layers: [add: [[conv: [8, 3, 2, pad: 1]], [avg_pool: [2, 2], conv: [8, 1]]]]",
        "layers: [add: [[conv: [3, 3, pad: 1]], []]]",
        "input: [4, 64]\nlayers: [add: [[conv: [4, 3, pad: causal]], []]]",
    ],
)
def test_silent(told: Told, text: str) -> None:
    assert told("I403", text) == []
