from __future__ import annotations

import pytest

from cnnspec.core.algebra import Dim, symbol
from cnnspec.core.window import Relation, Rescale, Spread, Whole, Window
from cnnspec.render.axis import arithmetic, exact
from cnnspec.results import Row

H, W = symbol("H"), symbol("W")


def row(kind: str, shape: tuple[Dim, ...] | None, *relations: Relation) -> Row:
    inputs = () if shape is None else (shape,)
    return Row("x", "x", kind, "", 1, inputs, None, 0, 0, 0, None, relations)


@pytest.mark.parametrize(
    ("given", "text"),
    [
        (row("conv", (3, 224, 224), *[Window(11, 4)] * 2), "(224 - 11)/4 + 1 = 54.25"),
        (row("conv", (3, 227, 227), *[Window(11, 4)] * 2), "(227 - 11)/4 + 1 = 55"),
        (
            row("conv", (96, 26, 26), *[Window(5, rounding="same")] * 2),
            "(26 + 4 - 5)/1 + 1 = 26",
        ),
        (
            row("conv", (3, 224, 224), *[Window(7, 2, rounding="same")] * 2),
            "(224 + 5 - 7)/2 + 1 = 112",
        ),
        (row("conv", (3, 9), Window(3, 1, 2, 2, 2)), "(9 + 4 - 5)/1 + 1 = 9"),
        (row("conv", (3, 9), Window(3, 1, -1, 0)), "(9 - 1 - 3)/1 + 1 = 6"),
        (row("max_pool", (3, 10), Window(2, 3)), "(10 - 2)/3 + 1 = 3 2/3"),
        (
            row("max_pool", (3, 112, 112), *[Window(3, 2, rounding="ceil")] * 2),
            "(112 - 3)/2 + 1 = 55.5, rounded up",
        ),
        (
            row("conv", (3, 224, 300), *[Window(7, 2)] * 2),
            "(224 - 7)/2 + 1 = 109.5, (300 - 7)/2 + 1 = 147.5",
        ),
        (row("conv", (3, H, H), *[Window(3, 2)] * 2), "⌊(H - 3)/2⌋ + 1 = ⌊(H + 1)/2⌋ - 1"),
        (
            row("conv", (3, H, H), *[Window(3, 2, rounding="same")] * 2),
            "⌈H/2⌉ = ⌊(H + 1)/2⌋",
        ),
        (
            row("conv", (3, H, W), *[Window(3, rounding="same")] * 2),
            "(H + 2 - 3)/1 + 1 = H",
        ),
        (
            row("conv", (3, H, W), Window(3), Window(5)),
            "(H - 3)/1 + 1 = H - 2, (W - 5)/1 + 1 = W - 4",
        ),
        (row("fc", (8, H, W), *[Whole()] * 2), "8·H·W features in"),
        (row("conv_transpose", (8, 4, 4), *[Spread(4, 2, 1, 1)] * 2), "(4 - 1)·2 + 4 - 2 = 8"),
        (row("conv_transpose", (8, 28, 28), *[Spread(2, 2)] * 2), "28·2 = 56"),
        (row("upsample", (8, H), Spread(2, 2)), "H·2 = 2·H"),
        (row("resize", (8, 7, 7), *[Rescale(7, 14)] * 2), "-"),
        (row("global_avg_pool", (8, 7, 7), *[Whole()] * 2), "-"),
        (row("fc", (256, 5, 5), *[Whole()] * 2), "256·5·5 = 6,400 features in"),
        (row("fc", (4096,)), "4,096 features in"),
        (row("relu", (8, 7, 7)), "-"),
        (row("conv", None), "-"),
    ],
)
def test_the_sum_behind_an_output_size(given: Row, text: str) -> None:
    assert "".join([part for part, _ in arithmetic(given)]) == text


def test_only_a_sum_that_does_not_tile_is_a_warning() -> None:
    def roles(*relations: Window) -> list[str]:
        return [role for _, role in arithmetic(row("conv", (3, 224), *relations))]

    assert roles(Window(11, 4)) == ["", "warning"]
    assert roles(Window(4, 4)) == [""]
    assert roles(Window(3, 2, rounding="ceil")) == [""]


@pytest.mark.parametrize(
    ("numerator", "denominator", "text"),
    [
        (217, 4, "54.25"),
        (53, 2, "26.5"),
        (8, 2, "4"),
        (11, 3, "3 2/3"),
        (1, 3, "1/3"),
        (7, 8, "0.875"),
        (1, 1024, "0.0009765625"),
        (1, 40, "0.025"),
    ],
)
def test_decimals_are_exact(numerator: int, denominator: int, text: str) -> None:
    assert exact(numerator, denominator) == text
