"""A call of a block that was met before is copied: that must change nothing at all."""

from __future__ import annotations

from textwrap import dedent
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from cnnspec.language.bind import bind
from cnnspec.language.elaborate import Elaborator
from cnnspec.language.problems import Problems
from cnnspec.language.reader import read_text
from cnnspec.language.spec import read_spec
from cnnspec.paths import Paths

if TYPE_CHECKING:
    from collections.abc import Callable

    from cnnspec.language.spec import Spec

    ReadSpec = Callable[..., Spec]

UNSHRUNK = (Phase.explicit, Phase.reuse, Phase.generate)
"""A generated spec takes minutes to shrink, and is short enough to be read as it is."""


def unfolded(spec: Spec, remember: bool) -> tuple[Elaborator, list[Any]]:
    """All that there is to say about what a spec unfolds to."""
    problems = Problems(spec.source)
    bound = bind(spec, problems, None, {}, False)
    elaborator = Elaborator(spec, problems, train=False, asserts=True, remember=remember)
    graph = elaborator.run(bound.values, bound.inputs, bound.defaults)
    names = Paths(graph).all()
    said: list[Any] = [
        (
            names[index], node.label, node.named, node.facts.op, node.facts.shape,
            node.facts.params, node.facts.macs, node.facts.buffers, node.inputs, node.owner,
            node.frozen, node.scope,
        )
        for index, node in enumerate(graph.nodes)
    ]  # fmt: skip
    said += [
        (
            level.parent, level.role, level.label, level.kind, level.named, level.transparent,
            level.first, level.last, level.arguments,
        )
        for level in graph.scopes
    ]  # fmt: skip
    said += [graph.outputs, graph.last, graph.unknown, elaborator.sides, elaborator.conditions]
    said += [(found.code, found.message, found.primary) for found in problems.diagnostics]
    return elaborator, said


@settings(max_examples=40, deadline=None, phases=UNSHRUNK)
@given(data=st.data())
def test_copied_is_as_unfolded(generated: st.SearchStrategy[str], data: st.DataObject) -> None:
    spec = read_spec(read_text(data.draw(generated), "net.yaml"), "net")
    _, copied = unfolded(spec, True)
    _, anew = unfolded(spec, False)
    assert copied == anew


CASES = {
    "branches, sides and shares in a block that is called often": """
        blocks:
          unit:
            args: [c, s: 1]
            layers:
              - {side: [conv: [2, 1]], name: aux}
              - add:
                  residual: [{conv: [c, 3, pad: 1], share: k}, {conv: [c, 3, pad: 1], share: k}]
                  shortcut: [{conv: [c, 1], when: in.c != c}]
              - relu
        layers: [{unit: 3, repeat: 4}, {unit: 8, repeat: 2}, {unit: 8, frozen: true}]
        """,
    "shared calls of a block that shares within": """
        blocks: {b: [{conv: [3, 1], share: k}, {conv: [3, 1], share: k}]}
        layers: [{b: [], share: q}, {b: [], share: q}, b, {b: [], repeat: 2, share: q}]
        """,
    "shared with what came before": """
        blocks: {b: [conv: [3, 1]]}
        layers: [{conv: [3, 1], share: q}, {b: [], share: q}, b, b]
        """,
    "a call that shares within, and later with another of another size": """
        blocks: {b: [{conv: [3, 1], share: k}, {conv: [3, 1], share: k}]}
        layers: [{b: [], share: q}, max_pool: [2, 2], {b: [], share: q}, b, b]
        """,
    "several inputs and outputs, and an input handed through": """
        blocks:
          step:
            in: [all, last]
            out: [more, y, all]
            layers: [{conv: [4, 1], from: last, name: y}, {concat: [all, y], name: more}]
        layers:
          - {step: [], from: [in, in], name: a}
          - {step: [], from: [a.more, a.y], name: b}
          - {step: [], from: [a.all, in], name: c}
          - concat: [c.all, c.y, b.more]
        """,
    "blocks in blocks": """
        blocks:
          a: {args: [n], layers: [conv: [n, 1]]}
          b: {args: [n], layers: [{a: n + i, repeat: 2}, {a: n, when: n > 2}]}
          c: {args: [n], layers: [b: n, b: n, {b: 3, frozen: true}]}
        layers: [c: 3, c: 3, b: 3, c: 2, {c: 3, frozen: true}]
        """,
    "findings in a block": """
        blocks:
          a: {args: [n], layers: [{conv: [n, 1], size: 31}, {conv: [8, n]}]}
        layers: [{a: 1}, {a: 40, from: in}, {a: 1, from: in}, {a: 40, from: in}, {a: 1, from: in}]
        """,
}


@pytest.mark.parametrize("about", CASES)
def test_cases(spec: ReadSpec, about: str) -> None:
    made = spec(dedent(CASES[about]))
    elaborator, copied = unfolded(made, True)
    assert elaborator.recordings
    assert copied == unfolded(made, False)[1]


def test_nothing_is_remembered_unless_it_is_wanted(spec: ReadSpec) -> None:
    made = spec("blocks: {b: [relu]}\nlayers: [b, b]")
    assert unfolded(made, False)[0].recordings == {}
