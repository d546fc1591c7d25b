from __future__ import annotations

import tomllib
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cnnspec.project.toml import places, read_toml

TEXT = '''\
# [a.b] is no head here
title = "x = 1 # no comment" # c = 2
a.b."c d" = 1979-05-27 07:32:00
'single' = """
inner = 3
\\"""" # "

[tool.cnnspec]
select = [ # the first
  "E", 'W#',
  ["x", {y = 1, "z".q = [2]}],
]
[ tool . cnnspec . budget . "my board" ]
macs = { min = 1, max = "100K" }
layers.c1.macs = 0x1F
[[fruit]]
name = "apple"
[[fruit]]
name = 3Q
name = "pear"3Q
[fruit.more]
name = 3
'''.replace("3Q", "'" * 3)


@pytest.mark.parametrize(
    ("path", "key", "value"),
    [
        ("title", "title", '"x = 1 # no comment"'),
        ("a", "a", "1979-05-27 07:32:00"),
        ("a.b", "b", "1979-05-27 07:32:00"),
        ("a.b.c d", '"c d"', "1979-05-27 07:32:00"),
        ("single", "'single'", '"""\ninner = 3\n\\""""'),
        ("tool", "[tool.cnnspec]", "[tool.cnnspec]"),
        ("tool.cnnspec", "[tool.cnnspec]", "[tool.cnnspec]"),
        ("tool.cnnspec.select.0", '"E"', '"E"'),
        ("tool.cnnspec.select.1", "'W#'", "'W#'"),
        ("tool.cnnspec.select.2.1.y", "y", "1"),
        ("tool.cnnspec.select.2.1.z.q.0", "2", "2"),
        ("tool.cnnspec.budget.my board.macs", "macs", '{ min = 1, max = "100K" }'),
        ("tool.cnnspec.budget.my board.macs.max", "max", '"100K"'),
        ("tool.cnnspec.budget.my board.layers.c1.macs", "macs", "0x1F"),
        ("fruit.0.name", "name", '"apple"'),
        ("fruit.1.name", "name", '3Q\nname = "pear"3Q'.replace("3Q", "'" * 3)),
    ],
)
def test_where_a_key_stands(path: str, key: str, value: str) -> None:
    assert tomllib.loads(TEXT)["a"]["b"]["c d"]
    place = places(TEXT)[tuple(path.split("."))]
    assert TEXT[place.start : place.end] == key
    assert TEXT[place.value : place.value_end] == value


def _written(value: Any) -> str:
    if isinstance(value, dict):
        return "{" + ", ".join([f"{_key(k)} = {_written(v)}" for k, v in value.items()]) + "}"
    if isinstance(value, list):
        return "[\n" + ",\n".join(map(_written, value)) + "]"
    return _key(value) if isinstance(value, str) else str(value)


def _key(text: str) -> str:
    return '"' + "".join([f"\\u{ord(sign):04x}" if sign in '"\\' else sign for sign in text]) + '"'


TEXTS = st.text("ab\"'\\#=[]{},. é", max_size=4)
VALUES = st.recursive(
    st.integers(0, 99) | TEXTS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXTS, inner, max_size=3),
)


@given(st.dictionaries(TEXTS, VALUES, min_size=1, max_size=4))
def test_every_value_is_where_it_is_said_to_be(document: dict[str, Any]) -> None:
    text = "".join([f"{_key(key)} = {_written(value)} # x\n" for key, value in document.items()])
    assert tomllib.loads(text) == document
    for path, place in places(text).items():
        value: Any = document
        for part in path:
            value = value[int(part)] if isinstance(value, list) else value[part]
        assert tomllib.loads(f"x = {text[place.value : place.value_end]}")["x"] == value


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("a = \n", (1, 5)),
        ("a = 1\n[tool", (2, 6)),
        ("a = 1\n[tool\n", (2, 6)),
        ("a = " + "[" * 100_000, (1, 1)),
    ],
)
def test_what_is_no_toml_is_told_with_its_place(text: str, place: tuple[int, int]) -> None:
    document, said, where = read_toml(text)
    assert document is None
    assert said
    assert where == place
