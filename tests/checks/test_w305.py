"""pool-not-global: an average over the whole map at many positions."""

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
            "input: [64, 7, 7]\nlayers: [avg_pool: [7, 1, pad: same], flatten, fc: 10]",
            "7x7 map, but at 7x7 positions",
        ),
        ("input: [64, 7, 7]\nlayers: [avg_pool: [7, 1, pad: 3], fc: 10]", "7x7 positions"),
        ("input: [64, 8, 8]\nlayers: [avg_pool: [8, 1, pad: 4]]", "9x9 positions"),
        # one line, whose first call has no vector behind it
        (
            "input: [8, 4, 4]\nblocks: {p: {args: [q], layers: [avg_pool: [4, 1, pad: q]]}}\n"
            "layers: [p: 2, max_pool: [2, 1], p: 1, fc: 10]",
            "averages over the whole 4x4 map, but at 3x3 positions",
        ),
    ],
)
def test_found(told: Told, text: str, message: str) -> None:
    (finding,) = told("W305", text)
    assert finding.code == "W305"
    assert message in finding.message


@pytest.mark.parametrize(
    "text",
    [
        "input: [64, 7, 7]\nlayers: [avg_pool: [7, 1], flatten, fc: 10]",
        "input: [64, 7, 7]\nlayers: [max_pool: [7, 1, pad: same], flatten, fc: 10]",
        "input: [64, 7, 7]\nlayers: [avg_pool: [3, 1, pad: same], flatten, fc: 10]",
        "input: [64, 7, 7]\nlayers: [avg_pool: [7, 1, pad: same], conv: [8, 1]]",
    ],
)
def test_silent(told: Told, text: str) -> None:
    assert told("W305", text) == []
