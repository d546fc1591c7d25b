"""`explain` as a command: what it takes, in which order it looks, and how it fails."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from cnnspec import layers, library, pages

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.conftest import Runner

FORMATS = ("table", "json", "markdown", "latex")


@pytest.mark.parametrize("format", FORMATS)
@pytest.mark.parametrize("op", sorted(layers.names()))
def test_every_layer_type(run: Runner, op: str, format: str) -> None:
    found = run("explain", op, "--format", format)
    assert (found.code, found.err) == (0, "")
    assert op in found.out


@pytest.mark.parametrize("op", sorted(layers.names()))
def test_the_example_of_every_layer_type_adds_up(run: Runner, op: str) -> None:
    example = json.loads(run("explain", op, "--format", "json").out)["example"]
    for found in [*example["shape"], *[s for figure in example["figures"] for s in figure["sums"]]]:
        assert eval(found["sum"]) == found["value"]  # this program's own text
    for figure in example["figures"]:
        assert sum(s["value"] for s in figure["sums"]) == figure["value"]


@pytest.mark.parametrize("code", pages.codes())
def test_every_code(run: Runner, monkeypatch: pytest.MonkeyPatch, code: str) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    for width in (None, 80):
        found = run("explain", code, width=width)
        assert (found.code, found.err) == (0, "")
        assert found.out.startswith(f"{code} ")
    assert run("explain", code.lower()).out == run("explain", code).out
    assert run("explain", code, "--format", "markdown").out == pages.read(code)


def test_words_are_a_code_then_a_type_then_a_network(run: Runner) -> None:
    """No shipped network has the name of a layer type, and no type that of a code."""
    names = set(library.names())
    assert not names & layers.names()
    assert not {code.lower() for code in pages.codes()} & (names | layers.names())
    assert run("explain", "conv").out.startswith("conv  slide")
    assert run("explain", "seq").out.startswith("seq  Group")
    assert run("explain", "lenet5").out.startswith("LeNet-5  lenet5.yaml")


@pytest.mark.usefixtures("write")
def test_a_file_named_like_a_type_is_a_file(run: Runner, write: Path) -> None:
    (write / "conv.yaml").write_text((write / "good.yaml").read_text(encoding="utf-8"))
    assert run("explain", "conv.yaml").out.startswith("conv  Good · conv.yaml")


@pytest.mark.parametrize(
    ("arguments", "message", "hint"),
    [
        (
            ("cov",),
            "no network, layer type or code is called cov; did you mean conv?",
            "all names: cnnspec list; all types: cnnspec layers",
        ),
        (
            ("conv", "C3"),
            "no network or file is called conv",
            "all names: cnnspec list",
        ),
        (("W999",), "no finding has the code W999", "codes: "),
        (
            ("W301", "--format", "latex"),
            "W301 is a finding, which has no equations",
            "its formats: table, json, markdown",
        ),
        (("resnet",), "resnet is a family", ""),
        (
            ("lenet5", "C9"),
            "lenet5 has no layer C9; did you mean C1",
            "its layers: C1 S2 C3 S4 C5 F6 out",
        ),
        (("lenet5", "--format", "csv"), "--format has no csv", "it is one of table, json, "),
    ],
)
def test_mistakes(run: Runner, arguments: tuple[str, ...], message: str, hint: str) -> None:
    found = run("explain", *arguments)
    assert (found.code, found.out) == (2, "")
    lines = found.err.splitlines()
    assert lines[0].startswith(f"error: {message}")
    assert lines[1].startswith(hint)


@pytest.mark.parametrize(
    ("file", "code"),
    [
        ("good.yaml", 0),
        ("warned.yaml", 0),
        ("failed.yaml", 1),
        ("broken.yaml", 1),
        ("unread.yaml", 1),
    ],
)
@pytest.mark.parametrize("format", FORMATS)
@pytest.mark.usefixtures("write")
def test_exit_codes(run: Runner, file: str, code: int, format: str) -> None:
    assert run("explain", file, "--format", format).code == code


@pytest.mark.usefixtures("write")
def test_what_fails_is_told_below(run: Runner) -> None:
    assert "error[E501]" in run("explain", "failed.yaml").out
    assert "error[E301]" in run("explain", "broken.yaml", "conv").out
    assert run("explain", "unread.yaml").out.startswith("error[E201]")
    document = json.loads(run("explain", "broken.yaml", "conv", "--format", "json").out)
    assert document["out"] is None
    assert document["figures"] == []


@pytest.mark.usefixtures("write")
def test_a_variant_of_a_file(run: Runner) -> None:
    assert run("explain", "several.yaml").code == 2
    assert "27" not in run("explain", "several.yaml", "--variant", "one").err


@pytest.mark.usefixtures("write")
def test_a_file_takes_the_form_of_its_suffix(run: Runner, write: Path) -> None:
    for suffix, start in (("tex", "% Good"), ("md", "### Good"), ("json", "{")):
        path = write / f"out.{suffix}"
        assert run("explain", "good.yaml", "conv", "-o", str(path)).code == 0
        assert path.read_text(encoding="utf-8").startswith(start)
    assert run("explain", "good.yaml", "-o", "good.yaml").code == 2


HOSTILE = """\
cnnspec: 1
name: "a_b % $x^2$ \\\\end{align*} |& [bold]x"
input: [1, 8, 8]
layers:
  - {conv: [2, 3], name: "c_1 % \\\\input{x} | `y` <b>"}
"""


@pytest.mark.usefixtures("write")
def test_names_are_text_in_every_form(run: Runner, write: Path) -> None:
    (write / "hostile.yaml").write_text(HOSTILE, encoding="utf-8")
    path = "c_1 % \\input{x} | `y` <b>"
    for format in FORMATS:
        found = run("explain", "hostile.yaml", path, "--format", format)
        assert found.code == 0
    latex = run("explain", "hostile.yaml", "--format", "latex").out
    body = latex.partition("\n")[2]
    assert latex.startswith("% ")
    assert body.startswith("\\begin{align*}\n")
    assert body.count("\\end{align*}") == 1
    assert "\\input" not in body


def test_latex(run: Runner) -> None:
    assert run("explain", "lenet5", "C3", "--format", "latex").out == (
        "% LeNet-5, C3, conv 5x5 table, 16 maps (lenet5.yaml:12 · LeCun et al. 1998, §II.B)\n"
        r"""\begin{align*}
  \text{shape} &\colon 6 \times 14 \times 14 \to 16 \times 10 \times 10 \\
  \text{each axis} &= \left\lfloor \frac{14 + 2 \cdot 0 - 5}{1} \right\rfloor + 1 = 10 \\
  \text{parameters} &= (5 \cdot 5 \cdot 3 + 1) \cdot 6 + (5 \cdot 5 \cdot 4 + 1) \cdot 9"""
        r""" + (5 \cdot 5 \cdot 6 + 1) \cdot 1 \\
  &= 456 + 909 + 151 = 1{,}516 \\
  \text{MACs} &= 5 \cdot 5 \cdot 60 \cdot 10 \cdot 10 = 150{,}000 \\
  \text{connections} &= 1{,}516 \cdot 10 \cdot 10 = 151{,}600 \\
  \text{field} &= 6 + (5 - 1) \cdot 2 = 14
\end{align*}
"""
    )


def test_the_summary_says_how_to_ask_why(run: Runner) -> None:
    assert "why: cnnspec explain lenet5 C3" in run("summary", "lenet5").out
    for more in (("--input", "64"), ("--format", "markdown"), ("--train",)):
        assert "why:" not in run("summary", "lenet5", *more).out
    assert "why:" not in run("params", "lenet5").out


@pytest.mark.usefixtures("write")
def test_what_the_summary_says_can_be_typed(run: Runner) -> None:
    for file, options in (("good.yaml", ()), ("several.yaml", ("--variant", "two"))):
        out = run("summary", file, *options).out
        command = out.partition("why: cnnspec ")[2].splitlines()[0].split()
        assert run(*command).code == 0
