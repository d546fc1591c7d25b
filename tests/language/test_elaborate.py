"""Unfolding: outputs, training, assertions, and what goes wrong on the way."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    from cnnspec.language.spec import Spec
    from cnnspec.results import Analysis

    Net = Callable[..., Analysis]
    ReadSpec = Callable[..., Spec]
    Findings = Callable[..., list[tuple[str, str]]]


@pytest.mark.parametrize(
    ("text", "outputs", "last"),
    [
        ("layers: [conv: [8, 3], relu]", ["relu"], "relu"),
        ("layers: [{side: [conv: [8, 3]]}, relu]", ["conv", "relu"], "relu"),
        ("layers: [{side: [conv: [8, 3]], name: s}, {relu: [], name: r}]\noutputs: [r, s]",
         ["r", "s.conv"], "s.conv"),
        ("layers: [{conv: [8, 3], name: a}, relu]\noutputs: [a]", ["a"], "a"),
        ("layers: [{split: 3, name: s}]", ["s.0", "s.1", "s.2"], "s.2"),
        ("layers: [{split: 3, name: s}]\noutputs: [s.1]", ["s.1"], "s.1"),
        ("outputs: [a]\nlayers: [{conv: [8, 3], name: a}, relu]", ["a"], "a"),
        ("layers: [{relu: [], when: false}]", ["input"], "input"),
    ],
)  # fmt: skip
def test_outputs(net: Net, text: str, outputs: list[str], last: str) -> None:
    analysis = net(text)
    paths = [analysis.paths.of(node) for node in analysis.graph.outputs]
    assert (paths, analysis.paths.of(analysis.graph.last)) == (outputs, last)


@pytest.mark.parametrize(
    ("train", "wanted"), [(False, [(2, 32, 32)]), (True, [(8, 30, 30), (4, 32, 32)])]
)
def test_train(net: Net, train: bool, wanted: list[tuple[int, ...]]) -> None:
    text = "layers: [{side: [conv: [8, 3]], when: train}, {conv: ['4 if train else 2', 1]}]"
    assert [layer.out for layer in net(text, train=train).layers] == wanted


@pytest.mark.parametrize(
    ("assertion", "holds"),
    [
        ("size: 30x30", True),
        ("size: 30", True),
        ("size: [30, 30]", True),
        ("size: in.h - 2", True),
        ("size: prev.h - 2", True),
        ("shape: [8, 30, 30]", True),
        ("shape: [2*prev.c + 2, 30, 30]", True),
        ("size: 32", False),
        ("size: 30x32", False),
        ("size: 30x30x1", False),
        ("shape: [4, 30, 30]", False),
        ("shape: [8]", False),
    ],
)
@pytest.mark.parametrize(
    "call",
    ["conv: [8, 3]", "seq: [relu, conv: [8, 3]]", "unit: []", "side: [conv: [8, 3]]",
     "add: [[conv: [8, 3]], [conv: [8, 3]]]"],
)  # fmt: skip
def test_size_and_shape(findings: Findings, call: str, assertion: str, holds: bool) -> None:
    layers = f"[{{{call}, {assertion}}}, {{relu: [], from: in}}]"
    found = findings(f"blocks: {{unit: [conv: [8, 3]]}}\nlayers: {layers}")
    written = assertion.partition(": ")[2]
    assert found == ([] if holds else [("E505", written)])


def test_size_of_repeated_layers_is_that_of_the_last(findings: Findings) -> None:
    assert findings("layers: [{conv: [8, 3], repeat: 3, size: 26, shape: [8, 26, 26]}]") == []
    assert findings("layers: [{conv: [8, 3], repeat: 3, size: prev.h - 6}]") == []


def test_a_vector_has_no_size(findings: Findings) -> None:
    assert findings("layers: [{fc: 10, shape: 10}, {fc: 10, shape: [10]}]") == []
    assert findings("layers: [{fc: 10, size: 1}]") == [("E505", "1")]


def test_assertions_speak_of_the_specs_own_input(net: Net) -> None:
    text = """\
vars: {c: 8}
layers: [{conv: [c, 3], size: 30, shape: [8, 30, 30]}]
expect: {params: 224}
"""
    for options in ({"input": 64}, {"settings": {"c": 4}}, {"input": "3xHxH"}):
        analysis = net(text, **options)
        assert analysis.diagnostics == ()
        assert analysis.own is not None
        assert analysis.own.graph.shape(1) == (8, 30, 30)


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("layers: [conv: [8, 40]]", [("E301", "40")]),
        ("layers: [conv: [8, 3, groups: 2]]", [("E303", "2")]),
        ("layers: [conv: [in.c/2, 1]]", [("E209", "in.c/2")]),
        ("layers: [conv: [in.c - 3, 1]]", [("E205", "in.c - 3")]),
        ("layers: [{conv: [8, 1], repeat: in.c/2}]", [("E209", "in.c/2")]),
        ("layers: [{conv: [8, 1], repeat: -in.c}]", [("E205", "-in.c")]),
        ("layers: [{conv: [8, 1], repeat: relu}]", [("E203", "relu")]),
        ("layers: [{conv: [8, 1], when: in.c}]", [("E203", "in.c")]),
        ("layers: [{concat: [in, {copies: in.c/2}]}]", [("E209", "in.c/2")]),
        ("layers: [{add: [in, {when: in.c, layers: [relu]}]}]", [("E203", "in.c")]),
        ("layers: [{add: [in, [conv: [8, 1]]]}]", [("E304", "add: [in, [conv: [8, 1]]]")]),
        ("layers: [{split: 2}]", [("E302", "2")]),
        ("layers: [{fc: 10}, conv: [8, 1]]", [("E302", "conv")]),
        ("layers: [conv: [in.l, 1]]", [("E217", "in.l")]),
        ("layers: [{relu: [], when: false, name: a}, {relu: [], from: a}]", [("E217", "a")]),
    ],
)  # fmt: skip
def test_one_finding_at_its_place(
    findings: Findings, text: str, wanted: list[tuple[str, str]]
) -> None:
    assert findings(text) == wanted


def test_what_depends_on_a_failure_is_unknown_and_no_second_error(net: Net) -> None:
    analysis = net(
        """\
blocks: {b: [conv: [8, 40], relu]}
layers:
  - {side: [conv: [2, 99]], name: s}
  - {b: [], name: x}
  - {conv: [prev.c, 1], shape: [1, 1, 1]}
  - add: [x, in]
  - {conv: [8, 3], from: in, name: fine}
  - conv: [8, 41]
"""
    )
    assert [finding.code for finding in analysis.diagnostics] == ["E301", "E301", "E301"]
    assert [finding.layer for finding in analysis.diagnostics] == ["x.conv", "s.conv", "conv2"]
    known = {layer.name: layer.out for layer in analysis.layers}
    assert known["fine"] == (8, 30, 30)
    assert known["x.relu"] is None
    assert known["add"] is None
    assert analysis.totals.params is None
    assert analysis.totals.field is None


def test_a_failure_in_a_block_names_the_calls_that_led_there(net: Net) -> None:
    analysis = net(
        """\
blocks:
  inner: {args: [k], layers: [conv: [8, k]]}
  outer: {args: [k], layers: [{inner: k + 10}]}
layers: [{outer: 5}, {outer: 25, from: in, name: wide}]
"""
    )
    (finding,) = analysis.diagnostics
    assert finding.code == "E301"
    assert finding.layer == "wide.inner.conv"
    assert [label.span.line for label in finding.related] == [6, 7]
