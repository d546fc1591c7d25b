"""Floors, quotients, minima and maxima in their normal form, counted out for small sizes."""

from __future__ import annotations

from fractions import Fraction

import pytest

from cnnspec.core.algebra import (
    Dim,
    Number,
    Polynomial,
    evaluate,
    maximum,
    minimum,
    symbol,
    text,
)

C, D, H, W, h = symbol("C"), symbol("D"), symbol("H"), symbol("W"), symbol("h")


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        # nested floors are one
        (((H + 1) // 2 + 1) // 2, "(H + 3)//4"),
        ((((H + 1) // 2 + 1) // 2 + 1) // 2, "(H + 7)//8"),
        ((H // 2 + H) // 2, "3*H//4"),
        ((H // 2 + W) // 2, "(H + 2*W)//4"),
        ((3 * H // 2) // 3, "H//2"),
        ((3 * (H // 2) + 1) // 2, "(H + 2)//4 + H//2"),
        ((H // 2 + Fraction(1, 3)) // 2, "H//4"),
        # multiples of the divisor are pulled out
        ((32 * h + 31) // 32, "h"),
        ((32 * h + 32) // 32, "h + 1"),
        ((5 * H + 3) // 2, "2*H + (H + 1)//2 + 1"),
        ((H + 35) // 32, "(H + 3)//32 + 1"),
        ((H - 1) // 32, "(H + 31)//32 - 1"),
        (-H // 2, "-H + H//2"),
        # common factors cancel, and the constant with them
        ((2 * H + 4) // 4, "H//2 + 1"),
        ((2 * H + 3) // 4, "(H + 1)//2"),
        ((6 * H + 9 * W + 5) // 12, "(2*H + 3*W + 1)//4"),
        (C * H // 2 * 2 // 2, "C*H//2"),
        # fractions go into the divisor
        (H / 2 // 3, "H//6"),
        ((H / 2 + W / 3) // 1, "(3*H + 2*W)//6"),
        (H // Fraction(1, 2), "2*H"),
        (H // Fraction(3, 2), "2*H//3"),
        (H // -2, "-H + H//2"),
        # what is whole needs no floor
        (C * (C + 1) // 2, "C**2/2 + C/2"),
        ((C * (C + 1) + 1) // 2, "C**2/2 + C/2"),
        ((C**3 - C) // 6, "C**3/6 - C/6"),
        # what is always the same is a number
        (H % 3 // 3, "0"),
        ((H % 3) // 5, "0"),
        ((H % 3 + W % 3) // 8, "0"),
        ((H % 3 + 25) // 8, "3"),
        ((H % 3) % 5, "H - 3*(H//3)"),
        (1 // C // 2, "0"),
        ((1 // C) // -2, "-(1//C)"),
        (H // (H + 1), "0"),
        (0 // H, "0"),
        # by a symbol: exact, or as it is
        (C * H // C, "H"),
        ((C * H + C) // C, "H + 1"),
        (C * H // (2 * C), "H//2"),
        (C * H // (C * W), "H//W"),
        (C**2 * H // (C * W), "C*H//W"),
        ((4 * C + 2) // (2 * W), "(2*C + 1)//W"),
        (H // (2 * C), "H//(2*C)"),
        (C // (2 * C), "0"),
        (-C // (2 * C), "-1"),
        (H // -C, "-H//C"),
        (H // (-C - 1), "-H//(C + 1)"),
        (H // (C - 1), "H//(C - 1)"),
        (H / 2 // C, "H//(2*C)"),
        (7 // C, "7//C"),
        (Fraction(7, 2) // C, "7//(2*C)"),
        (Fraction(2, 2) // C, "1//C"),
        # two floors, or a multiple of one, stay inside
        ((H // 2 + W // 2) // 2, "(H//2 + W//2)//2"),
        ((2 * (H // 2) + 1) // 3, "(2*(H//2) + 1)//3"),
        ((C * (H // 2) + H // 2) // 3, "(C*(H//2) + H//2)//3"),
        ((H // C + 1) // 2, "(H//C + 1)//2"),
        (2 * (H // 2) // 2, "H//2"),
    ],
)
def test_floors(value: Number, expected: str) -> None:
    assert text(value) == expected


@pytest.mark.parametrize("divisor", [1, 2, 3, 4, 6, -3])
@pytest.mark.parametrize("factor", [-5, -1, 1, 2, 3, 8])
@pytest.mark.parametrize("offset", [-7, 0, 1, 9])
def test_floors_have_the_right_value(factor: int, offset: int, divisor: int) -> None:
    quotient, rest = (factor * H + offset) // divisor, (factor * H + offset) % divisor
    for size in range(1, 201):
        assert evaluate(quotient, {"H": size}) == (factor * size + offset) // divisor
        assert evaluate(rest, {"H": size}) == (factor * size + offset) % divisor


@pytest.mark.parametrize("offset", [0, 1, 5])
@pytest.mark.parametrize("outer", [2, 3, 4])
@pytest.mark.parametrize("scale", [1, 2, 3])
@pytest.mark.parametrize("inner", [2, 3, 4])
def test_floors_of_scaled_floors_have_the_right_value(
    inner: int, scale: int, outer: int, offset: int
) -> None:
    def rescaled(size: Dim) -> Dim:
        once = scale * (size // inner) + offset
        return (scale * (once // outer) - offset) // inner + once // (size + 1)

    form = rescaled(H)
    for size in range(1, 201):
        assert evaluate(form, {"H": size}) == rescaled(size)


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (maximum(C, 8), "max(C, 8)"),
        (maximum(8, C), "max(C, 8)"),
        (maximum(C, D, 8, 3), "max(C, D, 8)"),
        (maximum(C, 1), "C"),
        (minimum(C, 1), "1"),
        (maximum(C, 2 * C), "2*C"),
        (minimum(C + 1, C + 3, H), "min(C + 1, H)"),
        (maximum(H, 2 * (H // 2)), "H"),
        # nested ones are one
        (maximum(maximum(C, 8), D), "max(C, D, 8)"),
        (maximum(maximum(C, 8), 16), "max(C, 16)"),
        (minimum(2 * minimum(C, 8), H), "min(2*C, H, 16)"),
        (maximum(-minimum(C, 8), -H), "max(-C, -H, -8)"),
        (minimum(maximum(C, 8), H), "min(H, max(C, 8))"),
        (maximum(maximum(C, 8) + 1, H), "max(H, max(C, 8) + 1)"),
        (minimum(minimum(C, 8) ** 2, H), "min(H, min(C, 8)**2)"),
        (maximum(C * maximum(H, 8), W), "max(C*max(H, 8), W)"),
        # one is enough
        (minimum(maximum(C, 8), 8), "8"),
        (maximum(minimum(C, 8), 8), "8"),
        (maximum(minimum(C, 8), C), "C"),
        # factors stand outside, so that the inside is whole
        (maximum(2 * C, 16), "2*max(C, 8)"),
        (minimum(C / 2, 8), "min(C, 16)/2"),
        (maximum(C / 2, Fraction(3, 4)), "max(2*C, 3)/4"),
        (8 * maximum((C + 4) // 8, 1) // 8, "max((C + 4)//8, 1)"),
    ],
)
def test_minima_and_maxima(value: Number, expected: str) -> None:
    assert text(value) == expected


def test_minima_and_maxima_have_the_right_value() -> None:
    form = maximum(C // 2, minimum(3 * C - 20, 30), 8) - minimum(C / 2, 9)
    for size in range(1, 101):
        least = min(Fraction(size, 2), Fraction(9))
        expected = max(size // 2, min(3 * size - 20, 30), 8) - least
        assert evaluate(form, {"C": size}) == expected


def test_a_value_that_is_put_in_brings_the_form_down_again() -> None:
    form = (2 * (H // 3) + W) // 4 + maximum(H, W)
    assert text(evaluate(form, {"H": 6 * h})) == "h + W//4 + max(W, 6*h)"
    assert text(evaluate(form, {"W": 2 * (H // 3)})) == "H + H//3"
    assert isinstance(form, Polynomial)
