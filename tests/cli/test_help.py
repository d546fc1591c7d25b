"""Mistakes in a command, and what helps against them: help, the first screen, the version."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from cnnspec._version import __version__
from cnnspec.cli.command import COMMANDS
from cnnspec.cli.welcome import GROUPS, TRY

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.conftest import Runner


@pytest.mark.parametrize(
    ("arguments", "message", "hint"),
    [
        (["sumary"], "error: no command is called sumary; did you mean summary?", None),
        (["qwerty"], "error: no command is called qwerty", "all commands: summary shapes"),
        (
            ["summary", "resent50"],
            "error: no network or file is called resent50; did you mean resnet50?",
            "all names: cnnspec list",
        ),
        (["summary"], "error: cnnspec summary needs NAME|FILE", "cnnspec summary --help"),
        (
            ["check", "lenet5", "--select", "W7"],
            "error: --select: no code begins with W7",
            "a prefix is E, W3, a code such as W301, or ALL",
        ),
        (
            ["check", "lenet5", "--ignore", "w3"],
            "error: --ignore: no code begins with w3; did",
            None,
        ),
        (
            ["check", "lenet5", "-j", "0"],
            "error: -j takes a number from 1 to 999,999,999; got 0",
            None,
        ),
        (["check", "-", "lenet5"], "error: - is checked alone, without other paths", None),
        (["check", "lenet5", "--stdin-filename", "a"], "error: --stdin-filename is for -", None),
        (["check", "lenet5", "--baseline", "no.json"], "error: cannot read no.json", "writes it"),
        (
            ["summary", "lenet5", "--inptu", "3"],
            "error: cnnspec summary has no option --inptu; did you mean --input?",
            "cnnspec summary --help",
        ),
        (["summary", "lenet5", "--input"], "error: option --input requires an argument", None),
        (["summary", "lenet5", "vgg16"], "error: got unexpected extra argument (vgg16)", None),
        (
            ["summary", "lenet5", "--format", "jsno"],
            "error: --format has no jsno; did you mean json?",
            "it is one of table, json, csv, markdown",
        ),
        (["summary", "lenet5", "--open", "0"], "error: --open takes a number from 1, or all", None),
        (["summary", "lenet5", "--open", "x"], "error: --open takes a number from 1, or all", None),
        (["summary", "lenet5", "--set", "c"], "error: --set takes KEY=VALUE, got c", None),
        (["summary", "lenet5", "--set", "=4"], "error: --set takes KEY=VALUE, got =4", None),
        (
            ["summary", "alexnet", "--set", "towers=1", "--set", "towers=2"],
            "error: --set towers is given twice: 1 and 2",
            None,
        ),
        (
            ["macs", "vgg16", "--at", "H"],
            "error: --at takes NAME=NUMBER, such as H=224, got H",
            None,
        ),
        (
            ["macs", "vgg16", "--input", "3xHxW", "--at", "H=W"],
            "error: --at H=W: a symbol is a whole number of at least 1",
            "letters are put in place by --set, --input and --where",
        ),
        (
            ["macs", "vgg16", "--input", "3xHxW", "--at", "H=224,H=225"],
            "error: --at H is given twice: 224 and 225",
            None,
        ),
        (
            ["macs", "vgg16", "--input", "3xHxW", "--where", "H=32*h", "--at", "H=225"],
            "error: --at H=225 does not fit H = 32*h",
            "the nearest: 224 or 256",
        ),
        (
            ["macs", "vgg16", "--input", "3xHxW", "--where", "H=32"],
            "error: --where H=32 is no form of symbols",
            "a number is given by --at H=224",
        ),
        (
            ["macs", "vgg16", "--input", "3x(32*h)xW"],
            "error: --input 3x(32*h)xW: h is no size",
            "a name that begins with a capital becomes a symbol",
        ),
        (["summary", "lenet5", "--color", "red"], "error: --color has no red", "auto, always"),
        (
            ["memory", "lenet5", "--batch", "B"],
            "error: --batch takes a number from 1 to 999,999,999; got B",
            None,
        ),
        (["memory", "lenet5", "--batch", "0"], "error: --batch takes a number from 1", None),
        (
            ["memory", "lenet5", "--dtype", "floa32"],
            "error: --dtype has no floa32; did you mean float32 or float8?",
            "it is one of float64, float32",
        ),
        (
            ["memory", "lenet5", "--dtype", "fp16"],
            "error: --dtype has no fp16; did you mean float16?",
            "it is one of float64, float32",
        ),
        (
            ["memory", "lenet5", "--optimizer", "adan"],
            "error: --optimizer has no adan; did you mean adam",
            "it is one of sgd, momentum, adam",
        ),
        (
            ["memory", "lenet5", "--optimizer", "adam", "--dtype", "int8"],
            "error: --optimizer is for types with fractions, not int8",
            "training is estimated in float64, float32",
        ),
        (["layers", "convv"], "error: no layer type is called convv; did you mean conv?", None),
        (["layers", "Dense"], "error: no layer type is called Dense; did you mean fc?", None),
        (
            ["list", "gogglenet"],
            "error: no network has gogglenet in what is told of it; did you mean googlenet?",
            None,
        ),
        (["list", "huward"], "error: no network has huward in what is told of it; did you", None),
        (["list", "vgg", "1998"], "error: no network has all of vgg 1998", "all names"),
        (
            ["list", "--family", "resnte"],
            "error: no family is called resnte; did you mean resnet",
            "all families: cnnspec list",
        ),
        (["list", "--task", "x"], "error: no network is for x", "its tasks: "),
        (["list", "--max-macs", "many"], "error: --max-macs takes a count such as 600M", None),
        (["show", "lenet5", "--format", "csv"], "error: --format csv is for the unfolded", None),
        (["show", "lenet"], "error: no network or file is called lenet", None),
        (["check", "nowhere.yaml"], "error: no file or folder is called nowhere.yaml", None),
        (["check", "lenet"], "error: no network or file is called lenet", None),
        (["summary", "nowhere.yaml"], "error: ", None),
        (["--nonsense"], "error: cnnspec has no option --nonsense", "cnnspec --help"),
    ],
)
def test_mistakes_are_told_in_a_line(
    run: Runner, arguments: list[str], message: str, hint: str | None
) -> None:
    found = run(*arguments)
    assert found.code == 2
    assert found.out == ""
    first, *rest = found.err.splitlines()
    assert first.startswith(message)
    assert len(rest) <= 1
    if hint is not None:
        assert hint in rest[0]


def test_a_folder_without_specs_is_a_mistake(run: Runner, tmp_path: Path) -> None:
    (tmp_path / "other.yaml").write_text("a: 1\n", encoding="utf-8")
    found = run("check", str(tmp_path))
    assert found.code == 2
    assert "no spec is in" in found.err


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_has_help_that_fits(run: Runner, name: str) -> None:
    found = run(name, "--help")
    assert found.code == 0
    assert found.out.startswith(f"Usage: cnnspec {name} ")
    assert max(map(len, found.out.splitlines())) <= 80
    assert run(name, "-h").out == found.out


def examples(text: str) -> list[str]:
    _, _, after = text.partition("\nExamples\n")
    return [line.strip() for line in after.splitlines()]


@pytest.mark.parametrize("name", COMMANDS)
@pytest.mark.usefixtures("write")
def test_the_examples_of_help_run(run: Runner, name: str) -> None:
    found = examples(run(name, "--help").out)
    assert found
    for example in found:
        program, *arguments = example.split()
        assert program == "cnnspec"
        assert run(*arguments).code in (0, 1)


@pytest.mark.usefixtures("write")
def test_the_commands_of_the_first_screen_run(run: Runner) -> None:
    welcome = run()
    assert welcome.code == 0
    for command, _ in TRY:
        assert command in welcome.out
        assert run(*command.split()[1:]).code in (0, 1)
    assert [name for _, names in GROUPS for name in names if name not in COMMANDS] == []
    assert run("--help").out.startswith(welcome.out)


def test_version(run: Runner) -> None:
    assert run("--version") == (0, f"cnnspec {__version__}\n", "")
