"""The divisors that are proposed where a number of groups does not fit."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cnnspec.layers._channels import nearest_divisors


@pytest.mark.parametrize(
    ("number", "wanted", "divisors"),
    [
        (100, 32, [25, 50]),
        (96, 32, [32, 48]),
        (7, 3, [1, 7]),
        (7, 1000, [7]),
        (1, 4, [1]),
        (2**61 - 1, 10**6, []),  # a prime: nothing within reach
    ],
)
def test_nearest_divisors(number: int, wanted: int, divisors: list[int]) -> None:
    assert nearest_divisors(number, wanted) == divisors


@given(st.integers(1, 500), st.integers(1, 500))
def test_no_divisor_is_nearer(number: int, wanted: int) -> None:
    every = [divisor for divisor in range(1, number + 1) if number % divisor == 0]
    below = [divisor for divisor in every if divisor <= wanted][-1:]
    above = [divisor for divisor in every if divisor > wanted][:1]
    assert nearest_divisors(number, wanted) == below + above
