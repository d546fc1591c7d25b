"""The expression language: reading, evaluating, and saying what is wrong where."""

from __future__ import annotations

import subprocess
import sys
from fractions import Fraction
from typing import TYPE_CHECKING

import pytest
from expressions import SCOPE, C, H, NoTensorError, value

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
    from cnnspec.language.arithmetic import Value


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
