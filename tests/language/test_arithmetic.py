"""Exact operators on the values of a spec."""

from __future__ import annotations

import math
from contextlib import suppress
from fractions import Fraction
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cnnspec.core.algebra import symbol
from cnnspec.language import arithmetic
from cnnspec.language.arithmetic import OPERATORS, OperandError, number

if TYPE_CHECKING:
    from cnnspec.language.arithmetic import Value

F = Fraction
C, H = symbol("C"), symbol("H")
HUGE = 2**9_999  # 10,000 bits, the most there may be


def apply(left: Value, operator: str, right: Value) -> Value:
    return OPERATORS[operator](left, right)


def same(found: Value, expected: Value) -> bool:
    """Equal and of the same kind: 1, 1.0 and true are three values."""
    return type(found) is type(expected) and found == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("0", 0),
        ("64", 64),
        ("08", 8),
        ("007", 7),
        ("1.0", 1),
        ("5.", 5),
        (".5", F(1, 2)),
        ("0.35", F(7, 20)),
        ("1.10", F(11, 10)),
        ("1e2", 100),
        ("1E+2", 100),
        ("1.5e1", 15),
        ("2.54e-2", F(127, 5000)),
        ("1200e-2", 12),
        ("100e-3", F(1, 10)),
        ("0e999999999999", 0),
        ("0.000", 0),
        ("1e3010", 10**3010),  # 9,999 bits
        ("0" * 900 + "1", 1),
    ],
)
def test_number(text: str, expected: Value) -> None:
    assert same(number(text), expected)


@pytest.mark.parametrize(
    "text", ["1e3011", "1e-3011", "1e99999999999", "1e-99999999999", "1e" + "9" * 900]
)
def test_number_beyond_the_limit(text: str) -> None:
    with pytest.raises(OperandError, match="larger than 10,000 bits") as caught:
        number(text)
    assert caught.value.code == "E208"


@pytest.mark.parametrize(
    ("left", "operator", "right", "expected"),
    [
        (F(11, 10), "*", 10, 11),
        (F(1, 2), "+", F(1, 2), 1),
        (F(3, 2), "-", F(1, 2), 1),
        (1, "+", F(1, 3), F(4, 3)),
        (7, "/", 2, F(7, 2)),
        (8, "/", 2, 4),
        (-7, "/", 2, F(-7, 2)),
        (F(1, 2), "/", F(1, 4), 2),
        (7, "//", 2, 3),
        (-7, "//", 2, -4),
        (7, "//", -2, -4),
        (F(7, 2), "//", 1, 3),
        (7.5, "//", 2, 3),  # whole, so exact again
        (7, "%", 3, 1),
        (-7, "%", 3, 2),
        (7, "%", -3, -2),
        (F(7, 2), "%", 1, F(1, 2)),
        (2, "**", 10, 1024),
        (2, "**", -1, F(1, 2)),
        (-2, "**", -3, F(-1, 8)),
        (F(2, 3), "**", 2, F(4, 9)),
        (F(2, 3), "**", -2, F(9, 4)),
        (F(1, 2), "**", -3, 8),
        (0, "**", 0, 1),
        (1, "**", 10**100, 1),
        (-1, "**", 10**100 + 1, -1),
        (0, "**", 10**100, 0),
        (4, "**", F(1, 2), 2.0),  # a fractional power is approximate
        (2, "**", 0.5, math.sqrt(2)),
        (1.5, "**", 2, 2.25),
        (-1.5, "**", 2, 2.25),
        (0.5, "+", 1, 1.5),
        (0.5, "*", F(1, 2), 0.25),
        (1, "/", 4.0, 0.25),
        (7.5, "%", 2, 1.5),
        (2**9_998, "+", 2**9_998, HUGE),
    ],
)
def test_arithmetic(left: Value, operator: str, right: Value, expected: Value) -> None:
    assert same(apply(left, operator, right), expected)


@pytest.mark.parametrize(
    ("left", "operator", "right", "code", "fact", "operands"),
    [
        (1, "/", 0, "E208", "division by zero in {}", (1,)),
        (1, "//", 0, "E208", "division by zero in {}", (1,)),
        (1, "%", 0, "E208", "division by zero in {}", (1,)),
        (F(1, 2), "/", 0, "E208", "division by zero in {}", (1,)),
        (1.5, "//", 0.0, "E208", "division by zero in {}", (1,)),
        (C, "/", 0, "E208", "division by zero in {}", (1,)),
        (0, "**", -1, "E208", "division by zero in {}", (0,)),
        (0.0, "**", -1, "E208", "division by zero in {}", (0,)),
        (True, "+", 1, "E203", "`+` needs numbers in {}", (0,)),
        (1, "-", False, "E203", "`-` needs numbers in {}", (1,)),
        ("relu", "*", 2, "E203", "`*` needs numbers in {}", (0,)),
        (2, "*", (1, 2), "E203", "`*` needs numbers in {}", (1,)),
        ("a", "+", "b", "E203", "`+` needs numbers in {}", (0,)),
        (1, "/", "b", "E203", "`/` needs numbers in {}", (1,)),
        (1, "**", True, "E203", "`**` needs numbers in {}", (1,)),
        (1, "<", True, "E203", "`<` needs numbers in {}", (1,)),
        ("a", ">=", 1, "E203", "`>=` needs numbers in {}", (0,)),
        ((1,), ">", (0,), "E203", "`>` needs numbers in {}", (0,)),
        (-8, "**", F(1, 3), "E208", "a fractional power of a negative number in {}", (0,)),
        (-8.0, "**", 0.5, "E208", "a fractional power of a negative number in {}", (0,)),
        (2, "**", 10_000, "E208", "a number larger than 10,000 bits in {}", None),
        (9, "**", 9**9, "E208", "a number larger than 10,000 bits in {}", None),
        (F(1, 2), "**", 9**99, "E208", "a number larger than 10,000 bits in {}", None),
        (2, "**", -(9**99), "E208", "a number larger than 10,000 bits in {}", None),
        (HUGE, "+", HUGE, "E208", "a number larger than 10,000 bits in {}", None),
        (-HUGE, "-", HUGE, "E208", "a number larger than 10,000 bits in {}", None),
        (HUGE, "*", 2, "E208", "a number larger than 10,000 bits in {}", None),
        (F(1, HUGE), "/", 2, "E208", "a number larger than 10,000 bits in {}", None),
        (F(1, 3**5000), "+", F(1, 2**5000), "E208", "a number larger than 10,000 bits in {}", None),
        (HUGE, "*", 0.5, "E208", "a number too large to approximate in {}", None),
        (1e308, "*", 10, "E208", "a number too large to approximate in {}", None),
        (1e308, "//", 1e-308, "E208", "a number too large to approximate in {}", None),
        (0.5, "/", F(1, HUGE), "E208", "a number too small to approximate in {}", None),
        (0.5, "//", F(1, HUGE), "E208", "a number too small to approximate in {}", None),
        (0.5, "%", F(1, HUGE), "E208", "a number too small to approximate in {}", None),
        (10.0, "**", 400, "E208", "a number too large to approximate in {}", None),
        (HUGE, "**", F(1, 2), "E208", "a number too large to approximate in {}", None),
        (C, "+", 0.5, "E208", "an approximate number meets a symbol in {}", None),
        (2, "**", C, "E208", "a symbol takes whole powers only, from 0, in {}", (1,)),
        (C, "**", -1, "E208", "a symbol takes whole powers only, from 0, in {}", (1,)),
        (C, "**", F(1, 2), "E208", "a symbol takes whole powers only, from 0, in {}", (1,)),
        (1, "/", C, "E208", "{} is exact only if 1 % C == 0", None),
        (H, ">", 6, "E208", "{} depends on symbols: H > 6", None),
        (7, ">", H, "E208", "{} depends on symbols: H < 7", None),
    ],
)
def test_objections(
    left: Value,
    operator: str,
    right: Value,
    code: str,
    fact: str,
    operands: tuple[int, ...] | None,
) -> None:
    with pytest.raises(OperandError) as caught:
        apply(left, operator, right)
    error = caught.value
    assert (error.code, error.fact, error.operands) == (code, fact, operands)


@pytest.mark.parametrize(
    ("left", "right", "expected"),
    [
        (3, 3, True),
        (3, 4, False),
        (F(1, 2), 0.5, True),
        (F(1, 3), 1 / 3, False),  # the float is only near
        (2, 2.0, True),
        (True, True, True),
        (True, False, False),
        (True, 1, False),  # a condition is no number
        (1, True, False),
        (0, False, False),
        ("relu", "relu", True),
        ("relu", "elu", False),
        ("relu", 0, False),
        ("true", True, False),
        ((3, 3), (3, 3), True),
        ((3, 3), (3, 5), False),
        ((3, 3), (3, 3, 3), False),
        ((1,), (True,), False),
        ((1, (2, "same")), (1, (2, "same")), True),
        ((1, (2, "same")), (1, (2, "causal")), False),
        ((), (), True),
        ((3,), 3, False),
        ((C * 2,), (C + C,), True),
        (C * 2, C + C, True),
        (C, H, False),
        (C, 1, False),
        ((H + 1) // 2, (H - 1) // 2 + 1, True),
    ],
)
def test_equality(left: Value, right: Value, expected: bool) -> None:
    assert apply(left, "==", right) is expected
    assert apply(right, "==", left) is expected
    assert apply(left, "!=", right) is not expected


@pytest.mark.parametrize(
    ("left", "right", "order"),
    [
        (1, 2, -1),
        (2, 2, 0),
        (F(1, 3), F(1, 2), -1),
        (F(5, 2), 2, 1),
        (0.5, F(1, 2), 0),
        (1.5, 2, -1),
        (1e300, HUGE, -1),
        (H + 1, H, 1),
        (C, 0, 1),  # a symbol is at least 1
    ],
)
def test_order(left: Value, right: Value, order: int) -> None:
    assert apply(left, "<", right) is (order < 0)
    assert apply(left, "<=", right) is (order <= 0)
    assert apply(left, ">", right) is (order > 0)
    assert apply(left, ">=", right) is (order >= 0)
    assert apply(right, "<", left) is (order > 0)


@pytest.mark.parametrize(
    ("found", "expected"),
    [
        (apply(C, "*", 2), C + C),
        (apply(C, "-", C), 0),
        (apply(C / 2, "*", 2), C),
        (apply(C, "/", 2), C * F(1, 2)),
        (apply(C * H, "/", H), C),
        (apply(C, "**", 2), C * C),
        (apply(C, "**", 0), 1),
        (apply(H + 1, "//", 2), (H + 1) // 2),
        (apply(H * 2 + 1, "%", 2), 1),
        (arithmetic.negate(C), 0 - C),
    ],
)
def test_symbols(found: Value, expected: Value) -> None:
    assert same(found, expected)


@pytest.mark.parametrize(
    ("values", "index", "expected"),
    [((5, 6), 0, 5), ((5, 6), 1, 6), ((5, (6, 7)), 1, (6, 7)), (("relu",), 0, "relu")],
)
def test_item(values: Value, index: Value, expected: Value) -> None:
    assert same(arithmetic.item(values, index), expected)


@pytest.mark.parametrize(
    ("values", "index", "code", "fact"),
    [
        ((5, 6), 2, "E208", "item 2 is out of range in {}: the list has 2 items, counted from 0"),
        ((5, 6), -1, "E208", "item -1 is out of range in {}: the list has 2 items, counted from 0"),
        (
            (5,),
            HUGE,
            "E208",
            "item a number of 10,000 bits is out of range in {}: "
            "the list has 1 item, counted from 0",
        ),
        ((), 0, "E208", "item 0 is out of range in {}: the list is empty"),
        (3, 0, "E203", "only a list has items, in {}"),
        ("relu", 0, "E203", "only a list has items, in {}"),
        ((5, 6), True, "E203", "the place in a list is a whole number, in {}"),
        ((5, 6), C, "E203", "the place in a list is a whole number, in {}"),
        ((5, 6), F(1, 2), "E209", "the place in a list is a whole number, in {}"),
        ((5, 6), 1.0, "E209", "the place in a list is a whole number, in {}"),
    ],
)
def test_item_objects(values: Value, index: Value, code: str, fact: str) -> None:
    with pytest.raises(OperandError) as caught:
        arithmetic.item(values, index)
    assert (caught.value.code, caught.value.fact) == (code, fact)


NUMBERS = st.one_of(
    st.integers(-(10**6), 10**6), st.fractions(max_denominator=1000), st.integers(-9, 9)
)


def whole(value: Fraction) -> Value:
    return value.numerator if value.denominator == 1 else value


@given(NUMBERS, NUMBERS)
def test_exact_arithmetic_is_that_of_fractions(left: int | Fraction, right: int | Fraction) -> None:
    one, other = F(left), F(right)
    left, right = number_of(left), number_of(right)
    assert same(apply(left, "+", right), whole(one + other))
    assert same(apply(left, "-", right), whole(one - other))
    assert same(apply(left, "*", right), whole(one * other))
    assert apply(left, "<", right) is (one < other)
    assert apply(left, "==", right) is (one == other)
    if other:
        assert same(apply(left, "/", right), whole(one / other))
        assert same(apply(left, "//", right), one // other)
        assert same(apply(left, "%", right), whole(one % other))


def number_of(value: int | Fraction) -> int | Fraction:
    """A fraction as the language has it: whole ones are integers."""
    return value.numerator if value.denominator == 1 else value


@given(NUMBERS, st.integers(-30, 30))
def test_whole_powers_are_exact(base: int | Fraction, exponent: int) -> None:
    if base == 0 and exponent < 0:
        return
    assert same(apply(number_of(base), "**", exponent), whole(F(base) ** exponent))


@given(
    st.floats(allow_nan=False, allow_infinity=False),
    st.one_of(NUMBERS, st.floats(allow_nan=False, allow_infinity=False)),
    st.sampled_from(list(OPERATORS)),
)
def test_approximate_numbers_stay_finite(left: float, right: Value, operator: str) -> None:
    with suppress(OperandError):
        result = apply(left, operator, right)
        assert not isinstance(result, float) or math.isfinite(result)
