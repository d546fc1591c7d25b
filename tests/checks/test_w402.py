"""missing-activation: nothing nonlinear between two layers."""

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
            "layers: [{fc: 512, name: a}, dropout, {fc: 10, name: b}]",
            ("together they are one fc 3,072 -> 10, with 30,720 weights in the place of 1,577,984"),
        ),
        # 3x3 behind 3x3 with stride 2 is 3 + 2·2 = 7
        (
            "layers: [conv: [8, 3, 2], conv: [4, 3]]",
            "one 7x7 conv 3 -> 4, with 588 weights in the place of 504",
        ),
        ("layers: [conv: [8, 1], conv: [16, 3, norm: bn, act: relu]]", "one 3x3 conv 3 -> 16"),
        ("layers: [conv: [8, 3], flatten, fc: 10]", "one fc 3,072 -> 10"),
        # a dilated 3x3 spans 5x5; one output of both sees 7x7 (gradients in torch 2.14.1)
        (
            "layers: [conv: [8, 3, dilation: 2], conv: [8, 3]]",
            "one 7x7 conv 3 -> 8, with 1,176 weights in the place of 792",
        ),
        (
            "input: [8, 100]\nlayers: [conv: [8, 3], drop_path: 0.1, conv: [8, 3]]",
            "one 5 conv 8 -> 8",
        ),
    ],
)
def test_found(told: Told, text: str, message: str) -> None:
    (finding,) = told("W402", text)
    assert finding.code == "W402"
    assert message in finding.message


@pytest.mark.parametrize(
    "text",
    [
        "layers: [fc: [512, act: relu], fc: 10]",
        # another layer keeps the weights
        (
            "input: [8, 9, 9]\nlayers: [{conv: [8, 3, pad: 1], share: k, name: x}, "
            "conv: [8, 1], {conv: [8, 3, pad: 1], share: k}, relu]"
        ),
        "layers: [conv: [8, 3, norm: bn], conv: [8, 3]]",
        "layers: [conv: [8, 3], max_pool: [2, 2], conv: [8, 3]]",
        # a rank that was chosen, depthwise and grouped layers, a window taken apart
        "input: [64, 8, 8]\nlayers: [conv: [16, 1], conv: [64, 3]]",
        "input: [4096]\nlayers: [fc: 64, fc: 1000]",
        "layers: [dwconv: [3, pad: 1], conv: [8, 1]]",
        "input: [8, 8, 8]\nlayers: [conv: [8, 3, groups: 2], conv: [8, 1]]",
        "input: [8, 8, 8]\nlayers: [conv: [8, 3x1], conv: [8, 1x3]]",
        "input: [4, 4, 8, 8]\nlayers: [conv: [4, 1x3x3], conv: [4, 3x1x1]]",
        # another reader, an output, shared weights, transposed, a table of connections
        "layers: [{conv: [8, 1], name: a}, conv: [8, 1], add: [prev, a]]",
        "layers: [{conv: [8, 1], name: a}, conv: [8, 1]]\noutputs: [a, prev]",
        "layers: [{conv: [3, 1], share: k, repeat: 3}]",
        "layers: [conv: [8, 1], conv_transpose: [8, 2, 2]]",
        "symbols: [C]\ninput: [C, 8, 8]\nlayers: [conv: [C, 1], conv: [C, 1]]",
    ],
)
def test_silent(told: Told, text: str) -> None:
    assert told("W402", text) == []
