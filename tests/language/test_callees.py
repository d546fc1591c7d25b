"""What a layer calls: the one key of its mapping that is no modifier."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    Findings = Callable[..., list[tuple[str, str]]]


@pytest.mark.parametrize(
    ("layers", "wanted"),
    [
        ("[{name: a}]", [("E204", "{name: a}")]),
        ("[{}]", [("E204", "{}")]),
        ("[{conv: [8, 1], relu: []}]", [("E206", "relu")]),
        ("[{conv: [8, 1], act: relu}]", [("E202", "act")]),
        ("[{conv: [8, 1], padding: 1}]", [("E202", "padding")]),
        ("[{conv: [8, 1], nmae: a}]", [("E202", "nmae")]),
        ("[convv, Conv2d: 3]", [("E201", "convv"), ("E201", "Conv2d")]),
        ("[batch_norm, {Dense: 10}]", [("E201", "batch_norm"), ("E201", "Dense")]),
    ],
)
def test_callees(findings: Findings, layers: str, wanted: list[tuple[str, str]]) -> None:
    assert findings(f"layers: {layers}") == wanted
