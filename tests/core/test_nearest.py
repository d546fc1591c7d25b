"""Suggestions for misspelt names."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cnnspec.core.nearest import distance, nearest

WORDS = st.text(alphabet="abc", max_size=7)


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        ("conv", "conv", 0),
        ("conv", "con", 1),
        ("conv", "convs", 1),
        ("conv", "cone", 1),
        ("conv", "ocnv", 1),  # swapped
        ("max_pol", "max_pool", 1),
        ("resent50", "resnet50", 1),
        ("sumary", "summary", 1),
        ("kernal", "kernel", 1),
        ("strids", "stride", 1),
        ("ba", "abc", 2),
        ("ocvn", "conv", 2),  # two swaps
        ("ca", "abc", 3),  # no stretch is edited twice
        ("kitten", "sitting", 3),
        ("", "ab", 2),
        ("", "", 0),
        ("abcdef", "ghijkl", 3),  # far apart: one more than the limit
        ("abcdefgh", "a", 3),
    ],
)
def test_distance(first: str, second: str, expected: int) -> None:
    assert distance(first, second) == expected
    assert distance(second, first) == expected


@pytest.mark.parametrize(
    ("word", "candidates", "expected"),
    [
        ("max_pol", ["conv", "max_pool", "avg_pool"], ["max_pool"]),
        ("true", [], []),
        ("True", ["true", "tree"], ["true", "tree"]),  # closer first
        ("bass", ["bash", "base", "pass"], ["base", "bash", "pass"]),  # then by name
        ("cc", ["c", "k"], ["c"]),
        ("abc", ["ab", "cba", "a"], ["ab"]),  # short words: one slip only
        ("abcd", ["abdc", "ab", "abcdef", "a"], ["abdc", "ab", "abcdef"]),
        ("conv", ["conv", "conv", "con"], ["conv", "con"]),
        ("name", ["nama", "namb", "namc", "namd"], ["nama", "namb", "namc"]),
    ],
)
def test_nearest(word: str, candidates: list[str], expected: list[str]) -> None:
    assert nearest(word, candidates) == expected


def test_as_many_as_asked_for() -> None:
    names = ["nama", "namb", "namc", "namd"]
    assert nearest("name", names, most=1) == ["nama"]
    assert nearest("name", iter(names), most=9) == names


def edits(word: str) -> set[str]:
    """All words that one slip makes of a word, over the alphabet of the tests."""
    places = range(len(word) + 1)
    return (
        {word[:at] + letter + word[at:] for at in places for letter in "abc"}
        | {word[:at] + word[at + 1 :] for at in places[:-1]}
        | {word[:at] + letter + word[at + 1 :] for at in places[:-1] for letter in "abc"}
        | {word[:at] + word[at + 1] + word[at] + word[at + 2 :] for at in places[:-2]}
    )


@given(WORDS, WORDS)
def test_distance_is_symmetric_and_capped(first: str, second: str) -> None:
    far = distance(first, second, 9)
    assert far == distance(second, first, 9)
    assert distance(first, second) == min(far, 3)
    assert (far == 0) == (first == second)


@given(WORDS, WORDS)
def test_distance_of_one_is_one_edit(first: str, second: str) -> None:
    assert (distance(first, second) <= 1) == (second in edits(first) or first == second)
