"""Two lists side by side."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cnnspec.sequence_alignment import Pair, align


def shown(first: str, second: str) -> str:
    """Pairs as `ab`, with a dot for what is missing."""
    pairs = align(first, second, [lambda letter: letter])
    return " ".join(
        [
            ("." if one is None else first[one]) + ("." if other is None else second[other])
            for one, other in pairs
        ]
    )


@pytest.mark.parametrize(
    ("first", "second", "wanted"),
    [
        ("", "", ""),
        ("a", "", "a."),
        ("", "a", ".a"),
        ("abc", "abc", "aa bb cc"),
        ("abc", "axc", "aa b. .x cc"),
        ("abc", "ac", "aa b. cc"),
        ("ac", "abc", "aa .b cc"),
        ("abc", "cab", ".c aa bb c."),  # the longer run stays, the shorter one is moved
        ("xcrcrcry", "zcrcrcrcrw", "x. .z cc rr cc rr cc rr y. .c .r .w"),
        ("crcrPcr", "crNcrcrPcr", "cc rr .N .c .r cc rr PP cc rr"),
    ],
)
def test_a_list_is_aligned_as_a_text_is(first: str, second: str, wanted: str) -> None:
    assert shown(first, second) == wanted


def test_a_later_key_looks_only_between_what_an_earlier_one_found() -> None:
    first, second = ["a1", "x1", "b1"], ["a1", "x2", "x1", "b1"]
    by_letter = align(first, second, [lambda item: item[0]])
    assert by_letter == [(0, 0), (1, 1), (None, 2), (2, 3)]
    exact_first = align(first, second, [lambda item: item, lambda item: item[0]])
    assert exact_first == [(0, 0), (None, 1), (1, 2), (2, 3)]


def test_a_key_of_none_matches_nothing() -> None:
    assert align([1], [1], [lambda item: None]) == [(0, None), (None, 0)]
    keys = [lambda item: item if item > 1 else None, lambda item: item]
    assert align([1, 2], [2, 1], keys) == [(0, None), (1, 0), (None, 1)]


letters = st.lists(st.sampled_from("abcde"), max_size=200)


def check(first: list[str], second: list[str], pairs: list[Pair]) -> None:
    """Every item occurs once, in order, and what is paired is equal."""
    assert [one for one, _ in pairs if one is not None] == list(range(len(first)))
    assert [other for _, other in pairs if other is not None] == list(range(len(second)))
    for one, other in pairs:
        if one is not None and other is not None:
            assert first[one] == second[other]


@given(letters, letters)
def test_every_item_stands_once_and_in_order(first: list[str], second: list[str]) -> None:
    check(first, second, align(first, second, [lambda letter: letter]))


@given(st.lists(st.integers(0, 4), min_size=300, max_size=900), st.data())
def test_long_lists_with_a_few_edits_keep_the_rest(first: list[int], data: st.DataObject) -> None:
    second = list(first)
    for _ in range(3):
        second.insert(data.draw(st.integers(0, len(second))), 5)
    pairs = align(first, second, [lambda number: number])
    check([str(n) for n in first], [str(n) for n in second], pairs)
    alone = [other for one, other in pairs if one is None]
    assert len(alone) >= 3
    assert {second[other] for other in alone if other is not None} == {5}
