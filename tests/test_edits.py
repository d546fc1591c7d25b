from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cnnspec.core.diagnostic import Edit, Fix, Span
from cnnspec.edits import apply, compatible


def edit(line: int, column: int, end_column: int, text: str, end_line: int | None = None) -> Edit:
    return Edit(Span(line, column, end_line or line, end_column), text)


@pytest.mark.parametrize(
    ("text", "edits", "expected"),
    [
        ("abc\n", [], "abc\n"),
        ("abc\n", [edit(1, 1, 2, "X")], "Xbc\n"),
        ("abc\n", [edit(1, 4, 4, "X")], "abcX\n"),
        ("abc", [edit(1, 2, 3, "")], "ac"),
        ("a\nb\n", [edit(2, 1, 2, "c"), edit(1, 1, 2, "long")], "long\nc\n"),
        ("a\r\nb\r\n", [edit(2, 1, 2, "c")], "a\r\nc\r\n"),
        ("a\rb", [edit(2, 1, 2, "c")], "a\rc"),
        ("a\u2028b\nc", [edit(2, 1, 2, "d")], "a\u2028b\nd"),
        ("ab\ncd\n", [edit(1, 2, 2, "X", end_line=2)], "aXd\n"),
        ("한국\n", [edit(1, 2, 3, "x")], "한x\n"),
    ],
)
def test_edits_change_their_stretch_alone(text: str, edits: list[Edit], expected: str) -> None:
    after, places = apply(text, edits)
    assert after == expected
    assert [after[start:end] for start, end in places] == [edit.text for edit in edits]


def test_edits_that_overlap_are_refused() -> None:
    with pytest.raises(ValueError, match="overlap"):
        apply("abcd", [edit(1, 1, 3, "x"), edit(1, 2, 4, "y")])


@pytest.mark.parametrize("place", [(0, 1), (3, 1), (1, 9)])
def test_places_that_are_not_there_are_refused(place: tuple[int, int]) -> None:
    line, column = place
    with pytest.raises(ValueError, match="there is no"):
        apply("ab\ncd", [edit(line, column, column, "x")])


def test_of_fixes_that_meet_the_first_is_taken() -> None:
    first = Fix((edit(1, 1, 3, "x"),), True)
    meets = Fix((edit(1, 5, 6, "y"), edit(1, 2, 4, "y")), True)
    beside = Fix((edit(1, 3, 4, "z"),), True)
    same_place = Fix((edit(1, 3, 3, "z"),), True)
    assert compatible("abcdef", [first, meets, beside, same_place]) == [first, beside]


@given(st.text("ab\r\n", max_size=30), st.data())
def test_what_is_not_edited_stays(text: str, data: st.DataObject) -> None:
    """Edits are drawn as stretches, so that this is a second way to the same text."""
    cuts = sorted(data.draw(st.lists(st.integers(0, len(text)), max_size=6, unique=True)))
    pairs = [pair for pair in zip(cuts[::2], cuts[1::2], strict=False) if _apart(text, pair)]
    edits, expected, behind = [], "", 0
    for start, end in pairs:
        edits.append(Edit(Span(*_position(text, start), *_position(text, end)), "X"))
        expected += text[behind:start] + "X"
        behind = end
    assert apply(text, edits)[0] == expected + text[behind:]


def _apart(text: str, cuts: tuple[int, int]) -> bool:
    return all(text[cut - 1 : cut + 1] != "\r\n" for cut in cuts if cut)


def _position(text: str, offset: int) -> tuple[int, int]:
    before = text[:offset].replace("\r\n", "\n\n")
    plain = text[:offset].replace("\r\n", "\n").replace("\r", "\n")
    start = max(before.rfind("\n"), before.rfind("\r")) + 1
    return plain.count("\n") + 1, offset - start + 1
