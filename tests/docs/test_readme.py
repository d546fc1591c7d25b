"""Every command that a document shows is run, and must print what the document says.

A fenced block ` ```console ` holds commands behind `$ `, each followed by its output. They run in a
shell, in one folder per document, from top to bottom; the last command of a block may end with the
exit code that the fence names (` ```console exit=1 `), all others with 0. A fence that names a file
(` ```yaml mine.yaml `) writes it there first.
"""

from __future__ import annotations

import functools
import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import NamedTuple

import pytest

import cnnspec

ROOT = Path(__file__).parents[2]
DOCUMENTS = [
    path.relative_to(ROOT).as_posix()
    for path in (ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted(ROOT.glob("docs/*.md")))
]
LANGUAGES = {"console", "json", "python", "sh", "text", "toml", "yaml"}
FENCE = re.compile(r"(`{3,})([\w-]*) ?(.*)")


class Block(NamedTuple):
    """A fenced block: its language, what else the fence says, its first line, its lines."""

    language: str
    info: str
    start: int
    lines: list[str]


class Run(NamedTuple):
    """A command that was run: the block it stands in, its output, its exit code."""

    block: int
    command: str
    output: list[str]
    code: int


def read(document: str) -> list[str]:
    return (ROOT / document).read_text(encoding="utf-8").split("\n")


def blocks(lines: list[str]) -> list[Block]:
    """The fenced blocks of a document; their first line counts from 0."""
    found = []
    number = 0
    while number < len(lines):
        fence = FENCE.fullmatch(lines[number])
        number += 1
        if fence is None:
            continue
        start = number
        while lines[number] != fence[1]:
            number += 1
        found.append(Block(fence[2], fence[3].strip(), start, lines[start:number]))
        number += 1
    return found


def commands(block: Block) -> list[tuple[str, list[str]]]:
    """The commands of a console block, each with the output that stands below it."""
    found: list[tuple[str, list[str]]] = []
    for line in block.lines:
        if line.startswith("$ "):
            found.append((line[2:], []))
        else:
            found[-1][1].append(line)
    return found


def exit_code(block: Block) -> int:
    return int(block.info.removeprefix("exit=") or "0")


def environment(programs: Path) -> dict[str, str]:
    """What a command sees: `cnnspec` and `python3` are those that run the tests."""
    programs.mkdir()
    for name, module in (("cnnspec", " -m cnnspec"), ("python", ""), ("python3", "")):
        program = programs / name
        program.write_text(f'#!/bin/sh\nexec "{sys.executable}"{module} "$@"\n', encoding="utf-8")
        program.chmod(0o755)
    return {
        "PATH": f"{programs}{os.pathsep}{os.environ['PATH']}",
        "PYTHONPATH": str(Path(cnnspec.__file__).parents[1]),
        "PYTHONUTF8": "1",
        "LC_ALL": "C.UTF-8",
    }


@functools.cache
def run(document: str) -> list[Run]:
    """All commands of a document, run in order."""
    done = []
    with tempfile.TemporaryDirectory() as name:
        seen = environment(Path(name) / "programs")
        folder = Path(name) / "work"
        folder.mkdir()
        for number, block in enumerate(blocks(read(document))):
            if block.language != "console":
                if block.info:
                    text = "".join(f"{line}\n" for line in block.lines)
                    (folder / block.info).parent.mkdir(exist_ok=True)
                    (folder / block.info).write_text(text, encoding="utf-8")
                continue
            for command, _ in commands(block):
                ended = subprocess.run(
                    ["sh", "-c", command],
                    cwd=folder,
                    env=seen,
                    stdin=subprocess.DEVNULL,
                    stdout=subprocess.PIPE,
                    stderr=subprocess.STDOUT,
                    encoding="utf-8",
                    check=False,
                )
                output = ended.stdout.removesuffix("\n").split("\n") if ended.stdout else []
                done.append(Run(number, command, output, ended.returncode))
    return done


def update(document: str, number: int, printed: list[str]) -> None:
    """Write what the commands of a block print now into the document."""
    lines = read(document)
    block = blocks(lines)[number]
    lines[block.start : block.start + len(block.lines)] = printed
    (ROOT / document).write_text("\n".join(lines), encoding="utf-8", newline="\n")


def consoles() -> list[object]:
    return [
        pytest.param(document, number, id=f"{document}:{block.start}")
        for document in DOCUMENTS
        for number, block in enumerate(blocks(read(document)))
        if block.language == "console"
    ]


@pytest.mark.parametrize("document", DOCUMENTS)
def test_fences_are_of_a_known_language(document: str) -> None:
    """A misspelt `console` would not be run."""
    languages = {block.language for block in blocks(read(document))} - {""}
    assert languages <= LANGUAGES


@pytest.mark.skipif(shutil.which("sh") is None, reason="commands are run by a shell")
@pytest.mark.parametrize(("document", "number"), consoles())
def test_commands_print_what_is_shown(
    document: str, number: int, request: pytest.FixtureRequest
) -> None:
    ended = [entry for entry in run(document) if entry.block == number]
    expected = [0] * (len(ended) - 1) + [exit_code(blocks(read(document))[number])]
    assert [entry.code for entry in ended] == expected, ended[-1].output
    printed = [line for entry in ended for line in (f"$ {entry.command}", *entry.output)]
    if request.config.getoption("--update-goldens"):
        update(document, number, printed)
    assert "\n".join(printed) == "\n".join(blocks(read(document))[number].lines)


def test_setting_up_takes_one_command_each() -> None:
    """One ends in a table, one runs the tests; both stay inside `.venv`."""
    lines = [line for line in read("README.md") if line.startswith("python3 -m venv .venv && ")]
    assert len(lines) == 2
    assert lines[0].endswith(".venv/bin/cnnspec summary lenet5")
    assert lines[1].endswith(".venv/bin/pytest")


def test_the_readme_shows_the_first_screen() -> None:
    shown = [
        command
        for block in blocks(read("README.md"))
        if block.language == "console"
        for command, _ in commands(block)
    ]
    assert "cnnspec summary lenet5" in shown
    assert "cnnspec shapes alexnet --input 224" in shown
