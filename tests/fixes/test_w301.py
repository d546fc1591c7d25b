"""Fixes for an input that is not read whole: each was tried on the whole network."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from cnnspec.analysis import analyze, check, load
from cnnspec.fixes import report_with_fixes, with_fixes

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from cnnspec.results import Analysis

    Net = Callable[..., Analysis]

MNIST = """\
input: [1, 28, 28]
layers: [conv: [32, 3], max_pool: [2, 2], conv: [64, 3], max_pool: [2, 2], flatten, fc: 10]
"""


def fixes(analysis: Analysis) -> list[str]:
    """The lines of all fixes, without the columns behind the first."""
    return [
        line.split("  ")[0]
        for finding in with_fixes(analysis).diagnostics
        for note in finding.notes
        if note.kind == "fix"
        for line in note.text.split("\n")
    ]


def test_alexnet_as_printed() -> None:
    """torchvision pads by 2; Caffe's model takes 227. Other paddings that work are further away."""
    first, padding, size, warning = fixes(analyze(load("alexnet"), input=224))
    assert "tried on the whole network" in first
    assert padding == "conv1 pad: 2"
    assert size == "input: [3, 227, 227]"
    # at 223 the first layer tiles, and rows are lost further on
    assert "not input 223" in warning
    assert "rows 219-222" in warning


def test_what_a_fix_gives() -> None:
    (finding,) = with_fixes(analyze(load("alexnet"), input=224)).diagnostics
    (fix,) = [note.text for note in finding.notes if note.kind == "fix"]
    assert "55, 27, 13, 6" in fix
    assert "60,965,224 parameters, as in the spec" in fix


def test_torchvisions_alexnet_at_the_other_size() -> None:
    assert "input: [3, 224, 224]" in fixes(analyze(load("alexnet_torchvision"), input=227))


def test_the_nearest_input_on_either_side(net: Net) -> None:
    assert fixes(net(MNIST))[1:] == [
        "max_pool2 pad: 1",
        "input: [1, 26, 26]",
        "input: [1, 30, 30]",
    ]


def test_what_is_said_is_true(net: Net) -> None:
    """Each proposal, written into the spec, leaves no finding."""
    for old, new in (
        ("max_pool: [2, 2], flatten", "max_pool: [2, 2, pad: 1], flatten"),
        ("[1, 28, 28]", "[1, 26, 26]"),
        ("[1, 28, 28]", "[1, 30, 30]"),
    ):
        assert net(MNIST.replace(old, new)).diagnostics == ()
    for size in (27, 29):
        assert net(MNIST.replace("[1, 28, 28]", f"[1, {size}, {size}]")).diagnostics


def test_a_fix_that_breaks_something_else_is_not_proposed(net: Net) -> None:
    """Padding would mend the row as well, but the author asserts 15x15, or expects MACs."""
    for more in ("", ", size: 15", ", shape: [8, 15, 15]"):
        proposed = fixes(net(f"layers: [{{conv: [8, 3, 2]{more}}}]"))
        assert ("conv pad: 1" in proposed) == (not more)
        assert "input: [3, 31, 31]" in proposed
    text = "layers: [conv: [8, 3, 2]]\nexpect: {macs: 48600}"
    assert "conv pad: 1" not in fixes(net(text))


@pytest.mark.parametrize(
    "text",
    [
        "layers: [relu]",
        "input: {a: [1, 9, 9], b: [1, 4, 4]}\n"
        "layers: [{max_pool: [2, 2], from: a}, add: [prev, b]]",
    ],
)
def test_nothing_to_propose(net: Net, text: str) -> None:
    analysis = net(text)
    assert with_fixes(analysis) == analysis


def test_the_analysis_itself_is_left_as_it_is(net: Net) -> None:
    analysis = net(MNIST)
    before = analysis.diagnostics
    with_fixes(analysis)
    assert analysis.diagnostics is before
    assert not any(note.kind == "fix" for finding in before for note in finding.notes)


def test_a_report_of_a_file(tmp_path: Path) -> None:
    path = tmp_path / "mnist.yaml"
    path.write_text(f"cnnspec: 1\nname: MNIST\n{MNIST}", encoding="utf-8")
    report = report_with_fixes(check(str(path)))
    (finding,) = report.diagnostics
    assert [note.kind for note in finding.notes][-1] == "fix"


@pytest.mark.parametrize(
    ("size", "layers", "changes"),
    [
        # an 11 window with a stride of 4 before one of 3 with 2 fits on 219, 227, 315 and 323
        ("224, 320", "conv: [8, 11, 4], max_pool: [3, 2]",
         ["conv pad: 2", "input: [3, 227, 323]", "input: [3, 219, 323]"]),
        ("227, 320", "conv: [8, 11, 4], max_pool: [3, 2]",
         ["conv pad: 0x2", "input: [3, 227, 323]", "input: [3, 227, 315]"]),
        ("100", "conv: [8, 7, 4], max_pool: [3, 2]",
         ["conv pad: 2", "input: [3, 103]", "input: [3, 95]"]),
        # two 3 windows with a stride of 2 fit on 15, 19, 111 and 115
        ("17, 112, 112", "conv: [8, 3, 2], max_pool: [3, 2]",
         ["conv pad: 2", "input: [3, 15, 111, 111]", "input: [3, 15, 115, 115]"]),
        ("17, 112, 113", "conv: [8, 3, 2], max_pool: [3, 2]",
         ["conv pad: 2", "input: [3, 15, 111, 111]", "input: [3, 19, 111, 115]"]),
        # what is equally long stays so, unless the windows differ too much
        ("32, 32", "conv: [8, 1x3, 1x2]",
         ["conv pad: 0x1", "input: [3, 31, 31]", "input: [3, 33, 33]"]),
        ("32, 32", "conv: [8, 3x4, 2]",
         ["conv pad: 1x0", "input: [3, 31, 32]", "input: [3, 33, 32]"]),
    ],
)  # fmt: skip
def test_inputs_that_are_not_square(
    net: Net, proposed: Callable[[Analysis], list[str]], size: str, layers: str, changes: list[str]
) -> None:
    assert proposed(net(f"input: [3, {size}]\nlayers: [{layers}]")) == changes
