"""The branches of a merge, as they are written."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    Findings = Callable[..., list[tuple[str, str]]]


@pytest.mark.parametrize(
    ("merge", "wanted"),
    [
        ("add: []", [("E403", "add")]),
        ("add", [("E403", "add")]),
        ("add: [in]", [("E403", "add")]),
        ("add: {a: [relu]}", [("E403", "add")]),
        ("add: in", [("E203", "in")]),
        ("add: [in, null]", [("E203", "null")]),
        ("add: [in, {}]", [("E204", "{}")]),
        ("add: [in, relu]", [("E217", "relu")]),
        ("add: [in, {conv: [3, 1]}]", [("E203", "conv")]),
        ("add: [in, {layer: [relu]}]", [("E104", "layer")]),
        ("add: {a.b: in, c: in}", [("E203", "a.b")]),
        ("add: {'': in, c: in}", [("E203", "''")]),
        ("add: [{when: false, from: in}, {when: false, from: in}]", [("E403", None)]),
        ("add: [{copies: 0, layers: [relu]}]", [("E403", None)]),
        ("add: [{copies: 1, layers: [relu]}]", []),
        ("add: [{copies: 2}, in]", []),
        ("add: [in, in]", []),
        ("add: {relu: [relu], conv: in}", []),
    ],
)
def test_branches(findings: Findings, merge: str, wanted: list[tuple[str, str | None]]) -> None:
    found = findings(f"layers: [{merge}]")
    assert [code for code, _ in found] == [code for code, _ in wanted]
    assert all(place in (None, given) for (_, given), (_, place) in zip(found, wanted, strict=True))
