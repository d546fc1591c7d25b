"""Arithmetic of polynomials, held against sympy, and the bounds on their size."""

from __future__ import annotations

import copy
import pickle
from collections.abc import Callable
from fractions import Fraction
from typing import Any

import pytest
import sympy  # type: ignore[import-untyped]  # sympy ships no types
from hypothesis import given, settings
from hypothesis import strategies as st

from cnnspec.core.algebra import (
    Number,
    Polynomial,
    TooLarge,
    Undecidable,
    evaluate,
    maximum,
    symbol,
    text,
)
from cnnspec.core.algebra_atoms import MAX_NESTING

C, H, W = symbol("C"), symbol("H"), symbol("W")
SYMBOLS = {"C": C, "H": H, "W": W}
ORACLE = {name: sympy.Symbol(name, positive=True, integer=True) for name in SYMBOLS}

terms = st.tuples(
    st.fractions(min_value=-9, max_value=9, max_denominator=6),
    st.tuples(st.integers(0, 3), st.integers(0, 2), st.integers(0, 2)),
)
sums = st.lists(terms, max_size=4)


def form_of(parts: list[Any]) -> Number:
    total: Number = 0
    for factor, (c, h, w) in parts:
        total = total + factor * (C**c * H**h * W**w)
    return total


def oracle_of(parts: list[Any]) -> Any:
    c, h, w = ORACLE.values()
    total = sympy.Integer(0)
    for factor, (i, j, k) in parts:
        total += sympy.Rational(factor.numerator, factor.denominator) * c**i * h**j * w**k
    return total


def agrees(form: Number, oracle: Any) -> bool:
    told = sympy.sympify(text(form), locals=ORACLE, rational=True)
    return bool(sympy.expand(told - oracle) == 0)


@settings(deadline=None, max_examples=60)
@given(sums, sums, st.integers(0, 3))
def test_sums_products_and_powers_are_those_of_sympy(left: Any, right: Any, power: int) -> None:
    a, b, x, y = form_of(left), form_of(right), oracle_of(left), oracle_of(right)
    assert agrees(a + b, x + y)
    assert agrees(a - b, x - y)
    assert agrees(a * b, x * y)
    assert agrees(a**power, x**power)
    assert (a == b) is (sympy.expand(x - y) == 0)


@settings(deadline=None, max_examples=60)
@given(sums, sums)
def test_quotients_are_exact_where_sympy_leaves_no_remainder(left: Any, right: Any) -> None:
    a, b, x, y = form_of(left), form_of(right), oracle_of(left), oracle_of(right)
    if not isinstance(b, Polynomial):
        return
    assert a * b / b == a
    _, rest = sympy.div(sympy.expand(x), sympy.expand(y), *ORACLE.values(), domain="QQ")
    if rest == 0:
        assert agrees(a / b, sympy.cancel(x / y))
    else:
        with pytest.raises(Undecidable):
            a / b


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (H - H, 0),
        (H + 1 - H, 1),
        (H * 0, 0),
        (0 * H, 0),
        (H**0, 1),
        (H / H, 1),
        (2 * H / H, 2),
        (H / (2 * H), Fraction(1, 2)),
        (C / 2 - C / 2 + Fraction(1, 3), Fraction(1, 3)),
        ((C**2 - H**2) / (C - H), C + H),
        ((6 * C * H + 3 * C) / (3 * C), 2 * H + 1),
        (0 / H, 0),
        (C / 2 * 2, C),
        (C / 2 + C / 2, C),
        (Fraction(1, 2) * C * 4, 2 * C),
        (+C, C),
        (-(2 - C), C - 2),
        (3 - C, -(C - 3)),
        (Fraction(1, 2) - C, -(C - Fraction(1, 2))),
        (C + True, C + 1),
        (sum((C, 2, C), start=W), W + 2 * C + 2),
        (H % 1, 0),
        ((32 * H + 5) % 32, 5),
        ((C * H) % C, 0),
        (C % (2 * C), C),
        (7 % C, 7 - C * (7 // C)),
        (C / 2 % 1, C / 2 - C // 2),
    ],
)
def test_results(value: Number, expected: Number) -> None:
    assert value == expected
    assert type(value) is type(expected)


@pytest.mark.parametrize(
    ("left", "right"),
    [
        (H + 1, 1 + H),
        (C * H, H * C),
        ((C + H) ** 2, C**2 + 2 * C * H + H**2),
        (H / 2, Fraction(1, 2) * H),
        ((H + 1) // 2, (1 + H) // 2),
        (maximum(C, H, 8), maximum(8, H, C)),
    ],
)
def test_equal_forms_have_one_hash(left: Number, right: Number) -> None:
    assert left == right
    assert hash(left) == hash(right)
    assert {left: 1}[right] == 1


def test_a_form_is_no_number_and_no_other_form() -> None:
    others: list[Any] = [1, "H", None, 2 * H, H**2, W, H // 2, H + 1]
    assert [other for other in others if other == H] == []
    assert [other for other in others if other != H] == others


@pytest.mark.parametrize(
    "operate",
    [
        lambda x: H + x,
        lambda x: x + H,
        lambda x: H - x,
        lambda x: x - H,
        lambda x: H * x,
        lambda x: x * H,
        lambda x: H / x,
        lambda x: x / H,
        lambda x: H // x,
        lambda x: x // H,
        lambda x: H % x,
        lambda x: x % H,
        lambda x: H**x,
        lambda x: x**H,
        lambda x: x < H,
        lambda x: x <= H,
        lambda x: x > H,
        lambda x: x >= H,
    ],
)
def test_approximate_numbers_have_no_part_in_it(operate: Callable[[Any], Any]) -> None:
    with pytest.raises(TypeError):
        operate(0.5)


@pytest.mark.parametrize(
    "operate", [lambda: H / 0, lambda: H // 0, lambda: H % 0, lambda: (H // 3) // 0]
)
def test_division_by_zero(operate: Callable[[], Any]) -> None:
    with pytest.raises(ZeroDivisionError):
        operate()


def test_exponents_are_whole_and_not_negative() -> None:
    with pytest.raises(ValueError, match="at least 0, not -1"):
        H**-1
    with pytest.raises(TypeError):
        H ** Fraction(1, 2)  # type: ignore[operator]  # the point of the test


@pytest.mark.parametrize(
    ("divide", "condition"),
    [
        (lambda: H / C, "H % C == 0"),
        (lambda: 6 / C, "6 % C == 0"),
        (lambda: (H + 1) / (C + 2), "(H + 1) % (C + 2) == 0"),
    ],
)
def test_an_undecided_quotient_names_its_condition(
    divide: Callable[[], Any], condition: str
) -> None:
    with pytest.raises(Undecidable, match="depends on the values of the symbols") as undecided:
        divide()
    assert undecided.value.condition == condition


def nest(depth: int) -> Number:
    size: Number = H
    for _ in range(depth):
        size = 2 * size // 3
    return size


def alternate(depth: int) -> Number:
    size: Number = H
    for step in range(depth):
        size = maximum(2 * size // 3, symbol(f"n{step}"))
    return size


def grow(depth: int) -> Number:
    size: Number = H
    for _ in range(depth):
        size = (3 * size + 1) // 2
    return size


@pytest.mark.parametrize(
    ("build", "bound"),
    [
        (lambda: (H + 1) ** 1000, "more than 1000 terms"),
        (lambda: (C + H + W) ** 900, "more than 1000 terms"),
        (lambda: (C + H) ** 40 * (W + 1) ** 40, "more than 1000 terms"),
        (lambda: H**1001, "exponent above 1000"),
        (lambda: H**600 * H**600, "exponent above 1000"),
        (lambda: (H**400) ** 3, "exponent above 1000"),
        (lambda: (H**400 + 1) ** 3, "exponent above 1000"),
        (lambda: H * 2**10_000, "coefficient of more than 10000 bits"),
        (lambda: H + 2**10_000, "coefficient of more than 10000 bits"),
        (lambda: H / 2**10_000, "coefficient of more than 10000 bits"),
        (lambda: (9**9 * H) ** 999, "coefficient of more than 10000 bits"),
        (lambda: (H / 9**9) ** 999, "coefficient of more than 10000 bits"),
        (lambda: nest(51), "nests floors more than 50 deep"),
        (lambda: alternate(26), "nests floors more than 50 deep"),
        (lambda: grow(40), "more than 10000 terms, floors included"),
        (lambda: maximum(*(symbol(f"n{i}") for i in range(65))), "max has more than 64 values"),
    ],
)
def test_bounds_on_size(build: Callable[[], Any], bound: str) -> None:
    with pytest.raises(TooLarge, match=bound):
        build()


def test_what_is_just_within_the_bounds() -> None:
    assert text((H + 1) ** 999).count(" + ") == 999
    assert evaluate(H**1000, {"H": 1}) == 1
    assert evaluate(H * (2**10_000 - 1), {"H": 1}) == 2**10_000 - 1
    assert (H - 1) * ((H**1000 - 1) // (H - 1)) == H**1000 - 1
    deepest = nest(MAX_NESTING)
    assert evaluate(deepest, {"H": 10}) == 0
    assert nest(40) <= H
    assert eval(text(deepest), {"H": H}) == deepest


def test_a_large_number_by_itself_has_no_bound() -> None:
    assert evaluate(H**1000, {"H": 10**20}) == 10**20_000
    assert evaluate(Fraction(1, 3) * H**1000, {"H": 10**20}) == Fraction(10**20_000, 3)
    assert 0 * H + 2**20_000 == 2**20_000


EXAMPLES = [H, C / 2 + 1, (H + 1) // 2, H // C, maximum(C, 8) * W**2, nest(3)]


@pytest.mark.parametrize("value", EXAMPLES, ids=str)
def test_values_are_frozen_and_can_be_copied(value: Polynomial) -> None:
    with pytest.raises(AttributeError, match="is frozen; 'terms' cannot be set"):
        value.terms = {}
    with pytest.raises(AttributeError, match="is frozen; 'terms' cannot be deleted"):
        del value.terms
    assert not hasattr(value, "__dict__")
    assert copy.deepcopy(value) == value
    assert pickle.loads(pickle.dumps(value)) == value


def test_how_it_prints() -> None:
    assert str(27 * C**2) == "27*C**2"
    assert repr(27 * C**2) == "Polynomial(27*C**2)"
    assert f"{C + 1}" == "C + 1"


def test_symbols_take_numbers_and_forms() -> None:
    form = 27 * C**2 * H + (H + 1) // 2
    assert isinstance(form, Polynomial)
    assert form.symbols == ("C", "H")
    assert form.at(C=2, H=3) == 326
    assert str(form.at(H=4)) == "108*C**2 + 2"
    assert form.at(H=2 * C - 1) == 27 * C**2 * (2 * C - 1) + C
    with pytest.raises(ValueError, match="at least 1"):
        form.at(C=0)
