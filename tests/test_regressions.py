"""What reviews found wrong once: each is a small spec that must stay right."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

import cnnspec
from cnnspec.language.reader import read_text
from cnnspec.language.spec import Spec, read_spec

if TYPE_CHECKING:
    from pathlib import Path


def spec_of(text: str) -> Spec:
    return read_spec(read_text(f"cnnspec: 1\nname: t\n{text}", "t.yaml"), "t")


def test_a_refused_call_is_told_in_every_analysis() -> None:
    spec = spec_of(
        "input: [3, 32, 32]\nvars: {kind: conv}\nlayers: [{call: [kind, 8, 3, strid: 2]}]\n"
    )
    for given in (None, None, 64):
        found = cnnspec.analyze(spec, input=given).diagnostics
        assert [finding.code for finding in found] == ["E202"]


def test_one_tensor_given_twice_is_not_two_of_the_same_shape() -> None:
    spec = spec_of(
        "input: [4, 9, 9]\n"
        "blocks: {u: {in: [x, y], layers: [{conv: [4, 1], from: x, name: p}, {add: [p, y]}]}}\n"
        "layers: [{conv: [4, 1], name: a}, {conv: [4, 3, pad: 1], from: in, name: b},\n"
        "  {u: [], from: [a, a]}, {u: [], from: [b, a], name: z}]\n"
    )
    assert cnnspec.analyze(spec).totals.field == 3


def test_iterations_are_equal_only_if_their_levels_are() -> None:
    spec = spec_of(
        "input: [3, 32, 32]\n"
        "blocks: {u: {args: [n], layers: [{conv: [3, 3, pad: 1], repeat: n, name: a},\n"
        "  {conv: [3, 3, pad: 1], repeat: 3 - n, name: b}]}}\n"
        "layers: [{u: i + 1, repeat: 2}]\n"
    )
    block = cnnspec.analyze(spec).rows(None)[1]
    assert [(row.label, [(c.label, c.count) for c in row.children]) for row in block.children] == [
        ("0", [("a", 1), ("b", 2)]),
        ("1", [("a", 2), ("b", 1)]),
    ]


def test_a_variable_that_mends_a_spec_is_not_refused() -> None:
    spec = spec_of("input: [3, 8, 8]\nvars: {n: 0, m: 8 // n}\nlayers: [conv: [m, 3]]\n")
    assert cnnspec.analyze(spec, settings={"n": 2}).totals.params == 112  # (3·3·3 + 1)·4


def test_each_input_has_its_own_warning(tmp_path: Path) -> None:
    path = tmp_path / "two.yaml"
    path.write_text(
        "cnnspec: 1\nname: t\ninput: {l: [1, 10, 10], r: [1, 11, 11]}\n"
        "blocks: {b: [{conv: [4, 2, stride: 3]}, global_avg_pool]}\n"
        "layers: [{b: [], from: l, name: x}, {b: [], from: r, name: y}, {add: [x, y]}]\n",
        encoding="utf-8",
    )
    found = cnnspec.check(str(path)).diagnostics
    assert [finding.code for finding in found] == ["W301", "W301"]


@pytest.mark.parametrize("given", [10**400, [3, 10**400, 4], 8.5, [3, None, 8], 0, b"8"])
def test_an_input_that_is_no_size_is_refused(given: object) -> None:
    spec = spec_of("input: [3, 8, 8]\nlayers: [conv: [4, 3]]\n")
    with pytest.raises(cnnspec.UsageError):
        cnnspec.analyze(spec, input=given)  # type: ignore[arg-type]  # the point of the test
