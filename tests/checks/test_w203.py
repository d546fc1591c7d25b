"""shadowed-variable: one name means two things within one block."""

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
            (
                "vars: {k: 2}\nblocks: {u: {args: [c, w: c*k, k: 4], layers: [conv: [w, k]]}}\n"
                "layers: [u: 8]"
            ),
            "the file's variable `k`",
        ),
        (
            (
                "blocks: {u: {args: [c], let: {m: c//2, c: 4*c}, layers: [conv: [m, 1], "
                "conv: [c, 1]]}}\nlayers: [u: 8]"
            ),
            "the block's argument `c`",
        ),
        (
            (
                "vars: {k: 2}\nblocks: {u: {args: [c], let: {m: [c, k], k: 3}, "
                'layers: [conv: ["m[1]", k]]}}\nlayers: [u: 8]'
            ),
            "`m` is set from",
        ),
    ],
)
def test_found(told: Told, text: str, message: str) -> None:
    (finding,) = told("W203", text)
    assert finding.code == "W203"
    assert message in finding.message


@pytest.mark.parametrize(
    "text",
    [
        (
            "vars: {k: 2}\nblocks: {u: {args: [c, k: k], layers: [conv: [c, k]]}}\n"
            "layers: [u: 8, conv: [8, k]]"
        ),
        (
            "vars: {k: 2}\nblocks: {u: {args: [k, c: 2*k], layers: [conv: [c, k]]}}\n"
            "layers: [u: 8, conv: [8, k]]"
        ),
        (
            "vars: {k: 2}\nblocks: {u: {args: [c], let: {k: k + 1, m: k}, layers: [conv: [c, "
            "m]]}}\nlayers: [u: 8]"
        ),
    ],
)
def test_silent(told: Told, text: str) -> None:
    assert told("W203", text) == []
