"""Bad specs: each file in `bad/` holds one mistake, and beside it stands what is said about it.

`bad/E201-op.yaml` is a spec, `bad/E201-op.out` its findings as plain text, which
`pytest --update-goldens` writes anew. A mistake gives one finding, with the code that the file is
named for; only files called `…-several` hold more than one.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from cnnspec import pages
from cnnspec.__main__ import execute
from cnnspec.analysis import check
from cnnspec.fixes import report_with_fixes

if TYPE_CHECKING:
    from cnnspec.core.diagnostic import Diagnostic, Span

BAD = Path(__file__).parent / "bad"
FILES = sorted(BAD.glob("*.yaml"))


def described(findings: tuple[Diagnostic, ...], text: str) -> str:
    """The findings as plain text: place, code, message, what is pointed at, and all the rest."""
    lines: list[str] = []
    for finding in findings:
        assert finding.primary is not None
        place = finding.primary.span
        lines.append(f"{written(place)} {finding.code} {finding.message}")
        lines.append(f"  > {pointed_at(place, text)}")
        if finding.layer is not None:
            lines.append(f"  layer: {finding.layer}")
        if finding.primary.text:
            lines.append(f"  here: {finding.primary.text}")
        for note in finding.notes:
            first, *more = note.text.split("\n")
            lines.append(f"  {note.kind}: {first}")
            lines += [f"    {line}" for line in more]
        lines += [f"  {written(label.span)}: {label.text}" for label in finding.related]
    return "".join(f"{line}\n" for line in lines)


def written(place: Span) -> str:
    return f"{place.line}:{place.column}-{place.end_line}:{place.end_column}"


def pointed_at(place: Span, text: str) -> str:
    """The text at a place; its first line where there are more, its beginning where it is long."""
    line = (text.split("\n") or [""])[place.line - 1]
    end = place.end_column - 1 if place.end_line == place.line else len(line)
    found = line[place.column - 1 : end]
    shown = found if len(found) <= 80 else f"{found[:80]} ..."
    return shown if place.end_line == place.line else f"{shown} ..."


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_one_mistake_one_finding(path: Path, request: pytest.FixtureRequest) -> None:
    report = check(str(path))
    text = path.read_text(encoding="utf-8")
    codes = [finding.code for finding in report.diagnostics]
    if path.stem.endswith("-several"):
        assert len(codes) > 1
        assert path.stem[:4] in codes
    else:
        assert codes == [path.stem[:4]]
    found = described(report_with_fixes(report).diagnostics, text)
    expected = path.with_suffix(".out")
    if request.config.getoption("--update-goldens"):
        expected.write_text(found, encoding="utf-8", newline="\n")
    assert expected.exists(), f"no {expected.name}: run pytest --update-goldens"
    assert found == expected.read_text(encoding="utf-8")


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_findings_are_well_formed(path: Path) -> None:
    lines = path.read_text(encoding="utf-8").split("\n")
    for finding in check(str(path)).diagnostics:
        assert finding.message == finding.message.strip()
        assert not finding.message.endswith(".")
        assert finding.message[0] == finding.message[0].lower()
        assert "invalid" not in finding.message
        assert len(finding.message) <= 400
        for label in [finding.primary, *finding.related]:
            assert label is not None
            assert label.file == str(path)
            place = label.span
            assert (place.line, place.column) <= (place.end_line, place.end_column)
            assert 1 <= place.column <= len(lines[place.line - 1]) + 1
            assert 1 <= place.end_column <= len(lines[place.end_line - 1]) + 1
        assert all(label.text for label in finding.related)
        assert all(note.kind and note.text for note in finding.notes)


def test_no_output_stands_alone() -> None:
    assert {path.stem for path in BAD.glob("*.out")} == {path.stem for path in FILES}


def test_every_code_has_a_bad_spec() -> None:
    """But the one that points at no place."""
    assert {*pages.codes()} - {path.stem[:4] for path in FILES} == {"I303"}


@pytest.mark.parametrize("how", ["full", "concise", "json"])
def test_the_exit_code_is_1(how: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert execute(["check", str(BAD), "--format", how]) == 1
    printed = capsys.readouterr()
    assert "Traceback" not in printed.out + printed.err


# Files that are no text, or not only text.

BYTES: list[tuple[str, bytes, str, str]] = [
    ("empty", b"", "E103", "the file is empty"),
    ("only a byte order mark", b"\xef\xbb\xbf", "E103", "the file is empty"),
    ("latin-1", b"cnnspec: 1\nname: caf\xe9\n", "E101", "the file is not UTF-8"),
    ("cut off in a character", b"cnnspec: 1\nname: caf\xc3", "E101", "the file is not UTF-8"),
    ("utf-16", "cnnspec: 1\nname: x\n".encode("utf-16"), "E101", "the file is UTF-16, not UTF-8"),
    ("null", b"cnnspec: 1\nname: a\x00b\n", "E101", "the control character U+0000"),
    ("escape", b"cnnspec: 1\nname: a\x1b[31mb\n", "E101", "the control character U+001B"),
    ("mark inside", b"cnnspec: 1\nname: a\xef\xbb\xbfb\n", "E101", "a byte order mark"),
    ("executable", b"\x7fELF\x02\x01\x01" + bytes(64), "E101", "the control character U+007F"),
]


@pytest.mark.parametrize(
    ("content", "code", "message"), [row[1:] for row in BYTES], ids=[row[0] for row in BYTES]
)
def test_bytes(content: bytes, code: str, message: str, tmp_path: Path) -> None:
    path = tmp_path / "bad.yaml"
    path.write_bytes(content)
    (finding,) = check(str(path)).diagnostics
    assert finding.code == code
    assert finding.message.startswith(message)
    assert finding.primary is not None


def test_a_byte_order_mark_in_front_is_no_mistake(tmp_path: Path) -> None:
    path = tmp_path / "good.yaml"
    path.write_bytes(b"\xef\xbb\xbfcnnspec: 1\nname: a\ninput: [3, 8, 8]\nlayers: [relu]\n")
    assert check(str(path)).diagnostics == ()
