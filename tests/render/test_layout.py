from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.cells import cell_len

from cnnspec.render.layout import fit, stacked
from cnnspec.render.plain import plain
from cnnspec.render.screen import BLANK, Grid, GridColumn, cell_width, escape, plain_text
from cnnspec.render.table import MOST_ROWS, coloured

if TYPE_CHECKING:
    from collections.abc import Callable

COLUMNS = (
    GridColumn("layer"),
    GridColumn("what", flexible=True),
    GridColumn("params", right=True),
    GridColumn("%", right=True, leaves=2),
    GridColumn("field", right=True, leaves=3),
)


def grid(*rows: tuple[str, ...], total: tuple[str, ...] | None = None) -> Grid:
    lines = tuple([tuple(map(plain_text, row)) for row in rows])
    return Grid(COLUMNS, lines, None if total is None else tuple(map(plain_text, total)))


TABLE = grid(
    ("conv1", "3 x bottleneck 64", "9,536", "<1%", "7"),
    ("fc", "-", "2,049,000", "99%", "483"),
    total=("total", "depth 2", "2,058,536", "100%", "483"),
)


def test_columns_are_as_wide_as_their_cells() -> None:
    assert plain((TABLE,)) == (
        "layer  what                  params     %  field\n"
        "conv1  3 x bottleneck 64      9,536   <1%      7\n"
        "fc     -                  2,049,000   99%    483\n"
        "────────────────────────────────────────────────\n"
        "total  depth 2            2,058,536  100%    483\n"
    )


@pytest.mark.parametrize(
    ("width", "titles"),
    [
        (48, "layer  what                  params     %  field"),
        (47, "layer  what                  params  field"),
        (42, "layer  what                  params  field"),
        (41, "layer  what                  params"),
        (35, "layer  what                  params"),
        (34, "layer  what                 params"),
        (22, "layer  what     params"),
        (5, "layer  what     params"),
    ],
)
def test_columns_leave_in_their_order_then_what_is_cut(width: int, titles: str) -> None:
    assert plain((TABLE,), width).splitlines()[0] == titles


def test_numbers_and_names_are_never_cut() -> None:
    assert plain((TABLE,), 5).partition("left")[0] == (
        "layer  what     params\n"
        "conv1  3 x…      9,536\n"
        "fc     -     2,049,000\n"
        "──────────────────────\n"
        "total  dep…  2,058,536\n"
    )


STACKED = Grid(
    (
        GridColumn("network"),
        GridColumn("params", right=True),
        GridColumn("ratio", right=True, leaves=2, called="ratio of params"),
        GridColumn("field", right=True, leaves=1),
    ),
    (
        tuple(map(plain_text, ("vgg16", "138,357,544", "base", "212"))),
        tuple(map(plain_text, ("resnet50", "25,557,032", "0.185x", "483"))),
    ),
)


@pytest.mark.parametrize(
    ("width", "headers"),
    [
        (36, ["network        params   ratio  field"]),
        (35, ["network        params   ratio", "network   field"]),
        (28, ["network        params", "network   ratio of params", "network   field"]),
        (5, ["network        params", "network   ratio of params", "network   field"]),
        (None, ["network        params   ratio  field"]),
    ],
)
def test_what_has_no_room_stands_below(width: int | None, headers: list[str]) -> None:
    grids = stacked(STACKED, width)
    assert [plain((each,), width).splitlines()[0] for each in grids] == headers
    assert not any("left out" in plain((each,), width) for each in grids)


def test_the_widest_of_several_flexible_columns_is_cut_first() -> None:
    columns = (GridColumn("a", flexible=True), GridColumn("b", flexible=True))
    wide = Grid(columns, ((plain_text("x" * 30), plain_text("y" * 10)),))
    assert fit(wide, 32).widths == (20, 10)
    assert fit(wide, 18).widths == (8, 8)


def test_korean_names_keep_the_columns_straight() -> None:
    table = grid(("합성곱", "-", "1", "1%", "1"), ("fc", "-", "2", "2%", "2"))
    assert plain((table,)).splitlines()[1:] == [
        "합성곱  -          1  1%      1",
        "fc      -          2  2%      2",
    ]


def test_control_characters_are_spelt_out_in_cells() -> None:
    table = grid(("a\x1b[2J", "-", "1", "1%", "1"))
    assert "a\\x1b[2J  -" in plain((table,))
    assert "\x1b[2J" not in coloured((table,))


BARS = TABLE.replace(bars=((1, 2), (1, 1000)))


@pytest.mark.parametrize(
    ("width", "bars"),
    [
        (None, ["", ""]),
        (66, ["████████", "▏"]),
        (65, ["███████▌", "▏"]),
        (58, ["████", "▏"]),
        (57, ["", ""]),
    ],
)
def test_bars_are_as_long_as_there_is_room_for(width: int | None, bars: list[str]) -> None:
    lines = plain((BARS,), width).splitlines()[1:3]
    assert [re.sub(r"^.* (7|483)( *)", "", line).strip() for line in lines] == bars


def test_a_bar_in_ascii_has_whole_cells() -> None:
    lines = plain((BARS,), 100, ascii=True).splitlines()
    assert lines[1].endswith("  7  ########")
    assert lines[2].endswith("483  #")
    assert lines[3] == "-" * 58


def test_headings_stand_before_their_rows() -> None:
    table = TABLE.replace(
        headings={0: (plain_text("first"),), 1: (BLANK, plain_text("second"))}, total=None
    )
    assert [line.split(" ")[0] for line in plain((table,)).splitlines()] == [
        "layer", "first", "conv1", "", "second", "fc",
    ]  # fmt: skip


def without_codes(text: str) -> str:
    lines = re.sub(r"\x1b\[[0-9;]*m", "", text).split("\n")
    return "\n".join([line.rstrip() for line in lines])


@pytest.mark.parametrize("width", [None, 100, 48, 40, 20])
@pytest.mark.parametrize("ascii", [False, True])
def test_colour_changes_no_character(width: int | None, ascii: bool) -> None:
    table = BARS.replace(headings={1: (plain_text("heading [bold]", "strong"),)})
    screen = (plain_text("title [/red]", "strong"), BLANK, table, plain_text("x" * 300))
    assert without_codes(coloured(screen, width, ascii)) == plain(screen, width, ascii)


def test_a_long_grid_looks_like_a_short_one() -> None:
    row = tuple([plain_text(text, "quiet") for text in ("합성", "[b]x", "1,000", "1%", "7")])
    long = Grid(COLUMNS, (row,) * (MOST_ROWS + 1), (row), headings={3: (plain_text("h"),)})
    short = Grid(COLUMNS, (row,) * MOST_ROWS, (row), headings={3: (plain_text("h"),)})
    assert without_codes(coloured((long,), 100)) == plain((long,), 100)
    lines = coloured((long,), 100).splitlines()
    codes = re.findall(r"\x1b\[[0-9;]*m", coloured((short,), 100).splitlines()[2])
    assert set(codes) == set(re.findall(r"\x1b\[[0-9;]*m", lines[2]))


CELL = st.text(st.characters(codec="utf-8"), min_size=1, max_size=12).filter(
    # rich drops spaces at the end, and its table of wide signs is of another year
    lambda text: text == text.strip() and cell_len(escape(text)) == cell_width(escape(text))
)


@settings(max_examples=30, deadline=None)
@given(st.lists(st.tuples(CELL, CELL, CELL, CELL, CELL), max_size=5), st.integers(1, 120))
def test_rich_and_plain_agree_on_any_cells(rows: list[tuple[str, ...]], width: int) -> None:
    table = grid(*rows)
    assert without_codes(coloured((table,), width)) == plain((table,), width)


@pytest.mark.parametrize("show", [plain, coloured])
def test_what_left_is_named_in_a_last_line(show: Callable[..., str]) -> None:
    def last(width: int | None) -> str:
        return re.sub(r"\x1b\[[0-9;]*m", "", show((TABLE, TABLE), width)).splitlines()[-1]

    assert last(None).startswith("total")
    assert last(48).startswith("total")
    assert last(47).endswith("a pipe")
    lines = re.sub(r"\x1b\[[0-9;]*m", "", show((TABLE, TABLE), 41)).splitlines()
    assert lines[-2:] == ["left out: %, field · shown on a wider", "terminal, and in a pipe"]


def test_a_column_may_be_called_otherwise_than_its_title() -> None:
    columns = (GridColumn("network"), GridColumn("ratio", leaves=1, called="ratio of MACs"))
    screen = (Grid(columns, ((plain_text("vgg16"), plain_text("1.00x")),)),)
    assert "left out: ratio of MACs" in " ".join(plain(screen, 10).split())
