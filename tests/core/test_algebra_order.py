"""Questions about values with symbols: what is decided, and what is not."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

import pytest

from cnnspec.core.algebra import (
    Number,
    Undecidable,
    divides,
    is_at_most,
    is_equal,
    is_integer,
    is_less,
    maximum,
    minimum,
    symbol,
)
from cnnspec.core.algebra_order import bounds

C, H, W = symbol("C"), symbol("H"), symbol("W")


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (3, (3, 3)),
        (Fraction(1, 2), (Fraction(1, 2), Fraction(1, 2))),
        (H, (1, None)),
        (-H, (None, -1)),
        (H / 2, (Fraction(1, 2), None)),
        (3 * H - 2, (1, None)),
        (C * H * W, (1, None)),
        (H - W, (None, None)),
        (H**2 - H, (0, None)),
        (C * H - C, (0, None)),
        (H**2 - 4 * H, (None, None)),  # at least -4, which a shift to 0 does not show
        (H // 2, (0, None)),
        ((H + 31) // 32, (1, None)),
        ((H - 3) // 2, (-1, None)),
        (-H // 2, (None, -1)),
        (H % 2, (0, 1)),
        (H % 32, (0, 31)),
        (5 * (H % 32) + 7, (7, 162)),
        (H % 2 - W % 3, (-2, 1)),
        (H % 2 * (W % 3), (None, None)),  # 0 to 2, but a product is multiplied out
        (2 * (H // 2) - H, (-1, 0)),
        (H - H // 2 - (H + 1) // 2, (0, 0)),
        (C * (H // 2) * 2 - C * H, (None, 0)),
        (7 // C, (0, 7)),
        (-7 // C, (-7, -1)),
        (7 // (C + 1), (0, 3)),
        (-7 // (C + 1), (-4, -1)),
        (H // C, (0, None)),
        (H // (C - W), (None, None)),
        (H // (C - 1), (None, None)),
        (-7 // C * (H // 2), (None, None)),  # at most 0, for H = 1
        ((H + 15) // minimum(C, 8), (2, None)),
        ((-H - 15) // minimum(C, 8), (None, -2)),
        (minimum(C, 8), (1, 8)),
        (maximum(C, 8), (8, None)),
        (minimum(C, H), (1, None)),
        (minimum(C - H, 8), (None, 8)),
        (maximum(C - H, 8), (8, None)),
        (maximum(8 - C, 8 - H), (None, 7)),
        (minimum(-C, 8 - H), (None, -1)),
        (maximum(C, 8) - minimum(C, 8), (0, None)),
        (maximum(C, H) - C, (0, None)),
        (C - minimum(C, H), (0, None)),
        (maximum(C, 8) ** 2, (64, None)),
        (maximum(C, 8) * W - 2 * maximum(C, 8), (None, None)),  # -C for W = 1
        (maximum(C, 8) * (1 - W) + 8 * W, (None, 8)),
        (maximum(C - 20, -5) ** 2, (None, None)),  # 0 for C = 20
        (minimum(C, 8) - 9, (-8, -1)),
        (-3 * minimum(C, 8), (-24, -3)),
    ],
)
def test_bounds(value: Number, expected: tuple[Number | None, Number | None]) -> None:
    assert bounds(value) == expected


def test_what_is_too_large_to_write_out_has_no_bounds() -> None:
    assert bounds((H + 1) ** 400 - 2 * H**400) == (None, None)
    assert bounds((H // 2) ** 900 - H) == (None, None)


@pytest.mark.parametrize(
    ("left", "right", "less", "at_most", "equal"),
    [
        (2, 3, True, True, False),
        (3, 3, False, True, True),
        (4, 3, False, False, False),
        (Fraction(1, 2), 1, True, True, False),
        (0, H, True, True, False),
        (1, H, None, True, None),
        (H, 1, False, None, None),
        (H, 0, False, False, False),
        (H, 7, None, None, None),
        (H, H, False, True, True),
        (H, H + 1, True, True, False),
        (H, W, None, None, None),
        (H + 1, 2 * H, None, True, None),
        (2 * (H // 2), H, None, True, None),
        (2 * (H // 2) - 1, H, True, True, False),
        (H - H // 2, (H + 1) // 2, False, True, True),
        (2 * C, 2 * H + 1, None, None, False),  # even and odd
        (C / 2, H + Fraction(1, 3), None, None, False),
        (6 * C, 4 * H + 1, None, None, False),
        (6 * C, 4 * H + 2, None, None, None),
        (C, maximum(C, 8), None, True, None),
        (maximum(C, 8), 8, False, None, None),
        (minimum(C, 8), 9, True, True, False),
        (27 * C**2, 49 * C**2, True, True, False),
        (27 * C**2 * H * W, 49 * C**2 * H * W, True, True, False),
        (64 * C, C**2, None, None, None),
    ],
)
def test_comparisons(
    left: Number, right: Number, less: bool | None, at_most: bool | None, equal: bool | None
) -> None:
    assert is_less(left, right) is less
    assert is_at_most(left, right) is at_most
    assert is_equal(left, right) is equal
    assert is_equal(right, left) is equal


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (3, True),
        (Fraction(4, 2), True),
        (Fraction(1, 2), False),
        (2 * C, True),
        (C / 2, None),
        (C + Fraction(1, 2), False),
        ((2 * C + 1) / 2, False),
        (C * (C + 1) / 2, True),
        (C * (C + 1) * (C + 2) / 6, True),
        (C * H / 2, None),
        ((C**2 + 1) / 4, False),  # squares leave 0 or 1
        (C * H * W / 100, None),
        ((100 * C * H * W + 3) / 200, False),
        (H // 2 / 2, None),
        (minimum(C, 16) / 2, None),
    ],
)
def test_whole_numbers(value: Number, expected: bool | None) -> None:
    assert is_integer(value) is expected


@pytest.mark.parametrize(
    ("divisor", "value", "expected"),
    [
        (3, 6, True),
        (4, 6, False),
        (-3, 6, True),
        (0, 0, True),
        (0, 6, False),
        (0, H, False),
        (0, H - 1, None),
        (2, Fraction(1, 2), False),
        (Fraction(1, 2), 3, True),
        (8, C, None),
        (8, 16 * C, True),
        (4, 2 * C, None),
        (4, 2 * C + 1, False),
        (2, C * (C + 1), True),
        (C, C, True),
        (C, C * H, True),
        (C, C * H + C, True),
        (2 * C, C * H, None),
        (2 * C, C, False),
        (C, 8, None),
        (C, 0, True),
        (H + 1, H, False),
        (C, H, None),
    ],
)
def test_divisibility(divisor: Number, value: Number, expected: bool | None) -> None:
    assert divides(divisor, value) is expected


def test_operators_that_are_decided() -> None:
    assert H + 3 > 0
    assert 2 * H >= H + 1
    assert not H < 1
    assert not H + 3 <= 0
    assert Fraction(1, 2) < H
    assert H
    assert H // 2 + 1
    assert max(H, H + 1) == H + 1
    assert not H - H // 2 - (H + 1) // 2


@pytest.mark.parametrize(
    ("ask", "condition"),
    [
        (lambda: H >= 7, "H >= 7"),
        (lambda: H > 7, "H > 7"),
        (lambda: H < 7, "H < 7"),
        (lambda: H <= 7, "H <= 7"),
        (lambda: bool(H - 3), "H != 3"),
        (lambda: not H % 2, "H != 2*(H//2)"),
        (lambda: H - 6 >= 1, "H >= 7"),
        (lambda: sorted([W, H]), "H < W"),
    ],
)
def test_operators_that_are_not_decided(ask: Callable[[], object], condition: str) -> None:
    with pytest.raises(Undecidable) as undecided:
        ask()
    assert undecided.value.condition == condition
    assert str(undecided.value) == f"`{condition}` depends on the values of the symbols"
