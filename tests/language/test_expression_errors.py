"""What is said of an expression that is wrong, and of which place in it."""

from __future__ import annotations

import pytest
from expressions import error_of

from cnnspec.language.expression import ExpressionError, parse, value_of_text

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
    ("3, 3", "E208", ",", "a comma outside of a function", "a list stands in brackets: [3, 3]"),
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
