from __future__ import annotations

import pytest

from cnnspec import library
from cnnspec.render.screen import Line
from cnnspec.render.yaml import highlighted


def parts(line: Line) -> list[tuple[str, str]]:
    return [(text, role) for text, role in line if role]


@pytest.mark.parametrize(
    ("text", "roles"),
    [
        ("cnnspec: 1", [("cnnspec", "type")]),
        ("  - {conv: [96, 11x11, 4, pad: 0]}", [("conv", "type"), ("pad", "type")]),
        ("# a remark: here", [("# a remark: here", "quiet")]),
        ("note: a # b: c", [("note", "type"), ("# b: c", "quiet")]),
        ('note: "a # b: c"', [("note", "type")]),
        ("cite: {text: 'it''s: here'}", [("cite", "type"), ("text", "type")]),
        ("  resnet50: {}", [("resnet50", "strong")]),
        ("url: https://example.org/a#b", [("url", "type")]),
        ("    X . . X", []),
    ],
)
def test_keys_and_comments_have_a_role(text: str, roles: list[tuple[str, str]]) -> None:
    (line,) = highlighted(text, "resnet50")
    assert parts(line) == roles


def test_no_character_is_lost() -> None:
    for _, path in library.families():
        with open(path, encoding="utf-8") as file:
            text = file.read()
        lines = highlighted(text)
        assert "".join(["".join([part for part, _ in line]) + "\n" for line in lines]) == text
