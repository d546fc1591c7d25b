from __future__ import annotations

import pytest

from cnnspec.edits import apply
from cnnspec.language.ignoring import removal
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
