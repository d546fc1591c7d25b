"""What is wrong with a target is told once, in pyproject.toml, whoever names it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.conftest import Runner

SPEC = "cnnspec: 1\nname: T\ninput: [3, 8, 8]\nlayers: [conv: [4, 3]]\nbudget: {}\n"
TARGETS = """\
[tool.cnnspec.budget.board]
wights = "1 MiB"  # a slip
macs = "1M"
[tool.cnnspec.budget.other]
depth = "x"
"""


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "pyproject.toml").write_text(TARGETS, encoding="utf-8")
    (tmp_path / "nets").mkdir()
    for name in ("a", "b"):
        text = SPEC.replace("{}", "board")
        (tmp_path / "nets" / f"{name}.yaml").write_text(text, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.usefixtures("project")
def test_it_is_shown_with_its_line(run: Runner) -> None:
    found = run("check")
    assert found.code == 1
    assert (
        found.out
        == """\
error[E217]: no budget is called `wights`
 --> pyproject.toml:2:1
  |
2 | wights = "1 MiB"  # a slip
  | ^^^^^^ did you mean weights?
  = help  they are params, macs, weights, buffers, peak_memory, field, depth, layer_count,
          channel_multiple, layers, dtype, in_place, target

error[E203]: `depth` of a target wants a number, got x
 --> pyproject.toml:5:9
  |
5 | depth = "x"
  |         ^^^

2 errors in pyproject.toml · cnnspec explain E217 tells more
"""
    )


@pytest.mark.usefixtures("project")
def test_a_target_that_the_checked_spec_does_not_name_is_told(run: Runner) -> None:
    found = run("check", "nets/a.yaml", "--format", "concise")
    assert [line.split(" ")[0] for line in found.out.splitlines()] == [
        "pyproject.toml:2:1:", "pyproject.toml:5:9:", "2",
    ]  # fmt: skip
    assert run("check", "nets/a.yaml", "--fix").code == 1


def test_the_file_is_no_spec(run: Runner, project: Path) -> None:
    document = json.loads(run("check", "--format", "json").out)
    assert document["summary"]["specs"] == 2
    assert [spec["file"] for spec in document["specs"]] == ["nets/a.yaml", "nets/b.yaml"]
    assert [found["file"] for found in document["diagnostics"]] == ["pyproject.toml"] * 2
    (project / "nets" / "b.yaml").write_text("cnnspec: 1\n", encoding="utf-8")
    told = run("check", "--format", "concise").out.splitlines()[-1]
    assert told.endswith(" in 1 of 2 specs and pyproject.toml")


@pytest.mark.usefixtures("project")
def test_it_can_be_known(run: Runner) -> None:
    assert run("check", "--write-baseline", "known.json").err == "known.json: 2 known findings\n"
    found = run("check", "--baseline", "known.json")
    assert (found.code, found.err) == (0, "")
    assert found.out.startswith("nothing new: 2 specs, ")
    assert found.out.endswith(" · 2 known from the baseline\n")


def test_a_nearer_file_without_options_is_told_where_it_is_named(
    run: Runner, project: Path
) -> None:
    """Options are read from this folder, targets from the folder of the spec."""
    (project / "pyproject.toml").write_text("[tool.cnnspec]\n", encoding="utf-8")
    (project / "nets" / "pyproject.toml").write_text(TARGETS, encoding="utf-8")
    found = run("check", "--format", "concise")
    assert found.out.startswith("nets/pyproject.toml:2:1: E217 ")
    assert found.out.splitlines()[-1] == "2 errors in nets/pyproject.toml"


def test_a_code_that_is_not_there_is_told_with_its_place(run: Runner, project: Path) -> None:
    text = '[tool.cnnspec]\nselect = ["E",\n  "W999"]\n'
    (project / "pyproject.toml").write_text(text, encoding="utf-8")
    found = run("check")
    assert found.code == 2
    assert found.err.startswith("error: pyproject.toml:3:3: select: no code begins with W999\n")


def test_a_limit_that_is_exceeded_leads_to_where_it_is_set(project: Path, run: Runner) -> None:
    (project / "pyproject.toml").write_text("[tool.cnnspec.budget.board]\nparams = 100\n")
    found = run("check", "nets/a.yaml")
    assert found.code == 1
    assert " ::: pyproject.toml:2:10\n" in found.out
