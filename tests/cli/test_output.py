"""Where output goes: files, pipes and terminals."""

from __future__ import annotations

import json
import os
import re
import stat
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.cli.conftest import Runner

ROOT = Path(__file__).resolve().parents[2]


def test_a_file_gets_what_a_pipe_would(run: Runner, tmp_path: Path) -> None:
    target = tmp_path / "out.txt"
    found = run("summary", "lenet5", "-o", str(target), width=100)
    assert (found.code, found.out, found.err) == (0, "", "")
    assert target.read_bytes().decode("utf-8") == run("summary", "lenet5").out


def test_a_file_is_replaced_whole_and_keeps_its_mode(run: Runner, tmp_path: Path) -> None:
    target = tmp_path / "out.json"
    target.write_text("before", encoding="utf-8")
    target.chmod(0o640)
    assert run("params", "lenet5", "--format", "json", "-o", str(target)).code == 0
    assert json.loads(target.read_text(encoding="utf-8"))["name"] == "lenet5"
    assert stat.S_IMODE(target.stat().st_mode) == 0o640
    assert os.listdir(tmp_path) == ["out.json"]


def test_a_link_stays_a_link(run: Runner, tmp_path: Path) -> None:
    target, link = tmp_path / "target.txt", tmp_path / "link.txt"
    target.write_text("before", encoding="utf-8")
    link.symlink_to(target)
    run("summary", "lenet5", "-o", str(link))
    assert link.is_symlink()
    assert target.read_text(encoding="utf-8").startswith("LeNet-5")


def test_a_target_that_cannot_be_written_is_a_mistake(run: Runner, tmp_path: Path) -> None:
    for target in (tmp_path, tmp_path / "nowhere" / "out.txt"):
        found = run("summary", "lenet5", "-o", str(target))
        assert found.code == 2
        assert found.err.startswith(f"error: {target} cannot be written: ")


def test_a_write_that_fails_leaves_the_file_as_it_was(
    run: Runner, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "out.txt"
    target.write_text("before", encoding="utf-8")

    def fail(source: str, destination: str) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "replace", fail)
    found = run("summary", "lenet5", "-o", str(target))
    assert found.code == 2
    assert found.err == f"error: {target} cannot be written: no space left on device\n"
    assert target.read_text(encoding="utf-8") == "before"
    assert os.listdir(tmp_path) == ["out.txt"]


def test_a_dash_and_a_device_are_written_to(run: Runner) -> None:
    assert run("summary", "lenet5", "-o", "-").out == run("summary", "lenet5").out
    assert run("summary", "lenet5", "-o", os.devnull).code == 0


def test_findings_of_an_unread_spec_do_not_hide_in_a_file(run: Runner, tmp_path: Path) -> None:
    source, target = tmp_path / "x.yaml", tmp_path / "out.txt"
    source.write_text("cnnspec: 1\n", encoding="utf-8")
    found = run("summary", str(source), "-o", str(target))
    assert found.code == 1
    assert "error[E103]" in found.err
    assert not target.exists()


def program(*arguments: str, **given: str) -> subprocess.CompletedProcess[bytes]:
    environment = {**os.environ, "PYTHONPATH": str(ROOT), **given}
    return subprocess.run(
        [sys.executable, "-m", "cnnspec", *arguments],
        capture_output=True,
        env=environment,
        check=False,
        timeout=60,
    )


def test_output_that_is_not_utf8_is_ascii() -> None:
    found = program("summary", "lenet5", PYTHONIOENCODING="latin-1")
    assert found.returncode == 0
    assert found.stdout.isascii()
    assert b"LeCun et al. 1998, sec. II.B" in found.stdout


def test_files_are_utf8_whatever_the_locale(tmp_path: Path) -> None:
    target = tmp_path / "out.txt"
    found = program(
        "summary", "lenet5", "-o", str(target), LC_ALL="C", PYTHONUTF8="0", PYTHONCOERCECLOCALE="0"
    )
    assert found.returncode == 0
    assert "§II.B" in target.read_text(encoding="utf-8")


def test_a_closed_pipe_is_silent() -> None:
    reader, writer = os.pipe()
    os.close(reader)
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    found = subprocess.run(
        [sys.executable, "-m", "cnnspec", "list"],
        stdout=writer,
        stderr=subprocess.PIPE,
        env=environment,
        check=False,
        timeout=60,
    )
    os.close(writer)
    assert (found.returncode, found.stderr) == (141, b"")


def test_a_full_disk_is_a_mistake() -> None:
    if not os.path.exists("/dev/full"):
        pytest.skip("this system has no full device")
    with open("/dev/full", "wb") as full:
        found = subprocess.run(
            [sys.executable, "-m", "cnnspec", "summary", "lenet5"],
            stdout=full,
            stderr=subprocess.PIPE,
            env={**os.environ, "PYTHONPATH": str(ROOT)},
            check=False,
            timeout=60,
        )
    assert found.returncode == 2
    assert found.stderr.startswith(b"error: the output cannot be written: ")


IMPORTS = """
import sys
from cnnspec.__main__ import execute
execute(sys.argv[1:])
print(*sorted(sys.modules), file=sys.stderr)
"""


@pytest.mark.parametrize(
    "arguments",
    [
        ["--version"],
        ["summary", "lenet5"],
        ["summary", "lenet5", "--format", "json"],
        ["macs", "lenet5", "--format", "csv"],
        ["shapes", "alexnet", "--input", "224"],
        ["show", "lenet5"],
        ["check", "lenet5"],
        ["field", "alexnet"],
        ["memory", "lenet5", "--optimizer", "adam"],
    ],
)
def test_what_is_piped_imports_no_rich(arguments: list[str]) -> None:
    found = subprocess.run(
        [sys.executable, "-c", IMPORTS, *arguments],
        capture_output=True,
        text=True,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        check=False,
        timeout=60,
    )
    modules = set(found.stderr.split())
    assert not modules & {"rich", "pygments", "importlib.metadata", "dataclasses", "pathlib"}
    if arguments[0] in ("summary", "macs"):
        assert not modules & {"fractions", "cnnspec.passes.grid", "cnnspec.passes.memory"}
    if arguments == ["--version"]:
        assert not modules & {"yaml", "cnnspec.analysis", "cnnspec.cli.views"}


@pytest.mark.skipif(sys.platform == "win32", reason="there are no pseudo-terminals")
def test_on_a_terminal(tmp_path: Path) -> None:
    import fcntl
    import pty
    import struct
    import termios

    command, terminal = pty.openpty()
    fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", 40, 90, 0, 0))
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "TERM": "xterm-256color"}
    for name in ("NO_COLOR", "COLUMNS", "COLORTERM"):
        environment.pop(name, None)
    process = subprocess.Popen(
        [sys.executable, "-m", "cnnspec", "summary", "lenet5"],
        stdin=terminal,
        stdout=terminal,
        stderr=terminal,
        env=environment,
    )
    os.close(terminal)
    written = b""
    try:
        while part := os.read(command, 65536):
            written += part
    except OSError:  # Linux says so when the other side is closed
        pass
    os.close(command)
    assert process.wait(timeout=60) == 0
    text = written.decode("utf-8").replace("\r\n", "\n")
    assert "\x1b[1mLeNet-5\x1b[0m" in text
    assert "\x1b[38;5;30m█████" in text  # the bar of C1
    bare = re.sub(r"\x1b\[[0-9;]*m", "", text)
    assert max(map(len, bare.splitlines())) <= 90


@pytest.mark.parametrize(
    ("environment", "options", "coloured"),
    [
        ({}, [], False),
        ({"CI": "true"}, [], False),  # a log of a service may be read as text
        ({"FORCE_COLOR": "1"}, [], True),
        ({"FORCE_COLOR": "3", "TERM": "dumb"}, [], True),
        ({"FORCE_COLOR": "0"}, [], False),
        ({"FORCE_COLOR": ""}, [], False),
        ({"FORCE_COLOR": "1", "NO_COLOR": "1"}, [], False),
        ({"FORCE_COLOR": "1"}, ["--color", "never"], False),
        ({"NO_COLOR": "1"}, ["--color", "always"], True),
        ({"FORCE_COLOR": "1"}, ["-o", "found.txt"], False),
        ({"FORCE_COLOR": "1"}, ["--format", "json"], False),
        ({"FORCE_COLOR": "1"}, ["--format", "github"], False),
    ],
)
def test_colour_in_a_pipe(
    run: Runner,
    write: Path,
    monkeypatch: pytest.MonkeyPatch,
    environment: dict[str, str],
    options: list[str],
    coloured: bool,
) -> None:
    for name in ("NO_COLOR", "FORCE_COLOR", "CI", "COLORTERM"):
        monkeypatch.delenv(name, raising=False)
    # rich keeps the codes of a colour as it is first shown, for all tests of this process.
    monkeypatch.setenv("TERM", "xterm-256color")
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    found = run("check", "failed.yaml", *options)
    file = write / "found.txt"
    text = file.read_text(encoding="utf-8") if file.exists() else found.out
    assert ("\x1b[" in text) is coloured
    assert "E501" in text


@pytest.mark.skipif(sys.platform == "win32", reason="a shell of its own")
@pytest.mark.parametrize(
    ("command", "code"), [("summary lenet5 >&-", 141), ("sumary 2>&-", 2), ("shapes x 2>&-", 2)]
)
def test_streams_may_be_closed_from_the_start(command: str, code: int) -> None:
    found = subprocess.run(
        ["sh", "-c", f"exec '{sys.executable}' -m cnnspec {command}"],
        capture_output=True,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        check=False,
        timeout=60,
    )
    assert (found.returncode, found.stdout, found.stderr) == (code, b"", b"")


def test_csv_and_markdown_are_ascii_where_that_is_asked_for(run: Runner) -> None:
    for format in ("csv", "markdown", "json"):
        assert run(
            "shapes", "vgg16", "--input", "3xHxW", "--format", format, "--ascii"
        ).out.isascii()
