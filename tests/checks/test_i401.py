"""no-effect: a layer that gives what it gets."""

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
            "layers: [conv: [8, 3, act: relu], relu]",
            "relu has no effect: what relu gives is never below 0 here",
        ),
        ("layers: [conv: [8, 3, act: sigmoid], max_pool: [2, 2], prelu]", "prelu has no effect"),
        ("layers: [abs, leaky_relu]", "leaky_relu has no effect"),
        (
            "layers: [relu6, relu6]",
            "relu62 has no effect: what relu6 gives is from 0 to 6 already",
        ),
        ("layers: [conv: [8, 3, norm: bn], bn]", "bn has no effect"),
        ("layers: [gn: 3, gn: 3]", "gn2 has no effect"),
        ("layers: [dropout: 0]", "the rate is 0"),
        ("layers: [dropout: 0.0]", "the rate is 0"),
        ("input: [8, 1, 1]\nlayers: [global_max_pool]", "the map has one cell"),
        ("layers: [avg_pool: [1, 1]]", "the window has one cell"),
        (
            "layers: [avg_pool: [2, 2], global_avg_pool]",
            "avg_pool has no effect: the mean of the means",
        ),
        ("layers: [flatten, flatten]", "flatten2 has no effect"),
        ("layers: [add: [[relu], [sigmoid]], relu]", "what add gives is never below 0 here"),
        ("layers: [maximum: [[relu], [tanh]], relu]", "what maximum gives"),
    ],
)
def test_found(told: Told, text: str, message: str) -> None:
    (finding,) = told("I401", text)
    assert finding.code == "I401"
    assert message in finding.message


@pytest.mark.parametrize(
    "text",
    [
        "layers: [relu, relu6]",
        "layers: [{avg_pool: [2, 2], name: p}, {global_avg_pool: [], name: g}]\noutputs: [p, g]",
        "layers: [relu6, tanh]",
        "layers: [conv: [8, 3, act: relu], sub: [prev, [sigmoid]], relu]",
        "layers: [add: [[relu], [tanh]], relu]",
        "layers: [conv: [8, 3, act: relu], bn, relu]",
        "layers: [gn: 3, gn: 1]",
        # a variable that is 0 in one variant is none that is written as 0
        "vars: {p: 0}\nlayers: [dropout: p]",
        "layers: [dropout: 0.5]",
        "layers: [avg_pool: [2, 1], global_avg_pool]",
        "layers: [avg_pool: [3, 3], global_avg_pool]",
        "layers: [max_pool: [2, 2], global_avg_pool]",
        "layers: [max_pool: [1, 2]]",
        "input: [8, 1, 1]\nlayers: [se: 2]",
        "symbols: [H]\ninput: [8, H, H]\nlayers: [global_avg_pool]",
    ],
)
def test_silent(told: Told, text: str) -> None:
    assert told("I401", text) == []
