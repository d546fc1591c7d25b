"""Polynomials taken apart."""

from __future__ import annotations

from fractions import Fraction

import pytest

from cnnspec.core.algebra import Dim, Number, Polynomial, symbol
from cnnspec.core.algebra_forms import clear, exact_quotient, names_in, residues, scale, split

C, H = symbol("C"), symbol("H")


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (6, (6, 1)),
        (Fraction(3, 4), (3, 4)),
        (Fraction(4, 4), (1, 1)),
        (2 * C, (2 * C, 1)),
        (C / 2 + H / 3, (3 * C + 2 * H, 6)),
        (C / 2 + Fraction(1, 4), (2 * C + 1, 4)),
    ],
)
def test_clear(value: Number, expected: tuple[Dim, int]) -> None:
    assert clear(value) == expected
    assert [type(part) for part in clear(value)] == [type(part) for part in expected]


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (6, (0, 6, 0)),
        (6 * C, (6, 0, C)),
        (6 * C - 4 * H + 3, (2, 3, 3 * C - 2 * H)),
    ],
)
def test_split(value: Dim, expected: tuple[int, int, Dim]) -> None:
    assert split(value) == expected


@pytest.mark.parametrize(
    ("value", "factor", "divisor", "expected"),
    [
        (3, 2, 6, 1),
        (4 * C + 2, 1, 2, 2 * C + 1),
        (Fraction(1, 2), 4, 1, 2),
        (C, 3, 2, 3 * C / 2),
    ],
)
def test_scale(value: Number, factor: int, divisor: int, expected: Number) -> None:
    assert scale(value, factor, divisor) == expected
    assert type(scale(value, factor, divisor)) is type(expected)


@pytest.mark.parametrize(
    ("value", "divisor", "expected"),
    [
        (0, C, 0),
        (C * H, C, H),
        (C**2 - 1, C + 1, C - 1),
        ((C + H) ** 4, (C + H) ** 3, C + H),
        (C, 2 * C, Fraction(1, 2)),
        (6, C, None),
        (C + 1, C, None),
        (C, C**2, None),
        (C**2 + H**2, C + H, None),
        # steps that would not end within the bounds
        (C**1000, 2**6000 * C + 1, None),
        (C**500, C - H**500, None),
    ],
)
def test_exact_quotient(value: Number, divisor: Polynomial, expected: Number | None) -> None:
    assert exact_quotient(value, divisor) == expected


@pytest.mark.parametrize(
    ("value", "divisor", "expected"),
    [
        (C, 3, {0, 1, 2}),
        (2 * C + 1, 4, {1, 3}),
        (C * (C + 1), 2, {0}),
        (C**2, 4, {0, 1}),
        (C**2 + H**2, 4, {0, 1, 2}),
        (C * H, 100, None),
    ],
)
def test_residues(value: Polynomial, divisor: int, expected: set[int] | None) -> None:
    assert residues(value, divisor) == expected


def test_names_are_found_in_what_is_shared() -> None:
    size: Dim = H
    for _ in range(9):
        size = (3 * size + 1) // 2
    assert names_in(size * C) == {"C", "H"}
