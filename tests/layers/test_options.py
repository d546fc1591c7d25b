"""Values for options: what each kind takes, and what it objects to."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest

from cnnspec.core.algebra import symbol
from cnnspec.core.diagnostic import Violation
from cnnspec.core.shape import LARGEST
from cnnspec.layers.base import option
from cnnspec.layers.options import convert, said

C = symbol("C")
TABLE = "X . X\nX X ."


def declared(kind: Any, **more: Any) -> Any:
    made = option("something", kind, **more)
    made.name = "it"
    return made


@pytest.mark.parametrize(
    ("kind", "value", "wanted"),
    [
        ("count", 1, 1),
        ("count", LARGEST, LARGEST),
        ("count", C, C),
        ("count", 2 * C - 1, 2 * C - 1),
        ("axes", 3, 3),
        ("axes", (1, 7), (1, 7)),
        ("axes", (C, 3), (C, 3)),
        ("padding", 0, 0),
        ("padding", (0, 3), (0, 3)),
        ("padding", ((1, 2), 0), ((1, 2), 0)),
        ("padding", "half", "half"),
        ("padding", "same", "same"),
        ("padding", "causal", "causal"),
        ("sizes", (7, 7), (7, 7)),
        ("counts", 4, (4,)),
        ("counts", (4, 2), (4, 2)),
        ("flag", True, True),
        ("flag", False, False),
        ("auto", "auto", "auto"),
        ("auto", False, False),
        ("number", Fraction(1, 3), Fraction(1, 3)),
        ("number", -2, -2),
        ("number", 0.5, 0.5),
        ("rate", 0, 0),
        ("rate", Fraction(99, 100), Fraction(99, 100)),
        ("act", "relu", "relu"),
        ("act", "prelu", "prelu"),
        ("act", "none", "none"),
        ("norm", "inorm", "inorm"),
        ("norm", "none", "none"),
        ("table", None, None),
    ],
)
def test_takes(kind: str, value: Any, wanted: Any) -> None:
    found = convert(declared(kind, at_least=0) if kind == "padding" else declared(kind), value)
    assert found == wanted
    assert type(found) is type(wanted)


def test_takes_a_padding_below_zero_where_it_is_declared() -> None:
    assert convert(declared("padding", at_least=-4), ((-1, 1), -4)) == ((-1, 1), -4)


def test_takes_a_table() -> None:
    assert convert(declared("table"), TABLE) is not None


@pytest.mark.parametrize(
    ("kind", "value", "code"),
    [
        ("count", 0, "E205"),
        ("count", -3, "E205"),
        ("count", LARGEST + 1, "E205"),
        ("count", 2**9999, "E205"),
        ("count", True, "E203"),
        ("count", "relu", "E203"),
        ("count", (3, 3), "E203"),
        ("count", None, "E203"),
        ("count", Fraction(3, 2), "E209"),
        ("count", 1.5, "E209"),
        ("count", -C, "E205"),
        ("axes", 0, "E205"),
        ("axes", (3, 0), "E205"),
        ("axes", (), "E203"),
        ("axes", (3, (1, 2)), "E203"),
        ("axes", "same", "E203"),
        ("padding", -1, "E205"),
        ("padding", (0, -1), "E205"),
        ("padding", ((1, 2, 3), 0), "E203"),
        ("padding", "full", "E203"),
        ("padding", Fraction(1, 2), "E209"),
        ("counts", (), "E203"),
        ("counts", (4, 0), "E205"),
        ("flag", 1, "E203"),
        ("flag", "relu", "E203"),
        ("auto", 0, "E203"),
        ("auto", "same", "E203"),
        ("number", True, "E203"),
        ("number", "relu", "E203"),
        ("rate", 1, "E205"),
        ("rate", Fraction(-1, 10), "E205"),
        ("rate", "relu", "E203"),
        ("act", "bn", "E203"),
        ("act", True, "E203"),
        ("act", "abs", "E203"),
        ("norm", "relu", "E203"),
        ("norm", "gn", "E203"),
        ("table", 3, "E203"),
    ],
)
def test_objects_to(kind: str, value: Any, code: str) -> None:
    with pytest.raises(Violation) as caught:
        convert(declared(kind), value)
    assert caught.value.code == code
    assert caught.value.option == "it"
    assert len(caught.value.message) < 120


def test_a_limit_of_its_own() -> None:
    assert convert(declared("count", at_least=0), 0) == 0
    with pytest.raises(Violation, match="`it` must be at least 2, got 1"):
        convert(declared("count", at_least=2), 1)


def test_one_of_some_words() -> None:
    words = declared("word", choices=("channel", "tensor"))
    assert convert(words, "tensor") == "tensor"
    with pytest.raises(Violation, match="channel or tensor"):
        convert(words, "row")


def test_an_integer_that_is_none_gets_its_neighbours() -> None:
    with pytest.raises(Violation) as caught:
        convert(declared("count"), Fraction(56, 5))
    assert "11.2" in caught.value.message
    assert "11 and 12" in caught.value.notes[0].text


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (True, "true"),
        (False, "false"),
        (None, "nothing"),
        (64, "64"),
        ((1, 7), "1x7"),
        ((3,), "[3]"),
        (((1, 2), 0), "[1x2, 0]"),
        ("same", "same"),
        (("relu", 3), "[relu, 3]"),
        (Fraction(1, 3), "1/3"),
        (2 * C, "2*C"),
    ],
)
def test_said(value: Any, text: str) -> None:
    assert said(value) == text


def test_a_long_number_is_said_in_short() -> None:
    text = said(10**60)
    assert len(text) < 40
    assert "61 digits" in text
