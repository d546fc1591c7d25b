"""How much an expression may be, and what is said of more."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

import pytest
from expressions import error_of, value

if TYPE_CHECKING:
    from cnnspec.language.arithmetic import Value


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("(" * 64 + "1" + ")" * 64, 1),
        ("abs(" * 64 + "-1" + ")" * 64, 1),
        ("-(" * 64 + "1" + ")" * 64, 1),
        ("+".join(["1"] * 500), 500),
        ("*".join(["1"] * 500), 1),
        (" or ".join(["false"] * 111), False),
        ("- " * 499 + "1", -1),
        ("not " * 248 + "true", True),
        ("1**" * 150 + "1", 1),
        ("1 if false else " * 62 + "2", 2),
        ("9" * 1000, int("9" * 1000)),
        ("0." + "3" * 998, Fraction(int("3" * 998), 10**998)),
        ("max(" + ",".join(["1"] * 490) + ")", 1),
        (" " * 999 + "1", 1),
        ("2**9999", 2**9999),
    ],
)
def test_as_much_as_there_may_be(text: str, expected: Value) -> None:
    assert value(text) == expected


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("1" * 1001, "an expression of 1,001 characters; 1,000 are the limit"),
        (" " * 1000 + "1", "an expression of 1,001 characters; 1,000 are the limit"),
        ("3x" * 500 + "3", "an expression of 1,001 characters; 1,000 are the limit"),
        ("x" * 10**6, "an expression of 1,000,000 characters; 1,000 are the limit"),
        ("(" * 65 + "1" + ")" * 65, "more than 64 parentheses inside each other"),
        ("(" * 1000, "more than 64 parentheses inside each other"),
        ("abs(" * 65 + "1" + ")" * 65, "more than 64 parentheses inside each other"),
        ("xs[" * 65 + "0" + "]" * 65, "more than 64 parentheses inside each other"),
        ("1**" * 300 + "1", "more than 200 operations inside each other"),
        ("xs" + "[0]" * 300, "more than 200 operations inside each other"),
        ("(1+1*-1**" * 64 + "1" + ")" * 64, "more than 200 operations inside each other"),
        ("2**10000", "a number larger than 10,000 bits in `2**10000`"),
        ("9" * 990 + "**9", "a number larger than 10,000 bits in `9999999999"),
        ("1/2**-9**9**9", "a number larger than 10,000 bits in `9**9**9`: 9**9 is 387420489"),
        ("*".join(["9" * 300] * 3) + "**9", "a number larger than 10,000 bits in `999"),
        ("*".join(["9e2000"] * 2), "a number larger than 10,000 bits in `9e2000*9e2000`: "),
    ],
)
def test_limits(text: str, message: str) -> None:
    error = error_of(text)
    assert error.code == "E208"
    assert error.message.startswith(message)
    assert 0 <= error.start <= error.end <= len(text)
