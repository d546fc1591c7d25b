"""Short names for long forms, and sums that leave a table which is too wide."""

from __future__ import annotations

from cnnspec.core.algebra import maximum, symbol, text
from cnnspec.render.names import ShortNames
from cnnspec.render.narrow import narrowed, with_sums_below
from cnnspec.render.plain import plain
from cnnspec.render.screen import Grid, GridColumn, plain_text

H, W, C = symbol("H"), symbol("W"), symbol("C")


def test_a_name_tells_by_what_a_size_was_divided() -> None:
    names = ShortNames([(64, (H + 1) // 2, (W + 1) // 2), 9408 * ((H + 1) // 2) * ((W + 1) // 2)])
    assert text(names.short(9408 * ((H + 1) // 2) * ((W + 1) // 2)), True) == "9408·H2·W2"
    assert names.short((64, (H + 1) // 2, 3)) == (64, symbol("H2"), 3)
    assert names.legend() == ["H2 = ⌊(H + 1)/2⌋", "W as H"]


def test_a_name_stands_for_the_size_that_occurs_most() -> None:
    size = (H + 1) // 2 - 3
    names = ShortNames([(8, size, size), (8, size + 2, size), size * size])
    assert text(names.short(size * size), True) == "H2²"
    assert text(names.short(size + 2), True) == "H2 + 2"
    assert names.legend() == ["H2 = ⌊(H + 1)/2⌋ - 3"]
    assert names.within("(⌊(H + 1)/2⌋ - 3 - 3)/1 + 1") == "(H2 - 3)/1 + 1"


def test_two_forms_never_share_a_name() -> None:
    names = ShortNames([(H // 2, (H + 1) // 2), symbol("H2"), (H * W) // 3, maximum(H, C)])
    assert names.legend() == [
        "M = max(C, H)", "H2_2 = ⌊(H + 1)/2⌋", "H2_3 = ⌊H/2⌋", "F = ⌊H·W/3⌋",
    ]  # fmt: skip


def test_what_has_no_floor_needs_no_name() -> None:
    names = ShortNames([(C, H, W), 27 * C**2, 5, None])
    assert not names
    assert names.legend() == []


def grid(names: ShortNames | None = None) -> Grid:
    short = names.short if names else lambda value: value
    rows = [("conv1", 9408 * ((H + 1) // 2)), ("conv2", 500 * ((H + 1) // 2) + 3000 * (H // 4))]
    return Grid(
        (GridColumn("layer"), GridColumn("MACs", True)),
        tuple([(plain_text(label), plain_text(text(short(form), True))) for label, form in rows]),
    )


def test_a_table_that_fits_stays_as_it_is() -> None:
    found, told = narrowed(grid(), grid, [], 80)
    assert (found, told) == (grid(), [])


def test_a_table_that_is_too_wide_gets_names_and_then_loses_its_sums() -> None:
    values = [9408 * ((H + 1) // 2), 500 * ((H + 1) // 2) + 3000 * (H // 4)]
    named, told = narrowed(grid(), grid, values, 25)
    assert plain((named, *told)) == (
        "layer              MACs\n"
        "conv1           9408·H2\n"
        "conv2  500·H2 + 3000·H4\n"
        "H2 = ⌊(H + 1)/2⌋\n"
        "H4 = ⌊H/4⌋\n"
    )
    short, moved = narrowed(grid(), grid, values, 20)
    assert plain((short, *moved)) == (
        "layer     MACs\n"
        "conv1  9408·H2\n"
        "conv2    below\n"
        "conv2 MACs: 500·H2 +\n"
        "3000·H4\n"
        "H2 = ⌊(H + 1)/2⌋\n"
        "H4 = ⌊H/4⌋\n"
    )


def test_a_moved_sum_tells_the_path_of_its_row() -> None:
    rows = [("conv2_x", "1"), ("├─ 0", "1000·H + 1000·W + 7"), ("│  └─ conv", "2")]
    table = Grid(
        (GridColumn("layer"), GridColumn("MACs", True)),
        tuple([(plain_text(label), plain_text(form)) for label, form in rows]),
    )
    _, moved = with_sums_below(table, 20)
    assert plain(tuple(moved)) == "conv2_x.0 MACs:\n1000·H + 1000·W + 7\n"
