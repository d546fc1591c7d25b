from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cnnspec.render.screen import (
    cell_width,
    clean,
    cut,
    escape,
    facts,
    line_width,
    plain_text,
    take,
    without_commands,
    wrap,
)


@pytest.mark.parametrize(
    ("text", "width"),
    [
        ("", 0),
        ("conv1", 5),
        ("합성곱", 6),
        ("\u1112\u1161\u11ab", 2),  # one syllable in three parts
        ("畳み込み", 8),
        ("├─ 0", 4),
        ("e\u0301", 1),
        ("27·C²", 5),
    ],
)
def test_widths_are_those_of_a_terminal(text: str, width: int) -> None:
    assert cell_width(text) == width


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("conv1", "conv1"),
        ("합성곱 1", "합성곱 1"),
        ("a\x1b[31mb", "a\\x1b[31mb"),
        ("a\nb\tc", "a\\nb\\tc"),
        ("a\u202eb", "a\\u202eb"),
        ("\udc80", "\\udc80"),
    ],
)
def test_what_is_not_seen_is_spelt_out(text: str, shown: str) -> None:
    assert escape(text) == shown
    assert clean(((text, "strong"),)) == ((shown, "strong"),)


@given(st.text())
def test_an_escaped_text_has_no_control_character(text: str) -> None:
    assert all(character.isprintable() for character in escape(text))


def test_a_cut_line_ends_in_an_ellipsis() -> None:
    line = (("3 x bottleneck", ""), (" 64", "quiet"))
    assert cut(line, 20) == line
    assert cut(line, 16) == (("3 x bottleneck", ""), ("…", "quiet"))
    assert cut(line, 7) == (("3 x bo…", ""),)
    assert cut(line, 7, "...") == (("3 x...", ""),)


@given(st.text(st.characters(categories=["Lu", "Ll", "Lo", "Nd"])), st.integers(1, 30))
def test_a_cut_line_is_not_too_wide(text: str, width: int) -> None:
    assert line_width(cut(plain_text(text), width)) <= width
    assert cell_width(take(text, width)) <= width


def test_facts_are_parted_by_dots_and_broken_there() -> None:
    parts = [plain_text("one fact"), plain_text("another"), plain_text("the third")]

    def shown(width: int | None) -> list[str]:
        return ["".join([text for text, _ in line]) for line in facts(parts, width)]

    assert shown(None) == ["one fact · another · the third"]
    assert shown(20) == ["one fact · another", "the third"]
    assert shown(9) == ["one fact", "another", "the third"]
    assert facts([], 10) == []


def test_a_fact_that_is_too_long_is_broken_at_spaces() -> None:
    parts = [plain_text("short"), plain_text("one of many words", "quiet"), plain_text("end")]
    assert facts(parts, 11) == [
        plain_text("short"),
        plain_text("one of many", "quiet"),
        (("words", "quiet"), (" · ", ""), ("end", "")),
    ]
    assert len(facts(parts, None)) == 1


def test_wrapping_breaks_at_spaces_and_keeps_columns() -> None:
    assert wrap("a b c", 80) == ["a b c"]
    assert wrap("aaa bbb ccc", 7) == ["aaa bbb", "ccc"]
    assert wrap("aaaaaaaaaa b", 5) == ["aaaaaaaaaa", "b"]
    assert wrap("pad: 2   55, 27", 11) == ["pad: 2", "55, 27"]
    assert wrap("pad: 2   55, 27 more", 16) == ["pad: 2   55, 27", "more"]
    assert wrap("합성 합성 합성", 9) == ["합성 합성", "합성"]


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("::warning::x", r"\x3a:warning::x"),
        ("   ::error file=a::x", r"   \x3a:error file=a::x"),
        ("a ##[error]x", r"a \x23#[error]x"),
        ("  ::: pyproject.toml:2:15", "  ::: pyproject.toml:2:15"),  # a place in another file
        ("conv1::a", "conv1::a"),
    ],
)
def test_no_line_is_a_command_of_a_workflow(text: str, shown: str) -> None:
    assert without_commands(text) == shown
