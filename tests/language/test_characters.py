"""Characters that no text of a spec may hold, and texts cut short."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cnnspec.language.characters import find_foreign, shortened


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", -1),
        ("conv: [64, 3x3]\r\n\t# §II.B, 2·5²", -1),
        ("a\x85b\u2028c\u2029d\xa0e", -1),  # breaks and blanks that do not print
        ("\ue000\u200b\U0010ffff", -1),  # private, without width, no character: harmless
        ("a\0", 1),
        ("a\x08", 1),
        ("a\x0b", 1),
        ("a\x0c", 1),
        ("a\x0e", 1),
        ("a\x1f", 1),
        ("a\x7f", 1),
        ("a\x84", 1),
        ("a\x86", 1),
        ("a\x9f", 1),
        ("a\ud800", 1),
        ("a" + chr(0xDFFF), 1),
        ("a\ufeff", 1),
        ("a\ufffe", 1),
        ("a\uffff", 1),
        ("\n\xa0\x1b[0m\0", 2),  # the first of them
    ],
)
def test_find_foreign(text: str, expected: int) -> None:
    assert find_foreign(text) == expected


def is_foreign(character: str) -> bool:
    """The same by Unicode's categories: controls and surrogates, and three that mark no text."""
    kind = unicodedata.category(character)
    return (
        kind == "Cs"
        or (kind == "Cc" and character not in "\t\n\r\x85")
        or (character in "\ufeff\ufffe\uffff")
    )


ODD = st.sampled_from("a\t\n\r\0\x1f\x7f\x85\x9f\xa0\xad\u2028\ud800\ufeff\ufffe\uffff")


@given(st.lists(st.one_of(ODD, st.characters()), max_size=8).map("".join))
def test_foreign_are_controls_surrogates_and_marks(text: str) -> None:
    places = [place for place, character in enumerate(text) if is_foreign(character)]
    assert find_foreign(text) == (places[0] if places else -1)


@pytest.mark.parametrize(
    ("text", "length", "expected"),
    [
        ("conv", 4, "conv"),
        ("a\n  b\tc", 24, "a b c"),
        ("convolution", 5, "conv…"),
    ],
)
def test_shortened(text: str, length: int, expected: str) -> None:
    assert shortened(text, length) == expected
