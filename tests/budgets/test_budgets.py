"""Budgets: each limit beside what is measured, exactly; what is wrong in one; what would fit."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cnnspec.analysis import analyze, check
from cnnspec.budgets.reading import check_targets
from cnnspec.fixes import with_fixes

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from cnnspec.results import Analysis

    Net = Callable[..., Analysis]
    Findings = Callable[..., list[tuple[str, str]]]

# Counted by hand: 3·9·4 = 108, 2·4 = 8, 4·9·8 + 8 = 296 and 8·10 + 10 = 90 are 502 parameters;
# 108·32·32 + 288·16·16 + 80 are 184,400 multiply-adds.
NET = """\
vars: {c: 4}
layers:
  - {conv: [c, 3, pad: 1, norm: bn], name: c1}
  - {conv: [2*c, 3, 2, pad: 1], name: c2}
  - {global_avg_pool: [], name: pool}
  - {fc: 10, name: out}
"""
PARAMS, MACS = 502, 184_400
PEAK = 3 * 1024 + 4 * 1024
"""The input and what c1 gives; c2 reads 4,096 and writes 2,048."""


@pytest.mark.parametrize(
    ("budget", "exact"),
    [
        ("params: {}", PARAMS),
        ("macs: {}", MACS),
        ("depth: {}", 3),
        ("layer_count: {}", 5),
        ("field: {{max: {}}}", 5),
        ("weights: {} B", 4 * PARAMS),
        ("buffers: {} B", 4 * 8),
        ("peak_memory: {} B", 4 * PEAK),
        ("dtype: int8, weights: {} B", PARAMS),
        ("dtype: float16, peak_memory: {} B", 2 * PEAK),
        ("dtype: int8, in_place: false, peak_memory: {} B", 8192),
        ("layers: {{c1: {{params: {}}}}}", 116),
        ("layers: {{c1.conv: {{macs: {}}}}}", 110_592),
        ("layers: {{c2: {{peak_memory: {} B}}}}", 4 * (4096 + 2048)),
        ("layers: {{c1.bn: {{buffers: {} B}}}}", 32),
        ("layers: {{out: {{weights: {} B}}}}", 360),
    ],
)
def test_a_budget_of_exactly_what_is_measured_holds_and_one_less_fails(
    net: Net, budget: str, exact: int
) -> None:
    for limit, holds in ((exact, True), (exact - 1, False), (exact + 1, True)):
        analysis = net(f"{NET}budget: {{{budget.format(limit)}}}")
        (found,) = analysis.budgets
        assert (found.value, found.limit, found.holds) == (exact, limit, holds)
        assert [finding.code for finding in analysis.diagnostics] == ["E502"] * (not holds)


@pytest.mark.parametrize(("metric", "exact"), [("params", PARAMS), ("field", 5), ("depth", 3)])
def test_the_least(net: Net, metric: str, exact: int) -> None:
    for limit, holds in ((exact, True), (exact + 1, False)):
        analysis = net(f"{NET}budget: {{{metric}: {{min: {limit}}}}}")
        assert [budget.holds for budget in analysis.budgets] == [holds]


@pytest.mark.parametrize(("multiple", "holds"), [(1, True), (4, True), (3, False), (8, False)])
def test_channels(net: Net, multiple: int, holds: bool) -> None:
    (found,) = net(f"{NET}budget: {{channel_multiple: {multiple}}}").budgets
    assert (found.value, found.holds) == (4, holds)


@pytest.mark.parametrize(
    ("written", "bytes"),
    [
        ("1 B", 1), ("2 KB", 2_000), ("3MB", 3_000_000), ("1 GB", 10**9),
        ("256 KiB", 262_144), ("1.5 MiB", 1_572_864), ("0.1 KiB", 102), ("2 GiB", 2_147_483_648),
    ],
)  # fmt: skip
def test_units(net: Net, written: str, bytes: int) -> None:
    (found,) = net(f"{NET}budget: {{weights: {written}}}").budgets
    assert (found.limit, found.written) == (bytes, written)


@given(st.integers(0, 400_000))
def test_a_limit_holds_from_the_value_on(limit: int) -> None:
    text = f"cnnspec: 1\nname: x\ninput: [3, 32, 32]\n{NET}budget: {{macs: {limit}}}\n"
    from cnnspec.language.reader import read_bytes
    from cnnspec.language.spec import read_spec

    analysis = analyze(read_spec(read_bytes(text.encode(), "x.yaml"), "x"))
    assert [budget.holds for budget in analysis.budgets] == [limit >= MACS]
    assert analysis.failed == (limit < MACS)


@pytest.mark.parametrize(
    ("budget", "wanted"),
    [
        ("budget:", [("E203", "")]),
        ("budget: [[1]]", [("E203", "[1]")]),
        ("budget: {flops: 1M}", [("E217", "flops")]),
        ("budget: {weights: 100}", [("E203", "100")]),
        ("budget: {weights: 1 mib}", [("E203", "1 mib")]),
        ("budget: {peak_memory: MiB}", [("E203", "MiB")]),
        ("budget: {peak_memory: [1]}", [("E203", "[1]")]),
        ("budget: {field: 3}", [("E203", "3")]),
        ("budget: {field: {mn: 3}}", [("E104", "mn")]),
        ("budget: {field: {}}", [("E203", "{}")]),
        ("budget: {macs: relu}", [("E203", "relu")]),
        ("budget: {macs: 3/2}", [("E203", "3/2")]),
        ("budget: {macs: -1}", [("E205", "-1")]),
        ("budget: {macs: zz}", [("E207", "zz")]),
        ("budget: {channel_multiple: 0}", [("E205", "0")]),
        ("symbols: [C]\nbudget: {channel_multiple: C}", [("E203", "C")]),
        ("budget: {dtype: int7}", [("E203", "int7")]),
        ("budget: {in_place: no}", [("E203", "no")]),
        ("budget: {layers: 120}", [("E203", "120")]),
        ("budget: {layers: {c1: 3}}", [("E203", "3")]),
        ("budget: {layers: {c1: {depth: 3}}}", [("E217", "depth")]),
        ("budget: {layers: {c9: {macs: 3}}}", [("E504", "c9")]),
        ("budget: {target: [3]}", [("E203", "[3]")]),
    ],
)
def test_what_is_no_budget(findings: Findings, budget: str, wanted: list[tuple[str, str]]) -> None:
    assert findings(f"{NET}{budget}") == wanted


def test_a_vector_has_no_field(findings: Findings) -> None:
    text = "input: [8]\nlayers: [fc: 4]\nbudget: {field: {min: 1}}"
    assert findings(text) == [("E504", "1")]


def test_nothing_is_measured_behind_a_mistake(net: Net) -> None:
    analysis = net(
        "layers: [conv: [4, 99], conv: [4, 1]]\nbudget: {macs: 1, layers: {x: {macs: 1}}}"
    )
    assert [finding.code for finding in analysis.diagnostics] == ["E301"]
    assert [(budget.value, budget.holds) for budget in analysis.budgets] == [(None, None)]


# --- other inputs, symbols, variants, training ----------------------------------------------------


def test_a_budget_holds_for_any_input_and_variables(net: Net) -> None:
    text = f"{NET}budget: {{macs: 184400, params: {{min: 502}}}}"
    assert [budget.holds for budget in net(text).budgets] == [True, True]
    assert [budget.holds for budget in net(text, input=33).budgets] == [False, True]
    assert [budget.holds for budget in net(text, settings={"c": 2}).budgets] == [True, False]


def test_symbols_make_conditions_of_it(net: Net) -> None:
    text = f"{NET}budget: {{macs: 184400, params: 502, peak_memory: 1 KB, dtype: int8}}"
    analysis = net(text, input="3xHxW")
    macs, params, peak = analysis.budgets
    assert (macs.holds, params.holds, peak.holds) == (None, True, None)
    assert "H*W <= 142" in peak.conditions  # 7·H·W <= 1000
    assert set(analysis.conditions) >= {*macs.conditions, *peak.conditions}
    assert analysis.diagnostics == ()
    assert [budget.holds for budget in analysis.at(H=32, W=32).budgets] == [True, True, False]


@pytest.mark.parametrize(
    ("least", "holds", "conditions"),
    [
        # conv3 reads 40 channels and writes 8, for every A: 48·64·64·4 = 786,432 bytes
        ("786432 B", True, ()),
        # conv2 reads A and writes 40: (A + 40)·16,384 bytes
        ("1 MB", None, ("A >= 22",)),
    ],
)
def test_a_peak_is_large_enough_if_one_layer_is(
    net: Net, least: str, holds: bool | None, conditions: tuple[str, ...]
) -> None:
    text = (
        "symbols: [A]\ninput: [3, 64, 64]\ndefaults: {conv: {pad: 1, act: relu}}\n"
        "layers: [conv: [A, 3x3], conv: [40, 3x3], conv: [8, 3x3]]\n"
        f"budget: {{peak_memory: {{min: {least}}}}}"
    )
    (budget,) = net(text).budgets
    assert (budget.holds, budget.conditions) == (holds, conditions)


def test_symbols_that_decide_nothing_are_not_asked(net: Net) -> None:
    text = (
        "symbols: [H]\ninput: [1, H, H]\nlayers: [conv: [1, 3, pad: 1]]\nbudget: {macs: {min: 9}}"
    )
    assert [budget.holds for budget in net(text).budgets] == [True]
    exceeded = net(text.replace("{min: 9}", "8"))
    assert [budget.conditions for budget in exceeded.budgets] == [()]
    assert [finding.code for finding in exceeded.diagnostics] == ["E502"]  # at least 9


def test_a_variants_budget_stands_beside_the_files(net: Net) -> None:
    text = (
        f"{NET}budget: {{params: 600, dtype: int8}}\n"
        "variants: {a: {budget: {weights: 502 B}}, b: {budget: {dtype: int16, weights: 502 B}}}"
    )
    assert [(b.metric, b.holds) for b in net(text, "a").budgets] == [
        ("params", True), ("weights", True),
    ]  # fmt: skip
    assert [(b.value, b.holds) for b in net(text, "b").budgets] == [(502, True), (1004, False)]


def test_several_budgets_and_a_variant_by_itself(net: Net, spec: Callable[..., Any]) -> None:
    from cnnspec.extraction import extract
    from cnnspec.language.reader import read_text

    both = "budget: [{dtype: int8, weights: 502 B}, {macs: 1}]"
    found = [(b.metric, b.value, b.holds) for b in net(f"{NET}{both}").budgets]
    assert found == [("weights", 502, True), ("macs", MACS, False)]
    variant = "budget: {dtype: int8, weights: 502 B}\nvariants: {a: {budget: {macs: 1}}}"
    text = f"cnnspec: 1\nname: x\ninput: [3, 32, 32]\n{NET}{variant}\n"
    assert both in extract(read_text(text, "x.yaml"), "a")


def test_training_has_no_budget(net: Net) -> None:
    assert net(f"{NET}budget: {{macs: 1}}", train=True).budgets == ()


def test_nothing_is_held_where_nothing_is_checked(net: Net) -> None:
    assert net(f"{NET}budget: {{macs: 1}}", check=False).diagnostics == ()


# --- targets --------------------------------------------------------------------------------------

BOARD = """\
[project]
name = "boards"

[tool.cnnspec.budget.cortex-m7]
weights = "502 B"
peak_memory = "6 KiB"  # what is left
dtype = "int8"
channel_multiple = 4

[tool.cnnspec.budget."my board"]
macs = { min = 1, max = "100K" }

[tool.cnnspec.budget.other]
target = "cortex-m7"
[tool.cnnspec.budget.odd]
weights = 100
wights = "1 MiB"
[tool.cnnspec.budget]
none = 3
"""


def shared(tmp_path: Path, budget: str, board: str | None = BOARD) -> Any:
    """What `check` finds in a spec two folders below a pyproject.toml."""
    if board is not None:
        (tmp_path / "pyproject.toml").write_text(board, encoding="utf-8")
    path = tmp_path / "nets" / "small" / "net.yaml"
    path.parent.mkdir(parents=True, exist_ok=True)
    head = "cnnspec: 1\nname: x\ninput: [3, 32, 32]\n"
    path.write_text(f"{head}{NET}budget: {budget}\n", encoding="utf-8")
    return check(str(path))


def test_a_target_is_found_above(tmp_path: Path) -> None:
    report = shared(tmp_path, "cortex-m7")
    (finding,) = report.diagnostics
    assert finding.message == (
        "`peak_memory` is 7,168 B as int8 at c1, more than the budget of 6 KiB = 6,144 B (1.17x)"
    )
    assert finding.primary.file.endswith("net.yaml")
    (related,) = finding.related
    assert related.file.endswith("pyproject.toml")
    assert related.line == 'peak_memory = "6 KiB"  # what is left'
    assert (related.span.line, related.text) == (6, "the budget of cortex-m7")
    assert [budget.target for budget in report.analyses[0].budgets] == ["cortex-m7"] * 3


def test_own_limits_stand_beside_those_of_a_target(tmp_path: Path) -> None:
    report = shared(tmp_path, "{target: my board, weights: 2 KiB, layers: {c1: {macs: 1}}}")
    found = [(b.metric, b.bound, b.holds) for b in report.analyses[0].budgets]
    assert found == [
        ("macs", "min", True), ("macs", "max", False), ("weights", "max", True),
        ("c1.macs", "max", False),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("budget", "board", "code", "message"),
    [
        ("cortex-m8", BOARD, "E504", "has no target called `cortex-m8`"),
        ("x", "[tool.cnnspec.budget.x]\nlayers.c9.macs = 1\n", "E504", "no layer is called `c9`"),
        ("x", "[tool.cnnspec]\nspecs = []\n", "E504", "has no target called `x`"),
        ("x", "tool = 3\n", "E504", "has no target called `x`"),
    ],
)
def test_what_does_not_fit_a_spec_is_told_there(
    tmp_path: Path, budget: str, board: str, code: str, message: str
) -> None:
    finding = shared(tmp_path, budget, board).diagnostics[0]
    assert finding.code == code
    assert message in finding.message
    assert finding.primary.file.endswith("net.yaml")


WRONG = [
    ("[tool.cnnspec.budget.x]\ntarget = 'y'\n", "2:10", "E203", "a target names no other target"),
    ("[tool.cnnspec.budget.x]\nweights = 100\n", "2:11", "E203", "`weights` needs a unit"),
    ("[tool.cnnspec.budget.x]\nwights = 1\n", "2:1", "E217", "no budget is called `wights`"),
    ("[tool.cnnspec.budget.x]\nmacs = 'c'\n", "2:8", "E203", "`macs` of a target wants a number"),
    ("[tool.cnnspec.budget.x]\ndepth = 1979-05-27\n", "2:9", "E203", "wants a number"),
    ("[tool.cnnspec.budget.x]\nmacs = [1]\n", "2:8", "E203", "`macs` wants a number"),
    ("[tool.cnnspec.budget]\nx = {macs = {max = '1M', mni = 2}}\n", "2:26", "E104", "no key `mni`"),
    ("[tool]\ncnnspec.budget.x.layers.c1.field = 3\n", "2:28", "E217", "no budget of a layer"),
    ("[tool.cnnspec.budget.x]\ndtype = 'int9'\n", "2:9", "E203", "no type of numbers"),
    ("[tool.cnnspec.budget]\nx = 3\n", "2:5", "E203", "`x` is no table of limits"),
    ("a = 1\n[tool\n", "2:6", "E101", "is no TOML: "),
]


@pytest.mark.parametrize(("board", "place", "code", "message"), WRONG)
def test_what_is_wrong_with_a_target_is_told_there(
    tmp_path: Path, board: str, place: str, code: str, message: str
) -> None:
    (finding,) = shared(tmp_path, "x", board).diagnostics
    assert finding.code == code
    assert message in finding.message
    assert finding.primary.file.endswith("pyproject.toml")
    assert f"{finding.primary.span.line}:{finding.primary.span.column}" == place
    assert finding.primary.line == board.splitlines()[finding.primary.span.line - 1]
    assert finding.fix is None
    (named,) = finding.related
    assert (named.file[-8:], named.text) == ("net.yaml", "named here")


@pytest.mark.parametrize(("board", "place", "code", "message"), WRONG)
def test_a_target_that_nobody_names_is_looked_at(
    tmp_path: Path, board: str, place: str, code: str, message: str
) -> None:
    path = tmp_path / "pyproject.toml"
    path.write_text(board, encoding="utf-8")
    source, (finding,) = check_targets(str(path))
    assert source.text == board
    assert (finding.code, finding.related) == (code, ())
    assert message in finding.message
    assert finding.primary is not None
    assert f"{finding.primary.span.line}:{finding.primary.span.column}" == place


def test_all_targets_are_looked_at(tmp_path: Path) -> None:
    path = tmp_path / "pyproject.toml"
    path.write_text(BOARD, encoding="utf-8")
    found = [
        (finding.code, finding.primary.span.line)
        for finding in check_targets(str(path))[1]
        if finding.primary
    ]
    assert found == [("E203", 14), ("E203", 16), ("E217", 17), ("E203", 19)]
    path.write_text("[tool.cnnspec.budget.x]\nmacs = 1\n", encoding="utf-8")
    assert check_targets(str(path))[1] == ()
    path.unlink()
    assert check_targets(str(path))[1] == ()


def test_the_nearest_file_is_read_and_only_if_a_target_is_named(tmp_path: Path) -> None:
    (tmp_path / "nets").mkdir()
    (tmp_path / "nets" / "pyproject.toml").write_text("no toml at all", encoding="utf-8")
    assert shared(tmp_path, "{macs: 1M}").diagnostics == ()
    (finding,) = shared(tmp_path, "cortex-m7").diagnostics
    assert finding.code == "E101"


# --- what would fit -------------------------------------------------------------------------------


def fixes(analysis: Analysis) -> dict[str, list[str]]:
    """The notes of each kind below the findings; of fixes what is tried, with what it comes to."""
    found: dict[str, list[str]] = {}
    for finding in with_fixes(analysis).diagnostics:
        for note in finding.notes:
            lines = note.text.splitlines()
            if note.kind == "fix":
                lines = [line.partition(", fits")[0] for line in lines if ", fits" in line]
            found.setdefault(note.kind, []).extend(lines)
    return found


def test_what_fits_is_the_largest(net: Net) -> None:
    # 7·n·n bytes at c1: 29·29 of them are 5,887 and 30·30 are 6,300; the total stride is 2
    found = fixes(net(f"{NET}budget: {{peak_memory: 6300 B, dtype: int8}}"))
    assert found["alive"] == ["input 3,072 B + c1 4,096 B"]
    assert found["fix"] == [
        "input: [3, 30, 30]  6,300 B",
        "vars: {c: 3}        6,144 B",
    ]
    assert fixes(net(f"{NET}budget: {{peak_memory: 6299 B, dtype: int8}}"))["fix"][0] == (
        "input: [3, 28, 28]  5,488 B"
    )


def test_the_widest_type_that_fits(net: Net) -> None:
    found = fixes(net(f"{NET}budget: {{weights: 1100 B}}"))
    assert found["fix"] == ["vars: {c: 2}  736 B", "dtype: float16  1,004 B"]


def test_what_makes_something_else_wrong_is_not_proposed(net: Net) -> None:
    text = f"{NET}budget: {{macs: 100K, params: {{min: 502}}, field: {{min: 5}}}}"
    found = fixes(net(text))
    assert found["most"] == ["c1 110,592 (60%), c2 73,728 (40%), out 80 (<1%)"]
    assert found["fix"] == ["input: [3, 22, 22]  87,200"]  # c: 3 has fewer parameters


def test_factors_are_tried_in_steps_that_the_spec_can_take(net: Net) -> None:
    text = "vars: {width: 1}\nlayers: [conv: [64*width, 3]]\nbudget: {params: 1000}"
    # (27 + 1)·64·width <= 1000: width <= 0.558
    assert fixes(net(text))["fix"] == ["vars: {width: 0.5}  896"]


@pytest.mark.parametrize(
    ("size", "change"),
    [
        # 3·n·m MACs and a stride of 2: 8 of 12 columns would be 5 of 8 rows, and 4 is the next size
        ("8, 12", "input: [3, 4, 8]"),
        ("4, 8, 8", "input: [3, 4, 4, 4]"),  # frames stay
        ("16", "input: [3, 8]"),
        ("9, 9", "input: [3, 5, 5]"),  # an odd size stays odd
    ],
)
def test_inputs_of_any_number_of_axes(net: Net, size: str, change: str) -> None:
    text = f"input: [3, {size}]\nlayers: [conv: [1, 1, 1], max_pool: [2, 2]]\nbudget: {{macs: %d}}"
    half = 3
    for cells in map(int, size.split(", ")):
        half *= cells
    analysis = net(text % (half // 3 if size != "16" else half // 2))
    (finding,) = [f for f in with_fixes(analysis).diagnostics if f.code == "E502"]
    assert change in [fix.change for fix in finding.fixes]
