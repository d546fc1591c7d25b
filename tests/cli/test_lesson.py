"""`lesson`: the list, one of them, a lesson of one's own, and what is none."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from cnnspec import library

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.conftest import Runner

MINE = """\
cnnspec: 1
name: Mine | yours
input: [3, 8, 8]
vars: {k: 1}
layers: [conv: [2, k]]
variants: {small: {expect: {params: 8}}, large: {vars: {k: 3}, expect: {params: PARAMS}}}
lesson: {text: "A [link](x) and <b>.", columns: [params, field], why: [params]}
"""


@pytest.fixture
def mine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    path = tmp_path / "mine.yaml"
    path.write_text(MINE.replace("PARAMS", "56"), encoding="utf-8")  # 9·3·2 + 2
    return path


def test_the_list_has_a_line_for_each_lesson(run: Runner) -> None:
    found = run("lesson")
    assert found.code == 0
    told = [line.split()[0] for line in found.out.splitlines()[2:]]
    assert sorted(told) == [stem for stem, _ in library.lessons()]
    assert told[0] == "lenet-table"  # the first of them, from 1998


@pytest.mark.parametrize(
    ("name", "point"),
    [
        ("three-3x3", "27·C² against 49·C² params"),
        ("reduce-1x1", "113M against 5.27M MACs"),
        ("global-pool", "0 against 51.4M params"),
        ("lenet-table", "1,516 against 2,416 params"),
        ("resnext-forms", "70,144 params in all 3"),
        ("overlapping-pool", "field 3 against 2"),
        ("ceil-floor", "output 64x7x7 against 64x6x6"),
        ("residual", "1.53 MiB against 2.30 MiB at peak"),
        ("group-shuffle", "48.0M, 31.0M and 7.95M MACs"),
    ],
)
def test_points(run: Runner, name: str, point: str) -> None:
    lessons = json.loads(run("lesson", "--format", "json").out)["lessons"]
    assert {each["name"]: each["point"] for each in lessons}[name] == point


def test_a_lesson_that_changed_is_told_as_it_is(
    run: Runner, monkeypatch: pytest.MonkeyPatch
) -> None:
    known = run("lesson").out
    monkeypatch.setattr(library, "index", lambda shelf="": {})
    assert run("lesson").out == known


def test_a_lesson_of_ones_own(run: Runner, mine: Path) -> None:
    found = run("lesson", "mine.yaml")
    assert found.code == 0
    assert "small        8   base      1" in found.out
    assert "large       56  7.00x      3" in found.out
    assert "(3·3·3 + 1)·2 = 56" in found.out


def test_text_of_a_spec_is_no_markup(run: Runner, mine: Path) -> None:
    text = run("lesson", "mine.yaml", "--format", "markdown").out
    assert "### Mine \\| yours" in text
    assert "\\[link\\](x) and &lt;b&gt;." in text


def test_an_expectation_that_fails(run: Runner, mine: Path) -> None:
    mine.write_text(MINE.replace("PARAMS", "57"), encoding="utf-8")
    found = run("lesson", "mine.yaml")
    assert found.code == 1
    assert "error[E501]: expected 57 parameters, found 56 (-1)" in found.out


def test_a_file_that_tells_no_lesson(run: Runner, write: Path) -> None:
    found = run("lesson", "several.yaml")
    assert found.code == 2
    assert "several.yaml tells no lesson" in found.err
    assert run("lesson", "unread.yaml").code == 1
    assert run("lesson", "none.yaml").code == 2


def test_a_lesson_with_one_design_compares_nothing(run: Runner, mine: Path) -> None:
    text = MINE.replace(", large: {vars: {k: 3}, expect: {params: PARAMS}}", "")
    mine.write_text(text, encoding="utf-8")
    found = run("lesson", "mine.yaml")
    assert found.code == 2
    assert "a comparison needs two networks or more" in found.err


@pytest.mark.parametrize("name", ["thre-3x3", "lenet5", "two-3x3-stack", "conv"])
def test_what_is_no_lesson(run: Runner, name: str) -> None:
    found = run("lesson", name)
    assert found.code == 2
    assert "cnnspec lesson" in found.err


def test_designs_and_lessons_are_names_for_other_commands(run: Runner) -> None:
    assert run("summary", "global-pool-dense").code == 0
    assert run("explain", "two-3x3-stack", "conv").code == 0
    assert run("show", "two-3x3").code == 0
    assert "3 networks" not in run("list", "vgg").out
    assert "lesson" not in run("list").out
    assert "did you mean three-3x3-stack" in run("summary", "three-3x3-stak").err
    assert "cnnspec summary three-3x3-stack" in run("three-3x3-stack").err
