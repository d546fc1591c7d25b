"""What the screens look like, in golden files: `pytest --update-goldens` writes them anew."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.cli.conftest import Runner

SCREENS = [
    ("welcome", ""),
    ("help", "shapes --help"),
    ("help-check", "check --help"),
    ("help-list", "list --help"),
    ("summary-lenet5", "summary lenet5"),
    ("summary-resnet50", "summary resnet50"),
    ("summary-resnet50-open-2", "summary resnet50 --open 2"),
    ("summary-googlenet-train", "summary googlenet --train"),
    ("shapes-alexnet-224", "shapes alexnet --input 224"),
    ("shapes-symbolic", "shapes vgg16 --input 3xHxW"),
    ("help-compare", "compare --help"),
    ("help-diff", "diff --help"),
    ("summary-symbolic", "summary resnet50 --input 3xHxW"),
    ("macs-where", "macs resnet50 --input 3xHxW --where H=32*h,W=32*w"),
    ("shapes-at", "shapes alexnet --input 3xHxH --at H=224"),
    ("compare", "compare vgg16 resnet50 mobilenet_v2"),
    ("compare-points", "compare mobilenet_v2 mobilenet_v2@alpha=0.5 mobilenet_v2@input=160"),
    ("compare-symbolic", "compare three-3x3-stack three-3x3-single"),
    ("compare-floors", "compare vgg16 resnet50 --input 3xHxW"),
    ("diff", "diff resnet34 resnet50"),
    ("diff-open-2", "diff resnet50 resnet101 --open 2"),
    ("diff-symbolic", "diff three-3x3-stack three-3x3-single"),
    ("diff-removed", "diff alexnet alexnet_torchvision"),
    ("params-resnet152", "params resnet152"),
    ("macs-resnet50", "macs resnet50"),
    ("field-alexnet", "field alexnet"),
    ("field-resnet50", "field resnet50"),
    ("field-unet", "field unet"),
    ("memory-resnet50", "memory resnet50"),
    ("memory-vgg16-adam", "memory vgg16 --batch 8 --dtype float16 --optimizer adam --no-in-place"),
    ("help-memory", "memory --help"),
    ("help-new", "new --help"),
    ("help-schema", "schema --help"),
    ("help-completion", "completion --help"),
    ("new", "new"),
    ("list-lenet", "list lenet5"),
    ("check", "check lenet5 alexnet"),
    ("layers-conv", "layers conv"),
    ("help-explain", "explain --help"),
    ("explain-lenet5", "explain lenet5"),
    ("explain-lenet5-c3", "explain lenet5 C3"),
    ("explain-lenet5-s2", "explain lenet5 S2"),
    ("explain-alexnet-conv1-224", "explain alexnet conv1 --input 224"),
    ("explain-alexnet-conv2", "explain alexnet conv2"),
    ("explain-alexnet-fc6", "explain alexnet fc6"),
    ("explain-resnet50-conv2", "explain resnet50 conv2_x"),
    ("explain-resnet50-iterations", "explain resnet50 conv4_x.1-5.residual.conv2"),
    ("explain-googlenet-3a", "explain googlenet 3a"),
    ("explain-vgg16-symbolic", "explain vgg16 conv1 --input 3xHxW"),
    ("explain-conv", "explain conv"),
    ("explain-w301", "explain W301"),
    ("help-lesson", "lesson --help"),
    ("lesson", "lesson"),
    ("lesson-three-3x3", "lesson three-3x3"),
    ("lesson-inception-naive", "lesson inception-naive"),
    ("lesson-auxiliary-heads", "lesson auxiliary-heads"),
    ("lesson-depthwise", "lesson depthwise"),
]
WIDTHS = (80, 100, 140)


@pytest.mark.parametrize(("name", "command"), SCREENS)
def test_piped(run: Runner, golden: Callable[[str, str], None], name: str, command: str) -> None:
    found = run(*command.split())
    assert found.err == ""
    assert "\x1b" not in found.out
    assert all(line == line.rstrip() for line in found.out.splitlines())
    golden(f"piped/{name}.txt", found.out)


@pytest.mark.parametrize(("name", "command"), SCREENS)
def test_ascii(run: Runner, golden: Callable[[str, str], None], name: str, command: str) -> None:
    found = run(*command.split(), *(["--ascii"] if command and "--help" not in command else []))
    assert found.out.isascii()
    golden(f"ascii/{name}.txt", found.out)


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize(("name", "command"), SCREENS)
def test_without_colour(
    run: Runner,
    golden: Callable[[str, str], None],
    monkeypatch: pytest.MonkeyPatch,
    name: str,
    command: str,
    width: int,
) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    found = run(*command.split(), width=width)
    assert "\x1b" not in found.out
    golden(f"{width}/{name}.txt", found.out)


@pytest.mark.parametrize(("name", "command"), SCREENS)
def test_in_colour(
    run: Runner,
    golden: Callable[[str, str], None],
    monkeypatch: pytest.MonkeyPatch,
    name: str,
    command: str,
) -> None:
    coloured = run(*command.split(), width=100).out
    monkeypatch.setenv("NO_COLOR", "1")
    bare = re.sub(r"\x1b\[[0-9;]*m", "", coloured)
    assert [line.rstrip() for line in bare.splitlines()] == run(
        *command.split(), width=100
    ).out.splitlines()
    golden(f"colour/{name}.txt", coloured)


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize(
    "command",
    [
        "summary lenet5",
        "summary resnet50",
        "summary resnet152",
        "params vgg16",
        "summary resnet50 --input 3xHxW",
        "summary mobilenet_v2 --input 3xHxW",
        "summary inception_v3 --input 3xHxW",
        "params vgg16 --input 3xHxW",
        "macs mobilenet_v2 --set alpha=W",
        "shapes alexnet --input 3xHxW",
        "compare vgg16 resnet50 mobilenet_v2",
        "compare vgg16 resnet50 --input 3xHxW",
        "diff resnet34 resnet50",
        "diff resnet50 resnet101",
        "lesson",
        "lesson three-3x3",
        "lesson auxiliary-heads",
        "lesson depthwise",
    ],
)
def test_tables_fit(run: Runner, monkeypatch: pytest.MonkeyPatch, command: str, width: int) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    lines = run(*command.split(), width=width).out.splitlines()
    assert max(map(len, lines)) <= width


def test_a_folded_resnet152_fits_a_screen(run: Runner) -> None:
    assert len(run("summary", "resnet152").out.splitlines()) <= 30


def test_colour_can_be_forced_and_forbidden(run: Runner) -> None:
    assert "\x1b[1m" in run("summary", "lenet5", "--color", "always").out
    assert "\x1b" not in run("summary", "lenet5", "--color", "never", width=100).out


def test_a_dumb_terminal_has_no_colour(run: Runner, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERM", "dumb")
    assert "\x1b" not in run("summary", "lenet5", width=100).out


def test_the_same_input_gives_the_same_bytes(run: Runner) -> None:
    for command in ("summary resnet50", "list", "shapes alexnet --input 224 --format json"):
        assert run(*command.split()) == run(*command.split())
