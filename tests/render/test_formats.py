"""The formats of continuous integration: golden files, and what no spec can do to them."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING
from xml.etree import ElementTree

import pytest

from cnnspec.analysis import FileReport, check
from cnnspec.core.diagnostic import Diagnostic, Edit, Fix, Label, Note, Span
from cnnspec.language.nodes import Source
from cnnspec.render.checked import Checked, checked
from cnnspec.render.github import github
from cnnspec.render.gitlab import gitlab
from cnnspec.render.junit import junit
from cnnspec.render.sarif import sarif

if TYPE_CHECKING:
    from collections.abc import Callable

HEAD = "cnnspec: 1\nname: T\ninput: [3, 8, 8]\n"
FILES = {
    "nets/clean.yaml": HEAD + "layers: [conv: [4, 3]]\nexpect: {params: 112}\n",
    "nets/two words.yaml": HEAD + "layers:\n  - max_pol: [2, 2]\n  - conv: [4, 3, padding: same]\n",
    "nets/warned.yaml": HEAD + "layers: [max_pool: [3, 3]]\n",
    "nets/claim.yaml": HEAD + "layers: [conv: [4, 3]]\nexpect:\n  params: 5\n",
}
FORMATS: dict[str, Callable[[list[Checked]], str]] = {
    "github": github,
    "gitlab": gitlab,
    "sarif": sarif,
    "junit": junit,
}
EVIL = "a%0A\n::error file=b::c,d:\r\x1b[31m\x00\x9b\u202e]]><b>\"'&[x](http://y)=1"


def files() -> list[Checked]:
    return [checked(check(name, text.encode())) for name, text in sorted(FILES.items())]


def evil() -> list[Checked]:
    """A file whose name, messages, layers, labels and notes try to be more than text."""
    place = Label(EVIL, Span(1, 1, 2, 1), EVIL)
    finding = Diagnostic(
        "E304",
        EVIL,
        place,
        (Label(EVIL, Span(2, 1, 2, 2), EVIL),),
        (Note("fix", EVIL),),
        EVIL,
        Fix((Edit(place.span, EVIL),), True),
    )
    return [checked(FileReport(EVIL, Source(EVIL, f"{EVIL}\n"), (), (finding,)))]


@pytest.mark.parametrize("name", FORMATS)
def test_formats(name: str, golden: Callable[[str, str], None]) -> None:
    golden(f"formats/{name}.txt", without_pages(FORMATS[name](files())))


def without_pages(text: str) -> str:
    """The text without what SARIF has from the pages of the codes, and without the version."""
    return re.sub(r'"(text|markdown|version)": "(# |0\.).*"', r'"\1": "..."', text)


@pytest.mark.parametrize("name", FORMATS)
def test_no_format_has_a_control_character(name: str) -> None:
    assert re.search(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u202e]", FORMATS[name](evil())) is None


def test_nothing_that_is_said_is_a_command_of_github() -> None:
    (line,) = github(evil()).splitlines()
    found = re.fullmatch(r"::error (.*?)::(.*)", line)
    assert found is not None
    properties = dict(part.split("=", 1) for part in found[1].split(","))
    assert list(properties) == ["file", "line", "endLine", "title"]
    assert properties["file"].startswith("a%250A%0A%3A%3Aerror file=b%3A%3Ac%2Cd%3A%0D\\x1b[31m")
    assert re.search(r"%(?!25|0A|0D)", found[2]) is None


def test_github_has_columns_only_within_a_line() -> None:
    finding = Diagnostic("W301", "wide", Label("a", Span(1, 2, 1, 4)))
    report = FileReport("a", Source("a", "abcdef\n"), (), (finding,))
    assert github([checked(report)]) == (
        "::warning file=a,line=1,col=2,endLine=1,endColumn=4,title=cnnspec W301::a:1:2: W301 wide\n"
    )


def test_gitlab_has_what_its_format_asks_for() -> None:
    # https://docs.gitlab.com/ci/testing/code_quality/#code-quality-report-format
    issues = json.loads(gitlab(files()))
    for issue in issues:
        assert {"description", "check_name", "fingerprint", "severity", "location"} == set(issue)
        assert issue["severity"] in {"info", "minor", "major", "critical", "blocker"}
        assert issue["location"]["lines"]["begin"] >= 1
        assert not issue["location"]["path"].startswith("./")
    assert len({issue["fingerprint"] for issue in issues}) == len(issues) == 4
    assert gitlab([]) == "[]\n"


def test_sarif_points_at_its_rules_and_at_relative_files() -> None:
    (run,) = json.loads(sarif(files()))["runs"]
    rules = run["tool"]["driver"]["rules"]
    for result in run["results"]:
        assert rules[result["ruleIndex"]]["id"] == result["ruleId"]
        place = result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]
        assert re.fullmatch(r"nets/[\w%]+\.yaml", place)
    fixes = [result["fixes"] for result in run["results"] if "fixes" in result]
    replaced = fixes[0][0]["artifactChanges"][0]["replacements"]
    region = {"startLine": 5, "startColumn": 5, "endLine": 5, "endColumn": 12}
    assert replaced == [{"deletedRegion": region, "insertedContent": {"text": "max_pool"}}]


def test_sarif_has_no_links_that_a_spec_writes() -> None:
    (run,) = json.loads(sarif(evil()))["runs"]
    text = run["results"][0]["message"]["text"]
    assert "[x](" not in text.replace("\\[x](", "")


def test_junit_is_xml_whose_numbers_are_those_of_its_cases() -> None:
    for given in (files(), evil(), []):
        root = ElementTree.fromstring(junit(given).encode())
        for node in [root, *root.iter("testsuite")]:
            assert int(node.attrib["tests"]) == len(list(node.iter("testcase")))
            assert int(node.attrib["failures"]) == len(list(node.iter("failure")))
    names = [suite.attrib["name"] for suite in ElementTree.fromstring(junit(files()).encode())]
    assert names == sorted(FILES)


def test_informations_fail_in_junit_only_if_strict() -> None:
    finding = Diagnostic("I301", "told", Label("a", Span(1, 1, 1, 2)))
    one = [checked(FileReport("a", Source("a", "b\n"), (), (finding,)))]
    assert '<testsuite name="a" tests="1" failures="0"' in junit(one)
    assert '<testsuite name="a" tests="1" failures="1"' in junit(one, strict=True)
