"""`cnnspec diff` in all of its forms, and within git."""

from __future__ import annotations

import csv
import io
import json
import os
import shutil
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.conftest import Runner

OLD = "cnnspec: 1\nname: Net\ninput: [1, 8, 8]\nlayers: [conv: [2, 3], relu, fc: 4]\n"
NEW = OLD.replace("relu", "gelu").replace("fc: 4", "fc: 5")
SEVERAL = (
    "cnnspec: 1\nname: Several\ninput: [1, 8, 8]\nvars: {c: 2}\nlayers: [conv: [c, 3]]\n"
    "variants: {one: {}, two: {vars: {c: 3}}}\n"
)
needs_git = pytest.mark.skipif(shutil.which("git") is None, reason="git is not installed")


@pytest.fixture
def nets(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with files of one and of several networks, in which commands run."""
    monkeypatch.chdir(tmp_path)
    for name, text in (
        ("old", OLD),
        ("new", NEW),
        ("several", SEVERAL),
        ("changed", SEVERAL.replace("c: 3", "c: 4").replace("{one: {},", "{uno: {},")),
        ("wrong", OLD.replace("relu", "rleu")),
    ):
        (tmp_path / f"{name}.yaml").write_text(text, encoding="utf-8")
    return tmp_path


def test_it_reads_as_a_text_diff(run: Runner) -> None:
    lines = run("diff", "resnet34", "resnet50").out.splitlines()
    assert lines[0] == "--- resnet34  ResNet · He et al. 2015, Table 1"
    assert lines[1] == "+++ resnet50  the same family; unit: basic -> bottleneck"
    assert lines[-1] == "params +17.2%, MACs +5.3%, depth 34 -> 50, field 899 -> 483"
    signed = [line for line in lines[3:] if line[0:1] in ("-", "+")]
    assert len(signed) == 12
    changes = [int(line.split()[-1].replace(",", "")) for line in signed if line[0] == "+"
               and line.split()[-1] != "-"]  # fmt: skip
    assert sum(changes) == 194211840


def test_equal_runs_of_more_than_three_are_folded(run: Runner) -> None:
    lines = run("diff", "resnet50", "resnet101").out.splitlines()
    assert [line for line in lines if "..." in line] == ["  ... 4 equal layers"] * 2


@pytest.mark.usefixtures("nets")
def test_the_exit_code_tells_of_a_difference_if_asked(run: Runner) -> None:
    assert run("diff", "old.yaml", "new.yaml").code == 0
    assert run("diff", "old.yaml", "new.yaml", "--exit-code").code == 1
    shutil.copy("old.yaml", "same.yaml")
    same = run("diff", "old.yaml", "same.yaml", "--exit-code")
    assert same.code == 0
    assert same.out.splitlines()[-1] == "no difference: 3 layers, 312 parameters, 936 MACs"


@pytest.mark.usefixtures("nets")
def test_what_no_shape_shows_is_told_in_words(run: Runner) -> None:
    lines = run("diff", "old.yaml", "new.yaml").out.splitlines()
    assert lines[4:9] == [
        "  conv   3x3    2x6x6       20           -    648         -",
        "- relu   -      2x6x6        -           -      -         -",
        "+ gelu   -      2x6x6        -           -      -         -",
        "- fc     72 in  4          292           -    288         -",
        "+ fc     72 in  5          365         +73    360       +72",
    ]


def test_json_has_every_line(run: Runner) -> None:
    document = json.loads(run("diff", "resnet34", "resnet50", "--format", "json").out)
    assert (document["old"], document["new"], document["equal"]) == ("resnet34", "resnet50", False)
    (pair,) = document["differences"]
    assert (pair["params_change"], pair["macs_change"]) == (3759360, 194211840)
    assert len(pair["changes"]) == 10
    assert sum([change["params_change"] for change in pair["changes"]]) == 3759360
    symbolic = json.loads(
        run("diff", "three-3x3-stack", "three-3x3-single", "--format", "json").out
    )
    assert symbolic["differences"][0]["params_change"] == "22*C**2"


def test_csv_unfolds_what_is_equal(run: Runner) -> None:
    text = run("diff", "resnet50", "resnet101", "--format", "csv").out
    rows = list(csv.DictReader(io.StringIO(text)))
    assert [row["change"] for row in rows] == [*["equal"] * 4, "removed", "added", *["equal"] * 4]
    assert rows[5]["params_change"] == "18992128"


def test_markdown_is_made_for_a_pull_request(run: Runner) -> None:
    lines = run("diff", "resnet34", "resnet50", "--format", "markdown").out.splitlines()
    assert lines[0] == "### resnet34 -&gt; resnet50: +17.2% parameters, +5.3% MACs"
    assert lines[2:8] == [
        "|  | resnet34 | resnet50 | change |",
        "|---|--:|--:|--:|",
        "| parameters | 21,797,672 | 25,557,032 | +3,759,360 (+17.2%) |",
        "| MACs | 3,663,761,408 | 3,857,973,248 | +194,211,840 (+5.3%) |",
        "| depth | 34 | 50 | +16 |",
        "| field | 899 | 483 | -416 |",
    ]
    assert "<details><summary>6 of 9 layers differ</summary>" in lines
    assert lines.count("```diff") == 1


def test_a_name_cannot_close_the_block_of_markdown(run: Runner, nets: Path) -> None:
    bad = "cnnspec: 1\nname: '```'\ninput: [1, 8, 8]\nlayers: [{relu: [], name: '```<b>'}]\n"
    (nets / "bad.yaml").write_text(bad, encoding="utf-8")
    lines = run("diff", "old.yaml", "bad.yaml", "--format", "markdown").out.splitlines()
    assert lines.count("````diff") == lines.count("````") == 1


@pytest.mark.usefixtures("nets")
def test_all_variants_are_aligned_by_name(run: Runner) -> None:
    found = run("diff", "several.yaml", "changed.yaml")
    lines = found.out.splitlines()
    assert lines[0] == "--- several.yaml two  Several"
    assert lines[1] == "+++ changed.yaml two  Several; c: 3 -> 4"
    assert lines[-3:] == [
        "- one  20 parameters, 648 MACs, depth 1",
        "+ uno  20 parameters, 648 MACs, depth 1",
        "1 of 1 variants differ · 1 removed · 1 added",
    ]
    markdown = run("diff", "several.yaml", "changed.yaml", "--format", "markdown").out
    assert markdown.startswith(
        "### several.yaml -&gt; changed.yaml: 1 of 1 variants differ\n\n####"
    )
    chosen = run("diff", "several.yaml", "changed.yaml", "--variant", "two")
    assert chosen.out.splitlines()[0] == "--- several.yaml@variant=two  Several"


@pytest.mark.usefixtures("nets")
@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["resnet50"], "error: a difference is that of two networks, got resnet50 alone"),
        (["vgg11", "vgg13", "vgg16"], "error: a difference is that of two networks, got 3"),
        ([], "error: a difference is that of two networks, got 0"),
        (["vgg16", "vgg16"], "error: vgg16 is the same on both sides"),
        (["vgg16", "lenet6"], "error: no network or file is called lenet6; did you mean lenet"),
        (
            ["old.yaml", "several.yaml"],
            "error: several.yaml has 2 variants, and none is called old",
        ),
        (["several.yaml", "changed.yaml", "--variant", "three"], "error: several.yaml has no vari"),
        (["vgg16", "vgg19", "--at", "H=3"], "error: --at H: no network here has a symbol H"),
        (["vgg16", "vgg19", "--open", "0"], "error: --open takes a number from 1, or all; got 0"),
    ],
)
def test_mistakes_are_told(run: Runner, arguments: list[str], message: str) -> None:
    found = run("diff", *arguments)
    assert found.code == 2
    assert found.out == ""
    assert found.err.startswith(message)


@pytest.mark.usefixtures("nets")
def test_a_spec_that_cannot_be_read_is_told(run: Runner) -> None:
    found = run("diff", "old.yaml", "wrong.yaml")
    assert found.code == 1
    assert "error[E201]" in found.out
    assert "wrong.yaml:4:" in found.out


def git(*arguments: str) -> str:
    environment = {
        **os.environ, "GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull,
        "GIT_AUTHOR_NAME": "a", "GIT_AUTHOR_EMAIL": "a@b", "GIT_COMMITTER_NAME": "a",
        "GIT_COMMITTER_EMAIL": "a@b", "GIT_PAGER": "cat", "NO_COLOR": "1",
    }  # fmt: skip
    done = subprocess.run(["git", *arguments], check=True, capture_output=True, env=environment)
    return done.stdout.decode()


@needs_git
def test_a_file_is_compared_with_what_it_was(run: Runner, nets: Path) -> None:
    git("init", "--quiet")
    git("add", ".")
    git("commit", "--quiet", "-m", "one")
    (nets / "old.yaml").write_text(NEW, encoding="utf-8")
    found = run("diff", "HEAD:old.yaml", "old.yaml", "--exit-code")
    assert found.code == 1
    assert found.out.splitlines()[0] == "--- HEAD:old.yaml  Net"
    assert found.out.splitlines()[-1] == "params +23.4%, MACs +7.7%"
    assert run("summary", "HEAD:old.yaml").out.splitlines()[0] == "old  Net"
    git("add", ".")
    assert "no difference" in run("diff", ":old.yaml", "old.yaml").out


@needs_git
def test_git_calls_it_as_its_own_diff(nets: Path) -> None:
    command = f"'{sys.executable}' -m cnnspec diff"
    git("init", "--quiet")
    git("config", "diff.cnnspec.command", command)
    (nets / ".gitattributes").write_text("*.yaml diff=cnnspec\n", encoding="utf-8")
    git("add", ".")
    git("commit", "--quiet", "-m", "one")
    (nets / "old.yaml").write_text(NEW, encoding="utf-8")
    (nets / "wrong.yaml").write_text(OLD.replace("relu", "rlue"), encoding="utf-8")
    (nets / "new.yaml").unlink()
    (nets / "added.yaml").write_text(OLD, encoding="utf-8")
    git("add", ".")
    told = git("diff", "--cached", "--no-renames")
    assert "--- a/old.yaml  Net\n+++ b/old.yaml  Net\n" in told
    assert "params +23.4%, MACs +7.7%" in told
    assert "+ added  312 parameters, 936 MACs, depth 2\n" in told
    assert "- new  385 parameters, 1,008 MACs, depth 2\n" in told
    assert "error[E201]" in told


@pytest.mark.usefixtures("nets")
def test_git_is_never_stopped(run: Runner, monkeypatch: pytest.MonkeyPatch) -> None:
    there = ["old.yaml", "0" * 40, "100644"]
    gone = run("diff", "x.yaml", *there, "nowhere.yaml", "0" * 40, "100644")
    assert gone.code == 0
    assert gone.out.startswith("x.yaml: cannot read nowhere.yaml")
    added = run("diff", "x.yaml", os.devnull, ".", ".", *there)
    assert added.out.splitlines()[0] == "+ old  312 parameters, 936 MACs, depth 2"
    no_mode = run("diff", *"abcdefg")
    assert no_mode.code == 2
    monkeypatch.setenv("GIT_DIFF_PATH_TOTAL", "1")
    conflict = run("diff", "x.yaml")
    assert (conflict.code, conflict.out) == (0, "x.yaml is in conflict\n")
