"""Laws of expressions: they compute as Python does, and any text gives a value or an error."""

from __future__ import annotations

import re
from contextlib import suppress
from fractions import Fraction

from expressions import SCOPE, NoTensorError, error_of, value
from hypothesis import given
from hypothesis import strategies as st

from cnnspec.language.expression import FUNCTIONS, ExpressionError, value_of_text

NUMBER = st.sampled_from(["0", "1", "2", "3", "7", "08", "10", "0.5", "1.1", "0.35", "2.50", "1e1"])
EXPONENT = st.sampled_from(["**0", "**2", "**3", "**-1", "**-2"])
OPERATOR = st.sampled_from(["+", "-", "*", "/", "//", "%", " - ", " + ", " * "])


def joined(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    grouped = inner.map("({})".format)
    return st.one_of(
        st.tuples(inner, OPERATOR, inner).map("".join),
        st.tuples(inner, OPERATOR, grouped).map("".join),
        st.tuples(grouped, EXPONENT).map("".join),
        st.tuples(st.sampled_from("+-"), inner).map("".join),
        grouped,
    )


ARITHMETIC = st.recursive(st.one_of(NUMBER, st.tuples(NUMBER, EXPONENT).map("".join)), joined)


def by_python(text: str) -> object:
    """The same text with every number as a fraction, computed by Python."""
    exact = re.sub(r"[0-9]+(\.[0-9]+)?(e[0-9]+)?", r"Fraction('\g<0>')", text)
    return eval(exact, {"Fraction": Fraction})


@given(ARITHMETIC)
def test_arithmetic_is_that_of_fractions(text: str) -> None:
    try:
        expected = by_python(text)
    except ZeroDivisionError:
        assert "division by zero" in error_of(text).message
        return
    found = value(text)
    assert found == expected
    assert isinstance(found, int | Fraction)
    assert isinstance(found, int) == (found.denominator == 1)
    assert value(f"({text}) == ({text})") is True


COMPARISON = st.sampled_from(["==", "!=", "<", "<=", ">", ">="])
CONDITION = st.recursive(
    st.one_of(
        st.sampled_from(["true", "false"]),
        st.tuples(NUMBER, COMPARISON, NUMBER).map(" ".join),
    ),
    lambda inner: st.one_of(
        st.tuples(inner, st.sampled_from(["and", "or"]), inner).map(" ".join),
        inner.map("not {}".format),
        inner.map("({})".format),
        st.tuples(inner, inner, inner).map(lambda three: "({} if {} else {})".format(*three)),
    ),
)


@given(CONDITION)
def test_conditions_are_those_of_python(text: str) -> None:
    words = re.sub("true|false", lambda word: word[0].capitalize(), text)
    assert value(text) is bool(by_python(words))


WORDS = (
    "+ - * / // % ** == != < <= > >= and or not if else ( ) [ ] , min max log2 round abs len "
    "make_divisible true false in prev in.c in.h in.size base.c4.h half.0 c n s xs act C alpha "
    "gone 0 1 2 08 0.5 1e2 1e9999 3x3 3a 'a' = & . 9999 train"
)
TOKENS = st.sampled_from(WORDS.split())


ATOMS = "0 1 2 3 0.5 1e300 c s alpha C in.h in.c xs xs[1] act none true gate in.size log(2)"
OPERATORS = "+ - * / // % ** == != < <= > >= and or"
ATOM = st.sampled_from(ATOMS.split())
ANY_OPERATOR = st.sampled_from(OPERATORS.split())


def well_formed(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    return st.one_of(
        st.tuples(inner, ANY_OPERATOR, inner).map(" ".join).map("({})".format),
        st.tuples(st.sampled_from(list(FUNCTIONS)), inner).map(lambda pair: "{}({})".format(*pair)),
        st.tuples(inner, inner).map(lambda pair: "max({}, {})".format(*pair)),
        st.tuples(inner, inner).map(lambda pair: "make_divisible({}, {})".format(*pair)),
        st.tuples(inner, inner).map(lambda pair: "{}[{}]".format(*pair)),
        st.tuples(inner, inner, inner).map(lambda three: "({} if {} else {})".format(*three)),
        inner.map("(-{})".format),
        inner.map("(not {})".format),
    )


def check(text: str) -> None:
    """Reading and evaluating ends, with a value or with an error that lies in the text."""
    error = None
    try:
        value_of_text(text).evaluate(SCOPE)
    except ExpressionError as caught:
        error = caught
    if error is not None:
        assert error.code in ("E203", "E207", "E208", "E209")
        assert error.message
        assert "{}" not in error.message
        assert 0 <= error.start <= error.end <= len(text)


@given(st.recursive(ATOM, well_formed, max_leaves=12))
def test_any_mixture_of_values_gives_a_value_or_an_error(text: str) -> None:
    check(text)


@given(st.lists(TOKENS, max_size=25).map(" ".join))
def test_any_tokens_give_a_value_or_an_error(text: str) -> None:
    with suppress(NoTensorError):
        check(text)


@given(st.lists(TOKENS, max_size=25).map("".join))
def test_any_tokens_without_spaces_give_a_value_or_an_error(text: str) -> None:
    with suppress(NoTensorError):
        check(text)


@given(st.one_of(st.text(), st.text(alphabet="0123456789.eExX_+-*/()[]<>=!, \n\t²½٣αrin")))
def test_any_text_gives_a_value_or_an_error(text: str) -> None:
    with suppress(NoTensorError):
        check(text)


@given(ARITHMETIC, st.integers(0, 40))
def test_a_text_that_is_cut_off_gives_a_value_or_an_error(text: str, length: int) -> None:
    check(text[:length])
