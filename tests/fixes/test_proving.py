"""What is shown is true: each fix, written into the text, leaves a spec without that finding."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cnnspec.analysis import FileReport, analyze, check, load
from cnnspec.core.diagnostic import Diagnostic
from cnnspec.edits import apply
from cnnspec.fixes import report_with_fixes, with_fixes
from cnnspec.language.reader import read_text
from cnnspec.language.spec import read_spec

if TYPE_CHECKING:
    from collections.abc import Callable

    from cnnspec.results import Analysis

    Net = Callable[..., Analysis]
    Proposed = Callable[[Analysis], list[str]]

BAD = Path(__file__).parents[1] / "bad"
FILES = sorted(path for path in BAD.glob("*.yaml") if path.stem[:2] in ("E3", "W3", "W4", "E5"))


def serious(report: FileReport | Analysis) -> Counter[tuple[str, str | None]]:
    """The errors and warnings, by code and layer."""
    found = [finding for finding in report.diagnostics if finding.severity != "info"]
    return Counter([(finding.code, finding.layer) for finding in found])


def holds(before: FileReport, finding: Diagnostic, after: FileReport) -> bool:
    """Whether a finding is gone, and no error is new."""
    key = (finding.code, finding.layer)
    new = serious(after) - serious(before)
    return serious(after)[key] < serious(before)[key] and not any(c[0] == "E" for c, _ in new)


FORMS = {
    "as it is": lambda text: text,
    "lines that end in CRLF": lambda text: text.replace("\n", "\r\n"),
    "a byte order mark and no last line end": lambda text: "\ufeff" + text.rstrip("\n"),
}


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_every_fix_that_is_shown(path: Path, form: str) -> None:
    """The finding is gone, nothing is new, comments and line ends stay, and little is changed."""
    content = FORMS[form](path.read_text(encoding="utf-8")).encode()
    report = report_with_fixes(check(str(path), content))
    assert report.source is not None
    before = report.source.text
    for finding in report.diagnostics:
        for fix in finding.fixes:
            assert fix.edits, fix.change
            after = apply(before, fix.edits)[0]
            assert holds(report, finding, check(str(path), after.encode())), fix.change
            assert re.findall(r"\s#.*", after) == re.findall(r"\s#.*", before)
            if "\r" in before:
                assert "\n" not in after.replace("\r\n", ""), fix.change
            changed = [line for line in after.splitlines() if line not in before.splitlines()]
            assert len(changed) <= 4, fix.change


sizes = st.integers(8, 40)
windows = st.tuples(st.integers(1, 5), st.integers(1, 3), st.integers(0, 2))


@st.composite
def chains(draw: st.DrawFn) -> str:
    """Convolutions and pools in a row, with a branch around the last ones, most of them wrong."""
    lines = ["{conv: [4, 3, pad: 1], name: start}"]
    for kernel, stride, pad in draw(st.lists(windows, max_size=4)):
        op = draw(st.sampled_from(["conv", "max_pool"]))
        first = "4, " if op == "conv" else ""
        lines.append(f"{op}: [{first}{kernel}, {stride}, pad: {pad}]")
    if draw(st.booleans()):
        lines += [f"upsample: {draw(st.integers(1, 3))}", "concat: [prev, start]"]
    size = draw(sizes)
    return f"input: [3, {size}, {size}]\nlayers:\n" + "".join(f"  - {line}\n" for line in lines)


@given(chains())
def test_fixes_of_whatever_is_wrong(text: str) -> None:
    def analysed(text: str) -> Analysis:
        return analyze(read_spec(read_text(text, "net.yaml"), "net"))

    before = analysed(f"cnnspec: 1\nname: Net\n{text}")
    for finding in with_fixes(before).diagnostics:
        for fix in finding.fixes:
            after = analysed(apply(before.spec.source.text, fix.edits)[0])
            key = (finding.code, finding.layer)
            assert serious(after)[key] < serious(before)[key], fix.change
            assert after.totals.params == fix.params
            assert after.totals.macs == fix.macs
            assert after.graph.shape(after.graph.last) == fix.output
            if not before.graph.unknown:
                assert not serious(after) - serious(before), fix.change


def test_a_readers_own_input_is_changed_without_an_edit() -> None:
    (found,) = with_fixes(analyze(load("alexnet"), input=224)).diagnostics
    padding, size = found.fixes
    assert (padding.kind, size.kind) == ("pad", "input")
    assert size.edits == ()
    assert size.change == "input: [3, 227, 227]"
    assert size.params == 60_965_224
    assert not padding.safe
    (edit,) = padding.edits
    assert edit.text == "2"  # the spec says pad: 0


def test_other_variants_are_spared(tmp_path: Path) -> None:
    """A larger input mends one variant, and is none for the other, whose size is asserted."""
    path = tmp_path / "net.yaml"
    path.write_text(
        """\
cnnspec: 1
name: Two
input: [3, 8, 8]
vars: {k: 3}
defaults: {conv: {act: relu}}
layers:
  - {conv: [8, k, pad: 1]}
  - {conv: [8, 9], name: wide}
variants:
  net_a: {}
  net_b: {vars: {k: 5}, expect: {output: 8x1x1}, input: [3, 11, 11]}
""",
        encoding="utf-8",
    )
    (found,) = report_with_fixes(check(str(path))).diagnostics
    changes = [fix.change for fix in found.fixes]
    assert "input: [3, 9, 9]" in changes
    # padding would give 8x3x3 in the other one
    assert not any("wide pad" in change for change in changes)


@pytest.mark.parametrize(
    ("text", "change", "line"),
    [
        ("layers:\n  - conv:\n      - 8\n      - 33\n", "pad: 1", "      - pad: 1"),
        ("layers:\n  - conv:\n      out: 8\n      kernel: 33\n", "pad: 1", "      pad: 1"),
        (
            "layers:\n  - conv: {out: 8, kernel: 33}\n",
            "pad: 1",
            "  - conv: {out: 8, kernel: 33, pad: 1}",
        ),
        ("layers:\n  - conv: [8, 33]  # wide\n", "pad: 1", "  - conv: [8, 33, pad: 1]  # wide"),
        (
            "layers: [{conv: [8, 33], name: a}]\n",
            "pad: 1",
            "layers: [{conv: [8, 33, pad: 1], name: a}]",
        ),
        ("vars: {s: 32}\ninput: [3, s, s]\nlayers: [conv: [8, 33]]\n", "s: 33", "vars: {s: 33}"),
    ],
)  # fmt: skip
def test_where_a_change_is_written(net: Net, text: str, change: str, line: str) -> None:
    analysis = net(text)
    found = [fix for finding in with_fixes(analysis).diagnostics for fix in finding.fixes]
    (fix,) = [fix for fix in found if fix.change.endswith(change)]
    edited = apply(analysis.spec.source.text, fix.edits)[0]
    assert line in edited.split("\n")
    assert len(edited.split("\n")) - len(analysis.spec.source.text.split("\n")) <= 1


def test_no_fix_leaves_a_name_that_nothing_reads(net: Net, proposed: Proposed) -> None:
    """`out: c` in the place of `w` would mend it as well, and nothing would read `w` any more."""
    text = """\
input: [64, 56, 56]
blocks:
  unit:
    args: [c, w, s: 1]
    layers:
      - add: [[conv: [c, 3, s, pad: 1, act: relu], conv: [c, 3, pad: 1]], [conv: [w, 1, s]]]
      - relu%s
layers:
  - {unit: [64, 64]}
  - {unit: [128, 64, 2]}
"""
    assert not any("out: c" in change for change in proposed(net(text % "")))
    both = text % "\n      - conv: [w, 1]"
    assert any("out: c" in change for change in proposed(net(both)))


def test_the_training_graph_is_spared(net: Net, proposed: Proposed) -> None:
    """Padding would give more than the one cell that a layer for training asserts."""
    text = "input: [3, 8, 8]\nlayers: [{conv: [8, 9, act: relu], name: wide}%s]"
    changes = proposed(net(text % ", {conv: [8, 1], size: 1, when: train}"))
    assert "input: [3, 9, 9]" in changes
    assert not any("wide pad" in change for change in changes)
    assert any("wide pad" in change for change in proposed(net(text % "")))


def test_windows_of_another_number_of_axes_have_no_fix(net: Net, proposed: Proposed) -> None:
    text = "input: [3, 24, 24, 2]\nlayers: [conv: [8, 7x7], max_pool: [2, 2]]"
    assert proposed(net(text)) == []
