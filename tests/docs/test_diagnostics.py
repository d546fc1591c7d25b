"""Every code has a page whose examples hold, and docs/diagnostics.md is the index of the pages.

`pytest --update-goldens` writes the index anew.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import NamedTuple

import pytest

import cnnspec
from cnnspec import pages
from cnnspec.analysis import check
from cnnspec.core.diagnostic import SEVERITIES
from cnnspec.language.limits import LAYER_LIMIT, NESTING_LIMIT
from cnnspec.language.problems import MOST_FINDINGS
from cnnspec.language.room import MOST_VARIANTS
from cnnspec.language.tree import MAXIMUM_DEPTH, MAXIMUM_NODES
from cnnspec.language.unfold_blocks import CALL_LIMIT

INDEX = Path(__file__).parents[2] / "docs" / "diagnostics.md"
SECTIONS = (
    "What it does", "Why it is bad", "Fails", "Passes", "How to mend it", "How to ignore it",
    "Evidence",
)  # fmt: skip
OPTIONAL = {"How to ignore it", "Evidence"}
WORDS = {"error": "Error", "warning": "Warning", "info": "Information"}
BANDS = {1: "The file", 2: "The language", 3: "Shapes", 4: "The network", 5: "Claims and budgets"}
INTRODUCTION = """\
# Findings

What `cnnspec check` finds has a code that is never reused. Its first letter is how bad it is: `E`
is always wrong, `W` is almost surely unintended, `I` is true but often deliberate. The exit code is
1 if there is an `E` or a `W`. One cause is one finding: what depends on a layer that failed is
unknown, and no second finding. At most 100 findings of one code are told.

Each code has a page with what is looked for, why it is bad, a spec that fails and one that passes.
A warning or an information is silenced by a comment on its line, with the reason:
`# cnnspec: ignore[W301] the last row is black`. One that silences nothing is a finding itself.
"""


class Page(NamedTuple):
    """A page in its parts."""

    code: str
    name: str
    severity: str
    meaning: str
    sections: dict[str, str]

    def example(self, section: str) -> str:
        """The spec of a section."""
        found = re.fullmatch(r"```yaml\n(.*?\n)```", self.sections[section], re.DOTALL)
        assert found is not None
        return found[1]


def parsed(code: str) -> Page:
    head, *rest = re.split(r"^## ", pages.read(code), flags=re.MULTILINE)
    title = re.fullmatch(r"# ([EWI]\d{3}) ([a-z0-9-]+)\n\n(\w+): (.+)\n\n", head)
    assert title is not None, head
    sections = [section.partition("\n\n") for section in rest]
    code, name, severity, meaning = title.groups()
    parts = {heading: text.strip() for heading, _, text in sections}
    return Page(code, name, severity, meaning, parts)


PAGES = [parsed(code) for code in pages.codes()]
NAMES = [page.code for page in PAGES]


def index() -> str:
    """The index of all pages."""
    text = INTRODUCTION
    for band, heading in BANDS.items():
        rows = [
            f"| [{page.code}](../cnnspec/pages/{page.code}.md) | {page.name} "
            f"| {page.meaning[0].upper()}{page.meaning[1:]} |\n"
            for page in PAGES
            if page.code[1] == str(band)
        ]
        text += f"\n## {heading}\n\n| code | name | meaning |\n|---|---|---|\n{''.join(rows)}"
    return text


def used() -> set[str]:
    """Every code that the program can tell."""
    package = Path(cnnspec.__file__).parent
    sources = [path.read_text(encoding="utf-8") for path in package.rglob("*.py")]
    stems = {path.stem.upper() for path in (package / "checks").glob("[a-z]*.py")}
    return {code for source in sources for code in re.findall(r'"([EWI]\d{3})"', source)} | stems


def test_every_code_has_a_page() -> None:
    assert set(NAMES) == used()


def test_the_index_lists_all_pages(request: pytest.FixtureRequest) -> None:
    if request.config.getoption("--update-goldens"):
        INDEX.write_text(index(), encoding="utf-8", newline="\n")
    assert INDEX.read_text(encoding="utf-8") == index()


def test_names_are_given_once() -> None:
    names = [page.name for page in PAGES]
    assert len(set(names)) == len(names)


def test_an_unknown_code_has_no_page() -> None:
    for code in ("E999", "e101", "../pages/E101", ""):
        with pytest.raises(KeyError):
            pages.read(code)


@pytest.mark.parametrize("page", PAGES, ids=NAMES)
def test_a_page_has_its_sections_in_order(page: Page) -> None:
    assert page.code in NAMES
    assert page.severity == WORDS[SEVERITIES[page.code[0]]]
    assert page.meaning.endswith(".")
    present = [name for name in SECTIONS if name in page.sections]
    assert list(page.sections) == present
    assert set(SECTIONS) - set(present) <= OPTIONAL
    assert all(page.sections.values())
    prose = [text for name, text in page.sections.items() if name not in ("Fails", "Passes")]
    lines = [line for text in prose for line in text.split("\n")]
    assert all(len(line) <= 100 or "://" in line for line in lines)


@pytest.mark.parametrize("page", PAGES, ids=NAMES)
def test_only_an_error_cannot_be_ignored(page: Page) -> None:
    """An information may have no place where a comment could stand."""
    told = page.sections.get("How to ignore it", "")
    assert bool(told) == (page.code[0] != "E")
    if "#" in told:
        assert f"# cnnspec: ignore[{page.code}] " in told


@pytest.mark.parametrize("page", PAGES, ids=NAMES)
def test_the_examples_hold(page: Page, tmp_path: Path) -> None:
    path = tmp_path / "net.yaml"
    path.write_text(page.example("Fails"), encoding="utf-8")
    assert {finding.code for finding in check(str(path)).diagnostics} == {page.code}
    path.write_text(page.example("Passes"), encoding="utf-8")
    assert check(str(path)).diagnostics == ()


@pytest.mark.parametrize(
    ("code", "limits"),
    [
        ("E107", [MAXIMUM_NODES, MAXIMUM_DEPTH, MOST_FINDINGS, MOST_VARIANTS]),
        ("E213", [LAYER_LIMIT]),
        ("E214", [CALL_LIMIT, NESTING_LIMIT]),
    ],
)
def test_limits_are_those_of_the_program(code: str, limits: list[int]) -> None:
    (meaning,) = [page.meaning for page in PAGES if page.code == code]
    assert set(re.findall(r"[\d,]*\d", meaning.replace("4 MiB", ""))) == {f"{n:,}" for n in limits}
