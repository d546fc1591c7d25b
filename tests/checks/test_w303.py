"""norm-over-one-value: a normalisation of one value by itself."""

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
            "layers: [conv: [8, 3], global_avg_pool, inorm]",
            "8x1x1, which is one value for each channel",
        ),
        ("layers: [conv: [8, 3], global_avg_pool, gn: 8]", "one value for each group"),
        ("layers: [conv: [1, 3], ln]", "one value for each position"),
        ("input: [8, 1, 1]\nlayers: [{inorm: [], repeat: 2}]", "inorm.0 and inorm.1 normalise"),
    ],
)
def test_found(told: Told, text: str, message: str) -> None:
    (finding,) = told("W303", text)
    assert finding.code == "W303"
    assert message in finding.message


@pytest.mark.parametrize(
    "text",
    [
        "layers: [conv: [8, 3], global_avg_pool, ln]",
        "layers: [conv: [8, 3], global_avg_pool, gn: 4]",
        "layers: [conv: [8, 3], global_avg_pool, bn]",
        "layers: [inorm]",
        "symbols: [H]\ninput: [3, H, H]\nlayers: [inorm]",
        "symbols: [C]\ninput: [C, 1, 1]\nlayers: [gn: 4, ln]",
    ],
)
def test_silent(told: Told, text: str) -> None:
    assert told("W303", text) == []
