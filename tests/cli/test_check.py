"""`check`: what is looked at, what is told of it, what is written; and that nothing is lost."""

from __future__ import annotations

import io
import json
import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from cnnspec.cli import checking, mend
from cnnspec.core.diagnostic import UsageError
from cnnspec.project.selection import Selection

if TYPE_CHECKING:
    from tests.cli.conftest import Runner

HEAD = "cnnspec: 1\nname: T\ninput: [3, 8, 8]\n"
MISSPELT = HEAD + "layers:\n  - cnv: [4, 3, padd: same]  # why\n"
MENDED = HEAD + "layers:\n  - conv: [4, 3, pad: same]  # why\n"


def codes(out: str) -> list[str]:
    return [line.split(": ")[1].split(" ")[0] for line in out.splitlines() if ": " in line]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_without_a_path_this_folder_is_checked(run: Runner, write: Path) -> None:
    assert run("check", "--format", "concise") == run("check", ".", "--format", "concise")
    assert write.is_dir()


def test_the_project_says_which_specs_it_has(run: Runner, write: Path) -> None:
    table = '[tool.cnnspec]\nspecs = ["g*.yaml", "nets"]\nignore = ["W"]\n'
    (write / "pyproject.toml").write_text(table, encoding="utf-8")
    (write / "nets").mkdir()
    (write / "nets" / "wide.yaml").write_text(HEAD + "layers: [max_pool: [3, 3]]\n")
    (write / "gone.yaml").write_text("no: spec\n", encoding="utf-8")
    told = "nothing selected is found: 2 specs, no expectations · not selected: 1 W301\n"
    assert run("check") == (0, told, "")
    os.chdir(write / "nets")
    assert run("check") == (0, told, "")
    assert run("check", ".", "--ignore", "E").code == 1


@pytest.mark.parametrize(
    ("pattern", "number"),
    [
        ("g*.yaml", 1),
        ("nets/**/*.yml", 2),
        ("**", 10),
        ("n[e]ts", 2),
        ("[x].yaml", 1),
        ("?.yaml", 1),
    ],
)
def test_a_glob_that_no_shell_opened_is_opened(
    run: Runner, write: Path, pattern: str, number: int
) -> None:
    (write / "nets" / "deep").mkdir(parents=True)
    for name in ("nets/a.yml", "nets/deep/a b.yml", "[x].yaml"):
        (write / name).write_bytes((write / "good.yaml").read_bytes())
    (write / "gone.yaml").write_text("no: spec\n", encoding="utf-8")
    (write / "x.yaml").write_text("no: spec\n", encoding="utf-8")
    (write / "y.yaml").write_bytes((write / "good.yaml").read_bytes())
    found = json.loads(run("check", pattern, "--format", "json").out)
    assert found["summary"]["specs"] == number


@pytest.mark.usefixtures("write")
def test_a_glob_that_fits_nothing_is_a_mistake(run: Runner) -> None:
    found = run("check", "good.yaml", "nets/*.yaml")
    assert found.code == 2
    assert found.err == "error: no spec fits nets/*.yaml\na spec begins with cnnspec: 1\n"


def test_a_project_without_its_specs_is_a_mistake(run: Runner, folder: Path) -> None:
    (folder / "pyproject.toml").write_text('[tool.cnnspec]\nspecs = ["nets/**"]\n')
    found = run("check")
    assert found.code == 2
    assert found.err.startswith("error: pyproject.toml:2:9: no spec is found for specs = nets/**\n")


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        ("", ["E301", "E501", "E201", "W301"]),
        ("--select E", ["E301", "E501", "E201"]),
        ("--select E3,W", ["E301", "W301"]),
        ("--select E3 --select W", ["E301", "W301"]),
        ("--ignore E3", ["E501", "E201", "W301"]),
        ("--select E --ignore E3", ["E501", "E201"]),
        ("--select E3 --ignore E", ["E301"]),
        ("--ignore E --extend-select E201", ["E201", "W301"]),
        ("--ignore ALL --extend-select W301", ["W301"]),
        ("--select W301 --ignore W301", []),
    ],
)
@pytest.mark.usefixtures("write")
def test_codes_are_selected_by_prefix(run: Runner, options: str, expected: list[str]) -> None:
    found = run("check", ".", "--format", "concise", *options.split())
    assert codes(found.out.rpartition("\n")[0])[: len(expected)] == expected
    assert found.code == (1 if expected else 0)


@pytest.mark.usefixtures("write")
def test_exit_zero_is_for_findings_alone(run: Runner) -> None:
    assert run("check", ".", "--exit-zero").code == 0
    assert run("check", ".", "nowhere.yaml", "--exit-zero").code == 2


@pytest.mark.parametrize("name", ["full", "concise", "json", "github", "gitlab", "sarif", "junit"])
@pytest.mark.usefixtures("write")
def test_every_format_goes_to_a_file(run: Runner, name: str) -> None:
    shown = run("check", ".", "--format", name)
    assert run("check", ".", "--output-format", name, "--output-file", "out") == (1, "", "")
    assert Path("out").read_text(encoding="utf-8") == shown.out
    assert run("check", ".", "--format", "table").out == run("check", ".").out


@pytest.mark.parametrize(("name", "start"), [("a.sarif", "{"), ("a.xml", "<?xml"), ("a.json", "{")])
@pytest.mark.usefixtures("write")
def test_the_suffix_says_the_format(run: Runner, name: str, start: str) -> None:
    run("check", "good.yaml", "-o", name)
    assert Path(name).read_text(encoding="utf-8").startswith(start)


class _Stdin(io.TextIOWrapper):
    pass


def test_a_spec_is_read_from_stdin(
    run: Runner, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for arguments, name in (([], "stdin"), (["--stdin-filename", "nets/a.yaml"], "nets/a.yaml")):
        monkeypatch.setattr(sys, "stdin", _Stdin(io.BytesIO(MISSPELT.encode())))
        found = run("check", "-", "--format", "concise", *arguments)
        assert found.code == 1
        assert found.out.startswith(f"{name}:5:5: E201 ")
    monkeypatch.setattr(sys, "stdin", _Stdin(io.BytesIO(MISSPELT.encode())))
    assert "+  - conv: [4, 3, pad: same]  # why" in run("check", "-", "--diff").out
    assert list(folder.iterdir()) == []


@pytest.mark.parametrize("name", ["full", "concise", "json", "github", "gitlab", "sarif", "junit"])
def test_mended_stdin_goes_to_stdout_and_what_is_left_to_stderr(
    run: Runner, folder: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    before = MISSPELT.replace("\n", "\r\n") + "  - max_pool: [3, 3]"
    (folder / "a.yaml").write_bytes(before.replace("cnv", "conv").replace("padd", "pad").encode())
    shown = run("check", "a.yaml", "--format", name)
    (folder / "a.yaml").unlink()
    monkeypatch.setattr(sys, "stdin", _Stdin(io.BytesIO(before.encode())))
    found = run("check", "-", "--fix", "--stdin-filename", "a.yaml", "--format", name)
    assert found.code == shown.code == 1
    assert found.out == MENDED.replace("\n", "\r\n") + "  - max_pool: [3, 3]"
    assert "W301" in found.err
    told = found.err.replace(" · 2 mended", "").replace('"mended": 2', '"mended": 0')
    assert told == shown.out
    assert list(folder.iterdir()) == []


def test_stdin_that_needs_no_mending_comes_back_as_it_was(
    run: Runner, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for text in (MENDED, "no: spec", "", "a: ["):
        monkeypatch.setattr(sys, "stdin", _Stdin(io.BytesIO(text.encode())))
        assert run("check", "-", "--fix", "-o", str(folder / "report.txt")).out == text


@pytest.mark.parametrize("name", ["full", "concise"])
def test_quiet_tells_findings_alone(run: Runner, write: Path, name: str) -> None:
    assert run("check", "good.yaml", "-q", "--format", name) == (0, "", "")
    (write / "told.yaml").write_text(HEAD + "layers: [conv: [4, 3, norm: bn, bias: true]]\n")
    for files in (["warned.yaml"], ["told.yaml"], ["warned.yaml", "told.yaml"]):
        shown = run("check", *files, "--format", name).out
        quiet = run("check", *files, "--format", name, "--quiet").out
        assert shown.startswith(quiet)
        assert shown[len(quiet) :].strip().count("\n") == 0
        assert "explain" not in quiet
        assert quiet.endswith("\n")
        assert not quiet.endswith("\n\n")


# Mending


def test_fix_writes_and_tells_what_is_left(run: Runner, folder: Path) -> None:
    path = folder / "a.yaml"
    path.write_text(MISSPELT, encoding="utf-8")
    path.chmod(0o640)
    assert run("check", "--fix") == (0, "clean: 1 spec, no expectations · 2 mended\n", "")
    assert path.read_text(encoding="utf-8") == MENDED
    assert path.stat().st_mode & 0o777 == 0o640
    assert [entry.name for entry in folder.iterdir()] == ["a.yaml"]


def test_diff_shows_and_writes_nothing(run: Runner, folder: Path) -> None:
    path = folder / "a.yaml"
    path.write_text(MISSPELT, encoding="utf-8")
    found = run("check", "--diff")
    assert found.code == 1
    assert (
        found.out
        == """\
--- a.yaml
+++ a.yaml
@@ -2,4 +2,4 @@
 name: T
 input: [3, 8, 8]
 layers:
-  - cnv: [4, 3, padd: same]  # why
+  - conv: [4, 3, pad: same]  # why
"""
    )
    assert path.read_text(encoding="utf-8") == MISSPELT


def test_a_diff_of_a_file_without_a_last_line_break(run: Runner, folder: Path) -> None:
    (folder / "a.yaml").write_text(MISSPELT.rstrip(), encoding="utf-8")
    assert run("check", "--diff").out.endswith("# why\n\\ No newline at end of file\n")


def test_only_selected_findings_are_mended(run: Runner, folder: Path) -> None:
    path = folder / "a.yaml"
    path.write_text(MISSPELT, encoding="utf-8")
    run("check", "--fix", "--ignore", "E202")
    assert path.read_text(encoding="utf-8") == MISSPELT.replace("cnv", "conv")


def test_a_link_stays_a_link(run: Runner, folder: Path) -> None:
    (folder / "to").mkdir()
    (folder / "to" / "real.txt").write_text(MISSPELT, encoding="utf-8")
    (folder / "a.yaml").symlink_to(folder / "to" / "real.txt")
    assert run("check", "--fix").code == 0
    assert (folder / "a.yaml").is_symlink()
    assert (folder / "to" / "real.txt").read_text(encoding="utf-8") == MENDED


def test_another_hard_link_keeps_the_old_text_and_that_is_told(run: Runner, folder: Path) -> None:
    (folder / "a.yaml").write_text(MISSPELT, encoding="utf-8")
    os.link(folder / "a.yaml", folder / "kept.txt")
    found = run("check", "--fix")
    assert found.code == 0
    assert found.err == "a.yaml had other hard links: they still have what was in it before\n"
    assert (folder / "a.yaml").read_text(encoding="utf-8") == MENDED
    assert (folder / "kept.txt").read_text(encoding="utf-8") == MISSPELT
    (folder / "report.txt").write_text("old\n", encoding="utf-8")
    os.link(folder / "report.txt", folder / "other.txt")
    assert "report.txt had other hard links" in run("check", "-o", "report.txt").err
    run("check", "--write-baseline", "known.json")
    os.link(folder / "known.json", folder / "backup.json")
    assert "known.json had other" in run("check", "--write-baseline", "known.json").err


def test_a_file_stays_with_its_owner(
    run: Runner, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is not root may not give files away: then it has whoever runs this, and is written."""
    (folder / "a.yaml").write_text(MISSPELT, encoding="utf-8")
    own = os.stat
    given: list[tuple[int, int]] = []

    def stat(path: str | int, **named: object) -> os.stat_result:
        found = own(path)
        if not os.fspath(path).endswith("a.yaml") if isinstance(path, (str, Path)) else True:
            return found
        return os.stat_result((*found[:4], 12, 34, *found[6:]))

    def refused(path: str, user: int, group: int) -> None:
        given.append((user, group))
        raise PermissionError(1, "Operation not permitted")

    monkeypatch.setattr(os, "stat", stat)
    monkeypatch.setattr(os, "chown", refused)
    assert run("check", "--fix").code == 0
    assert given == [(12, 34)]


@pytest.mark.parametrize("step", ["open", "fsync", "chmod", "replace"])
@pytest.mark.parametrize("what", ["fix", "baseline", "output"])
def test_a_write_that_fails_leaves_the_old_file_whole(
    run: Runner, folder: Path, monkeypatch: pytest.MonkeyPatch, step: str, what: str
) -> None:
    spec = folder / "a.yaml"
    spec.write_text(MISSPELT, encoding="utf-8")
    known, report = folder / "known.json", folder / "report.txt"
    run("check", "--write-baseline", "known.json")
    report.write_text("old\n", encoding="utf-8")
    before = {path.name: path.read_bytes() for path in folder.iterdir()}

    def full(*given: object, **named: object) -> None:
        raise OSError(28, "No space left on device")

    if step == "open":
        monkeypatch.setattr("cnnspec.cli.output.open", _only_reading, raising=False)
    else:
        monkeypatch.setattr(os, step, full)
    options = {
        "fix": ["--fix"],
        "baseline": ["--write-baseline", "known.json"],
        "output": ["-o", "report.txt"],
    }
    found = run("check", *options[what])
    assert found.code == 2
    assert "cannot be written: no space left on device" in found.err
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == before
    assert known.is_file()


def _only_reading(path: str, mode: str = "r", **named: object) -> object:
    if mode == "xb":
        raise OSError(28, "No space left on device")
    return io.open(path, mode)  # noqa: UP020  the name `open` is replaced here


def test_a_folder_that_is_read_only_is_told(
    run: Runner, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder / "a.yaml").write_text(MISSPELT, encoding="utf-8")

    def refused(path: str, written: bytes) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("cnnspec.cli.output.replace_file", refused)
    found = run("check", "--fix")
    assert found.code == 2
    assert found.err == "error: a.yaml cannot be written: permission denied\n"
    assert "error[E201]" in found.out


@pytest.mark.parametrize(
    ("step", "mended", "told"),
    [
        ("mending.mend", 0, "stopped: no file was written"),
        ("cli.checking.finished", 1, "stopped: 1 of 3 files written, each of them whole"),
    ],
)
def test_an_interrupt_says_what_was_written(
    run: Runner, folder: Path, monkeypatch: pytest.MonkeyPatch, step: str, mended: int, told: str
) -> None:
    for name in ("a", "b", "c"):
        (folder / f"{name}.yaml").write_text(MISSPELT, encoding="utf-8")
    files = checking.check_all(["a.yaml", "b.yaml", "c.yaml"], 1, [])

    def interrupted(*given: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(f"cnnspec.{step}", interrupted)
    with pytest.raises(KeyboardInterrupt, match=re.escape(told)):
        mend.fix_all(files, Selection(), [])
    texts = [path.read_text(encoding="utf-8") for path in sorted(folder.iterdir())]
    assert texts == [*[MENDED] * mended, *[MISSPELT] * (3 - mended)]


def test_an_interrupt_while_files_are_looked_at_says_that_none_was_written(
    run: Runner, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder / "a.yaml").write_text(MISSPELT, encoding="utf-8")

    def interrupted(*given: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(checking, "check_one", interrupted)
    assert run("check", "--fix") == (130, "", "stopped after 0 of 1; no file was written\n")
    assert run("check") == (130, "", "stopped after 0 of 1\n")


@pytest.mark.skipif(sys.platform == "win32", reason="interrupts are sent otherwise there")
def test_an_interrupt_waits_until_a_file_is_written(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("a", "b"):
        (folder / f"{name}.yaml").write_text(MISSPELT, encoding="utf-8")
    files = checking.check_all(["a.yaml", "b.yaml"], 1, [])
    replace = os.replace

    def signalled(old: str, new: str) -> None:
        os.kill(os.getpid(), signal.SIGINT)
        replace(old, new)

    monkeypatch.setattr(os, "replace", signalled)
    with pytest.raises(KeyboardInterrupt, match="stopped: 1 of 2 files written"):
        mend.fix_all(files, Selection(), [])
    assert (folder / "a.yaml").read_text(encoding="utf-8") == MENDED
    assert sorted(os.listdir(folder)) == ["a.yaml", "b.yaml"]


# Baselines


def test_the_life_of_a_baseline(run: Runner, folder: Path) -> None:
    """Written, known, one mended, a new one, written again; with infos, which `--strict` fails."""
    told = "  - conv: [4, 3, pad: 1, norm: bn, bias: true]\n"
    text = HEAD + "layers:\n" + told + "  - relu\n  - max_pool: [3, 3]\n"
    path = folder / "a.yaml"
    path.write_text(text, encoding="utf-8")
    known = ["--baseline", "known.json", "--format", "concise"]
    assert run("check", "--format", "concise").code == 1
    assert run("check", "--write-baseline", "known.json").err == "known.json: 2 known findings\n"
    for strict in ([], ["--strict"]):
        assert run("check", *known, *strict) == (
            0, "nothing new: 1 spec, no expectations · 2 known from the baseline\n", "",
        )  # fmt: skip
    path.write_text(text.replace("  - max_pool: [3, 3]\n", ""), encoding="utf-8")
    found = run("check", *known, "--strict")
    assert found.out == "nothing new: 1 spec, no expectations · 1 known from the baseline\n"
    assert found.err == (
        "known.json: 1 entry matches nothing any more: W301 in a.yaml\n"
        "--write-baseline known.json leaves that out\n"
    )
    assert found.code == 0
    path.write_text(path.read_text() + told, encoding="utf-8")  # an info that is new
    assert run("check", *known).code == 0
    found = run("check", *known, "--strict")
    assert found.code == 1
    assert found.out.startswith("a.yaml:5:5: I402 2 layers carry a bias ")
    assert run("check", "--write-baseline", "known.json").err == "known.json: 1 known finding\n"
    assert run("check", *known, "--strict").code == 0
    assert run("check", *known).err == ""


def test_a_baseline_that_is_not_there_is_told_with_how_to_write_it(
    run: Runner, folder: Path
) -> None:
    (folder / "a.yaml").write_text(MENDED, encoding="utf-8")
    assert run("check", "--baseline", "known.json") == (
        2, "", "error: cannot read known.json: no such file or directory\n"
        "cnnspec check --write-baseline known.json writes it\n",
    )  # fmt: skip


@pytest.mark.parametrize("text", ['{"mine": 1}', "{", "[]", '{"schema": 1, "findings": 3}', "a"])
@pytest.mark.parametrize("option", ["--baseline", "--write-baseline"])
def test_a_file_that_is_no_baseline_is_not_what_is_advised(
    run: Runner, folder: Path, option: str, text: str
) -> None:
    (folder / "a.yaml").write_text(MENDED, encoding="utf-8")
    (folder / "mine.json").write_text(text, encoding="utf-8")
    found = run("check", option, "mine.json")
    assert found.code == 2
    assert found.err.splitlines()[-1] == (
        "a baseline has a file of its own, which cnnspec check --write-baseline FILE writes"
    )
    assert (folder / "mine.json").read_text(encoding="utf-8") == text


def test_a_baseline_hides_what_is_known_wherever_it_moves(run: Runner, write: Path) -> None:
    (write / "sub").mkdir()
    found = run("check", ".", "--write-baseline", "sub/known.json")
    assert found == (0, "", "sub/known.json: 4 known findings\n")
    assert run("check", ".", "--baseline", "sub/known.json").code == 0
    warned = write / "warned.yaml"
    warned.write_text(f"# moved\n\n{warned.read_text(encoding='utf-8')}", encoding="utf-8")
    os.chdir(write / "sub")
    again = run("check", "..", "--baseline", "known.json")
    assert again.code == 0
    assert again.out.endswith(" · 4 known from the baseline\n")


def test_a_new_finding_is_told_beside_the_known(run: Runner, write: Path) -> None:
    run("check", "--write-baseline", "known.json")
    path = write / "warned.yaml"
    path.write_text(f"{path.read_text(encoding='utf-8')}expect: {{params: 3}}\n", encoding="utf-8")
    found = run("check", "--baseline", "known.json", "--format", "concise")
    assert found.code == 1
    assert found.out.startswith("warned.yaml:5:18: E501 ")
    assert found.out.endswith("1 error in 1 of 6 specs · 4 known from the baseline\n")


def test_what_is_found_no_more_is_told(run: Runner, write: Path) -> None:
    run("check", "--write-baseline", "known.json")
    (write / "unread.yaml").unlink()
    (write / "warned.yaml").write_bytes((write / "good.yaml").read_bytes())
    assert run("check", "good.yaml", "--baseline", "known.json").err == (
        "known.json: 1 entry matches nothing any more: E201 in unread.yaml\n"
        "--write-baseline known.json leaves that out\n"
    )
    found = run("check", "--baseline", "known.json")
    assert "2 entries match nothing any more: E201 in unread.yaml, W301 in warned.yaml" in found.err
    assert found.code == 0
    run("check", "warned.yaml", "--write-baseline", "known.json")
    assert len(json.loads((write / "known.json").read_text())["findings"]) == 2


def test_a_baseline_does_not_hide_another_line_of_a_finding(run: Runner, write: Path) -> None:
    """W304 is told once for all layers of a kernel and stride, however many there are."""
    head = "cnnspec: 1\nname: Up\ninput: [8, 16, 16]\nlayers:\n"
    first = "  - {conv_transpose: [8, 3x3, 2], name: up1}\n  - relu\n"
    (write / "up.yaml").write_text(head + first)
    run("check", "up.yaml", "--write-baseline", "up.json")
    assert run("check", "up.yaml", "--baseline", "up.json").code == 0
    (write / "up.yaml").write_text(f"{head}  - conv: [8, 1x1]\n  - relu\n{first}")
    assert run("check", "up.yaml", "--baseline", "up.json").code == 0
    more = "  - {conv_transpose: [4, 3x3, 2], name: up2}\n"
    (write / "up.yaml").write_text(head + first + more)
    assert run("check", "up.yaml", "--baseline", "up.json").code == 1


def test_a_baseline_keeps_what_was_not_asked_for(run: Runner, write: Path) -> None:
    run("check", "--write-baseline", "known.json")
    before = json.loads((write / "known.json").read_text())
    found = run("check", "--select", "W", "--baseline", "known.json")
    assert (found.code, found.err) == (0, "")
    run("check", "--select", "W", "--write-baseline", "known.json")
    after = json.loads((write / "known.json").read_text())
    assert sorted(map(str, after["findings"])) == sorted(map(str, before["findings"]))


def test_the_project_names_its_baseline(run: Runner, write: Path) -> None:
    run("check", "--write-baseline", "known.json")
    (write / "pyproject.toml").write_text('[tool.cnnspec]\nbaseline = "known.json"\n')
    (write / "nets").mkdir()
    os.chdir(write / "nets")
    assert run("check", "..").code == 0


@pytest.mark.usefixtures("write")
def test_what_is_no_baseline_is_not_overwritten(run: Runner) -> None:
    Path("mine.json").write_text('{"mine": 1}\n', encoding="utf-8")
    found = run("check", "--write-baseline", "mine.json")
    assert found.code == 2
    assert Path("mine.json").read_text(encoding="utf-8") == '{"mine": 1}\n'


# Many files


@pytest.mark.parametrize(
    ("files", "jobs", "number"), [(1, None, 1), (63, None, 1), (5, 3, 3), (2, 9, 2), (0, 4, 1)]
)
def test_how_many_processes_work(files: int, jobs: int | None, number: int) -> None:
    assert checking.workers(files, jobs) == number


@pytest.mark.parametrize("name", ["full", "json", "sarif"])
def test_the_output_is_that_of_one_process(run: Runner, write: Path, name: str) -> None:
    for number in range(10):
        (write / f"more{number}.yaml").write_bytes((write / "warned.yaml").read_bytes())
    (write / "wide.yaml").write_text(HEAD + "input: [3, H, W]\nlayers: [conv: [C, 3]]\n")
    alone = run("check", ".", "nowhere.yaml", "--format", name, "-j", "1")
    assert run("check", ".", "nowhere.yaml", "--format", name, "-j", "3") == alone


def test_what_cannot_be_read_comes_back_from_other_processes(tmp_path: Path) -> None:
    wrong: list[UsageError] = []
    files = [str(tmp_path / f"{number}.yaml") for number in range(3)]
    assert checking.check_all(files, 2, wrong) == []
    assert [error.message.split(": ")[1] for error in wrong] == ["no such file or directory"] * 3


def children(process: int) -> Path:
    """Where Linux lists the processes that a process has started."""
    return Path(f"/proc/{process}/task/{process}/children")


@pytest.mark.skipif(not children(os.getpid()).exists(), reason="this system has no such list")
def test_an_interrupt_ends_all_processes(tmp_path: Path) -> None:
    for number in range(400):
        text = HEAD + "layers: [{conv: [8, 3, pad: same], repeat: 3000}]\n"
        (tmp_path / f"{number}.yaml").write_text(text, encoding="utf-8")
    command = [sys.executable, "-m", "cnnspec", "check", ".", "-j", "2"]
    with subprocess.Popen(
        command, cwd=tmp_path, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        env={**os.environ, "PYTHONPATH": str(Path(checking.__file__).parents[2])},
        start_new_session=True,
    ) as process:  # fmt: skip
        while process.poll() is None and len(children(process.pid).read_text().split()) < 2:
            time.sleep(0.05)  # until two others are at work
        os.killpg(process.pid, signal.SIGINT)  # as a terminal does it
        out, err = process.communicate(timeout=60)
    assert process.returncode == 130
    assert out == ""
    assert err.startswith("stopped after ")
    assert err.endswith(" of 400\n")
    assert err.count("\n") == 1
