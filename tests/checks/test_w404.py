"""stacked-probabilities: softmax and sigmoid of what has no sign any more, or of one value."""

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
            "layers: [fc: 10, softmax, softmax]",
            "softmax2 is applied to softmax1, which is from 0 to 1 already",
        ),
        ("layers: [fc: [10, act: sigmoid], dropout, softmax]", "softmax is applied to fc.sigmoid"),
        (
            "layers: [fc: [10, act: relu], softmax]",
            "softmax is applied to fc.relu, which is never below 0",
        ),
        ("layers: [conv: [8, 3, act: relu6], sigmoid]", "no value is below 0.5"),
        ("layers: [fc: 1, softmax]", "softmax is over 1 channel"),
        ("layers: [conv: [1, 3, act: softmax]]", "conv.softmax is over 1 channel"),
    ],
)
def test_found(told: Told, text: str, message: str) -> None:
    (finding,) = told("W404", text)
    assert finding.code == "W404"
    assert message in finding.message


@pytest.mark.parametrize(
    "text",
    [
        "layers: [fc: 10, softmax]",
        "layers: [fc: 1, sigmoid]",
        "layers: [conv: [10, 1, act: relu], global_avg_pool, softmax]",
        "layers: [conv: [8, 3, act: tanh], sigmoid]",
        "layers: [conv: [8, 3, act: sigmoid], conv: [8, 3], sigmoid]",
        "symbols: [C]\nlayers: [fc: C, softmax]",
    ],
)
def test_silent(told: Told, text: str) -> None:
    assert told("W404", text) == []
