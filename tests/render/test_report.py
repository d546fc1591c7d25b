from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from cnnspec.analysis import FileReport, analyze, load
from cnnspec.core.diagnostic import Diagnostic, Edit, Fix, Label, Span
from cnnspec.language.nodes import Source
from cnnspec.render.checked import Checked, checked, failed
from cnnspec.render.plain import plain
from cnnspec.render.report import concise_screen, report_document, report_screen

if TYPE_CHECKING:
    from cnnspec.results import Analysis


def finding(code: str, file: str = "a.yaml", line: int = 1) -> Diagnostic:
    return Diagnostic(code, f"finding {code}", Label(file, Span(line, 1, line, 3)))


def file(name: str, *findings: Diagnostic, analyses: tuple[Analysis, ...] = ()) -> Checked:
    return checked(FileReport(name, Source(name, "one\ntwo\n"), analyses, findings))


@pytest.mark.parametrize(
    ("files", "summary"),
    [
        ([file("a")], "clean: 1 spec, no expectations"),
        ([file("a"), file("b", finding("I404"))], "clean: 2 specs, no expectations · 1 info"),
        ([file("a", finding("E101"))], "1 error in 1 spec"),
        (
            [file("a", finding("E101"), finding("W301")), file("b", finding("W301")), file("c")],
            "1 error, 2 warnings in 2 of 3 specs",
        ),
    ],
)
def test_the_last_line_sums_up(files: list[Checked], summary: str) -> None:
    told = " · cnnspec explain E101 tells more" if "error" in summary else ""
    assert plain(report_screen(files)).splitlines()[-1] == summary + told
    assert plain(concise_screen(files)).splitlines()[-1] == summary


def test_expectations_are_counted() -> None:
    lenet = analyze(load("lenet5"))
    number = len(lenet.claims)
    text = plain(report_screen([file("lenet5.yaml", analyses=(lenet,))]))
    assert text == f"clean: 1 spec, {number} of {number} expectations hold\n"


def test_only_errors_and_warnings_fail() -> None:
    assert failed([file("a", finding("W301"))])
    assert failed([file("a"), file("b", finding("E101"))])
    assert not failed([file("a", finding("I404")), file("b")])


def test_informations_fail_where_it_is_strict() -> None:
    assert failed([file("a", finding("I404"))], strict=True)
    assert not failed([file("a")], strict=True)


@pytest.mark.parametrize(
    ("safe", "text", "line", "summary"),
    [
        (True, "conv", "  = fix  --fix writes conv", "1 error in 1 spec · 1 is mended by --fix"),
        (True, "", "  = fix  --fix removes it", "1 error in 1 spec · 1 is mended by --fix"),
        (
            False,
            "conv",
            "  | ^^",
            "1 error in 1 spec · cnnspec explain E101 tells more",
        ),
    ],
)
def test_what_fix_writes_is_told(safe: bool, text: str, line: str, summary: str) -> None:
    fix = Fix((Edit(Span(1, 1, 1, 3), text),), safe)
    lines = plain(report_screen([file("a.yaml", finding("E101").replace(fix=fix))])).splitlines()
    assert lines[-3] == line
    assert lines[-1] == summary


def test_what_was_mended_or_known_is_told() -> None:
    files = [file("a").replace(mended=2), file("b").replace(known=1)]
    assert plain(report_screen(files)) == (
        "nothing new: 2 specs, no expectations · 2 mended · 1 known from the baseline\n"
    )


@pytest.mark.parametrize(
    ("prefix", "summary"),
    [
        ("", "1 error, 1 warning, 2 infos in 1 of 2 specs"),
        ("W", "1 error, 2 infos in 1 of 2 specs · not selected: 1 W301"),
        ("E", "1 warning, 2 infos in 1 of 2 specs · not selected: 1 E101"),
        ("I", "1 error, 1 warning in 1 of 2 specs · not selected: 2 I404"),
        (
            "EW",
            "nothing selected is found: 2 specs, no expectations · 2 infos"
            " · not selected: 1 E101, 1 W301",
        ),
        (
            "EWI",
            "nothing selected is found: 2 specs, no expectations"
            " · not selected: 1 E101, 1 W301, 2 I404",
        ),
    ],
)
def test_what_is_not_selected_is_counted(prefix: str, summary: str) -> None:
    found = [finding("I404", line=1), finding("W301"), finding("E101"), finding("I404", line=2)]
    files = [file("a.yaml", *found), file("b.yaml")]
    files = [file.selected(lambda finding: finding.code[0] not in prefix) for file in files]
    assert plain(concise_screen(files)).splitlines()[-1] == summary
    told = report_document(files)["summary"]["left_out"]
    assert list(told) == [code for code in ("E101", "W301", "I404") if code[0] in prefix]
    assert told == {code: 2 if code == "I404" else 1 for code in told}


def test_infos_that_are_not_selected_leave_a_spec_clean() -> None:
    files = [file("a.yaml", finding("I404")).selected(lambda finding: False)]
    assert plain(report_screen(files)) == "clean: 1 spec, no expectations · not selected: 1 I404\n"


def test_many_codes_that_are_not_selected_are_told_in_part() -> None:
    codes = [f"W30{number}" for number in range(1, 9)]
    files = [file("a.yaml", *map(finding, codes)).selected(lambda finding: False)]
    assert plain(report_screen(files)).endswith("1 W305, 1 W306 and 2 more codes\n")


def test_findings_come_in_full_or_in_a_line_each() -> None:
    files = [file("a.yaml", finding("W301", line=2), finding("E101"))]
    assert (
        plain(report_screen(files))
        == """\
error[E101]: finding E101
 --> a.yaml:1:1
  |
1 | one
  | ^^

warning[W301]: finding W301
 --> a.yaml:2:1
  |
2 | two
  | ^^

1 error, 1 warning in 1 spec · cnnspec explain E101 tells more
"""
    )
    assert (
        plain(concise_screen(files))
        == """\
a.yaml:1:1: E101 finding E101
a.yaml:2:1: W301 finding W301
1 error, 1 warning in 1 spec
"""
    )


def test_infos_take_a_line_each_behind_the_rest() -> None:
    files = [file("a.yaml", finding("I402"), finding("W301", line=2))]
    assert (
        plain(report_screen(files))
        == """\
warning[W301]: finding W301
 --> a.yaml:2:1
  |
2 | two
  | ^^

a.yaml:1:1: I402 finding I402

1 warning, 1 info in 1 spec · cnnspec explain W301 tells more
"""
    )


def test_a_long_info_is_folded() -> None:
    long = finding("I402").replace(message="a word and " * 8 + "the end")
    lines = plain(report_screen([file("a.yaml", long)], 60)).splitlines()
    assert lines[0].startswith("a.yaml:1:1: I402 a word")
    assert lines[1].startswith("  ")
    assert all(len(line) <= 60 for line in lines)


def test_a_cause_with_other_figures_in_other_variants_is_told_once() -> None:
    """One finding is kept, and says in which variants it has the same figures, and in which not."""
    one, other, third = (analyze(load(name)) for name in ("resnet18", "resnet34", "resnet50"))
    first = finding("I402")
    second = first.replace(message="with other figures")
    files = [
        file(
            "a.yaml",
            first,
            analyses=(
                one.replace(diagnostics=(first,)),
                other.replace(diagnostics=(second,)),
                third.replace(diagnostics=()),
            ),
        )
    ]
    assert concise_screen(files)[0] == (
        ("a.yaml:1:1: I402 finding I402 (in resnet18, and alike in resnet34)", ""),
    )
    (document,) = report_document(files)["diagnostics"]
    assert document["variants"] == ["resnet18", "resnet34"]


def test_many_alike_are_counted() -> None:
    names = ("resnet18", "resnet34", "resnet50", "resnet101", "resnet152", "vgg11")
    nets = [analyze(load(name), check=False) for name in names]
    told = [finding("I402").replace(message=f"figure {number}") for number in range(len(nets))]
    analyses = tuple([net.replace(diagnostics=(one,)) for net, one in zip(nets, told, strict=True)])
    (line, _) = concise_screen([file("a.yaml", told[0], analyses=analyses)])
    assert line[0][0].endswith("(in resnet18, and alike in 5 others)")


def test_a_finding_of_some_variants_names_them() -> None:
    one, other = analyze(load("resnet18")), analyze(load("resnet34"))
    everywhere, once = finding("E101"), finding("W301")
    files = [
        file(
            "a.yaml",
            analyses=(
                one.replace(diagnostics=(everywhere,)),
                other.replace(diagnostics=(everywhere, once)),
            ),
        )
    ]
    text = plain(report_screen(files))
    assert " --> a.yaml:1:1\n" in text
    assert " --> a.yaml:1:1 in resnet34\n" in text
    assert "W301 finding W301 (in resnet34)\n" in plain(concise_screen(files))
    document = report_document(files)
    assert [entry["variants"] for entry in document["diagnostics"]] == [
        ["resnet18", "resnet34"],
        ["resnet34"],
    ]


def test_the_report_for_machines() -> None:
    document = report_document([file("a.yaml", finding("E101"), finding("I404"))])
    assert list(document) == ["schema", "summary", "specs", "diagnostics"]
    assert document["summary"] == {
        "specs": 1, "variants": 0, "errors": 1, "warnings": 0, "infos": 1,
        "budgets": 0, "budgets_held": 0,
        "expectations": 0, "expectations_held": 0, "fixable": 0, "mended": 0, "known": 0,
        "left_out": {},
    }  # fmt: skip
    assert document["specs"] == [{"file": "a.yaml", "variants": []}]
    assert document["diagnostics"][0]["line"] == 1
