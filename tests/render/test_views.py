from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from cnnspec.analysis import analyze, load
from cnnspec.render.plain import plain
from cnnspec.render.views import view_screen

if TYPE_CHECKING:
    from collections.abc import Callable

    from cnnspec.render.views import ViewName
    from cnnspec.results import Analysis

NESTED = ("├", "└", "│", " ")


def table(view: ViewName, analysis: Analysis, levels: int | None = 1) -> list[dict[str, str]]:
    """The printed table, read back: one mapping of titles to cells for each line."""
    lines = plain(view_screen(view, analysis, levels)).splitlines()
    titles = re.split(r" {2,}", lines[2].strip())
    names = [f"{title}{titles[:n].count(title) or ''}" for n, title in enumerate(titles)]
    rows = []
    for line in lines[3:]:
        if not line:
            break
        if not line.startswith("─"):
            cells = re.split(r" {2,}", line.lstrip("│├└─ "))
            assert len(cells) == len(titles), line
            level = "inner" if line.startswith(NESTED) else "outermost"
            rows.append({**dict(zip(names, cells, strict=True)), "level": level})
    return rows


def number(text: str) -> int:
    return 0 if text == "-" else int(text.replace(",", ""))


@pytest.mark.parametrize("name", ["lenet5", "alexnet", "vgg16", "resnet152", "googlenet"])
@pytest.mark.parametrize("levels", [1, 2, None])
@pytest.mark.parametrize(
    ("view", "columns"),
    [
        ("summary", ("params", "MACs")),
        ("params", ("params",)),
        ("macs", ("MACs", "FLOPs")),
    ],
)
def test_the_outermost_rows_add_up_to_the_totals(
    name: str, levels: int | None, view: ViewName, columns: tuple[str, ...]
) -> None:
    *rows, total = table(view, analyze(load(name)), levels)
    assert total["layer"] == "total"
    outermost = [row for row in rows if row["level"] == "outermost"]
    for column in columns:
        assert sum([number(row[column]) for row in outermost]) == number(total[column])


def test_the_totals_are_those_of_the_paper() -> None:
    # LeCun et al. 1998, §II.B: 60,000 trainable parameters; the output's 840 codes are fixed
    *_, total = table("summary", analyze(load("lenet5")))
    assert total == {
        "layer": "total", "what": "depth 5", "output": "10", "params": "60,840", "%": "100%",
        "MACs": "326,520", "%1": "100%", "field": "32", "level": "outermost",
    }  # fmt: skip


def test_no_cell_is_empty() -> None:
    for name in ("lenet5", "googlenet"):
        for row in table("summary", analyze(load(name)), None):
            assert all(row.values())


def test_shapes_stand_beside_the_specs_own() -> None:
    rows = table("shapes", analyze(load("alexnet"), input="224"))
    found = {row["layer"]: (row["one axis"], row["output"], row["the spec's own"]) for row in rows}
    assert found["input"] == ("-", "3x224x224", "3x227x227")
    assert found["conv1"] == ("(224 - 11)/4 + 1 = 54.25", "96x54x54", "96x55x55")
    assert found["fc6"] == ("256·5·5 = 6,400 features in", "4096", "same")
    assert "total" not in found


def test_the_specs_own_column_is_only_there_beside_another_input() -> None:
    rows = table("shapes", analyze(load("alexnet")))
    assert list(rows[0]) == ["layer", "what", "one axis", "output", "level"]


def test_facts_below_the_table() -> None:
    text = plain(view_screen("summary", analyze(load("lenet5"))))
    assert "60,840 parameters = 60,000 trainable + 840 frozen (out)\n" in text
    text = plain(view_screen("summary", analyze(load("resnet50"))))
    assert "25,557,032 parameters, all trainable · 53,120 running statistics not counted\n" in text
    assert "3.86 GMACs = 7.72 GFLOPs · 1 MAC = 1 multiply-add = 2 FLOPs\n" in text
    assert "folded; --open 2 opens the blocks" in text


def test_titles_name_what_was_read() -> None:
    def title(analysis: Analysis) -> str:
        return plain(view_screen("summary", analysis)).splitlines()[0]

    assert title(analyze(load("lenet5"))) == "LeNet-5  LeCun et al. 1998, §II.B"
    assert title(analyze(load("resnet50"))) == "resnet50  ResNet · He et al. 2015, Table 1"
    changed = analyze(load("alexnet"), input="224", settings={"towers": "1"}, train=True)
    assert title(changed) == (
        "AlexNet  Krizhevsky et al. 2012, §3.5  input 3x224x224  towers=1  training graph"
    )


def test_symbolic_counts_are_polynomials(analysed: Callable[[str], Analysis]) -> None:
    analysis = analysed(
        "symbols: [C]\ninput: [C, 8, 8]\nlayers: [conv: [C, 3, bias: false], conv: [3*C, 3]]\n"
    )
    *rows, total = table("params", analysis)
    assert [(row["params"], row["%"]) for row in rows] == [
        ("-", "-"), ("9·C²", "-"), ("27·C² + 3·C", "-"),
    ]  # fmt: skip
    assert total["params"] == "36·C² + 3·C"


BROKEN = "input: [3, 8, 8]\nlayers:\n  - conv: [4, 3]\n  - conv: [4, 9]\n  - relu\n"


def test_what_is_unknown_is_a_question_mark(analysed: Callable[[str], Analysis]) -> None:
    analysis = analysed(BROKEN)
    *rows, total = table("summary", analysis)
    assert [(row["output"], row["params"]) for row in rows] == [
        ("3x8x8", "-"), ("4x6x6", "112"), ("?", "?"), ("?", "?"),
    ]  # fmt: skip
    assert (total["params"], total["MACs"]) == ("unknown", "unknown")
    text = plain(view_screen("summary", analysis))
    assert "params and MACs unknown: " in text
    assert "(E301)" in text


def test_conditions_on_symbols_are_stated(analysed: Callable[[str], Analysis]) -> None:
    analysis = analysed("symbols: [H]\ninput: [3, H, H]\nlayers: [conv: [4, 7]]\n")
    assert "needs H >= 7" in plain(view_screen("summary", analysis))


def test_several_inputs_have_a_row_each(analysed: Callable[[str], Analysis]) -> None:
    analysis = analysed(
        "input: {left: [1, 8, 8], right: [1, 8, 8]}\nlayers: [add: [left, right]]\n"
    )
    assert [(row["layer"], row["output"]) for row in table("summary", analysis)[:2]] == [
        ("left", "1x8x8"),
        ("right", "1x8x8"),
    ]


def test_names_from_a_spec_are_text(analysed: Callable[[str], Analysis]) -> None:
    analysis = analysed(
        "input: [1, 8, 8]\nlayers:\n"
        '  - {conv: [2, 3], name: "[bold]x"}\n  - {conv: [2, 3], name: 합성곱}\n'
    )
    text = plain(view_screen("summary", analysis.replace(title="a\x1b[2Jb")))
    assert "[bold]x  conv 3x3" in text
    assert "합성곱   conv 3x3" in text
    assert "a\\x1b[2Jb" in text
    assert "\x1b" not in text


def test_remarks_of_the_spec_stand_below(analysed: Callable[[str], Analysis]) -> None:
    analysis = analysed(
        "note: of the whole\ninput: [1, 8, 8]\n"
        "layers: [{conv: [2, 3], name: c, note: of the layer}]\n"
    )
    text = plain(view_screen("summary", analysis))
    assert text.endswith("note: of the whole\nc: of the layer\n")
