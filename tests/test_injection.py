"""What a spec says is text in every format: it steers no terminal, no workflow, no reader; and no
command reads what was not named, runs what a spec says, or asks the network."""

from __future__ import annotations

import csv
import io
import json
import os
import re
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree

import pytest

from cnnspec.__main__ import execute

EVIL = {
    "a line": r"a\n::warning::x",
    "a command": "::warning::x",
    "an old command": "##[error]x",
    "a return": r"a\r::error::x",
    "an escape": r"a\u2028\u2029\u0085b",
    "bidi": r"a\u202eb\u2066c",
    "a table": "a|b`c`*d*",
    "html": "<script>alert(1)</script>&amp;",
    "latex": r"$x$\\input{y}%\\write18",
    "a formula": "=1+2",
    "an at sign": "@SUM(1)",
    "a minus": "-1+2",
    "xml": "]]>",
    "percent": "%0A::error::x",
}
HEAD = """\
cnnspec: 1
name: "{0}"
cite: "{0}"
task: "{0}"
note: "{0}"
input: [3, 32, 32]
expect: {{params: [{{value: 7, cite: "{0}"}}]}}
layers:
  - {{conv: [8, 3x3, 2], note: "{0}"}}  # cnnspec: ignore[W999] ::error::{0}
"""
LAYERS = """\
  - {{conv: [8, 3x3, pad: 1], name: "{0}", note: "{0}"}}
  - {{add: {{"{0}": [relu], "b{0}": [bn]}}, name: "m{0}"}}
"""


def spec_of(evil: str) -> str:
    """A spec whose title, source and notes are one text, with layers that are called as all are."""
    return HEAD.format(evil) + "".join([LAYERS.format(text) for text in EVIL.values()])


COMMANDS = {
    "check": ("full", "concise", "json", "github", "gitlab", "sarif", "junit"),
    "summary": ("table", "json", "csv", "markdown"),
    "shapes": ("table", "json", "csv", "markdown"),
    "params": ("table", "json", "csv", "markdown"),
    "macs": ("table", "json", "csv", "markdown"),
    "memory": ("table", "json", "csv", "markdown"),
    "field": ("table", "json", "csv", "markdown"),
    "explain": ("table", "json", "markdown", "latex"),
}
NUMBER = re.compile(r"-?[0-9./]+")
GIVEN = ("::error file=", "::warning file=", "::notice file=")


def is_one_text(text: str, how: str) -> None:
    """The text as a real reader of its format has it."""
    lines = text.split("\n")
    for line in lines:
        assert line.replace("\t", "").isprintable(), repr(line)
        if how == "github":
            assert not line or line.startswith(GIVEN)
        elif how not in ("json", "gitlab", "sarif", "junit", "csv", "markdown", "latex"):
            assert not re.match(r" *::(?!: )", line), line
            assert "##[" not in line
    if how in ("json", "gitlab", "sarif"):
        json.loads(text)
    elif how == "junit":
        assert ElementTree.fromstring(text).tag == "testsuites"
    elif how == "csv":
        rows = list(csv.reader(io.StringIO(text)))
        assert len({len(row) for row in rows}) == 1
        for cell in [cell for row in rows for cell in row]:
            guarded = not cell.startswith(("=", "+", "-", "@", "\t", "\r"))
            assert guarded or NUMBER.fullmatch(cell), cell
    elif how == "markdown":
        assert "<script" not in text
    elif how == "latex":
        text = "\n".join([line.partition("%")[0] for line in lines])
        assert r"\input{" not in text
        assert r"\write18" not in text


@pytest.mark.parametrize("evil", ["a line", "a formula", "latex", "html"])
def test_what_a_spec_says_is_text_in_every_format(
    evil: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("net.yaml").write_text(spec_of(EVIL[evil]), encoding="utf-8")
    for command, formats in COMMANDS.items():
        for how in formats:
            code = execute([command, "net.yaml", "--format", how])
            printed = capsys.readouterr()
            assert code in (0, 1), (command, how, printed.err)
            is_one_text(printed.out, how)
            is_one_text(printed.err, "full")


WATCHED = """
import sys
opened, refused = set(), set()
def hook(event, arguments):
    if event == "open" and isinstance(arguments[0], str):
        opened.add(arguments[0])
    elif event.startswith(("socket.", "subprocess.", "os.system", "os.exec", "os.posix_spawn",
                           "urllib.", "ftplib.", "smtplib.", "ctypes.dlopen")):
        refused.add(event)
    elif event == "compile" and arguments[0] is not None and "os.system" in str(arguments[0]):
        refused.add(event)
from cnnspec.__main__ import execute
sys.addaudithook(hook)
for command in sys.argv[1].split(";"):
    execute(command.split())
sys.stdout.flush()
import os.path
places = [os.path.realpath(path) for path in opened]
print("\\n@", *sorted(refused), sep="\\n@")
print(*[f"@open {path}" for path in places], sep="\\n")
"""
HOSTILE = """\
cnnspec: 1
name: /etc/passwd
input: [3, 32, 32]
vars: {a: __import__('os').system('id'), b: open('/etc/passwd'), c: "().__class__.__base__"}
layers:
  - !!python/object/apply:os.system [id]
  - conv: [a, 3x3]
note: !include /etc/passwd
"""


def test_nothing_else_is_read_run_or_asked(tmp_path: Path) -> None:
    (tmp_path / "hostile.yaml").write_text(HOSTILE, encoding="utf-8")
    plain = HOSTILE.replace("  - !!python/object/apply:os.system [id]\n", "")
    (tmp_path / "net.yaml").write_text(plain.replace("!include ", ""), encoding="utf-8")
    (tmp_path / "secret.yaml").write_text("cnnspec: 1\n", encoding="utf-8")
    asked = [f"{command} {name}" for command in COMMANDS for name in ("hostile.yaml", "net.yaml")]
    asked += ["check hostile.yaml --diff", "diff net.yaml hostile.yaml", "compare net.yaml lenet5"]
    root = Path(__file__).parents[1]
    done = subprocess.run(
        [sys.executable, "-c", WATCHED, ";".join(asked)],
        cwd=tmp_path, capture_output=True, encoding="utf-8", check=False,
        env={**os.environ, "PYTHONPATH": str(root), "PYTHONDONTWRITEBYTECODE": "1"},
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    told = [line for line in done.stdout.split("\n") if line.startswith("@")]
    assert [line for line in told if not line.startswith("@open ") and line != "@"] == []
    read = [Path(line.removeprefix("@open ")) for line in told if line.startswith("@open ")]
    beside = {path.name for path in read if tmp_path.resolve() in path.parents}
    assert beside <= {"hostile.yaml", "net.yaml", "pyproject.toml", ".gitignore"}
    assert not [path for path in read if str(path) == "/etc/passwd"]
