"""repeated-source: a merge of one tensor with itself."""

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
            "layers: [{relu: [], name: a}, add: [a, a]]",
            "add reads a 2 times, which gives 2 times its values",
        ),
        (
            "layers: [concat: [in, in, in]]",
            "concat reads the input 3 times, which gives each of its channels 3 times",
        ),
        ("layers: [{relu: [], name: a}, sub: [prev, a]]", "which gives 0 in its place"),
        (
            "layers: [{relu: [], name: a}, {tanh: [], name: b}, sub: [b, a, a]]",
            "it subtracted more than once",
        ),
        ("layers: [mul: [in, in]]", "its values to the power of 2"),
        ("layers: [maximum: [in, in]]", "nothing new"),
    ],
)
def test_found(told: Told, text: str, message: str) -> None:
    (finding,) = told("I404", text)
    assert finding.code == "I404"
    assert message in finding.message


@pytest.mark.parametrize(
    "text",
    [
        "layers: [add: [in, [relu]]]",
        "layers: [add: [[relu], [relu]]]",
    ],
)
def test_silent(told: Told, text: str) -> None:
    assert told("I404", text) == []
