"""The functions of the language, by the names that a spec calls them."""

from __future__ import annotations

import math
from fractions import Fraction
from itertools import groupby
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cnnspec.core.algebra import symbol
from cnnspec.language.arithmetic import OPERATORS, OperandError, number
from cnnspec.language.signatures import FUNCTIONS

if TYPE_CHECKING:
    from cnnspec.language.arithmetic import Value

F = Fraction
C, H = symbol("C"), symbol("H")
HUGE = 2**9_999  # 10,000 bits, the most there may be


def apply(left: Value, operator: str, right: Value) -> Value:
    return OPERATORS[operator](left, right)


def call(name: str, *values: Value) -> Value:
    return FUNCTIONS[name].call(*values)


def same(found: Value, expected: Value) -> bool:
    """Equal and of the same kind: 1, 1.0 and true are three values."""
    return type(found) is type(expected) and found == expected


@pytest.mark.parametrize("name", FUNCTIONS)
def test_a_usage_begins_with_the_name(name: str) -> None:
    assert FUNCTIONS[name].usage.startswith(f"{name}(")


@pytest.mark.parametrize(
    ("name", "values", "expected"),
    [
        ("floor", (F(7, 2),), 3),
        ("floor", (F(-7, 2),), -4),
        ("floor", (5,), 5),
        ("floor", (2.9,), 2),
        ("ceil", (F(7, 2),), 4),
        ("ceil", (F(-7, 2),), -3),
        ("ceil", (2.1,), 3),
        ("round", (F(5, 2),), 2),  # halves to even
        ("round", (F(7, 2),), 4),
        ("round", (F(-5, 2),), -2),
        ("round", (F(8, 3),), 3),
        ("round", (2.5,), 2),
        ("round", (7,), 7),
        ("abs", (-3,), 3),
        ("abs", (F(-1, 2),), F(1, 2)),
        ("abs", (-1.5,), 1.5),
        ("sum", ((1, 2, 3),), 6),
        ("sum", ((F(1, 2), F(1, 2)),), 1),
        ("sum", ((),), 0),
        ("len", ((1, 2, 3),), 3),
        ("len", (("relu", True),), 2),
        ("len", ((),), 0),
        ("min", (3, 2), 2),
        ("min", (3, F(5, 2), 4), F(5, 2)),
        ("min", ((3, 1, 2),), 1),
        ("min", ((3,),), 3),
        ("max", (3, 2), 3),
        ("max", (1, 1.5), 1.5),
        ("max", ((3, 1, 2),), 3),
        ("log", (1,), 0.0),  # approximate even where it looks exact
        ("log", (2,), math.log(2)),
        ("log", (F(1, 2),), math.log(0.5)),
        ("log", (HUGE,), 9_999 * math.log(2)),
        ("log2", (8,), 3),
        ("log2", (1,), 0),
        ("log2", (F(1, 8),), -3),
        ("log2", (HUGE,), 9_999),
        ("log2", (F(1, HUGE),), -9_999),
        ("log2", (10,), math.log2(10)),
        ("log2", (F(3, 8),), math.log2(0.375)),
        ("log2", (8.0,), 3.0),
        ("log2", (F(3, HUGE),), math.log2(3) - 9_999),  # below the range of a float
        ("sqrt", (49,), 7),
        ("sqrt", (0,), 0),
        ("sqrt", (F(9, 4),), F(3, 2)),
        ("sqrt", (F(1, 4),), F(1, 2)),
        ("sqrt", (2**9_998,), 2**4_999),
        ("sqrt", (2,), math.sqrt(2)),
        ("sqrt", (F(1, 2),), math.sqrt(0.5)),
        ("sqrt", (2.25,), 1.5),
    ],
)
def test_functions(name: str, values: tuple[Value, ...], expected: Value) -> None:
    assert same(call(name, *values), expected)


@pytest.mark.parametrize(
    ("name", "values", "code", "fact"),
    [
        ("floor", (True,), "E203", "`floor` needs numbers in {}"),
        ("round", ("relu",), "E203", "`round` needs numbers in {}"),
        ("abs", ((1,),), "E203", "`abs` needs numbers in {}"),
        ("sum", (3,), "E203", "`sum` needs a list of numbers in {}"),
        ("sum", ((1, True),), "E203", "`sum` needs a list of numbers in {}"),
        ("sum", ((HUGE, HUGE),), "E208", "a number larger than 10,000 bits in {}"),
        ("len", (3,), "E203", "`len` needs a list in {}"),
        ("len", ("relu",), "E203", "`len` needs a list in {}"),
        ("min", (3,), "E203", "`min` needs a list of numbers in {}"),
        ("min", (3, (1, 2)), "E203", "`min` needs numbers in {}"),
        ("max", ((),), "E208", "`max` of an empty list in {}"),
        ("max", ((1, "a"),), "E203", "`max` needs a list of numbers in {}"),
        ("log", (0,), "E208", "`log` needs a number above 0 in {}"),
        ("log2", (-1,), "E208", "`log2` needs a number above 0 in {}"),
        ("sqrt", (-1,), "E208", "the root of a negative number in {}"),
        ("sqrt", (HUGE,), "E208", "a number too large to approximate in {}"),
        ("sqrt", (C,), "E208", "`sqrt` does not take symbols, in {}"),
        ("log", (C,), "E208", "`log` does not take symbols, in {}"),
        ("log2", (C,), "E208", "`log2` does not take symbols, in {}"),
        ("round", (C / 2,), "E208", "a symbol cannot be rounded in {}"),
        ("abs", (H - 3,), "E208", "{} depends on symbols: H >= 3"),
        ("max", (C, 0.5), "E208", "an approximate number meets a symbol in {}"),
        ("make_divisible", (True,), "E203", "`make_divisible` needs numbers in {}"),
        ("make_divisible", (8, F(1, 2)), "E209", "the divisor is a whole number in {}"),
        ("make_divisible", (8, 0), "E208", "the divisor is at least 1 in {}"),
        ("make_divisible", (C,), "E208", "{} depends on symbols: C >= 4"),
    ],
)
def test_functions_object(name: str, values: tuple[Value, ...], code: str, fact: str) -> None:
    with pytest.raises(OperandError) as caught:
        call(name, *values)
    assert (caught.value.code, caught.value.fact) == (code, fact)


@pytest.mark.parametrize(
    ("value", "divisor", "expected"),
    [
        # torchvision, squeeze-and-excitation of mobilenet_v3_small: widths 16 to 576 over 4
        (4, 8, 8),
        (24, 8, 24),
        (60, 8, 64),
        (30, 8, 32),
        (36, 8, 40),  # a half goes up
        (72, 8, 72),
        (144, 8, 144),
        # torchvision, mobilenet_v3_large: 72/4 loses over a tenth as 16
        (18, 8, 24),
        (120, 8, 120),
        # torchvision, efficientnet_b3: the widths of B0 times 1.2
        (F(192, 10), 8, 24),
        (F(288, 10), 8, 32),
        (F(384, 10), 8, 40),
        (F(1344, 10), 8, 136),
        (F(2304, 10), 8, 232),
        (12, 8, 16),  # torchvision, mnasnet0_75: 16 times 0.75
        # the edges of the rule
        (F(112, 10), 8, 16),  # 32 * 0.35: 8 would lose 29 %
        (10, 9, 9),  # loses exactly a tenth, which is allowed
        (F(1001, 100), 9, 18),
        (0, 8, 8),
        (-5, 8, 8),
        (1, 8, 8),
        (20, 8, 24),
        (F(1999, 100), 8, 24),  # 16 would lose 20 %
        (100, 7, 98),
        (100, 1, 100),
        (36.0, 8, 40),
        (11.2, 8, 16),
        (C * 16, 8, C * 16),
    ],
)
def test_make_divisible(value: Value, divisor: Value, expected: Value) -> None:
    assert same(call("make_divisible", value, divisor), expected)


def test_make_divisible_by_8_unless_told() -> None:
    assert call("make_divisible", 60) == 64


@given(st.fractions(0, 3000, max_denominator=1000), st.integers(1, 64))
def test_make_divisible_is_the_published_rule(value: Fraction, divisor: int) -> None:
    nearest = max(divisor, int(value + F(divisor, 2)) // divisor * divisor)
    expected = nearest + divisor if nearest < F(9, 10) * value else nearest
    assert call("make_divisible", value, divisor) == expected


@pytest.mark.parametrize(
    ("found", "expected"),
    [
        (call("floor", H / 2), H // 2),
        (call("ceil", H / 2), (H + 1) // 2),
        (call("round", H), H),
        (call("abs", -H), H),
        (call("min", C, C + 1), C),
        (call("max", (C, C + 1, 0)), C + 1),
        (call("sum", (C, C, 1)), C * 2 + 1),
    ],
)
def test_symbols(found: Value, expected: Value) -> None:
    assert same(found, expected)


@pytest.mark.parametrize(
    ("depth", "w0", "wa", "wm", "group", "expected"),
    [
        # torchvision regnet_x_400mf, regnet_y_1_6gf, regnet_x_32gf: width and number of blocks
        (22, 24, "24.48", "2.54", 16, [(32, 1), (64, 2), (160, 7), (400, 12)]),
        (27, 48, "20.71", "2.65", 24, [(48, 2), (120, 6), (336, 17), (888, 2)]),
        (23, 320, "69.86", "2.0", 168, [(336, 2), (672, 7), (1344, 13), (2520, 1)]),
    ],
)
def test_regnet_widths(
    depth: int, w0: int, wa: str, wm: str, group: int, expected: list[tuple[int, int]]
) -> None:
    slope, ratio = number(wa), number(wm)
    widths = []
    for block in range(depth):
        linear = apply(w0, "+", apply(slope, "*", block))
        steps = apply(call("log", apply(linear, "/", w0)), "/", call("log", ratio))
        snapped = apply(w0, "*", apply(ratio, "**", call("round", steps)))
        width = apply(8, "*", call("round", apply(snapped, "/", 8)))
        widths.append(call("make_divisible", width, call("min", group, width)))
    assert [(width, len(list(run))) for width, run in groupby(widths)] == expected


NUMBERS = st.one_of(
    st.integers(-(10**6), 10**6), st.fractions(max_denominator=1000), st.integers(-9, 9)
)


def number_of(value: int | Fraction) -> int | Fraction:
    """A fraction as the language has it: whole ones are integers."""
    return value.numerator if value.denominator == 1 else value


@given(NUMBERS)
def test_rounding_is_that_of_fractions(value: int | Fraction) -> None:
    given_value = number_of(value)
    assert same(call("floor", given_value), math.floor(value))
    assert same(call("ceil", given_value), math.ceil(value))
    assert same(call("round", given_value), round(value))
    square = apply(given_value, "*", given_value)
    assert same(call("sqrt", square), call("abs", given_value))
