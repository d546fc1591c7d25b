"""unused-input: a declared input that feeds nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    Findings = Callable[..., list[tuple[str, str]]]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("layers: [{conv: [4, 1], from: a}]", [("E402", "[1, 8, 8]")]),
        ("layers: [{conv: [4, 1], from: a}]\noutputs: [prev, b]", []),
        ("layers: [add: [a, {from: a, layers: [conv: [3, 1]]}]]", [("E402", "[1, 8, 8]")]),
        ("layers: [concat: [a, b]]", []),
        ("layers: [{relu: [], from: b}, {add: [a, prev]}]", [("E305", None)]),
    ],
)
def test_an_input_that_feeds_nothing(
    findings: Findings, text: str, wanted: list[tuple[str, str | None]]
) -> None:
    found = findings(f"input: {{a: [3, 8, 8], b: [1, 8, 8]}}\n{text}")
    assert [code for code, _ in found] == [code for code, _ in wanted]
    assert all(place in (None, given) for (_, given), (_, place) in zip(found, wanted, strict=True))


def test_the_only_input_may_be_left(findings: Findings) -> None:
    assert findings("input: {a: [3, 8, 8]}\nlayers: [{relu: [], when: false}]") == []
