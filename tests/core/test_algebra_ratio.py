"""Ratios of counts: exact, in lowest terms, without what both forms share."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cnnspec.core.algebra import Dim, evaluate, symbol, text
from cnnspec.core.algebra_ratio import ratio

C, N, D = symbol("C"), symbol("N"), symbol("D")


@pytest.mark.parametrize(
    ("value", "base", "above", "below"),
    [
        (12, 8, "3", "2"),
        (0, 5, "0", "1"),
        (49 * C**2, 27 * C**2, "49", "27"),  # Simonyan & Zisserman 2014, §2.3
        (25 * C**2, 18 * C**2, "25", "18"),
        (27 * C**2, 9 * C, "3*C", "1"),
        (9 * C, 27 * C**2, "1", "3*C"),
        (9 * C + C * N, 9 * C * N, "N + 9", "9*N"),  # Howard et al. 2017, §3.1, for 3x3 windows
        (C * D**2 + C * N, C * N * D**2, "D**2 + N", "D**2*N"),
        (C + 1, 3, "C + 1", "3"),
        (6, 2 * C + 4, "3", "C + 2"),
        (18 * C**2 + 2, 27 * C**2 + 3, "2", "3"),
        (0, C, "0", "1"),
    ],
)
def test_a_ratio_is_in_lowest_terms(value: Dim, base: Dim, above: str, below: str) -> None:
    found = ratio(value, base)
    assert found is not None
    assert (text(found.above), text(found.below)) == (above, below)
    assert found.is_number == (above.isdigit() and below.isdigit())


@pytest.mark.parametrize(
    ("value", "base", "wanted"),
    [
        (49 * C**2, 27 * C**2, "49/27"),
        (9 * C + C * N, 9 * C * N, "(N + 9)/(9*N)"),
        (27 * C**2, 9 * C, "3*C"),
        (C, C * N, "1/N"),
    ],
)
def test_it_is_an_expression_as_text(value: Dim, base: Dim, wanted: str) -> None:
    assert str(ratio(value, base)) == wanted


def test_there_is_none_over_nothing() -> None:
    assert ratio(5, 0) is None
    assert ratio(C, 0) is None


forms = st.builds(
    lambda a, b, c: a * C**2 + b * C + c, st.integers(0, 9), st.integers(0, 9), st.integers(1, 9)
)


@given(forms, forms, st.integers(1, 50))
def test_it_has_the_value_of_the_quotient(value: Dim, base: Dim, number: int) -> None:
    found = ratio(value, base)
    assert found is not None
    at = {"C": number}
    cross = evaluate(found.above, at) * evaluate(base, at)
    assert cross == evaluate(found.below, at) * evaluate(value, at)
