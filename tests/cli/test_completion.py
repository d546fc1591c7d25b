"""What a shell completes: by the protocol that the scripts speak, and in the shells themselves."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click
import pytest

from cnnspec import pages
from cnnspec.cli.command import COMMANDS
from cnnspec.cli.completion import MAKERS, SHELLS
from cnnspec.cli.main import cli

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.cli.conftest import Runner

ROOT = Path(__file__).parents[2]
CHECKED = ("full", "concise", "json", "github", "gitlab", "sarif", "junit")
INFOS = [code for code in pages.codes() if code[0] == "I"]
WITHOUT = {"words"}
"""Arguments that are any text."""


@pytest.fixture
def offered(run: Runner, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], list[str]]:
    def ask(line: str) -> list[str]:
        words = line.split(" ")
        monkeypatch.setenv("_CNNSPEC_COMPLETE", "bash_complete")
        monkeypatch.setenv("COMP_WORDS", line)
        monkeypatch.setenv("COMP_CWORD", str(len(words) - 1))
        found = run()
        assert (found.code, found.err) == (0, "")
        return [item.partition(",")[2] for item in found.out.splitlines() if item]

    return ask


@pytest.mark.parametrize(
    ("line", "wanted"),
    [
        ("cnnspec sh", ["shapes", "show"]),
        ("cnnspec --v", ["--version"]),
        ("cnnspec summary resnet50_t", ["resnet50_torchvision"]),
        ("cnnspec summary go", ["googlenet", "googlenet_torchvision", "good.yaml"]),
        ("cnnspec summary sev", ["several.yaml"]),
        ("cnnspec summary several.yaml --variant ", ["one", "two"]),
        ("cnnspec summary several.yaml --variant t", ["two"]),
        ("cnnspec summary several.yaml --format m", ["markdown"]),
        ("cnnspec summary vgg16 --open ", ["1", "2", "3", "all"]),
        ("cnnspec check --format ju", ["junit"]),
        ("cnnspec check --format tab", []),
        ("cnnspec check --format =", [*CHECKED]),
        ("cnnspec check --format = g", ["github", "gitlab"]),
        ("cnnspec check --format = json --color = al", ["always"]),
        ("cnnspec check --select a", ["ALL"]),
        ("cnnspec check --ignore E,i", ["E,I", *[f"E,{code}" for code in INFOS]]),
        ("cnnspec summary vgg16 --asc", ["--ascii"]),
        ("cnnspec list --sort m", ["macs"]),
        ("cnnspec list --task gen", ["generation"]),
        ("cnnspec list --family goo", ["googlenet"]),
        ("cnnspec layers max_", ["max_pool", "max_unpool"]),
        ("cnnspec explain w301", ["W301"]),
        ("cnnspec lesson two-3", ["two-3x3"]),
        ("cnnspec explain lenet5 C", ["C1", "C3", "C5"]),
        ("cnnspec explain resnet50 conv1", ["conv1", "conv1.conv", "conv1.bn", "conv1.relu"]),
        (
            "cnnspec explain resnet50 conv4_x.0.residual.",
            [f"conv4_x.0.residual.conv{number}" for number in (1, 2, 3)],
        ),
        ("cnnspec explain several.yaml --variant two ", ["conv", "input"]),
        ("cnnspec completion ", list(SHELLS)),
        ("cnnspec new --from googlenet_", ["googlenet_torchvision"]),
        ("cnnspec new mine.yaml --from unread.yaml --variant ", []),
        ("cnnspec summary nowhere.yaml --variant ", []),
        ("cnnspec explain unread.yaml ", []),
        ("cnnspec explain nowhere.yaml ", []),
    ],
)
@pytest.mark.usefixtures("write")
def test_what_is_offered(offered: Callable[[str], list[str]], line: str, wanted: list[str]) -> None:
    found = offered(line)
    assert sorted(found) == sorted(wanted)


@pytest.mark.parametrize("name", ["$(touch a)", "a;b", "a b", "`a`", "a|b", "a>b", "a'b"])
def test_what_a_shell_would_run_is_not_offered(
    offered: Callable[[str], list[str]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.chdir(tmp_path)
    lines = ["cnnspec: 1", "name: Net", "input: [3, 8, 8]", "layers:"]
    lines += [f'  - {{conv: [4, 3], name: "{name}"}}', "  - {relu: [], name: plain}"]
    (tmp_path / "net.yaml").write_text("\n".join([*lines, ""]), encoding="utf-8")
    assert offered("cnnspec explain net.yaml ") == ["input", "plain"]


def test_a_folder_that_is_the_only_one_is_opened(
    offered: Callable[[str], list[str]], write: Path
) -> None:
    (write / "nets" / "deep").mkdir(parents=True)
    for name in ("a.yaml", "b.yml", "c.txt", ".hidden.yaml"):
        (write / "nets" / "deep" / name).write_text("", encoding="utf-8")
    assert offered("cnnspec check ne") == ["nets/deep/a.yaml", "nets/deep/b.yml"]
    (write / "nets" / "flat").mkdir()
    assert offered("cnnspec check nets/") == ["nets/deep/", "nets/flat/"]
    assert offered("cnnspec check nowhere/") == []


@pytest.mark.parametrize("name", COMMANDS)
def test_every_argument_is_known(name: str) -> None:
    context = click.Context(cli)
    command = cli.get_command(context, name)
    assert command is not None
    arguments = [param.name for param in command.params if isinstance(param, click.Argument)]
    assert [name for name in arguments if name not in MAKERS and name not in WITHOUT] == []


@pytest.mark.parametrize("shell", SHELLS)
def test_the_script_is_printed(run: Runner, shell: str) -> None:
    found = run("completion", shell)
    assert found.code == 0
    assert f"_CNNSPEC_COMPLETE={shell}_complete" in found.out


def test_another_shell_has_none(run: Runner) -> None:
    found = run("completion", "bsh")
    assert found.code == 2
    assert "no completion for bsh; did you mean bash" in found.err


BASH = """
eval "$(cnnspec completion bash)"
COMP_WORDS=({}) COMP_CWORD=$((${{#COMP_WORDS[@]}} - 1))
_cnnspec_completion cnnspec
echo "${{COMPREPLY[*]}}"
"""
FISH = """
cnnspec completion fish | source
complete -C "{}" | string join " "
true
"""
# The functions of zsh's own completion, which only a terminal has, print what they are given.
ZSH = """
compdef() {{}}
compadd() {{ print -r -- $completions }}
_describe() {{ print -r -- ${{completions_with_descriptions%%:*}} }}
eval "$(cnnspec completion zsh)"
words=({}) CURRENT=$#words
_cnnspec_completion
"""
SCRIPTS = {"bash": BASH, "fish": FISH, "zsh": ZSH}


@pytest.mark.parametrize(
    ("line", "wanted"),
    [
        ("cnnspec explain lenet5 C", ["C1", "C3", "C5"]),
        ("cnnspec check --format js", ["json"]),
        ("cnnspec check --format=js", ["--format=json"]),
        ("cnnspec check --select E501,W40", [f"E501,W40{number}" for number in (1, 2, 3, 4)]),
        ("cnnspec check --select=W5", ["--select=W501"]),
        ("cnnspec check --format=json --output-format=jun", ["--output-format=junit"]),
    ],
)
@pytest.mark.parametrize("shell", SHELLS)
def test_in_the_shell(shell: str, line: str, wanted: list[str], tmp_path: Path) -> None:
    program = shutil.which(shell)
    if program is None:
        pytest.skip(f"{shell} is not here")
    if shell == "bash" and not _is_new(program):
        pytest.skip("completion needs bash 4.4")
    typed = line
    if shell == "bash":  # it parts words at this sign
        typed = line.replace("=", " = ")
        wanted = [word.rpartition("=")[2] for word in wanted]
    starter = tmp_path / "cnnspec"
    starter.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m cnnspec "$@"\n', encoding="utf-8")
    starter.chmod(0o755)
    environment = {
        "HOME": os.fspath(tmp_path),
        "PATH": f"{tmp_path}{os.pathsep}{os.environ['PATH']}",
        "PYTHONPATH": os.fspath(ROOT),
    }
    found = subprocess.run(
        [program, "-c", SCRIPTS[shell].format(typed)],
        env=environment,
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    assert found.stdout.split() == wanted


def _is_new(bash: str) -> bool:
    told = subprocess.run(
        [bash, "-c", 'echo "$((BASH_VERSINFO[0] * 100 + BASH_VERSINFO[1]))"'],
        capture_output=True, encoding="utf-8", check=True,
    )  # fmt: skip
    return int(told.stdout) >= 404
