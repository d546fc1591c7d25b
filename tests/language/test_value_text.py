"""Values as messages say them."""

from __future__ import annotations

import math
from fractions import Fraction
from typing import TYPE_CHECKING

import pytest

from cnnspec.core.algebra import symbol
from cnnspec.language.value_text import show

if TYPE_CHECKING:
    from cnnspec.language.arithmetic import Value

F = Fraction
H = symbol("H")
HUGE = 2**9_999


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (3, "3"),
        (-3, "-3"),
        (True, "true"),
        (False, "false"),
        (F(15, 2), "7.5"),
        (F(7, 20), "0.35"),
        (F(56, 5), "11.2"),
        (F(1, 8), "0.125"),
        (F(-1, 10_000), "-0.0001"),
        (F(2, 3), "2/3"),
        (F(1, 10_007), "1/10007"),
        (F(10**12 + 1, 2), "1000000000001/2"),
        (math.log2(3), "about 1.58496"),
        ("relu", "the word relu"),
        ((3, 3), "[3, 3]"),
        ((1, "same", (F(1, 2), True)), "[1, same, [0.5, true]]"),
        ((), "[]"),
        (tuple(range(9)), "[0, 1, 2, 3, 4, 5, 6, 7, …]"),
        (2**128, "a number of 129 bits"),
        (HUGE, "a number of 10,000 bits"),
        (F(1, 3**100), "a fraction of 159 bits"),
        (H + 1, "H + 1"),
    ],
)
def test_show(value: Value, expected: str) -> None:
    assert show(value) == expected
