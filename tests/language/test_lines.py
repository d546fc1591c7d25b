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


@pytest.mark.parametrize(
    ("layers", "wanted"),
    [
        # what a layer calls
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
