"""What the commands accept, refuse and leave as an exit code."""

from __future__ import annotations

import csv
import io
import json
import os
from typing import TYPE_CHECKING

import pytest

from cnnspec import __main__, library

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.conftest import Runner


@pytest.mark.parametrize(
    ("file", "views", "shapes", "check"),
    [
        ("good.yaml", 0, 0, 0),
        ("warned.yaml", 0, 1, 1),
        ("failed.yaml", 1, 1, 1),
        ("broken.yaml", 1, 1, 1),
        ("unread.yaml", 1, 1, 1),
    ],
)
@pytest.mark.parametrize("format", ["table", "json", "csv", "markdown"])
@pytest.mark.usefixtures("write")
def test_exit_codes(
    run: Runner, file: str, views: int, shapes: int, check: int, format: str
) -> None:
    for command in ("summary", "params", "macs", "field", "memory"):
        assert run(command, file, "--format", format).code == views
    assert run("show", file, "--flat", "--format", format).code == views
    assert run("shapes", file, "--format", format).code == shapes
    assert run("check", file).code == check


@pytest.mark.usefixtures("write")
def test_findings_follow_the_table(run: Runner) -> None:
    found = run("summary", "broken.yaml")
    assert found.err == ""
    assert found.out.index("total") < found.out.index("error[E301]")
    assert found.out.endswith("\n1 error\n")


@pytest.mark.usefixtures("write")
def test_a_spec_that_is_not_understood_is_told_by_its_findings(run: Runner) -> None:
    found = run("summary", "unread.yaml")
    assert found.err == ""
    assert found.out.startswith("error[E201]: ")
    assert " --> unread.yaml:4:10\n" in found.out
    assert "4 | layers: [max_pol: [2, 2]]\n  |          ^^^^^^^" in found.out
    document = json.loads(run("summary", "unread.yaml", "--format", "json").out)
    assert document["totals"]["params"] is None
    assert document["layers"] == []
    assert document["diagnostics"][0]["code"] == "E201"
    found = run("summary", "unread.yaml", "--format", "csv")
    assert found.out == ""
    assert "error[E201]: " in found.err


@pytest.mark.usefixtures("write")
def test_findings_beside_csv_are_on_stderr(run: Runner) -> None:
    found = run("shapes", "warned.yaml", "--format", "csv")
    assert "W301" not in found.out
    assert "warning[W301]" in found.err
    assert len(list(csv.reader(io.StringIO(found.out)))) == 2


@pytest.mark.parametrize("command", ["summary", "shapes", "params", "macs", "field", "memory"])
@pytest.mark.usefixtures("write")
def test_a_file_with_several_variants_needs_a_choice(run: Runner, command: str) -> None:
    found = run(command, "several.yaml")
    assert (found.code, found.out) == (2, "")
    assert "one, two" in found.err
    assert run(command, "several.yaml", "--variant", "two").code == 0
    assert run(command, "several.yaml", "--variant", "three").code == 2


@pytest.mark.usefixtures("write")
def test_check_takes_all_variants(run: Runner) -> None:
    document = json.loads(run("check", "several.yaml", "--format", "json").out)
    assert [variant["name"] for variant in document["specs"][0]["variants"]] == ["one", "two"]


@pytest.mark.usefixtures("write")
def test_names_and_files_are_told_apart(run: Runner, write: Path) -> None:
    (write / "lenet5").write_bytes((write / "good.yaml").read_bytes())
    assert run("params", "lenet5").out.startswith("LeNet-5")
    assert run("params", "./lenet5").out.splitlines()[0].endswith("Good")


def test_several_inputs_are_given_by_name(run: Runner, write: Path) -> None:
    (write / "twins.yaml").write_text(
        "cnnspec: 1\nname: Twins\ninput: {left: [1, 8], right: [1, 8]}\n"
        "layers: [add: [left, right]]\n",
        encoding="utf-8",
    )
    both = run("shapes", "twins.yaml", "--input", "left=1x9", "--input", "right=1x9")
    assert both.code == 0
    assert "1x9" in both.out
    assert run("shapes", "twins.yaml", "--input", "left=1x9,right=1x9") == both


def test_the_training_graph_counts_auxiliary_heads(run: Runner) -> None:
    document = json.loads(run("params", "googlenet", "--train", "--format", "json").out)
    assert document["totals"]["params"] == 13378280  # arithmetic: two heads of 3,189,864 more
    assert document["train"] is True


@pytest.mark.usefixtures("write")
def test_internal_errors_are_told_in_a_line(run: Runner, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(target: str, variant: str | None) -> None:
        raise KeyError("odd\nkey")

    monkeypatch.setattr("cnnspec.analysis.load", fail)
    found = run("summary", "lenet5")
    assert (found.code, found.out) == (3, "")
    assert found.err.startswith("internal error: KeyError: ")
    assert len(found.err.splitlines()) == 1
    monkeypatch.setenv("CNNSPEC_TRACEBACK", "1")
    found = run("summary", "lenet5")
    assert found.code == 3
    assert "Traceback" in found.err


def test_an_interrupt_is_told_in_a_line(run: Runner, monkeypatch: pytest.MonkeyPatch) -> None:
    def stop(target: str, variant: str | None) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("cnnspec.analysis.load", stop)
    assert run("summary", "lenet5") == (130, "", "stopped\n")


@pytest.mark.usefixtures("write")
def test_an_interrupted_check_says_how_far_it_came(
    run: Runner, monkeypatch: pytest.MonkeyPatch
) -> None:
    from cnnspec import analysis

    honest = analysis.check

    def check(path: str) -> analysis.FileReport:
        if path == "good.yaml":
            raise KeyboardInterrupt
        return honest(path)

    monkeypatch.setattr(analysis, "check", check)
    assert run("check", ".") == (130, "", "stopped after 2 of 6\n")


def test_check_walks_folders_in_order(run: Runner, write: Path) -> None:
    (write / "sub").mkdir()
    (write / "sub" / "a.yml").write_bytes((write / "unread.yaml").read_bytes())
    (write / ".hidden").mkdir()
    (write / ".hidden" / "b.yaml").write_bytes((write / "unread.yaml").read_bytes())
    (write / "other.yaml").write_text("name: something else\n", encoding="utf-8")
    found = run("check", ".", "--format", "concise")
    assert [line.split(":")[0] for line in found.out.splitlines()[:-1]] == [
        "broken.yaml", "failed.yaml", "sub/a.yml", "unread.yaml", "warned.yaml",
    ]  # fmt: skip
    assert found.out.splitlines()[-1].endswith(" in 5 of 7 specs")


def test_check_takes_a_named_file_whatever_it_is(run: Runner, write: Path) -> None:
    (write / "odd.txt").write_bytes(b"\xff\xfe\x00\xd8")
    found = run("check", "odd.txt")
    assert found.code == 1
    assert "error[E101]" in found.out
    assert found.err == ""


def test_a_file_named_twice_is_checked_once(run: Runner, write: Path) -> None:
    found = run("check", "good.yaml", "./good.yaml", ".", "--format", "concise")
    assert found.out.splitlines()[-1].endswith("of 6 specs")


def test_show_gives_the_file_as_it_is(run: Runner, write: Path) -> None:
    _, path, _ = library.find("lenet5")
    with open(path, encoding="utf-8") as file:
        text = file.read()
    assert run("show", "lenet5").out == text
    assert run("show", "lenet5_modern").out == text
    unread = (write / "unread.yaml").read_text(encoding="utf-8")
    assert run("show", "unread.yaml") == (0, unread, "")
    (write / "torn.yaml").write_text("name: [", encoding="utf-8")
    assert run("show", "torn.yaml") == (0, "name: [", "")
    assert run("show", "several.yaml", "--variant", "one").code == 0
    assert "did you mean two?" in run("show", "several.yaml", "--variant", "tow").err
    coloured = run("show", "lenet5", width=100).out
    assert "\x1b[" in coloured


def test_show_flat_has_every_layer(run: Runner) -> None:
    found = run("show", "lenet5", "--flat")
    lines = found.out.splitlines()
    assert lines[2].split() == ["path", "op", "output", "params", "MACs"]
    assert lines[3].split() == ["C1.conv", "conv", "6x28x28", "156", "117,600"]
    assert lines[-1].split()[0] == "total"
    text = run("show", "resnet50", "--flat", "--format", "csv").out
    rows = list(csv.DictReader(io.StringIO(text)))
    assert sum([int(row["params"]) for row in rows]) == 25557032
    assert "conv2_x.0.residual.conv1.conv" in [row["path"] for row in rows]


def test_layers_knows_the_words_of_structure(run: Runner) -> None:
    assert run("layers", "seq").out.startswith("seq  Group layers")
    assert json.loads(run("layers", "seq", "--format", "json").out)["name"] == "seq"
    assert json.loads(run("layers", "conv", "--format", "json").out)["schema"] == 1


def test_the_module_runs_the_program(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.argv", ["cnnspec", "qwerty"])
    assert __main__.main() == 2


def test_a_file_that_cannot_be_read_is_a_mistake(run: Runner, write: Path) -> None:
    (write / "folder.yaml").mkdir()
    for arguments in (["summary", "folder.yaml"], ["summary", f"nowhere{os.sep}x.yaml"]):
        found = run(*arguments)
        assert found.code == 2
        assert len(found.err.splitlines()) <= 2


def test_a_table_of_question_marks_is_left_out(run: Runner) -> None:
    found = run("macs", "mobilenet_v1", "--set", "alpha=1/3")
    assert found.code == 1
    assert found.out.splitlines()[2] == "error[E209]: `out` wants an integer, got 32/3"
    assert "?" not in found.out
