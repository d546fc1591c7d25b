"""Lines: what each layer says, checked as far as no sizes are needed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    from cnnspec.language.spec import Spec

    ReadSpec = Callable[..., Spec]
    Findings = Callable[..., list[tuple[str, str]]]


def test_what_a_line_holds(spec: ReadSpec) -> None:
    made = spec(
        """\
blocks: {unit: {args: [c, s: 1], layers: [conv: [c, 1, s]]}}
layers:
  - relu
  - {conv: [8, 3, pad: 1], name: a, note: the stem, size: 32, shape: [8, 32, 32]}
  - {unit: 8, repeat: 3, first: {s: 2}, share: k, frozen: true, when: in.c == 3}
  - {add: {x: in, y: [relu]}, from: in}
  - {call: [unit, 8]}
  - seq: [relu, tanh]
  - {side: [relu], name: s}
"""
    )
    forms = ["op", "op", "block", "merge", "call", "seq", "side"]
    assert [line.form for line in made.lines] == forms
    relu, conv, unit, add, call, seq, side = made.lines
    assert (relu.callee, relu.name, relu.positional) == ("relu", None, ())
    assert (conv.name, conv.note) == ("a", "the stem")
    assert [value.value for value in conv.positional] == [8, 3]
    assert conv.named["pad"].value == 1
    assert conv.size is not None
    assert conv.shape is not None
    assert conv.constant
    assert unit.repeat is not None
    assert unit.repeat.value == 3
    assert (unit.first["s"].value, unit.share, unit.frozen) == (2, "k", True)
    assert unit.when is not None
    assert not unit.when.constant
    assert [branch.label for branch in add.branches] == ["x", "y"]
    assert add.source is not None
    assert add.source[0].text == "in"
    assert call.positional[0].value == "unit"
    assert [line.callee for line in seq.body] == ["relu", "tanh"]
    assert side.name == "s"


@pytest.mark.parametrize(
    ("layers", "wanted"),
    [
        # lists of layers
        ("3", [("E203", "3")]),
        ("{conv: [8, 3]}", [("E203", "{conv: [8, 3]}")]),
        ("[[relu]]", [("E203", "[relu]")]),
        ("[null, relu]", [("E203", "null")]),
        ("[{seq: }, relu]", [("E204", "seq")]),
        ("[seq, {side: }]", [("E204", "seq"), ("E204", "side")]),
        ("[{seq: relu}]", [("E203", "relu")]),
        # names
        ("[{relu: [], name: prev}]", [("E216", "prev")]),
        ("[{relu: [], name: a.b}]", [("E203", "a.b")]),
        ("[{relu: [], name: ''}]", [("E203", "''")]),
        ("[{relu: [], name: [a]}]", [("E203", "[a]")]),
        ("[{relu: [], name: a}, {tanh: [], name: a}]", [("E215", "a")]),
        ("[{relu: [], name: a}, {seq: [{tanh: [], name: a}]}]", [("E215", "a")]),
        ("[{relu: [], name: a, when: train}, {tanh: [], name: a, when: not train}]", []),
        # modifiers
        ("[{relu: [], frozen: false}]", [("E203", "false")]),
        ("[{relu: [], share: [a]}]", [("E203", "[a]")]),
        ("[{relu: [], note: {a: b}}]", [("E203", "{a: b}")]),
        ("[{relu: [], when: }]", [("E203", "")]),
        ("[{relu: [], size: {a: 1}}]", [("E203", "{a: 1}")]),
        ("[{relu: [], repeat: 2 +}]", [("E208", "")]),
        # first
        ("[{conv: [8, 1], first: {out: 2}}]", [("E206", "first")]),
        ("[{conv: [8, 1], repeat: 2, first: 3}]", [("E203", "3")]),
        ("[{conv: [8, 1], repeat: 2, first: {oot: 3}}]", [("E212", "oot")]),
        ("[{seq: [relu], repeat: 2, first: {c: 3}}]", [("E206", "first")]),
        # i
        ("[{conv: [i + 1, 1], repeat: 2}]", []),
        ("[{conv: [i + 1, 1]}]", [("E207", "i")]),
        ("[{conv: [8, 1], repeat: i + 1}]", [("E207", "i")]),
        ("[{conv: [8, 1], repeat: 2, when: i > 0}]", [("E207", "i")]),
        ("[{seq: [{conv: [8, 1], repeat: i + 1, when: i > 0}], repeat: 2}]", []),
    ],
)
def test_lines(findings: Findings, layers: str, wanted: list[tuple[str, str]]) -> None:
    assert findings(f"layers: {layers}") == wanted


def test_a_name_may_not_be_that_of_an_input(findings: Findings) -> None:
    text = "input: {a: [3, 8, 8], b: [3, 8, 8]}\nlayers: [{add: [a, b], name: a}]"
    assert findings(text) == [("E215", "a")]
