from __future__ import annotations

import pytest

from cnnspec.core.diagnostic import Diagnostic, Label, Note, Span
from cnnspec.render.diagnostics import concise, finding_lines, in_order, tally
from cnnspec.render.screen import cell_width

SPEC = """cnnspec: 1
layers:
  - {conv: [128, 3], name: enc3}
  - max_pool: [2, 2]
  - upsample: 2
  - concat: [prev, enc3]
"""


def label(line: int, column: int, end: int, text: str = "", file: str = "unet.yaml") -> Label:
    return Label(file, Span(line, column, line, end), text)


def shown(finding: Diagnostic, text: str = SPEC, width: int | None = None) -> str:
    lines = finding_lines(finding, {"unet.yaml": text}, width)
    return "\n".join(["".join([part for part, _ in line]).rstrip() for line in lines])


MERGE = Diagnostic(
    "E304",
    "concat joins maps of 88x88 and 89x89",
    label(6, 5, 25, "prev is 256x88x88, enc3 is 128x89x89"),
    (label(3, 6, 21, "the branches part here"), label(4, 5, 21, "89 -> 44, one row is left over")),
    (
        Note("fix", "input: [3, 352, 352]   a multiple of 8\nline 5: resize: enc3.size   any"),
        Note("note", "a word " * 20),
    ),
    "concat",
)


def test_a_frame_shows_all_places_in_file_order_and_then_the_notes() -> None:
    assert (
        shown(MERGE)
        == """\
error[E304]: concat joins maps of 88x88 and 89x89
 --> unet.yaml:6:5 concat
  |
3 |   - {conv: [128, 3], name: enc3}
  |      --------------- the branches part here
4 |   - max_pool: [2, 2]
  |     ---------------- 89 -> 44, one row is left over
6 |   - concat: [prev, enc3]
  |     ^^^^^^^^^^^^^^^^^^^^ prev is 256x88x88, enc3 is 128x89x89
  = fix   input: [3, 352, 352]   a multiple of 8
          line 5: resize: enc3.size   any
  = note  a word a word a word a word a word a word a word a word a word a word a word a word a word
          a word a word a word a word a word a word a word"""
    )


def test_roles_of_a_frame() -> None:
    lines = finding_lines(MERGE, {"unet.yaml": SPEC})
    assert [role for _, role in lines[0]] == ["error", "strong"]
    texts = {part: role for line in lines for part, role in line}
    assert texts["^" * 20 + " prev is 256x88x88, enc3 is 128x89x89"] == "error"
    assert texts["-" * 15 + " the branches part here"] == "type"
    assert texts["input: [3, 352, 352]"] == "type"
    assert texts["   a multiple of 8"] == ""


def test_places_on_one_line_share_it() -> None:
    finding = Diagnostic("W201", "twice", label(3, 6, 10), (label(3, 20, 24, "here"),))
    assert (
        shown(finding)
        == """\
warning[W201]: twice
 --> unet.yaml:3:6
  |
3 |   - {conv: [128, 3], name: enc3}
  |      ^^^^
  |                    ---- here"""
    )


def test_another_file_has_its_own_head() -> None:
    finding = Diagnostic(
        "E105", "odd", label(2, 1, 7), (label(9, 3, 5, "see there", file="other.yaml"),)
    )
    assert (
        shown(finding)
        == """\
error[E105]: odd
 --> unet.yaml:2:1
  |
2 | layers:
  | ^^^^^^
 ::: other.yaml:9:3
  | see there"""
    )


def test_a_finding_without_a_place_has_no_frame() -> None:
    finding = Diagnostic("E501", "expected 5, found 6", notes=(Note("why", "so"),))
    assert shown(finding) == "error[E501]: expected 5, found 6\n  = why  so"


def test_a_place_beyond_the_file_is_only_named() -> None:
    finding = Diagnostic("E103", "nothing is here", label(99, 1, 2))
    assert shown(finding) == "error[E103]: nothing is here\n  --> unet.yaml:99:1"


@pytest.mark.parametrize(
    ("line", "span", "source", "carets"),
    [
        ("- 합성: [1]", Span(1, 7, 1, 10), "- 합성: [1]", "        ^^^"),
        ("- 합성: [1]", Span(1, 3, 1, 5), "- 합성: [1]", "  ^^^^"),
        ("\tconv", Span(1, 2, 1, 6), "    conv", "    ^^^^"),
        ("a\x1bb", Span(1, 3, 1, 4), "a\\x1bb", "     ^"),
        ("conv:", Span(1, 1, 3, 4), "conv:", "^^^^^"),
        ("conv", Span(1, 5, 1, 5), "conv", "    ^"),
        ("", Span(1, 1, 1, 1), "", "^"),
    ],
)
def test_carets_stand_below_what_they_mean(line: str, span: Span, source: str, carets: str) -> None:
    finding = Diagnostic("E101", "odd", Label("unet.yaml", span))
    _, _, _, written, marks = shown(finding, line).split("\n")
    assert written == f"1 | {source}".rstrip()
    assert marks == f"  | {carets}"


def test_a_long_line_is_shown_around_its_carets() -> None:
    finding = Diagnostic("E101", "odd", label(1, 501, 505))
    lines = shown(finding, "a" * 500 + "here" + "b" * 500, width=60).split("\n")
    assert "here" in lines[3]
    assert lines[3].startswith("1 | ... a")
    assert lines[3].endswith("b ...")
    assert max(map(cell_width, lines)) <= 60
    assert lines[4].index("^^^^") == lines[3].index("here")


def test_lines_are_counted_as_editors_do() -> None:
    finding = Diagnostic("E101", "odd", label(3, 1, 5))
    assert "3 | here" in shown(finding, "one\r\ntwo\u2028\rhere\n")


def test_findings_come_by_file_line_and_code_and_once() -> None:
    later = Diagnostic("E304", "later", label(9, 1, 2))
    other = Diagnostic("E201", "b", label(1, 1, 2, file="b.yaml"))
    first = Diagnostic("W301", "first", label(1, 1, 2, file="a.yaml"))
    assert in_order([later, other, first, later]) == [first, other, later]


def test_a_finding_in_one_line() -> None:
    assert concise(MERGE) == "unet.yaml:6:5: E304 concat joins maps of 88x88 and 89x89"
    near = Diagnostic("E201", "no max_pol", label(8, 5, 9, "did you mean max_pool?"))
    assert concise(near) == "unet.yaml:8:5: E201 no max_pol; did you mean max_pool?"
    assert concise(Diagnostic("E101", "odd")) == "E101 odd"


def test_findings_are_counted_by_severity() -> None:
    found = [Diagnostic(code, "x") for code in ("W301", "E101", "W302", "I404")]
    assert tally(found) == "1 error, 2 warnings, 1 info"
    assert tally([]) == ""


def test_the_last_column_of_a_note_goes_on_below_itself() -> None:
    fixes = "conv1 pad: 2  55, 27  60,965,224 parameters, as in the spec\nshort  row"
    finding = Diagnostic("W301", "rows are lost", label(8, 5, 9), notes=(Note("fix", fixes),))
    lines = ["".join([text for text, _ in line]) for line in finding_lines(finding, {}, 60)]
    assert lines[-3:] == [
        "  = fix  conv1 pad: 2  55, 27  60,965,224 parameters, as in",
        "                               the spec",
        "         short  row",
    ]
