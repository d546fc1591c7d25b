"""Bodies: the tensors that their lines name and use."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    Findings = Callable[..., list[tuple[str, str]]]


@pytest.mark.parametrize(
    ("layers", "wanted"),
    [
        ("[{relu: [], from: []}]", [("E203", "[]")]),
        ("[{relu: [], from: {a: b}}]", [("E203", "{a: b}")]),
        ("[{relu: [], from: ''}]", [("E203", "''")]),
        ("[{relu: [], from: tanh}]", [("E217", "tanh")]),
        ("[{relu: [], from: nowhere}]", [("E217", "nowhere")]),
        ("[{relu: [], from: later}, {tanh: [], name: later}]", [("E217", "later")]),
        ("[conv: [nowhere.c, 1]]", [("E217", "nowhere.c")]),
        ("[conv: [later.c, 1], {tanh: [], name: later}]", [("E217", "later.c")]),
        ("[{relu: [], name: a}, {relu: [], from: a.b}]", [("E217", "a.b")]),
        ("[{relu: [], from: in.0}]", [("E217", "in.0")]),
    ],
)
def test_tensors(findings: Findings, layers: str, wanted: list[tuple[str, str]]) -> None:
    assert findings(f"layers: {layers}") == wanted
