"""Laws of all specs: those that are right are never refused, and come to what counting by hand
gives; whatever is wrong is answered with findings that point into the text."""

from __future__ import annotations

import csv
import json
import re
from pathlib import Path

import pytest
from grammar import Net, mutated, nets
from hypothesis import HealthCheck, given, settings

from cnnspec.__main__ import execute
from cnnspec.analysis import analyze, check, load

SETTINGS = settings(deadline=None, suppress_health_check=list(HealthCheck))


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file that every example is written to."""
    return tmp_path_factory.mktemp("laws") / "net.yaml"


def variant_of(net: Net) -> str | None:
    return "net_own" if "variants:" in net.text else None


@given(nets())
@settings(SETTINGS, max_examples=50)
def test_what_is_right_is_not_refused_and_comes_to_what_is_counted_by_hand(
    path: Path, net: Net
) -> None:
    path.write_text(net.text, encoding="utf-8")
    report = check(str(path))
    assert [f.message for f in report.diagnostics if f.severity == "error"] == []
    analysis = analyze(load(str(path), variant_of(net)))
    found = [(layer.op, layer.out, layer.params, layer.macs) for layer in analysis.layers]
    assert found == [tuple(row) for row in net.rows]
    assert analysis.totals.params == sum([row.params for row in net.rows])
    assert analysis.totals.macs == sum([row.macs for row in net.rows])
    trained = analyze(load(str(path), variant_of(net)), train=True)
    assert len(trained.layers) == len(net.rows) + net.train_only


def printed(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> str:
    code = execute(arguments)
    told = capsys.readouterr()
    assert code in (0, 1), told.err
    assert "Traceback" not in told.out + told.err
    return told.out


@given(nets())
@settings(SETTINGS, max_examples=10)
def test_all_formats_agree(path: Path, capsys: pytest.CaptureFixture[str], net: Net) -> None:
    path.write_text(net.text, encoding="utf-8")
    chosen = ["--variant", "net_own"] if variant_of(net) else []
    asked = ["summary", str(path), "--open", "all", *chosen]
    machine = json.loads(printed([*asked, "--format", "json"], capsys))
    assert json.loads(printed([*asked, "--format", "json"], capsys)) == machine
    assert [layer["params"] for layer in machine["layers"]] == [row.params for row in net.rows]
    assert [layer["macs"] for layer in machine["layers"]] == [row.macs for row in net.rows]
    rows = list(csv.DictReader(printed([*asked, "--format", "csv"], capsys).splitlines()))
    top = [row for row in rows if row["level"] == "0"]
    params, macs = machine["totals"]["params"], machine["totals"]["macs"]
    assert sum([int(row["params"] or 0) for row in top]) == params
    assert sum([int(row["macs"] or 0) for row in top]) == macs
    table = printed(asked, capsys)
    assert not params or f"{params:,} parameters" in table
    markdown = printed([*asked, "--format", "markdown"], capsys)
    assert f"| parameters | {params:,} |" in markdown
    assert f"| MACs | {macs:,} |" in markdown
    explained = printed(["explain", str(path), "--format", "json", *chosen], capsys)
    figures = {figure["name"]: figure["value"] for figure in json.loads(explained)["figures"]}
    assert (figures.get("parameters", 0), figures.get("MACs", 0)) == (params, macs)
    assert "align*" in printed(["explain", str(path), "--format", "latex", *chosen], capsys)


@given(nets())
@settings(SETTINGS, max_examples=10)
def test_mending_never_changes_a_figure(
    path: Path, capsys: pytest.CaptureFixture[str], net: Net
) -> None:
    path.write_text(net.text, encoding="utf-8")
    printed(["check", str(path), "--fix"], capsys)
    report = check(str(path))
    assert [f.message for f in report.diagnostics if f.severity == "error"] == []
    analysis = next(a for a in report.analyses if a.spec.variant == variant_of(net))
    found = [(layer.op, layer.out, layer.params, layer.macs) for layer in analysis.layers]
    assert found == [tuple(row) for row in net.rows]
    mended = path.read_text(encoding="utf-8")
    printed(["check", str(path), "--fix"], capsys)
    assert path.read_text(encoding="utf-8") == mended


@given(nets(), nets())
@settings(SETTINGS, max_examples=1)
def test_the_number_of_processes_changes_nothing(
    path: Path, capsys: pytest.CaptureFixture[str], one: Net, other: Net
) -> None:
    path.write_text(one.text, encoding="utf-8")
    beside = path.with_name("other.yaml")
    beside.write_text(other.text, encoding="utf-8")
    asked = ["check", str(path), str(beside), "--format", "json"]
    alone = printed([*asked, "-j", "1"], capsys)
    assert printed([*asked, "-j", "2"], capsys) == alone


BREAKS = re.compile("\r\n|\r|\n")


@given(mutated())
@settings(SETTINGS, max_examples=60)
def test_what_is_wrong_is_answered_with_places_in_the_text(
    path: Path, capsys: pytest.CaptureFixture[str], text: str
) -> None:
    path.write_text(text, encoding="utf-8", newline="")
    report = check(str(path))
    lines = BREAKS.split(text.removeprefix("\ufeff"))
    for finding in report.diagnostics:
        assert finding.severity != "error" or finding.primary is not None
        for label in (finding.primary, *finding.related):
            if label is None:
                continue
            span = label.span
            assert label.file == str(path)
            assert 1 <= span.line <= span.end_line <= len(lines)
            assert 1 <= span.column <= len(lines[span.line - 1]) + 1
            assert 1 <= span.end_column <= len(lines[span.end_line - 1]) + 1
    wrong = any(finding.severity != "info" for finding in report.diagnostics)
    assert execute(["check", str(path), "--format", "concise"]) == int(wrong)
    assert "Traceback" not in "".join(capsys.readouterr())
