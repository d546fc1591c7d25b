"""unused-block: a block that nothing calls."""

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
        ("blocks: {u: [relu]}\nlayers: [relu]", "`u`"),
        ("blocks: {u: [v], v: [relu]}\nlayers: [relu]", "`u`"),
    ],
)
def test_found(told: Told, text: str, message: str) -> None:
    (finding,) = told("W202", text)
    assert finding.code == "W202"
    assert message in finding.message


@pytest.mark.parametrize(
    "text",
    [
        "blocks: {u: [relu]}\nlayers: [u]",
        "blocks: {u: [v], v: [relu]}\nlayers: [u]",
        "vars: {f: u}\nblocks: {u: [relu]}\nlayers: [call: f]",
        (
            "vars: {wide: false, f: u if wide else v}\nblocks: {u: [relu], v: [tanh]}\n"
            "layers: [call: f]"
        ),
        "blocks: {u: [relu], b: {args: [f], layers: [call: f]}}\nlayers: [b: u]",
        "blocks: {u: [relu], b: {args: [f: u], layers: [call: f]}}\nlayers: [b]",
        "blocks: {u: [relu]}\nlayers: [{u: [], when: false}]",
    ],
)
def test_silent(told: Told, text: str) -> None:
    assert told("W202", text) == []
