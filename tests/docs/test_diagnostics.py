"""docs/diagnostics.md lists every code that can be met, and each example there gives its code."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import cnnspec
from cnnspec.analysis import check
from cnnspec.language.elaborate import LAYER_LIMIT, NESTING_LIMIT
from cnnspec.language.problems import MOST_FINDINGS
from cnnspec.language.tree import MAXIMUM_DEPTH, MAXIMUM_NODES
from cnnspec.language.unfold_blocks import CALL_LIMIT

TEXT = (Path(__file__).parents[2] / "docs" / "diagnostics.md").read_text(encoding="utf-8")
ROW = re.compile(r"\| \[([EWI]\d{3})\]\(#([ewi]\d{3})\) \| ([a-z-]+) \| (.+) \|")
SECTION = re.compile(
    r"### ([EWI]\d{3})\n\n\*\*([a-z-]+)\*\*: (.+)\n\n```yaml\n(.*?)```\n\n(.+)", re.DOTALL
)
ROWS = [found.groups() for found in map(ROW.fullmatch, TEXT.splitlines()) if found]
SECTIONS = [SECTION.match(part) for part in re.split(r"(?=^### )", TEXT, flags=re.MULTILINE)[1:]]


def used() -> set[str]:
    """Every code that the program can tell."""
    package = Path(cnnspec.__file__).parent
    sources = [path.read_text(encoding="utf-8") for path in package.rglob("*.py")]
    stems = {path.stem.upper() for path in (package / "checks").glob("[a-z]*.py")}
    return {code for source in sources for code in re.findall(r'"([EWI]\d{3})"', source)} | stems


def test_the_table_lists_every_code() -> None:
    assert {row[0] for row in ROWS} == used()
    assert [row[0][1:] for row in ROWS] == sorted(row[0][1:] for row in ROWS)
    assert all(link == code.lower() for code, link, _, _ in ROWS)


def test_names_are_given_once() -> None:
    names = [row[2] for row in ROWS]
    assert len(set(names)) == len(names)


def test_every_code_has_a_section() -> None:
    found = [section.groups() for section in SECTIONS if section is not None]
    assert len(found) == len(SECTIONS)
    told = {(code, name, meaning.lower()) for code, name, meaning, _, _ in found}
    assert told == {(code, name, meaning.lower()) for code, _, name, meaning in ROWS}


@pytest.mark.parametrize(
    ("code", "snippet"), [(section[1], section[4]) for section in SECTIONS if section is not None]
)
def test_an_example_gives_its_code(code: str, snippet: str, tmp_path: Path) -> None:
    path = tmp_path / "bad.yaml"
    path.write_text(snippet, encoding="utf-8")
    assert {finding.code for finding in check(str(path)).diagnostics} == {code}


@pytest.mark.parametrize(
    ("code", "limits"),
    [
        ("E107", [MAXIMUM_NODES, MAXIMUM_DEPTH, MOST_FINDINGS]),
        ("E213", [LAYER_LIMIT]),
        ("E214", [CALL_LIMIT, NESTING_LIMIT]),
    ],
)
def test_limits_are_those_of_the_program(code: str, limits: list[int]) -> None:
    (meaning,) = [row[3] for row in ROWS if row[0] == code]
    assert set(re.findall(r"[\d,]*\d", meaning.replace("4 MiB", ""))) == {f"{n:,}" for n in limits}
