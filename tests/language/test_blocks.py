"""Blocks and defaults, as they are written."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    from cnnspec.language.spec import Spec

    ReadSpec = Callable[..., Spec]
    Findings = Callable[..., list[tuple[str, str]]]


def test_what_a_block_holds(spec: ReadSpec) -> None:
    made = spec(
        """\
vars: {q: 2}
blocks:
  bare: [relu, tanh]
  full:
    in: [x, skip]
    args: [t, c, s: 1, w: c*q]
    let: {o: w + 1, p: o*2}
    out: [hi, x]
    defaults: {conv: {pad: s}}
    layers: [{conv: [p, t], from: x, name: hi}, add: [skip, skip]]
layers: [bare]
"""
    )
    bare, full = made.blocks["bare"], made.blocks["full"]
    assert (bare.inputs, bare.arguments, len(bare.lines)) == ((), {}, 2)
    assert full.inputs == ("x", "skip")
    assert [name for name, default in full.arguments.items() if default is None] == ["t", "c"]
    assert list(full.arguments) == ["t", "c", "s", "w"]
    assert list(full.let) == ["o", "p"]
    assert [reference.text for reference in full.outputs] == ["hi", "x"]
    assert list(full.defaults["conv"]) == ["pad"]
    assert (bare.called, full.called) == (True, False)


def test_a_block_that_is_handed_on_is_called(spec: ReadSpec) -> None:
    made = spec("vars: {u: a}\nblocks: {a: [relu], b: [relu]}\nlayers: [{call: u}]")
    assert not made.blocks["b"].called


@pytest.mark.parametrize(
    ("blocks", "wanted"),
    [
        ("[b]", [("E203", "[b]")]),
        ("{conv: [relu]}", [("E216", "conv")]),
        ("{add: [relu]}", [("E216", "add")]),
        ("{seq: [relu]}", [("E216", "seq")]),
        ("{name: [relu]}", [("E216", "name")]),
        ("{none: [relu]}", [("E216", "none")]),
        ("{train: [relu]}", [("E216", "train")]),
        ("{a.b: [relu]}", [("E203", "a.b")]),
        ("{b: 3}", [("E203", "3")]),
        ("{b: {layer: [relu], layers: [relu]}}", [("E104", "layer")]),
        ("{b: {args: []}}", [("E204", "b")]),
        # inputs and outputs
        ("{b: {in: [a], layers: [relu]}}", [("E203", "[a]")]),
        ("{b: {in: [a, a], layers: [{relu: [], from: a}]}}", [("E215", "a")]),
        ("{b: {in: [a, c], layers: [{relu: [], from: a}]}}", [("E402", "c")]),
        ("{b: {in: [a, c], layers: [add: [a, in]]}}", [("E217", "in")]),
        ("{b: {out: [a], layers: [relu]}}", [("E217", "a")]),
        ("{b: {out: a, layers: [{relu: [], name: a}]}}", [("E203", "a")]),
        ("{b: {out: [a.0], layers: [{split: 3, name: a}]}}", [("E203", "a.0")]),
        # arguments
        ("{b: {args: [c: 1, s], layers: [conv: [c, s]]}}", [("E212", "s")]),
        ("{b: {args: [c, c], layers: [conv: [c, 1]]}}", [("E215", "c")]),
        ("{b: {args: [i], layers: [relu]}}", [("E216", "i")]),
        ("{b: {args: [relu], layers: [relu]}}", [("E216", "relu")]),
        ("{b: {args: [max], layers: [relu]}}", [("E216", "max")]),
        ("{b: {args: [3x], layers: [relu]}}", [("E216", "3x")]),
        ("{b: {args: [c, s: t], layers: [conv: [c, s]]}}", [("E207", "t")]),
        ("{b: {args: [c: in.c], layers: [conv: [c, 1]]}}", [("E217", "in.c")]),
        # let
        ("{b: {let: [a], layers: [relu]}}", [("E203", "[a]")]),
        ("{b: {let: {relu: 3}, layers: [relu]}}", [("E216", "relu")]),
        ("{b: {let: {x: y, y: 3}, layers: [conv: [x, y]]}}", [("E207", "y")]),
        # a body is read although nobody calls it
        ("{b: [conv: [q, 1]]}", [("E207", "q")]),
        ("{b: [{relu: [], from: nowhere}]}", [("E217", "nowhere")]),
        ("{b: [rellu]}", [("E201", "rellu")]),
        # nothing of the caller is seen
        ("{b: [{relu: [], from: t}]}", [("E217", "t")]),
        ("{b: [conv: [t.c, 1]]}", [("E217", "t.c")]),
    ],
)
def test_blocks(findings: Findings, blocks: str, wanted: list[tuple[str, str]]) -> None:
    text = f"blocks: {blocks}\nlayers: [{{relu: [], name: t}}]"
    assert findings(text) == wanted


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("blocks: {b: {args: [c], layers: [conv: [c, 1]]}}\nlayers: [conv: [c, 1], b: 3]",
         [("E207", "c")]),
        ("blocks: {b: {let: {c: 3}, layers: [conv: [c, 1]]}}\nlayers: [b, conv: [c, 1]]",
         [("E207", "c")]),
        ("blocks: {b: {let: {c: 3}, layers: [a: 1]}, a: {args: [d], layers: [conv: [c, d]]}}\n"
         "layers: [b]", [("E207", "c")]),
        ("blocks: {b: [{relu: [], name: t}]}\nlayers: [b, {tanh: [], from: t}]", [("E217", "t")]),
    ],
)  # fmt: skip
def test_nothing_of_a_block_is_seen_outside(
    findings: Findings, text: str, wanted: list[tuple[str, str]]
) -> None:
    assert findings(text) == wanted


@pytest.mark.parametrize(
    ("defaults", "wanted"),
    [
        ("[conv]", [("E203", "[conv]")]),
        ("{conv: {out: 3}}", [("E206", "out")]),
        ("{conv_transpose: {kernel: 3}}", [("E206", "kernel")]),
        ("{conv: {pads: 3}}", [("E202", "pads")]),
        ("{Conv2d: {pad: 1}}", [("E201", "Conv2d")]),
        ("{b: {c: 1}}", [("E201", "b")]),
        ("{fc: 3}", [("E203", "3")]),
        ("{conv: {pad: nope}}", [("E207", "nope")]),
        ("{conv: {pad: in.c}}", [("E217", "in.c")]),
        ("{conv: {pad: same, act: relu}, max_pool: {stride: 2}}", []),
    ],
)
def test_defaults(findings: Findings, defaults: str, wanted: list[tuple[str, str]]) -> None:
    text = f"defaults: {defaults}\nblocks: {{b: {{args: [c], layers: [conv: [c, 1]]}}}}\n"
    assert findings(f"{text}layers: [max_pool: [2, 2], b: 1]") == wanted
