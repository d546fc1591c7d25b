from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cnnspec.core.algebra import Dim, symbol
from cnnspec.render.numbers import cell, count, field, percent, rounded, size, sizes, span

C, H = symbol("C"), symbol("H")


@pytest.mark.parametrize(
    ("value", "text"),
    [(0, "0"), (1516, "1,516"), (25557032, "25,557,032"), (None, "?"), (27 * C**2, "27·C²")],
)
def test_counts_are_exact(value: Dim | None, text: str) -> None:
    assert count(value) == text


def test_nothing_is_a_dash_in_tables() -> None:
    assert cell(0) == "-"
    assert cell(840) == "840"
    assert cell(None) == "?"


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0, "0"),
        (999, "999"),
        (1000, "1.00K"),
        (9994, "9.99K"),
        (9995, "10.0K"),
        (60840, "60.8K"),
        (326520, "327K"),
        (999499, "999K"),
        (999500, "1.00M"),
        (6998552, "7.00M"),
        (60965224, "61.0M"),
        (1582671872, "1.58G"),
        (127517815680, "128G"),
        (10**21, "1,000,000,000,000,000,000,000"),
        (-6144, "-6.14K"),
        (None, "?"),
    ],
)
def test_roundings_have_three_digits(value: int | None, text: str) -> None:
    assert rounded(value) == text


@given(st.integers(1000, 10**18 - 1))
def test_rounding_is_within_half_a_last_digit(value: int) -> None:
    text = rounded(value)
    digits = text.rstrip("KMGTPE")
    places = len(digits.partition(".")[2])
    power = 3 * "KMGTPE".index(text[-1]) + 3
    found = int(digits.replace(".", "")) * 10 ** (power - places)
    assert len(digits.replace(".", "")) == 3
    assert 2 * abs(found - value) <= 10 ** (power - places)


@pytest.mark.parametrize(
    ("part", "whole", "text"),
    [
        (0, 100, "-"),
        (1, 1000, "<1%"),
        (9, 1000, "<1%"),
        (10, 1000, "1%"),
        (48120, 60840, "79%"),
        (117600, 326520, "36%"),
        (15, 1000, "2%"),
        (14, 1000, "1%"),
        (100, 100, "100%"),
        (5, 0, "-"),
        (None, 100, "-"),
        (5, None, "-"),
        (9 * C**2, 27 * C**2, "33%"),
        (9 * C**2 + C, 27 * C**2 + 3 * C, "33%"),
        (9 * C**2, 27 * C**2 + C, "-"),
        (C, C, "100%"),
        (7, C, "-"),
        (0, C, "-"),
    ],
)
def test_shares_are_whole_percents(part: Dim | None, whole: Dim | None, text: str) -> None:
    assert percent(part, whole) == text


def test_sizes_are_as_they_are_typed() -> None:
    assert size((96, 55, 55)) == "96x55x55"
    assert size((3, H, H)) == "3xHxH"
    assert size(None) == "?"
    assert sizes(((1, 2), (3, 4))) == "1x2, 3x4"


def test_fields_have_an_axis_each_where_they_differ() -> None:
    assert field(1027) == "1,027"
    assert field((3, 7)) == "3x7"
    assert field(None) == "-"


def test_spans_go_from_the_least_to_the_greatest() -> None:
    assert span([138357544, 132863336, 143667240]) == "133M - 144M"
    assert span([1582671872]) == "1.58G"
    assert span([60840, 60800]) == "60.8K"
    assert span([27 * C**2, 49 * C**2]) == "27·C² 49·C²"
    assert span([27 * C**2 * H, 49 * C**2 * H]) == "symbolic"
    assert span([None, 5]) == "? 5"
    assert span([]) == "-"
