"""How values and conditions are written."""

from __future__ import annotations

from fractions import Fraction

import pytest

from cnnspec.core.algebra import Number, condition, maximum, minimum, symbol, text
from cnnspec.core.algebra_atoms import Relation
from cnnspec.core.algebra_text import divisibility

C, D, H, W = symbol("C"), symbol("D"), symbol("H"), symbol("W")


@pytest.mark.parametrize(
    ("value", "pretty", "plain"),
    [
        (0, "0", "0"),
        (-1234567, "-1234567", "-1234567"),
        (Fraction(-3, 2), "-3/2", "-3/2"),
        (C, "C", "C"),
        (-C, "-C", "-C"),
        # 3x3 stacks against one 7x7, https://arxiv.org/abs/1409.1556 section 2.3
        (3 * (3 * 3 * C * C), "27·C²", "27*C**2"),
        (27 * C**2 * H * W, "27·C²·H·W", "27*C**2*H*W"),
        (64 * C * H * W + 64, "64·C·H·W + 64", "64*C*H*W + 64"),
        (1234567 * C, "1234567·C", "1234567*C"),
        (C**12, "C¹²", "C**12"),
        (C**305, "C³⁰⁵", "C**305"),
        # highest degree first, then names
        (W + H + C * H + C**2 + 1, "C² + C·H + H + W + 1", "C**2 + C*H + H + W + 1"),
        (C * H**2 + C**2 * H, "C²·H + C·H²", "C**2*H + C*H**2"),
        (1 - C, "-C + 1", "-C + 1"),
        (C - 2 * H - 3, "C - 2·H - 3", "C - 2*H - 3"),
        # fractions
        (C / 2, "C/2", "C/2"),
        (-C / 2, "-C/2", "-C/2"),
        (3 * C / 2, "3·C/2", "3*C/2"),
        (C - Fraction(3, 4) * C**2 * H, "-3·C²·H/4 + C", "-3*C**2*H/4 + C"),
        (C + Fraction(1, 2), "(2·C + 1)/2", "(2*C + 1)/2"),
        # floors
        ((H + 31) // 32, "⌊(H + 31)/32⌋", "(H + 31)//32"),
        (H // 2, "⌊H/2⌋", "H//2"),
        (3 * H // 4, "⌊3·H/4⌋", "3*H//4"),
        ((H + 1) // 2 - 1, "⌊(H + 1)/2⌋ - 1", "(H + 1)//2 - 1"),
        (H - H // 2, "H - ⌊H/2⌋", "H - H//2"),
        (3 - H // 2, "-⌊H/2⌋ + 3", "-(H//2) + 3"),
        (64 * ((H + 1) // 2), "64·⌊(H + 1)/2⌋", "64*((H + 1)//2)"),
        (C * (H // 2), "C·⌊H/2⌋", "C*(H//2)"),
        (H // 3 / 2, "⌊H/3⌋/2", "(H//3)/2"),
        ((H // 2) ** 2 * C, "C·⌊H/2⌋²", "C*(H//2)**2"),
        (H // C, "⌊H/C⌋", "H//C"),
        (-H // C, "⌊-H/C⌋", "-H//C"),
        (-7 // C, "⌊-7/C⌋", "-7//C"),
        (H // (2 * C), "⌊H/(2·C)⌋", "H//(2*C)"),
        ((H + 1) // (C + 2), "⌊(H + 1)/(C + 2)⌋", "(H + 1)//(C + 2)"),
        (2 * (H // 3) // 3, "⌊2·⌊H/3⌋/3⌋", "2*(H//3)//3"),
        (H // 2 // C, "⌊⌊H/2⌋/C⌋", "(H//2)//C"),
        (-(H // 2) // C, "⌊-⌊H/2⌋/C⌋", "-(H//2)//C"),
        # minima and maxima
        (maximum(C, 8), "max(C, 8)", "max(C, 8)"),
        (-maximum(C, 8), "-max(C, 8)", "-max(C, 8)"),
        (C * minimum(D, H // 2, 8) ** 2, "C·min(D, ⌊H/2⌋, 8)²", "C*min(D, H//2, 8)**2"),
        (maximum(C, 8) * (H // 2), "⌊H/2⌋·max(C, 8)", "(H//2)*max(C, 8)"),
        (maximum(C + 1, H), "max(C + 1, H)", "max(C + 1, H)"),
    ],
)
def test_text(value: Number, pretty: str, plain: str) -> None:
    assert text(value, unicode=True) == pretty
    assert text(value, unicode=False) == plain


@pytest.mark.parametrize(
    ("left", "relation", "right", "expected"),
    [
        (1, "<", 2, "1 < 2"),
        (H, "==", H, "H == H"),
        (H, ">=", 7, "H >= 7"),
        (7, "<=", H, "H >= 7"),
        (7, "<", H, "H > 7"),
        (7, "==", H, "H == 7"),
        (H - 6, ">=", 1, "H >= 7"),
        (1 - H, ">", -7, "H < 8"),
        (2 * H, ">=", 7, "H >= 4"),
        (2 * H, ">", 7, "H > 3"),
        (2 * H, "<=", 7, "H <= 3"),
        (2 * H, "<", 7, "H < 4"),
        (H / 2, ">=", Fraction(7, 3), "H >= 5"),
        (2 * H, "==", 8, "H == 4"),
        (2 * H, "==", 7, "2*H == 7"),
        (2 * H, "!=", 8, "H != 4"),
        (H, "<", W, "H < W"),
        (H - W, ">=", 5, "H >= W + 5"),
        (H - W, ">=", -5, "H >= W - 5"),
        (2 * H - 3 * W - 5, ">=", 0, "2*H >= 3*W + 5"),
        (5 - H - W, ">=", 0, "H + W <= 5"),
        (C * H, "<=", 100, "C*H <= 100"),
        # a floor is solved for what it rounds
        (H // 2, ">=", 3, "H >= 6"),
        (H // 2, ">", 3, "H >= 8"),
        (H // 2, "<", 3, "H < 6"),
        (H // 2, "<=", 3, "H < 8"),
        (H // 2, "==", 3, "H//2 == 3"),
        (3 - H // 2, "<", 1, "H >= 6"),
        (3 * ((H + 1) // 4) - 6, ">=", 1, "H >= 11"),
        ((2 * (H // 3) + 1) // 3, ">=", 4, "H >= 18"),
        # LeNet: both windows of 5, both pools of 2, then 5 more
        (((H - 4) // 2 - 4) // 2, ">=", 5, "H >= 32"),
        (H // C, ">=", 3, "H//C >= 3"),
        ((H // 2) ** 2, ">=", 3, "(H//2)**2 >= 3"),
        (H // 2 + W // 2, ">=", 3, "H//2 + W//2 >= 3"),
        (maximum(C, 8), ">", 9, "max(C, 8) > 9"),
    ],
)
def test_conditions(left: Number, relation: Relation, right: Number, expected: str) -> None:
    assert condition(left, relation, right) == expected


@pytest.mark.parametrize(
    ("divisor", "value", "expected"),
    [
        (4, C, "C % 4 == 0"),
        (C, 4, "4 % C == 0"),
        (2 * C, H + 1, "(H + 1) % (2*C) == 0"),
        (4, H // 2, "(H//2) % 4 == 0"),
    ],
)
def test_divisibility(divisor: Number, value: Number, expected: str) -> None:
    assert divisibility(divisor, value) == expected
