"""The limits of unfolding: whatever a spec says, it comes to an end."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from cnnspec.language.bind import bind
from cnnspec.language.elaborate import Elaborator
from cnnspec.language.problems import Problems

if TYPE_CHECKING:
    from collections.abc import Callable

    from cnnspec.language.spec import Spec

    ReadSpec = Callable[..., Spec]
    Findings = Callable[..., list[tuple[str, str]]]


def unfolded(spec: Spec, limit: int) -> tuple[Problems, Elaborator]:
    problems = Problems(spec.source)
    bound = bind(spec, problems, None, {}, False)
    elaborator = Elaborator(spec, problems, train=False, asserts=True, limit=limit)
    elaborator.run(bound.values, bound.inputs, bound.defaults)
    return problems, elaborator


LIMITED = [
    "layers: [{relu: [], repeat: 30}]",
    "layers: [{seq: [relu, relu, relu], repeat: 10}]",
    "blocks: {b: [{relu: [], repeat: 5}]}\nlayers: [{b: [], repeat: 6}]",
    "layers: [{concat: [{copies: 29, layers: [relu]}]}]",
    "layers: [{split: 3, name: s}, {relu: [], from: s.0, repeat: 27}]",
]


@pytest.mark.parametrize("text", LIMITED)
def test_as_many_layers_as_are_allowed(spec: ReadSpec, text: str) -> None:
    problems, elaborator = unfolded(spec(text), 30)
    assert not problems.found
    assert len(elaborator.graph.nodes) == 31


@pytest.mark.parametrize("text", LIMITED)
def test_one_layer_too_many(spec: ReadSpec, text: str) -> None:
    problems, elaborator = unfolded(spec(text), 29)
    assert [finding.code for finding in problems.diagnostics] == ["E213"]
    assert elaborator.graph.unknown


@pytest.mark.parametrize(
    "text",
    [
        "layers: [{seq: [{seq: [], repeat: 100}], repeat: 100}]",
        "layers: [{seq: [{relu: [], when: false}], repeat: 100}, {seq: [{seq: [], repeat: 90}], "
        "repeat: 90}]",
        "blocks: {a: [{relu: [], when: false}], b: [{a: [], repeat: 99}]}\n"
        "layers: [{b: [], repeat: 99}]",
        "layers: [{concat: [in, {copies: 99, layers: [{seq: [], repeat: 99}]}]}]",
        "layers: [{seq: [{concat: [in, in, {copies: 0}]}], repeat: 101}]",
        "layers: [{relu: [], repeat: 10**9}]",
    ],
)
def test_what_holds_no_layers_comes_to_an_end(spec: ReadSpec, text: str) -> None:
    problems, _ = unfolded(spec(text), 100)
    assert [finding.code for finding in problems.diagnostics] == ["E213"]


@pytest.mark.parametrize(("calls", "codes"), [(64, []), (65, ["E214"])])
def test_calls_nest_so_deep(findings: Findings, calls: int, codes: list[str]) -> None:
    block = "{args: [n], layers: [relu, {b: n - 1, when: n > 1}]}"
    found = findings(f"blocks: {{b: {block}}}\nlayers: [b: {calls}]")
    assert [code for code, _ in found] == codes


def test_endless_recursion(findings: Findings) -> None:
    text = "blocks: {b: {args: [n], layers: [{seq: [{b: n + 1}], when: n > 0}]}}\nlayers: [b: 1]"
    assert [code for code, _ in findings(text)] == ["E214"]
