"""groups-never-mix: grouped convolutions in a row."""

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
            "input: [24, 8, 8]\nlayers: [{conv: [24, 1, groups: 3], repeat: 3}]",
            (
                "3 convolutions with 3 groups in a row never mix them: a channel of conv.2 "
                "sees 8 of the 24"
            ),
        ),
        (
            (
                "input: [24, 8, 8]\nlayers: [conv: [48, 1, groups: 3], dwconv: [3, "
                "multiplier: 2], conv: [24, 1, groups: 3], max_pool: [2, 2], conv: [24, 1, "
                "groups: 3]]"
            ),
            "3 convolutions",
        ),
        # depthwise as a convolution with as many groups as channels, and another pool
        (
            (
                "input: [24, 8, 8]\nlayers: [conv: [24, 1, groups: 3], conv: [24, 3, groups: 24], "
                "conv: [24, 1, groups: 3], l2_pool: [2, 2], conv: [24, 1, groups: 3]]"
            ),
            "3 convolutions",
        ),
        (
            (
                "input: [24, 8, 8]\nlayers: [{conv: [24, 1, groups: 3, norm: bn, act: relu], "
                "repeat: 9}]"
            ),
            "9 convolutions",
        ),
    ],
)
def test_found(told: Told, text: str, message: str) -> None:
    (finding,) = told("W403", text)
    assert finding.code == "W403"
    assert message in finding.message


@pytest.mark.parametrize(
    "text",
    [
        "input: [24, 8, 8]\nlayers: [{conv: [24, 1, groups: 3], repeat: 2}]",
        (
            "input: [24, 8, 8]\nlayers: [conv: [24, 1, groups: 3], channel_shuffle: 3, "
            "conv: [24, 1, groups: 3], conv: [24, 1, groups: 3]]"
        ),
        (
            "input: [24, 8, 8]\nlayers: [conv: [24, 1, groups: 3], conv: [24, 1], conv: [24, "
            "1, groups: 3], conv: [24, 1, groups: 3]]"
        ),
        (
            "input: [24, 8, 8]\nlayers: [conv: [24, 1, groups: 3], conv: [24, 1, groups: 4], "
            "conv: [24, 1, groups: 3]]"
        ),
        (
            "input: [24, 8, 8]\nlayers: [conv: [24, 1, groups: 3], se: 4, conv: [24, 1, "
            "groups: 3], conv: [24, 1, groups: 3]]"
        ),
        (
            "input: [24, 8, 8]\nlayers: [conv: [24, 1, groups: 3], concat: [prev, in], "
            "conv: [24, 1, groups: 3], conv: [24, 1, groups: 3]]"
        ),
        "input: [24, 8, 8]\nlayers: [{dwconv: 3, repeat: 3}]",
        # ResNeXt
        (
            "input: [64, 8, 8]\nlayers: [{seq: [conv: [64, 1], conv: [64, 3, groups: 32, "
            "pad: 1], conv: [64, 1]], repeat: 3}]"
        ),
    ],
)
def test_silent(told: Told, text: str) -> None:
    assert told("W403", text) == []
