"""Exact operators and functions on the values of a spec."""

from __future__ import annotations

import math
from contextlib import suppress
from fractions import Fraction
from itertools import groupby
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cnnspec.core.algebra import symbol
from cnnspec.language import arithmetic
from cnnspec.language.arithmetic import FUNCTIONS, OPERATORS, OperandError, is_exact, number, show

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
        (H, ">", 6, "E208", "{} cannot be ordered: H > 6", None),
        (7, ">", H, "E208", "{} cannot be ordered: H < 7", None),
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
        ("abs", (H - 3,), "E208", "{} cannot be ordered: H >= 3"),
        ("max", (C, 0.5), "E208", "an approximate number meets a symbol in {}"),
        ("make_divisible", (True,), "E203", "`make_divisible` needs numbers in {}"),
        ("make_divisible", (8, F(1, 2)), "E209", "the divisor is a whole number in {}"),
        ("make_divisible", (8, 0), "E208", "the divisor is at least 1 in {}"),
        ("make_divisible", (C,), "E208", "{} cannot be ordered: C >= 4"),
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
        ((5,), HUGE, "E208",
         "item a number of 10,000 bits is out of range in {}: the list has 1 item, counted from 0"),
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


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (3, True),
        (F(1, 2), True),
        (C, True),
        (True, True),
        ("relu", True),
        (0.5, False),
        (2.0, False),
        ((3, 3), True),
        ((3, 0.5), False),
        ((3, (1, 0.5)), False),
    ],
)
def test_is_exact(value: Value, expected: bool) -> None:
    assert is_exact(value) is expected


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


@given(NUMBERS)
def test_rounding_is_that_of_fractions(value: int | Fraction) -> None:
    given_value = number_of(value)
    assert same(call("floor", given_value), math.floor(value))
    assert same(call("ceil", given_value), math.ceil(value))
    assert same(call("round", given_value), round(value))
    square = apply(given_value, "*", given_value)
    assert same(call("sqrt", square), call("abs", given_value))


@given(
    st.floats(allow_nan=False, allow_infinity=False),
    st.one_of(NUMBERS, st.floats(allow_nan=False, allow_infinity=False)),
    st.sampled_from(list(OPERATORS)),
)
def test_approximate_numbers_stay_finite(left: float, right: Value, operator: str) -> None:
    with suppress(OperandError):
        result = apply(left, operator, right)
        assert not isinstance(result, float) or math.isfinite(result)
