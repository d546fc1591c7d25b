"""Tokens: the few plain forms that nearly all texts consist of, and all others."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cnnspec.language.expression import ExpressionError, parse
from cnnspec.language.expression_parser import tokens_of
from cnnspec.language.expression_tokens import every_token

Token = tuple[str, str, int, int]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", [("end", "", 0, 0)]),
        (" ", [("end", "", 1, 1)]),
        ("64", [("number", "64", 0, 2), ("end", "", 2, 2)]),
        (
            "4*in.c >= .5",
            [
                ("number", "4", 0, 1), ("operator", "*", 1, 2), ("name", "in.c", 2, 6),
                ("operator", ">=", 7, 9), ("number", ".5", 10, 12), ("end", "", 12, 12),
            ],
        ),
        (
            "not a**-1 ",
            [
                ("operator", "not", 0, 3), ("name", "a", 4, 5), ("operator", "**", 5, 7),
                ("operator", "-", 7, 8), ("number", "1", 8, 9), ("end", "", 10, 10),
            ],
        ),
        ("1e-5", [("number", "1e-5", 0, 4), ("end", "", 4, 4)]),
        ("1e-5x", [("foreign", "1e", 0, 2), ("operator", "-", 2, 3), ("foreign", "5x", 3, 5),
                   ("end", "", 5, 5)]),
        ("a<>1", [("name", "a", 0, 1), ("foreign", "<>", 1, 3), ("number", "1", 3, 4),
                  ("end", "", 4, 4)]),
        ("a.b.", [("name", "a.b", 0, 3), ("foreign", ".", 3, 4), ("end", "", 4, 4)]),
        ("ä$", [("name", "ä", 0, 1), ("other", "$", 1, 2), ("end", "", 2, 2)]),
        ("℘", [("other", "℘", 0, 1), ("end", "", 1, 1)]),  # an identifier of Python's
    ],
)  # fmt: skip
def test_tokens(text: str, expected: list[Token]) -> None:
    assert tokens_of(text) == expected


PIECES = (
    "+ - * / // % ** = == != === < <= > >= <> => and not ( ) [ ] , . "
    "in.c x_1 ä 08 0.5 1e2 1e-2 3x3 ' &"
)
PIECE = st.sampled_from([*PIECES.split(), " ", "\n", "\x1c", "\x85"])


@given(st.one_of(st.lists(PIECE, max_size=8).map("".join), st.text(max_size=8)))
def test_plain_tokens_are_those_that_all_texts_have(text: str) -> None:
    assert tokens_of(text) == every_token(text)


WORDS = "0 64 08 0.5 .5 5. . 1.2.3 true false relu c k3x3 train in prev and not min"
WORD = st.sampled_from(WORDS.split())


@given(
    st.one_of(WORD, st.from_regex(r"[0-9]{1,20}", fullmatch=True), st.text("ab_x1ä", max_size=5))
)
def test_one_word_alone_reads_as_it_does_beside_blanks(word: str) -> None:
    """A word or a number needs no parser; a blank in front of it does."""
    assert outcome(word) == outcome(f" {word}", -1)


def outcome(text: str, shift: int = 0) -> object:
    try:
        found = parse(text)
    except ExpressionError as error:
        return error.message, error.start + shift, error.end + shift, error.hint
    value = found.evaluate(None) if found.constant else None
    return (
        value,
        type(value),
        [(name, start + shift, end + shift) for name, start, end in found.names],
    )
