"""unused-variable: a name that nothing reads."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from cnnspec.mending import can_be_mended

if TYPE_CHECKING:
    from collections.abc import Callable

    from cnnspec.core.diagnostic import Diagnostic

    Told = Callable[..., list[Diagnostic]]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("vars: {a: 1, b: a}\nlayers: [relu]", "the variable `b`"),
        ("symbols: [H]\ninput: [3, 8, 8]\nlayers: [relu]", "the symbol `H`"),
        ("blocks: {u: {args: [c, s: 2], layers: [conv: [c, 1]]}}\nlayers: [u: 4]", "argument `s`"),
        (
            "blocks: {u: {args: [c], let: {m: c}, layers: [conv: [c, 1]]}}\nlayers: [u: 4]",
            "reads `m`",
        ),
        # a block's own name is not the file's
        (
            "vars: {c: 4}\nblocks: {u: {args: [c], layers: [conv: [c, 1]]}}\nlayers: [u: 4]",
            "the variable `c`",
        ),
        # one that only an unused one reads is told when that is gone
        ("vars: {a: 1, b: a, c: b}\nlayers: [relu]", "the variable `c`"),
    ],
)
def test_found(told: Told, text: str, message: str) -> None:
    (finding,) = told("W201", text)
    assert finding.code == "W201"
    assert message in finding.message


@pytest.mark.parametrize(
    "text",
    [
        "vars: {k: 3}\nlayers: [conv: [8, k]]",
        "vars: {k: 3, e: 9}\nlayers: [conv: [8, 1]]\nexpect: {params: 27 + 5 + k - k + 0*e}",
        (
            "vars: {k: 3}\nlayers: [conv: [8, 1]]\nexpect: {params: [32, {value: 30 + k, "
            "within: 9%}]}"
        ),
        "symbols: [H]\ninput: [3, H, H]\nlayers: [relu]",
        "vars: {k: 3}\ninput: [k, 8, 8]\nlayers: [relu]",
        "vars: {k: 3}\ndefaults: {conv: {stride: k}}\nlayers: [conv: [8, 3]]",
        "vars: {k: true}\nlayers: [relu, {conv: [8, 3], when: k}]",
        "vars: {k: 2}\nlayers: [{conv: [8, 1, act: relu], repeat: k}]",
        "vars: {k: 4}\nlayers: [{conv: [8, 1], first: {out: k}, repeat: 2}]",
        "vars: {k: 32}\nlayers: [{relu: [], size: k}]",
        "vars: {k: 3}\nblocks: {u: {args: [c: k], layers: [conv: [c, 1]]}}\nlayers: [u]",
        (
            "vars: {k: 3}\nblocks: {u: {args: [c], let: {m: c + k}, layers: [conv: [m, 1]]}}\n"
            "layers: [u: 4]"
        ),
        # what a `call` may call takes what others of its kind need
        (
            "vars: {f: a}\nblocks: {a: {args: [c], layers: [relu]}, b: {args: [c], "
            "layers: [conv: [c, 1]]}}\nlayers: [call: [f, 4], b: 4]"
        ),
        # the arguments of a block that nothing calls are no cause of their own
        "blocks: {u: {args: [c], layers: [relu]}}\nlayers: [relu]",
    ],
)
def test_silent(told: Told, text: str) -> None:
    assert told("W201", text) == []


@pytest.mark.parametrize(
    ("text", "safe"),
    [
        ("vars: {k: 3}\nlayers: [relu]", [True]),
        ("vars: {k: 3}\nlayers: [relu]\nvariants: {a: {vars: {k: 2}}, b: {}}", [False]),
        ("blocks: {u: {let: {m: 1}, layers: [relu]}}\nlayers: [u]", [True]),
        ("blocks: {u: {args: [c], layers: [relu]}}\nlayers: [u: 4]", [False]),
        ("symbols: [H]\nlayers: [relu]", [False]),
    ],
)
def test_only_what_no_call_gives_by_place_is_taken_out(
    told: Told, text: str, safe: list[bool]
) -> None:
    assert [can_be_mended(finding) for finding in told("W201", text)] == safe
