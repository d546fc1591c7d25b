"""The formats of continuous integration: golden files, and what no spec can do to them."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING
from xml.etree import ElementTree

import pytest

from cnnspec.analysis import FileReport, check
from cnnspec.core.diagnostic import Diagnostic, Edit, Fix, Label, Note, Span
from cnnspec.edits import apply
from cnnspec.fixes import report_with_fixes
from cnnspec.language.nodes import Source
from cnnspec.render.checked import Checked, checked
from cnnspec.render.github import github
from cnnspec.render.gitlab import gitlab
from cnnspec.render.junit import junit
from cnnspec.render.sarif import sarif

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

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


@pytest.fixture(autouse=True)
def _in_no_repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


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


# The attributes that the schema of Jenkins' xUnit plugin, junit-10.xsd, has for each element.
JUNIT = {
    "testsuites": {"name", "time", "tests", "failures", "errors"},
    "testsuite": {
        "name", "tests", "failures", "errors", "group", "time", "skipped", "timestamp", "hostname",
        "id", "package", "file", "log", "url",
    },
    "testcase": {"name", "time", "classname", "group"},
    "failure": {"type", "message"},
    "system-out": set(),
}  # fmt: skip


def test_junit_has_only_what_its_strictest_schema_knows() -> None:
    for given in (files(), evil(), []):
        for node in ElementTree.fromstring(junit(given).encode()).iter():
            assert set(node.attrib) <= JUNIT[node.tag]


def cases(*given: Checked) -> list[tuple[str | None, str | None]]:
    root = ElementTree.fromstring(junit(given).encode())
    return [(case.get("classname"), case.get("name")) for case in root.iter("testcase")]


def told(file: str, *findings: Diagnostic) -> Checked:
    return checked(FileReport(file, Source(file, "one\ntwo\nthree\n"), (), findings))


def test_a_case_has_a_name_of_its_own_that_no_line_is_part_of() -> None:
    def finding(code: str, line: int, column: int, layer: str | None = None) -> Diagnostic:
        place = Label("nets/a.yaml", Span(line, column, line, 4))
        return Diagnostic(code, f"at {column}", place, layer=layer)

    found = [
        finding("W302", 1, 1, "conv1"), finding("W302", 1, 2, "conv1"), finding("E201", 2, 1),
        finding("E201", 2, 2), finding("W302", 2, 3, "conv2"),
    ]  # fmt: skip
    names = ["W302 conv1", "W302 conv1 (2)", "E201", "E201 (2)", "W302 conv2"]
    assert cases(told("nets/a.yaml", *found)) == [("nets.a", name) for name in names]
    moved = [
        one.replace(primary=one.primary.replace(span=Span(3, column, 3, 9)))
        for column, one in enumerate(found, 1)
        if one.primary
    ]
    assert cases(told("nets/a.yaml", *moved)) == [("nets.a", name) for name in names]


def test_files_are_told_apart() -> None:
    given = [told(name) for name in ("a/b.yaml", "a.b.yaml", "c.yaml", "c.yml", "../d.yaml")]
    assert [named for named, _ in cases(*given)] == [
        "a/b.yaml", "a.b.yaml", "c.yaml", "c.yml", "d",
    ]  # fmt: skip


# From the root of the repository


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A repository, in whose folder `sub` a command runs."""
    (tmp_path / "repo" / ".git").mkdir(parents=True)
    (tmp_path / "repo" / "sub" / "nets").mkdir(parents=True)
    monkeypatch.chdir(tmp_path / "repo" / "sub")
    return tmp_path / "repo"


def one(file: str) -> list[Checked]:
    elsewhere = Label("../shared.yaml", Span(1, 1, 1, 2), "there")
    place = Label(file, Span(1, 1, 1, 2))
    return [told(file, Diagnostic("W301", "wide", place, (elsewhere,)))]


def _github(text: str) -> str:
    return str(re.findall("file=(.*?),", text)[0])


def _gitlab(text: str) -> str:
    return str(json.loads(text)[0]["location"]["path"])


def _sarif(text: str) -> str:
    result = json.loads(text)["runs"][0]["results"][0]
    return str(result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"])


def _junit(text: str) -> str:
    return ElementTree.fromstring(text)[0].attrib["file"]


@pytest.mark.parametrize("name", FORMATS)
def test_files_are_told_from_the_root(name: str, repository: Path) -> None:
    read = {"github": _github, "gitlab": _gitlab, "sarif": _sarif, "junit": _junit}[name]

    def path(file: str) -> str:
        return read(FORMATS[name](one(file)))

    assert path("nets/a.yaml") == "sub/nets/a.yaml"
    assert path("./nets/../a.yaml") == "sub/a.yaml"
    assert path("../b.yaml") == "b.yaml"
    assert path(str(repository / "sub" / "a.yaml")) == "sub/a.yaml"
    assert path("../../else/a.yaml") == "../../else/a.yaml"
    (repository / ".git").rmdir()
    assert path("nets/a.yaml") == "nets/a.yaml"


@pytest.mark.usefixtures("repository")
def test_sarif_says_what_its_addresses_are_told_from() -> None:
    (run,) = json.loads(sarif(one("a.yaml")))["runs"]
    assert run["originalUriBaseIds"] == {
        "%SRCROOT%": {"description": {"text": "the root of the repository"}}
    }
    (result,) = run["results"]
    places = [place["physicalLocation"]["artifactLocation"] for place in result["locations"]]
    places += [p["physicalLocation"]["artifactLocation"] for p in result["relatedLocations"]]
    assert places == [
        {"uri": "sub/a.yaml", "uriBaseId": "%SRCROOT%"},
        {"uri": "shared.yaml", "uriBaseId": "%SRCROOT%"},
    ]
    (run,) = json.loads(sarif(one("/tmp/a b.yaml")))["runs"]
    place = run["results"][0]["locations"][0]["physicalLocation"]["artifactLocation"]
    assert place == {"uri": "file:///tmp/a%20b.yaml"}


def test_what_a_finding_is_known_by_is_the_same_in_every_folder(
    repository: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    below = json.loads(gitlab(one("a.yaml")))
    monkeypatch.chdir(repository)
    assert json.loads(gitlab(one("sub/a.yaml"))) == below


def test_sarif_has_every_fix_that_is_proven() -> None:
    text = HEAD.replace("8, 8", "9, 9") + "layers:\n  - {conv: [4, 4, 2], name: c}\n"
    report = report_with_fixes(check("nets/a.yaml", text.encode()))
    (run,) = json.loads(sarif([checked(report)]))["runs"]
    (result,) = [result for result in run["results"] if result["ruleId"] == "W301"]
    (finding,) = [finding for finding in report.diagnostics if finding.code == "W301"]
    assert [fix["description"]["text"] for fix in result["fixes"]] == [
        fix.change for fix in finding.fixes if fix.edits
    ]
    for fix, proven in zip(result["fixes"], finding.fixes, strict=True):
        (change,) = fix["artifactChanges"]
        assert change["artifactLocation"] == {"uri": "nets/a.yaml", "uriBaseId": "%SRCROOT%"}
        edits = [
            Edit(
                Span(*[part["deletedRegion"][key] for key in REGION]),
                part["insertedContent"]["text"],
            )
            for part in change["replacements"]
        ]
        assert tuple(edits) == proven.edits
        again = check("nets/a.yaml", apply(text, edits)[0].encode())
        assert "W301" not in [finding.code for finding in again.diagnostics]


REGION = ("startLine", "startColumn", "endLine", "endColumn")


def test_informations_fail_in_junit_only_if_strict() -> None:
    finding = Diagnostic("I301", "told", Label("a", Span(1, 1, 1, 2)))
    one = [checked(FileReport("a", Source("a", "b\n"), (), (finding,)))]
    assert '<testsuite name="a" tests="1" failures="0"' in junit(one)
    assert '<testsuite name="a" tests="1" failures="1"' in junit(one, strict=True)
