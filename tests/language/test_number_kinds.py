"""The kinds of numbers, and which of them is the widest of several."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

import pytest

from cnnspec.core.algebra import symbol
from cnnspec.language.arithmetic import OperandError
from cnnspec.language.number_kinds import (
    APPROXIMATE,
    FRACTION,
    INTEGER,
    SYMBOLIC,
    level,
    rank,
)

if TYPE_CHECKING:
    from cnnspec.language.arithmetic import Value

F = Fraction
C = symbol("C")


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (3, INTEGER),
        (F(1, 2), FRACTION),
        (0.5, APPROXIMATE),
        (C, SYMBOLIC),
        (C / 2, SYMBOLIC),
        (True, -1),
        ("relu", -1),
        ((3, 3), -1),
    ],
)
def test_rank(value: Value, expected: int) -> None:
    assert rank(value) == expected


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ((3,), INTEGER),
        ((3, F(1, 2)), FRACTION),
        ((0.5, 3, F(1, 2)), APPROXIMATE),
        ((3, C, F(1, 2)), SYMBOLIC),
    ],
)
def test_level_is_the_widest_kind(values: tuple[Value, ...], expected: int) -> None:
    assert level("max", *values) == expected


def test_level_names_the_first_value_that_is_no_number() -> None:
    with pytest.raises(OperandError) as caught:
        level("max", 3, "relu", True)
    assert (caught.value.fact, caught.value.operands) == ("`max` needs numbers in {}", (1,))
