from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from cnnspec.core.diagnostic import Diagnostic, Label, Span, UsageError
from cnnspec.project.baseline import Baseline, Entry, entries_of, inside, read_baseline, written
from cnnspec.project.fingerprint import fingerprints

if TYPE_CHECKING:
    from pathlib import Path

TEXT = "a: 1\n  - conv: 3\n"


def finding(
    line: int = 2, code: str = "W301", message: str = "8 rows", start: int = 5
) -> Diagnostic:
    return Diagnostic(code, message, Label("a.yaml", Span(line, start, line, start + 4)))


def mark(text: str, found: Diagnostic, file: str = "a.yaml") -> str:
    return fingerprints(file, text, [found])[0]


def test_a_fingerprint_stays_where_lines_move_and_figures_change() -> None:
    first = mark(TEXT, finding())
    assert first == mark(f"# above\n{TEXT}", finding(3))
    assert first == mark(TEXT, finding(message="9 rows"))
    assert first == mark(TEXT.replace("  -", "      -"), finding(start=9))
    assert first == mark(TEXT.replace("\n", "\r\n"), finding())
    assert first == mark(TEXT, finding(), "./a.yaml")
    # a layer without a name of its own is called by its number, which a line above changes
    assert first == mark(TEXT, finding().replace(layer="conv2"))


def test_a_fingerprint_changes_with_what_is_meant() -> None:
    first = mark(TEXT, finding())
    assert first != mark(TEXT, finding(code="W302"))
    assert first != mark(TEXT.replace("3", "5"), finding())
    assert first != mark(TEXT, finding(), "b.yaml")
    here, below = Span(2, 5, 2, 9), Span(1, 1, 1, 2)
    assert first == mark(TEXT, finding().replace(lines=(here,)))
    assert first != mark(TEXT, finding().replace(lines=(here, below)))
    assert first != mark(TEXT, finding(start=1))


def test_no_two_fingerprints_are_alike() -> None:
    found = fingerprints("a.yaml", TEXT, [finding(), finding(message="other"), finding()])
    assert len(set(found)) == 3


def test_a_finding_without_a_place_has_one() -> None:
    assert len(mark("", Diagnostic("E107", "too long"))) == 32


def test_what_is_written_is_read(tmp_path: Path) -> None:
    path = str(tmp_path / "known.json")
    entries = entries_of(path, str(tmp_path / "nets" / "a.yaml"), TEXT, [finding()])
    assert [entry.file for entry in entries] == ["nets/a.yaml"]
    (tmp_path / "known.json").write_text(written(entries), encoding="utf-8")
    assert read_baseline(path) == Baseline(path, entries)
    assert json.loads(written([])) == {"schema": 1, "findings": []}
    assert len(written(entries).splitlines()) == 6


def test_what_matches_nothing_any_more(tmp_path: Path) -> None:
    path = str(tmp_path / "known.json")
    (tmp_path / "there.yaml").write_text("", encoding="utf-8")
    names = ("looked.yaml", "there.yaml", "gone.yaml")
    entries = tuple([Entry(name, "E201", f"mark of {name}", "") for name in names])
    baseline = Baseline(path, entries)
    left = baseline.unmatched([], [str(tmp_path / "looked.yaml")])
    assert [entry.file for entry in left] == ["looked.yaml", "gone.yaml"]
    assert baseline.unmatched([entry.fingerprint for entry in entries], []) == []


def test_a_file_is_called_from_the_folder_of_the_baseline(tmp_path: Path) -> None:
    assert inside(str(tmp_path / "a" / "known.json"), str(tmp_path / "b.yaml")) == "../b.yaml"


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"{", "known.json:1:2: "),
        (b"\xff", "known.json is no JSON"),
        (b"[" * 100_000, "known.json is no JSON"),
        (b"[]", "known.json is no baseline of schema 1"),
        (b'{"schema": 2}', "known.json is no baseline of schema 1"),
        (b'{"schema": 1, "findings": [{}]}', "known.json: findings is a list of objects with file"),
    ],
)
def test_what_is_no_baseline_is_told(
    content: bytes, message: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "known.json").write_bytes(content)
    with pytest.raises(UsageError) as caught:
        read_baseline("known.json")
    assert caught.value.message.startswith(message)
    assert caught.value.hint.endswith("cnnspec check --write-baseline FILE writes")
