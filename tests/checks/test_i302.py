"""off-centre-same: even windows with `pad: same`."""

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
        ("layers: [conv: [8, 4, pad: same]]", "1 layer has an even window"),
        (
            "layers: [{conv: [8, 2, pad: same], repeat: 3}, max_pool: [2, 1, pad: same]]",
            "4 layers have an even window",
        ),
        ("layers: [conv: [8, 3x2, pad: same]]", "1 layer"),
    ],
)
def test_found(told: Told, text: str, message: str) -> None:
    (finding,) = told("I302", text)
    assert finding.code == "I302"
    assert message in finding.message


@pytest.mark.parametrize(
    "text",
    [
        "layers: [conv: [8, 3, pad: same]]",
        "layers: [conv: [8, 4, 2, pad: 1]]",
        "layers: [conv: [8, 4, 2, pad: same]]",
        "layers: [conv: [8, 2, pad: same, dilation: 2]]",
        "layers: [max_pool: [2, 2, pad: same]]",
        "input: [4, 16]\nlayers: [conv: [8, 2, pad: causal]]",
    ],
)
def test_silent(told: Told, text: str) -> None:
    assert told("I302", text) == []
