"""Spec files: what stands at the top of one, and its variants."""

from __future__ import annotations

from typing import Any

import pytest

from cnnspec.analysis import analyze
from cnnspec.core.diagnostic import SpecError, UsageError
from cnnspec.language.reader import read_text
from cnnspec.language.spec import Spec, read_spec, variant_nodes

SMALL = "cnnspec: 1\nname: Small\ninput: [3, 8, 8]\nlayers: [relu]\n"


def read(text: str, variant: str | None = None) -> Spec:
    return read_spec(read_text(text, "small.yaml"), "small", variant)


def codes(text: str, variant: str | None = None) -> list[str]:
    try:
        read(text, variant)
    except SpecError as error:
        return [finding.code for finding in error.diagnostics]
    return []


def test_the_least_that_is_needed() -> None:
    spec = read(SMALL)
    assert (spec.name, spec.title, spec.variant, spec.variants) == ("small", "Small", None, ())
    assert (spec.task, spec.note, spec.cite, spec.symbols) == ("", "", None, ())
    assert list(spec.inputs) == ["in"]
    assert not spec.several_inputs


def test_everything_else() -> None:
    spec = read(
        SMALL
        + """\
task: classification
note: a remark
cite: {authors: A & B, year: 2014, title: T, where: Table 1, url: "https://example.org"}
symbols: [C]
vars: {c: 8}
outputs: [prev]
expect: {params: 0}
"""
    )
    assert (spec.task, spec.note, spec.symbols) == ("classification", "a remark", ("C",))
    assert spec.cite is not None
    assert (spec.cite.year, spec.cite.short()) == (2014, "A & B 2014, Table 1")
    assert list(spec.variables) == ["c"]
    assert len(spec.expectations) == 1


@pytest.mark.parametrize(
    ("cite", "short"),
    [
        ("Someone, 2012", "Someone, 2012"),
        ("{authors: He et al., year: 2015}", "He et al. 2015"),
        ("{title: A title, where: §2}", "A title, §2"),
        ("{where: §2}", "§2"),
        ("{}", ""),
    ],
)
def test_citations(cite: str, short: str) -> None:
    spec = read(f"{SMALL}cite: {cite}\n")
    assert spec.cite is not None
    assert spec.cite.short() == short


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("- 1\n", ["E103"]),
        ("text\n", ["E103"]),
        (SMALL.replace("cnnspec: 1", "cnnspec: 2"), ["E103"]),
        (SMALL.replace("cnnspec: 1\n", ""), ["E103"]),
        (SMALL.replace("cnnspec: 1\nname: Small", "name: Small\ncnnspec: 1"), ["E103"]),
        (SMALL.replace("name: Small\n", ""), ["E103"]),
        (SMALL.replace("input: [3, 8, 8]\n", ""), ["E103"]),
        (SMALL.replace("layers: [relu]\n", ""), ["E103"]),
        (SMALL.replace("Small", "[Small]"), ["E203"]),
        (SMALL.replace("Small", ""), ["E203"]),
        (SMALL + "layer: [relu]\n", ["E104"]),
        (SMALL + "Task: x\n", ["E104"]),
        (SMALL + "cite: {author: x}\n", ["E104"]),
        (SMALL + "cite: {year: 20, title: [x]}\n", ["E203", "E203"]),
        (SMALL + "cite: [x]\n", ["E203"]),
        (SMALL + "expect: 3\n", ["E203"]),
        (SMALL + "vars: [a]\n", ["E203"]),
        (SMALL + "vars: {train: 1, in: 1, relu: 1, 3a: 1, max: 1}\n", ["E216"] * 5),
        (SMALL + "vars: {a: b, b: a}\n", ["E210"]),
        (SMALL + "vars: {a: b, b: 1}\n", ["E207"]),
        (SMALL + "symbols: C\n", ["E203"]),
        (SMALL + "symbols: [C]\nvars: {C: 1}\n", ["E215"]),
        (SMALL + "outputs: prev\n", ["E203"]),
        (SMALL + "outputs: [nowhere]\n", ["E217"]),
        (SMALL.replace("[3, 8, 8]", "3"), ["E203"]),
        (SMALL.replace("[3, 8, 8]", "{}"), ["E103"]),
        (SMALL.replace("[3, 8, 8]", "{in: [3], b: [3]}"), ["E216"]),
        (SMALL.replace("[3, 8, 8]", "{a.b: [3]}"), ["E203"]),
    ],
)
def test_wrong(text: str, wanted: list[str]) -> None:
    assert codes(text) == wanted


def test_everything_that_is_wrong_is_told_at_once() -> None:
    text = SMALL.replace("[relu]", "[rellu, {conv: [8, 3], zz: 1}, {add: [in]}, conv: [q, 3]]")
    assert codes(f"{text}vars: {{relu: 1}}\n") == ["E201", "E202", "E403", "E207", "E216"]


# --- variants -------------------------------------------------------------------------------------

FAMILY = """\
cnnspec: 1
name: Family
note: one
cite: the paper
input: [3, 8, 8]
vars: {a: 2, b: 2*a, c: b + 1}
layers: [conv: [a, 1], conv: [b, 1], {conv: [c, 1], name: last}]
expect: {depth: 3}
variants:
  base: {}
  same:
  wide: {vars: {a: 3}, note: two}
  odd: {vars: {b: a + 10}, cite: elsewhere, expect: {params: 205}}
  small: {input: [1, 4, 4]}
  flat: {layers: [{fc: 10, name: last}], outputs: [in], expect: {depth: 1}}
"""


@pytest.mark.parametrize(
    ("variant", "widths"),
    [("base", [2, 4, 5]), ("same", [2, 4, 5]), ("wide", [3, 6, 7]), ("odd", [2, 12, 13]),
     ("small", [2, 4, 5]), ("flat", [10])],
)  # fmt: skip
def test_a_variant_replaces_single_variables_before_any_is_evaluated(
    variant: str, widths: list[int]
) -> None:
    analysis: Any = analyze(read(FAMILY, variant))
    assert [layer.out[0] for layer in analysis.layers] == widths


def test_what_a_variant_replaces_and_what_it_adds() -> None:
    base, wide, odd = (read(FAMILY, name) for name in ("base", "wide", "odd"))
    assert (base.name, base.variant, base.note) == ("base", "base", "one")
    assert wide.note == "one\ntwo"
    assert [spec.cite.short() for spec in (base, odd) if spec.cite] == ["the paper", "elsewhere"]
    assert [len(spec.expectations) for spec in (base, odd)] == [1, 2]
    assert base.variants == ("base", "same", "wide", "odd", "small", "flat")


def test_a_variant_with_other_layers_and_outputs() -> None:
    flat = read(FAMILY, "flat")
    assert [line.callee for line in flat.lines] == ["fc"]
    assert [reference.text for reference in flat.outputs] == ["in"]
    assert read(FAMILY, "base").outputs == ()


@pytest.mark.parametrize(
    ("variant", "wanted"),
    [
        ("{vars: {q: 1}}", ["E207"]),
        ("{vars: {a: nope}}", ["E207"]),
        ("{vars: [a]}", ["E203"]),
        ("{defaults: {}}", ["E104"]),
        ("{name: Other}", ["E104"]),
        ("3", ["E203"]),
        ("[a]", ["E203"]),
        ("{note: [a]}", ["E203"]),
        ("{expect: 3}", ["E203"]),
        ("{layers: 3}", ["E203"]),
    ],
)
def test_wrong_variants(variant: str, wanted: list[str]) -> None:
    text = f"{SMALL}vars: {{a: 1}}\nvariants: {{v: {variant}}}\n"
    assert codes(text.replace("[relu]", "[conv: [a, 1]]"), "v") == wanted


def test_a_variant_that_is_not_there() -> None:
    with pytest.raises(UsageError) as caught:
        read(FAMILY, "wied")
    assert "wide" in caught.value.message
    with pytest.raises(UsageError):
        read(SMALL, "any")


@pytest.mark.parametrize(
    ("variants", "wanted"),
    [
        ("{a: {layers: [relu]}}", []),
        ("{a: {layers: [relu]}, b: {layers: [tanh]}}", []),
        ("{a: {layers: [relu]}, b: {}}", ["E103"]),
    ],
)
def test_layers_may_be_left_to_the_variants(variants: str, wanted: list[str]) -> None:
    text = f"cnnspec: 1\nname: x\ninput: [3, 8, 8]\nvariants: {variants}\n"
    assert codes(text, "a") == wanted


def test_so_may_the_input() -> None:
    text = "cnnspec: 1\nname: x\nvariants: {a: {input: [3, 8, 8], layers: [relu]}}\n"
    assert codes(text, "a") == []


def test_variant_nodes() -> None:
    assert list(variant_nodes(read_text(FAMILY, "x"))) == [
        "base", "same", "wide", "odd", "small", "flat",
    ]  # fmt: skip
    for text in (SMALL, "- 1\n", "text\n", SMALL + "variants: 3\n"):
        assert variant_nodes(read_text(text, "x")) == {}
