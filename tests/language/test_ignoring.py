from __future__ import annotations

import pytest

from cnnspec.edits import apply
from cnnspec.language.ignoring import corrected, removal, renamed, spelt
from cnnspec.language.reader import read_text


@pytest.mark.parametrize(
    ("before", "code", "after"),
    [
        ("a: 1  # cnnspec: ignore[W301] why\nb: 2\n", "W301", "a: 1\nb: 2\n"),
        ("a: 1  # cnnspec: ignore[W301] why\n", None, "a: 1\n"),
        (
            "a: 1  # cnnspec: ignore[W301, W302] why\n",
            "W301",
            "a: 1  # cnnspec: ignore[W302] why\n",
        ),
        ("a: 1  # cnnspec: ignore[W301 W302]\n", "W302", "a: 1  # cnnspec: ignore[W301]\n"),
        ("a: 1  # cnnspec: ignore[W301, W301]\n", "W301", "a: 1\n"),
        ("a: 1  # cnnspec: ignore[W301, W302]\n", None, "a: 1\n"),
        ("a: 1  # cnnspec: ignore[]\n", None, "a: 1\n"),
        ("a: 1\n  # cnnspec: ignore[W301]\nb: 2\n", "W301", "a: 1\nb: 2\n"),
        ("a: 1\r\n  # cnnspec: ignore[W301]\r\nb: 2\r\n", "W301", "a: 1\r\nb: 2\r\n"),
        ("a: 1  # cnnspec: ignore[W301]", "W301", "a: 1"),
    ],
)
def test_a_code_or_its_comment_is_taken_out(before: str, code: str | None, after: str) -> None:
    source = read_text(before, "a.yaml")
    fix = removal(source, source.ignores[0], code)
    assert fix.safe
    assert apply(before, fix.edits)[0] == after


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("a: 1  # cnnspec ignore w301: why\r\n", "a: 1  # cnnspec: ignore[W301] why\r\n"),
        ("a: 1  # cnnspec: ignore W301,W302", "a: 1  # cnnspec: ignore[W301, W302]"),
        ("a: 1\n# ignore[W301 W301\n", "a: 1\n# cnnspec: ignore[W301]\n"),
    ],
)
def test_a_comment_gets_its_form(before: str, after: str) -> None:
    (slip,) = read_text(before, "a.yaml").slips
    assert apply(before, corrected(slip).edits)[0] == after


def test_one_code_takes_the_place_of_another() -> None:
    before = "a: 1  # cnnspec: ignore[W3011, W301]\n"
    source = read_text(before, "a.yaml")
    fix = renamed(source, source.ignores[0], "W301", "W302")
    assert apply(before, fix.edits)[0] == "a: 1  # cnnspec: ignore[W3011, W302]\n"


def test_a_comment_with_many_codes_is_shown_in_part() -> None:
    codes = [f"W{number}" for number in range(301, 320)]
    assert spelt(codes[:1]) == "# cnnspec: ignore[W301]"
    assert spelt(codes).endswith("W307, W308, ...]")
