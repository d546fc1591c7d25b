"""The expression language: reading, evaluating, and saying what is wrong where."""

from __future__ import annotations

import re
import subprocess
import sys
from contextlib import suppress
from fractions import Fraction
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cnnspec.core.algebra import symbol
from cnnspec.language import expression as language
from cnnspec.language.expression import (
    EXTENT,
    FUNCTIONS,
    RESERVED,
    ExpressionError,
    parse,
    value_of_text,
)

if TYPE_CHECKING:
    from collections.abc import Iterable

    from cnnspec.language.arithmetic import Value

C, H = symbol("C"), symbol("H")

VARIABLES: dict[str, Value] = {
    "n": 1, "c": 16, "s": 2, "alpha": Fraction(7, 20), "xs": (4, 5, 6), "ys": ((1, 2), (3, 4)),
    "act": "relu", "relu": "relu", "none": "none", "train": True, "gate": False, "C": C,
    "k3x3": 9, "breite_ä": 7, "log_width": 3, "e1": 8, "empty": (),
}  # fmt: skip
SIZES: dict[tuple[str, str], Value] = {
    ("in", "c"): 64, ("in", "h"): H, ("prev", "c"): 32, ("enc1", "w"): 28, ("in", "size"): (56, 28),
    ("base.c4", "h"): 14, ("fc", "c"): 10, ("x", "d"): 3, ("x", "l"): 100,
}  # fmt: skip


class NoTensorError(LookupError):
    """What this scope raises for a tensor that it does not have."""


class Names:
    """A scope with fixed variables and sizes."""

    def variable(self, name: str) -> Value:
        return VARIABLES[name]

    def size(self, tensor: str, attribute: str) -> Value:
        if (tensor, attribute) not in SIZES:
            raise NoTensorError(tensor)
        return SIZES[tensor, attribute]

    def known_names(self) -> Iterable[str]:
        return VARIABLES


SCOPE = Names()


def value(text: str) -> Value:
    return parse(text).evaluate(SCOPE)


def error_of(text: str) -> ExpressionError:
    with pytest.raises(ExpressionError) as caught:
        value_of_text(text).evaluate(SCOPE)
    return caught.value


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # numbers are exact decimals
        ("42", 42),
        ("08", 8),
        ("1e2", 100),
        ("1.1*10", 11),
        ("0.1 + 0.2", Fraction(3, 10)),
        (".5 + 5.", Fraction(11, 2)),
        ("32*0.35", Fraction(56, 5)),
        ("-5", -5),
        ("+5", 5),
        # names and sizes
        ("c", 16),
        ("act", "relu"),
        ("xs", (4, 5, 6)),
        ("breite_ä", 7),
        ("k3x3", 9),
        ("e1", 8),
        ("log_width", 3),
        ("in.c", 64),
        ("prev.c", 32),
        ("enc1.w", 28),
        ("base.c4.h", 14),
        ("fc.c", 10),
        ("x.d*x.l", 300),
        ("in.size", (56, 28)),
        ("in.size[1]", 28),
        ("true", True),
        ("false", False),
        ("train", True),
        # precedence, as in Python
        ("1 + 2*3", 7),
        ("(1 + 2)*3", 9),
        ("2*3 + 4*5 - 6", 20),
        ("7 - 2 - 1", 4),
        ("64/4/2", 8),
        ("2*7//3*2", 8),
        ("17%5*2", 4),
        ("-2**2", -4),
        ("(-2)**2", 4),
        ("2**-1", Fraction(1, 2)),
        ("2**3**2", 512),
        ("2**-2**2", Fraction(1, 16)),
        ("-2**-2", Fraction(-1, 4)),
        ("--3", 3),
        ("- + - 3", 3),
        ("2 - -3", 5),
        ("2*-3", -6),
        ("-7//2", -4),
        ("-7%3", 2),
        ("7//-2", -4),
        ("not true or true", True),
        ("not (true or true)", False),
        ("true or false and false", True),
        ("(true or false) and false", False),
        ("not 1 == 2", True),
        ("not not true", True),
        ("not not not true", False),
        ("true and not false", True),
        ("1 + 1 == 2", True),
        ("2 > 1 and 2 > 3 or true", True),
        ("1 if true else 2", 1),
        ("1 if false else 2", 2),
        ("1 + 1 if s > 1 else 0", 2),
        ("1 if gate else 2 if train else 3", 2),
        ("1 if gate else 2 if gate else 3", 3),
        ("(1 if gate else 2)*10", 20),
        ("1 if (gate if train else train) else 2", 2),
        ("true if train else false", True),
        ("xs[0] + xs[n + 1]", 10),
        ("ys[1][0]", 3),
        ("2**xs[0]", 16),
        ("-xs[0]", -4),
        ("(xs)[2]", 6),
        # conditions
        ("s > 1 or in.c != 4*c", True),
        ("s == 1 or in.c != 4*c", False),
        ("s >= 2 and s <= 2 and not s < 2", True),
        ("act == relu", True),
        ("act != none", True),
        ("act == 0", False),
        ("true == 1", False),
        ("gate == false", True),
        ("xs == in.size", False),
        ("ys[0] != ys[1]", True),
        ("gate and 1/0", False),  # stops before the division
        ("train or 1/0", True),
        ("0 if gate else 1", 1),
        ("5 if train else 1/0", 5),
        ("1/0 if gate else 6", 6),
        # functions
        ("make_divisible(0.35*32)", 16),
        ("make_divisible(c, 24)", 24),
        ("min(c, 8)", 8),
        ("max(8, c, 3*s)", 16),
        ("min(xs)", 4),
        ("ceil(7/2) + floor(7/2)", 7),
        ("round(2.5)", 2),
        ("abs(-c)", 16),
        ("sum(xs)", 15),
        ("len(xs)", 3),
        ("len(in.size)", 2),
        ("log2(8)", 3),
        ("sqrt(9/4)", Fraction(3, 2)),
        ("round(log(100))", 5),
        ("8*round(24*2.54**round(log(73/24)/log(2.54))/8)", 64),
        ("  ( c\n + 1 )\t", 17),
        # symbols
        ("C + C == 2*C", True),
        ("(in.h + 1)//2 == floor((in.h + 1)/2)", True),
        ("27*C**2", 27 * C * C),
        ("C*in.h/C", H),
        ("C - C", 0),
        ("C > 0", True),
    ],
)
def test_values(text: str, expected: Value) -> None:
    found = value(text)
    assert found == expected
    assert type(found) is type(expected)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("3x3", (3, 3)),
        ("1x7", (1, 7)),
        ("1x2x2", (1, 2, 2)),
        ("0x3", (0, 3)),
        ("0x10", (0, 10)),
        ("03x08", (3, 8)),
        (" 3x3 ", (3, 3)),
        ("64", 64),
        ("-1", -1),
        ("0.5", Fraction(1, 2)),
        ("true", True),
        ("3*3", 9),
        ("c//2", 8),
        ("act", "relu"),
    ],
)
def test_value_of_text(text: str, expected: Value) -> None:
    found = value_of_text(text).evaluate(SCOPE)
    assert found == expected
    assert type(found) is type(expected)


def test_extents_are_constant() -> None:
    assert value_of_text("3x3").constant
    assert value_of_text("3x3").evaluate(None) == (3, 3)
    assert EXTENT.match("11x11")
    assert not EXTENT.match("11")
    assert not EXTENT.match("3x3\n")
    assert not EXTENT.match("3x")
    assert not EXTENT.match("a3x3")


# Text, code, the part at fault, message, hint.
ERRORS = [
    # names
    ("alpah*2", "E207", "alpah", "no variable is called `alpah`", "did you mean alpha?"),
    ("c + unheard", "E207", "unheard", "no variable is called `unheard`", ""),
    ("True", "E207", "True", "no variable is called `True`", "did you mean true?"),
    ("no", "E207", "no", "no variable is called `no`", "did you mean false?"),
    ("flor(c)", "E207", "flor", "no function is called `flor`", "did you mean floor or log?"),
    (
        "convolve(c)", "E207", "convolve", "no function is called `convolve`",
        "the functions are make_divisible, min, max, ceil, floor, round, abs, sum, len, log, log2, "
        "sqrt",
    ),
    ("in.channels", "E207", "in.channels", "no size is called `channels`", "write in.c"),
    ("prev.H", "E207", "prev.H", "no size is called `H`", "write prev.h"),
    (
        "2*base.c4", "E207", "base.c4", "no size is called `c4`",
        "the sizes are c, l, d, h, w, size; of an output: base.c4.c",
    ),
    ("in", "E208", "in", "`in` is a tensor", "write a size of it, such as in.c"),
    ("c + prev", "E208", "prev", "`prev` is a tensor", "write a size of it, such as prev.c"),
    ("c in xs", "E208", "in", "`in` is a tensor, not an operator", "write a size of it: in.c"),
    ("max + 1", "E208", "max", "`max` is a function", "write max(a, b) or max(list)"),
    (
        "half.0.c", "E208", "half.0.c", "`half.0.c` cannot be used in an expression",
        "only a layer whose name begins with a letter has sizes here",
    ),
    (
        "c + 3a.c", "E208", "3a.c", "`3a.c` is no size",
        "only a layer whose name begins with a letter has sizes here",
    ),
    # values
    ("c/(n - 1)", "E208", "c/(n - 1)", "division by zero in `c/(n - 1)`: n - 1 is 0", ""),
    ("c + c//0 - 1", "E208", "c//0", "division by zero in `c//0`", ""),
    ("c - c%(gate == 1)", "E203", "c%(gate == 1)",
     "`%` needs numbers in `c%(gate == 1)`: gate == 1 is false", ""),
    ("act + 1", "E203", "act + 1", "`+` needs numbers in `act + 1`: act is the word relu", ""),
    ("1 + relu", "E203", "1 + relu", "`+` needs numbers in `1 + relu`: relu is a word", ""),
    ("-act", "E203", "-act", "`-` needs numbers in `-act`: act is the word relu", ""),
    ("+true", "E203", "+true", "`+` needs numbers in `+true`", ""),
    ("xs*2", "E203", "xs*2", "`*` needs numbers in `xs*2`: xs is [4, 5, 6]", ""),
    ("c < act", "E203", "c < act", "`<` needs numbers in `c < act`: act is the word relu", ""),
    ("1 + 2 + true", "E203", "1 + 2 + true", "`+` needs numbers in `1 + 2 + true`", ""),
    ("c - n - act - 1", "E203", "c - n - act",
     "`-` needs numbers in `c - n - act`: act is the word relu", ""),
    ("c and train", "E203", "c", "a condition is true or false, never a number: c is 16",
     "compare it: c > 0"),
    ("gate or (c + 1)", "E203", "(c + 1)",
     "a condition is true or false, never a number: c + 1 is 17", "compare it: (c + 1) > 0"),
    ("not 0", "E203", "0", "a condition is true or false, never a number: 0", "compare it: 0 > 0"),
    ("1 if act else 2", "E203", "act", "a condition is true or false: act is the word relu", ""),
    ("1 if relu else 2", "E203", "relu", "a condition is true or false: relu is a word", ""),
    ("train and xs", "E203", "xs", "a condition is true or false: xs is [4, 5, 6]", ""),
    ("xs[3]", "E208", "xs[3]",
     "item 3 is out of range in `xs[3]`: the list has 3 items, counted from 0", ""),
    ("1 + xs[n - 2]", "E208", "xs[n - 2]",
     "item -1 is out of range in `xs[n - 2]`: the list has 3 items, counted from 0", ""),
    ("empty[0]", "E208", "empty[0]", "item 0 is out of range in `empty[0]`: the list is empty", ""),
    ("c[0]", "E203", "c[0]", "only a list has items, in `c[0]`: c is 16", ""),
    ("xs[alpha]", "E209", "xs[alpha]",
     "the place in a list is a whole number, in `xs[alpha]`: alpha is 0.35", ""),
    ("min(c)", "E203", "min(c)", "`min` needs a list of numbers in `min(c)`: c is 16", ""),
    ("len(act)", "E203", "len(act)", "`len` needs a list in `len(act)`: act is the word relu", ""),
    ("log(n - 1)", "E208", "log(n - 1)",
     "`log` needs a number above 0 in `log(n - 1)`: n - 1 is 0", ""),
    ("make_divisible(c, alpha)", "E209", "make_divisible(c, alpha)",
     "the divisor is a whole number in `make_divisible(c, alpha)`: alpha is 0.35", ""),
    ("C*log(2)", "E208", "C*log(2)",
     "an approximate number meets a symbol in `C*log(2)`: log(2) is about 0.693147",
     "round, floor or ceil makes an approximate number whole"),
    ("1/C", "E208", "1/C", "`1/C` is exact only if 1 % C == 0", ""),
    # limits
    ("9**9**9", "E208", "9**9**9",
     "a number larger than 10,000 bits in `9**9**9`: 9**9 is 387420489", ""),
    ("2**(c*1000)", "E208", "2**(c*1000)",
     "a number larger than 10,000 bits in `2**(c*1000)`: c*1000 is 16000", ""),
    ("1 + 1e9999", "E208", "1e9999", "a number larger than 10,000 bits in `1e9999`", ""),
    # chains
    ("1 < n < 3", "E208", "1 < n < 3", "a chained comparison; write `1 < n and n < 3`", ""),
    ("c == (n + 1) == 2", "E208", "c == (n + 1) == 2",
     "a chained comparison; write `c == (n + 1) and (n + 1) == 2`", ""),
    ("train and 1 <= n <= s <= 3", "E208", "1 <= n <= s <= 3",
     "a chained comparison; write `1 <= n and n <= s and s <= 3`", ""),
    # form
    ("", "E208", "", "an empty expression", ""),
    ("  ", "E208", "", "an empty expression", ""),
    ("1 +", "E208", "", "a value is missing at the end", ""),
    ("1 + * 2", "E208", "*", "a value is missing before `*`", ""),
    ("()", "E208", ")", "a value is missing before `)`", ""),
    ("min(1, )", "E208", ")", "a value is missing before `)`", ""),
    ("xs[]", "E208", "]", "a value is missing before `]`", ""),
    ("max(8", "E208", "(", "`(` is not closed",
     "between [ ] or { } YAML ends a text at a comma or bracket: quote the expression"),
    ("2*(c + (1 + 2)", "E208", "(", "`(` is not closed",
     "between [ ] or { } YAML ends a text at a comma or bracket: quote the expression"),
    ("xs[1)", "E208", "[", "`[` is not closed",
     "between [ ] or { } YAML ends a text at a comma or bracket: quote the expression"),
    ("c)", "E208", ")", "`)` closes nothing", ""),
    ("c]", "E208", "]", "`]` closes nothing", ""),
    ("3, 3", "E208", ",", "a comma outside of a function", "a list is written in YAML: [a, b]"),
    ("(3, 3)", "E208", ",", "a comma outside of a function", "a list is written in YAML: [a, b]"),
    ("[1, 2]", "E208", "[", "lists are written in YAML, not inside an expression",
     "give the list a name under `vars` or `let`, and write the name"),
    ("1 if train", "E208", "if", "`if` without `else`", "write `a if condition else b`"),
    ("(1 if train)", "E208", "if", "`if` without `else`", "write `a if condition else b`"),
    ("1 else 2", "E208", "else", "`else` does not belong here", "write `a if condition else b`"),
    ("if train else 2", "E208", "if", "a value is missing before `if`", ""),
    ("1 + not train", "E208", "not", "`not` stands behind an operator",
     "put it in parentheses: `(not ...)`"),
    ("c not in xs", "E208", "not", "`not` does not belong here", "write `not (a == b)`"),
    ("min()", "E208", "min()", "`min` takes at least 1 value, not 0",
     "write min(a, b) or min(list)"),
    ("log(c, 2)", "E208", "log(c, 2)", "`log` takes 1 value, not 2", "write log(x)"),
    ("make_divisible(c, 8, 1)", "E208", "make_divisible(c, 8, 1)",
     "`make_divisible` takes 1 or 2 values, not 3", "write make_divisible(v, d=8)"),
    ("make_divisible(c, d=4)", "E208", "=", "`=` means nothing in an expression", "write =="),
    ("2 c", "E208", "c", "an operator is missing before `c`", "write 2*c"),
    ("c 2", "E208", "2", "an operator is missing before `2`", "write c*2"),
    ("(c) c", "E208", "c", "an operator is missing before `c`", ""),
    ("c is 1", "E208", "is", "an operator is missing before `is`", "write =="),
    ("c mod 2", "E208", "mod", "an operator is missing before `mod`", "write %"),
    ("c == 1 AND n", "E208", "AND", "an operator is missing before `AND`", "write and"),
    # what other languages write
    ("c && n", "E208", "&&", "`&&` means nothing in an expression", "write and"),
    ("c || n", "E208", "||", "`||` means nothing in an expression", "write or"),
    ("!train", "E208", "!", "`!` means nothing in an expression", "write not"),
    ("c ^ 2", "E208", "^", "`^` means nothing in an expression", "write **"),
    ("c = 1", "E208", "=", "`=` means nothing in an expression", "write =="),
    ("c === 1", "E208", "===", "`===` means nothing in an expression", "write =="),
    ("c <> 1", "E208", "<>", "`<>` means nothing in an expression", "write !="),
    ("c => 1", "E208", "=>", "`=>` means nothing in an expression", "write >="),
    ("c ≥ 1", "E208", "≥", "`≥` means nothing in an expression", "write >="),
    ("c × 2", "E208", "×", "`×` means nothing in an expression", "write *"),
    ("2·c", "E208", "·", "`·` means nothing in an expression", "write *"),
    ("c − 2", "E208", "−", "`−` means nothing in an expression", "write -"),
    ("c ? 1 : 2", "E208", "?", "`?` means nothing in an expression", "write a if c else b"),
    ("27*C²", "E208", "C²", "`C²` cannot be used in an expression", "write C**2"),
    ("c @ 2", "E208", "@", "`@` means nothing in an expression", ""),
    ("act == 'relu'", "E208", "'relu'",
     "an expression has no text in quotes; a word stands for itself", "write relu"),
    ('act == "re lu', "E208", '"re lu',
     "an expression has no text in quotes; a word stands for itself", ""),
    ("c.", "E208", ".", "`.` is not a number", ""),
    # numbers
    ("1_000", "E208", "1_000", "`1_000` is not a number", "write 1000"),
    ("0x1F", "E208", "0x1F", "`0x1F` is not a number", "write 31"),
    ("0o17", "E208", "0o17", "`0o17` is not a number", "write 15"),
    ("2c", "E208", "2c", "`2c` is not a number", "write 2*c"),
    ("1.5c", "E208", "1.5c", "`1.5c` is not a number", "write 1.5*c"),
    ("7M", "E208", "7M", "`7M` is not a number", "write 7e6"),
    ("2*1.58G", "E208", "1.58G", "`1.58G` is not a number", "write 1.58e9"),
    ("1.2.3", "E208", "1.2.3", "`1.2.3` is not a number", ""),
    ("1e", "E208", "1e", "`1e` is not a number", ""),
    (".inf", "E208", ".inf", "`.inf` is not a number", ""),
    # extents
    ("3X3", "E208", "3X3", "`3X3` is almost an extent", "write 3x3"),
    ("3 x 3", "E208", "3 x 3", "`3 x 3` is almost an extent", "write 3x3"),
    (" 3×3×3 ", "E208", "3×3×3", "`3×3×3` is almost an extent", "write 3x3x3"),
    ("3*3x", "E208", "3*3x", "`3*3x` is almost an extent", "write 3x3"),
    ("3x", "E208", "3x", "`3x` is almost an extent", "an extent has a size for each axis: 3x3"),
    ("3xk", "E208", "3xk", "`3xk` is not a number", "write [3, k]"),
    ("3x3 if train else 5x5", "E208", "3x3",
     "the extent `3x3` cannot be part of an expression", "an extent stands alone"),
    ("3X3 + 1", "E208", "3X3", "`3X3` is not a number", "write 3x3"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "code", "place", "message", "hint"), ERRORS)
def test_errors(text: str, code: str, place: str, message: str, hint: str) -> None:
    error = error_of(text)
    found = (error.code, text[error.start : error.end], error.message, error.hint)
    assert found == (code, place, message, hint)
    assert str(error) == message


@pytest.mark.parametrize(
    ("text", "condition"),
    [
        ("in.h > 6", "H > 6"),
        ("1 if in.h - 2 >= 5 else 2", "H >= 7"),
        ("(in.h - 6)//2 >= 1", "H >= 8"),
        ("abs(in.h - 7)", "H >= 7"),
    ],
)
def test_what_cannot_be_ordered(text: str, condition: str) -> None:
    error = error_of(text)
    assert error.code == "E208"
    assert f"depends on symbols: {condition}" in error.message


def test_an_extent_is_a_value_but_no_expression() -> None:
    assert value_of_text("3x3").evaluate(None) == (3, 3)
    with pytest.raises(ExpressionError, match="the extent `3x3` cannot be part of an expression"):
        parse("3x3")


def test_places_tell_repeated_text_apart() -> None:
    error = error_of("(c + (c + (c)")
    assert (error.start, error.end) == (5, 6)
    error = error_of("c/n + c/(n - n)")
    assert (error.start, error.end) == (6, 15)
    error = error_of("c +\n unheard")
    assert (error.start, error.end) == (5, 12)


def test_long_text_is_shortened_in_messages() -> None:
    error = error_of("(" + " + ".join(["c"] * 100) + ")/(n - 1)")
    shown = "(c + c + c + c + c + c + c + c + c + c + … + c + c)/(n - 1)"
    assert error.message == f"division by zero in `{shown}`: n - 1 is 0"


def test_what_an_expression_reads() -> None:
    text = "c*in.c + (base.c4.h if train and c > 1 else make_divisible(alpha))"
    expression = parse(text)
    assert expression.text == text
    assert not expression.constant
    names = [(name, text[start:end]) for name, start, end in expression.names]
    assert names == [(name, name) for name in ("c", "train", "c", "alpha")]
    sizes = [(tensor, size, text[start:end]) for tensor, size, start, end in expression.sizes]
    assert sizes == [("in", "c", "in.c"), ("base.c4", "h", "base.c4.h")]
    assert [start for _, start, _ in expression.names] == [0, 23, 33, 59]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1 + 2*3", True),
        ("true and not false", True),
        ("min(1, 2) if true else 3", True),
        ("c", False),
        ("train", False),
        ("1 + in.c", False),
        ("1 if true else c", False),
        ("1/0", True),
    ],
)
def test_constant(text: str, expected: bool) -> None:
    assert parse(text).constant is expected


def test_a_constant_needs_no_scope() -> None:
    assert parse("2*8 + 1").evaluate(None) == 17
    impossible = parse("1/(3 - 3)")
    for _ in range(2):
        with pytest.raises(ExpressionError, match=r"division by zero in `1/\(3 - 3\)`: 3 - 3 is 0"):
            impossible.evaluate(None)


def test_what_the_scope_raises_for_a_size_passes_through() -> None:
    with pytest.raises(NoTensorError):
        value("c + gone.h")
    with pytest.raises(NoTensorError):
        value("max(1, in.d)")
    assert value("gate and gone.h > 1") is False


def test_a_text_is_read_once() -> None:
    assert parse("c + 12345") is parse("c + 12345")
    assert value_of_text("7x7") is value_of_text("7x7")
    assert value_of_text("c + 12345") is parse("c + 12345")


LOADED = """
import sys
from cnnspec.language.expression import value_of_text

for text in ({texts}):
    value_of_text(text).evaluate(None)
print(*[name.rpartition(".")[2] for name in sys.modules if "cnnspec.language." in name])
"""


@pytest.mark.parametrize(
    ("texts", "loaded"),
    [
        (("64", "3x3", "true"), {"signatures", "expression", "structure"}),
        (
            ("2*8 - 1 > 3",),
            {
                "signatures",
                "structure",
                "expression",
                "arithmetic",
                "expression_closures",
                "expression_parser",
            },
        ),
    ],
)
def test_only_what_a_text_needs_is_loaded(texts: tuple[str, ...], loaded: set[str]) -> None:
    program = LOADED.format(texts=", ".join(f"{text!r}" for text in texts) + ",")
    ran = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, check=True, text=True
    )
    assert set(ran.stdout.split()) == loaded


def test_memory_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(language, "REMEMBERED", 3)
    memory: dict[str, language.Expression] = {}
    monkeypatch.setattr(language, "_expressions", memory)
    for number in range(10):
        assert parse(f"{number} + 1").evaluate(None) == number + 1
        assert len(memory) <= 3


def test_reserved_names() -> None:
    words = (
        "true false in prev train i and or not if else bn ln inorm none half same causal channel"
    )
    functions = "make_divisible min max ceil floor round abs sum len log log2 sqrt"
    assert set(FUNCTIONS) == set(functions.split())
    assert set(RESERVED) == {*words.split(), *functions.split(), "tensor", "auto"}


# Limits


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


# Laws

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
