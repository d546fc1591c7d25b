"""Claims: every figure that a spec expects, beside the figure that was found."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from cnnspec.analysis import analyze

if TYPE_CHECKING:
    from collections.abc import Callable

    from cnnspec.language.spec import Spec
    from cnnspec.results import Analysis

    Net = Callable[..., Analysis]
    Findings = Callable[..., list[tuple[str, str]]]


@pytest.fixture(scope="session")
def net(spec: Callable[..., Spec]) -> Net:
    """The analysis of a spec that is given as text, with its errors alone."""

    def analysed(text: str, variant: str | None = None, **options: Any) -> Analysis:
        return analyze(spec(text, variant), check="error", **options)

    return analysed


# 216 + 16; 2·(576 + 8); 2·(32 + 4); 80 + 10
NET = """\
vars: {c: 8}
layers:
  - {conv: [8, 3, pad: 1, norm: bn, act: relu], name: c1}
  - {conv: [c, 3, pad: 1], repeat: 2}
  - concat: {a: [conv: [4, 1]], b: [conv: [4, 1]]}
  - global_avg_pool
  - {fc: 10, name: out}
  - {side: [fc: 3], name: aux, when: train}
"""
PARAMS, KERNELS, MACS = 1562, 1512, 1_466_448


@pytest.mark.parametrize(
    "metric",
    [
        f"params: {PARAMS}",
        "params: [1562, 1.6K, {value: 1500, within: 5%}]",
        "params: 1562*c/8",
        f"trainable: {PARAMS}",
        f"kernels: {KERNELS}",
        "kernels: 27*c + 2*9*c*c + 2*4*c + 10*c",
        f"macs: {MACS}",
        "macs: 1.47M",
        "depth: 5",
        "field: 7",
        "output: [10]",
        "output: 10",
        "train: {params: 1595, output: [10]}",
        "train: {layers: {aux: {params: 33}}}",
        "layers: {c1: {params: 232, macs: 221184, kernels: 216, shape: [8, 32, 32]}}",
        "layers: {c1.conv: {params: 216}, c1.bn: {params: 16, trainable: 16}}",
        "layers: {conv: {params: 1168}, conv.0: {params: 584}, conv.1: {macs: 589824}}",
        "layers: {a: {params: 36}, a.conv: {kernels: 32}, concat: {params: 0, shape: 8x32x32}}",
        "layers: {input: {shape: [3, 32, 32]}, out: {shape: 10}}",
    ],
)
def test_holds(net: Net, metric: str) -> None:
    analysis = net(f"{NET}expect: {{{metric}}}")
    assert analysis.diagnostics == ()
    assert analysis.claims
    assert all(claim.holds for claim in analysis.claims)


@pytest.mark.parametrize(
    ("metric", "wanted"),
    [
        ("params: 1565", [("E501", "1565")]),
        ("params: [1562, 2K, {value: 1K, within: 50%}]", [("E501", "{value: 1K, within: 50%}")]),
        ("macs: 1.46M", [("E501", "1.46M")]),
        ("depth: 4", [("E501", "4")]),
        ("field: 15/2", [("E501", "15/2")]),
        ("output: [10, 1, 1]", [("E501", "[10, 1, 1]")]),
        ("train: {params: 1562}", [("E501", "1562")]),
        ("layers: {c1: {params: 216}}", [("E501", "216")]),
        ("layers: {conv: {shape: [8, 32]}}", [("E501", "[8, 32]")]),
        ("layers: {c9: {params: 216}}", [("E504", "c9")]),
        ("layers: {c1.dropout: {params: 216}}", [("E504", "c1.dropout")]),
        ("layers: {aux: {params: 33}}", [("E504", "aux")]),
        ("flops: 3", [("E217", "flops")]),
        ("memory: 3", [("E217", "memory")]),
        ("buffers: 16", [("E217", "buffers")]),
        ("layers: {c1: {depth: 1}}", [("E217", "depth")]),
        ("layers: {c1: 216}", [("E203", "216")]),
        ("layers: 3", [("E203", "3")]),
        ("train: 3", [("E203", "3")]),
        ("params: relu", [("E203", "relu")]),
        ("params: c > 3", [("E203", "c > 3")]),
        ("params: sqrt(2)", [("E203", "sqrt(2)")]),
        ("params: [1, [2]]", [("E501", "1"), ("E203", "[2]")]),
        ("output: relu", [("E203", "relu")]),
        ("params: []", [("E203", "[]")]),
        ("params: zz", [("E207", "zz")]),
        ("params: {value: 7, within: 5}", [("E203", "5")]),
    ],
)
def test_fails(findings: Findings, metric: str, wanted: list[tuple[str, str]]) -> None:
    assert findings(f"{NET}expect: {{{metric}}}") == wanted


def test_both_numbers_and_their_difference(net: Net) -> None:
    analysis = net(f"{NET}expect: {{params: {{value: 1565, cite: Table 1}}, macs: 1.4M}}")
    params, macs = analysis.claims
    assert (params.metric, params.expected, params.found, params.holds, params.cite) == (
        "params", "1565", "1,562", False, "Table 1",
    )  # fmt: skip
    assert params.difference == -3
    assert (macs.expected, macs.found, macs.difference) == ("1.4M", "1,466,448", None)
    first, second = analysis.diagnostics
    assert "1,565" in first.message
    assert "1,562" in first.message
    assert "-3" in first.message
    assert "Table 1" in first.notes[0].text
    assert "1.4M" in second.message


def test_names_of_claims(net: Net) -> None:
    metrics = "params: 1, train: {macs: 1, layers: {c1: {params: 1}}}, layers: {conv.0: {macs: 1}}"
    analysis = net(f"{NET}expect: {{{metrics}}}")
    assert [claim.metric for claim in analysis.claims] == [
        "params", "train.macs", "train.c1.params", "conv.0.macs",
    ]  # fmt: skip


@pytest.mark.parametrize("train", [False, True])
def test_claims_are_of_the_graph_they_name(net: Net, train: bool) -> None:
    metrics = "params: 1562, train: {params: 1595}, layers: {conv: {params: 1168}}"
    analysis = net(f"{NET}expect: {{{metrics}}}", train=train)
    assert analysis.diagnostics == ()
    assert [claim.found for claim in analysis.claims] == ["1,562", "1,595", "1,168"]


def test_a_variants_expectations_come_after_the_files(net: Net) -> None:
    variant = "{vars: {c: 16}, expect: {depth: 6}}"
    text = f"{NET}expect: {{depth: 5}}\nvariants: {{wide: {variant}}}"
    assert [(claim.expected, claim.holds) for claim in net(text, "wide").claims] == [
        ("5", True), ("6", False),
    ]  # fmt: skip


def test_symbols(net: Net, findings: Findings) -> None:
    text = "symbols: [C]\nlayers: [conv: [C, 3]]\nexpect: "
    assert net(text + "{params: 28*C, macs: 900*27*C, output: [C, 30, 30]}").diagnostics == ()
    assert findings(text + "{params: 27*C}") == [("E501", "27*C")]
    assert findings(text + "{params: 1.2K}") == [("E203", "1.2K")]
    assert findings(text + "{params: {value: 28*C, within: 5%}}") == []
    assert findings(text + "{params: {value: C, within: 5%}}") == [
        ("E203", "{value: C, within: 5%}")
    ]


def test_fields_that_differ_by_axis(findings: Findings) -> None:
    text = "layers: [conv: [3, 1x3], conv: [3, 1x3]]\nexpect: "
    assert findings(text + "{field: [1, 5]}") == []
    assert findings(text + "{field: 1x5}") == []
    assert findings(text + "{field: 5}") == [("E501", "5")]


def test_a_vector_has_no_field(findings: Findings, net: Net) -> None:
    text = "input: [3]\nlayers: [fc: 3]\nexpect: {field: 1}"
    assert findings(text) == [("E501", "1")]
    assert [claim.holds for claim in net(text).claims] == [False]


def test_what_failed_is_not_told_again(net: Net) -> None:
    metrics = "params: 1, depth: 1, output: [3], layers: {conv: {macs: 1}, lost: {macs: 1}}"
    analysis = net(f"layers: [conv: [3, 99]]\nexpect: {{{metrics}}}")
    assert [finding.code for finding in analysis.diagnostics] == ["E301"]
    assert {(claim.found, claim.holds) for claim in analysis.claims} == {("unknown", False)}


def test_a_path_that_fits_several_places(findings: Findings) -> None:
    text = """\
layers:
  - add: [in, [conv: [3, 1]]]
  - add: [in, [conv: [3, 1]]]
  - {add: [in, [conv: [3, 1]]], repeat: 2, name: last}
expect: {layers: {1: {params: 24}, 1.conv1: {params: 12}, last.1: {params: 12}, last: {params: 24}}}
"""
    assert findings(text) == [("E504", "1")]


@pytest.mark.parametrize(
    ("figures", "codes"),
    [
        ("[1562, {value: 1.6K, cite: a}]", []),
        ("[1562, {value: 1.7K, cite: a}]", ["W501"]),
        ("[{value: 1.7K, cite: a}, 1562]", ["W501"]),
        ("[1562, {value: 1563, cite: a}]", ["W501"]),
        ("[1562, 1.7K]", ["E501"]),
        ("[1563, {value: 1.7K, cite: a}]", ["E501", "E501"]),
        ("[{value: 1562, cite: b}, {value: 1.7K, cite: a}]", ["E501"]),
        ("[1.6K, {value: 1.7K, cite: a}]", ["E501"]),
        ("{value: 1.7K, cite: a}", ["E501"]),
        ("{value: 1.5K, cut: true}", []),
        ("{value: 1.56K, cut: true}", []),
        ("{value: 1.6K, cut: true}", ["E501"]),
        ("{value: 1.5K, cut: false}", ["E501"]),
    ],
)
def test_print_beside_the_authors_own_figure(
    spec: Callable[..., Spec], figures: str, codes: list[str]
) -> None:
    analysis = analyze(spec(f"{NET}expect: {{params: {figures}}}"), check="warning")
    found = [finding.code for finding in analysis.diagnostics]
    assert [code for code in found if code[1] == "5"] == codes
