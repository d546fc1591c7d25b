"""Nodes: their text, their keys, and their places in the file."""

from __future__ import annotations

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cnnspec.core.diagnostic import Label, Span
from cnnspec.language.nodes import Mapping, Scalar, Sequence, Source, label, offset_span, span
from cnnspec.language.reader import read_text


def find(text: str, *path: str | int) -> Scalar | Sequence | Mapping:
    """The node under keys and indices."""
    node = read_text(text, "net.yaml").root
    for step in path:
        if isinstance(step, int):
            assert isinstance(node, Sequence)
            node = node.items[step]
        else:
            assert isinstance(node, Mapping)
            node = node.get(step)
    assert node is not None
    return node


def scalar(text: str, *path: str | int) -> Scalar:
    node = find(text, *path)
    assert isinstance(node, Scalar)
    return node


@pytest.mark.parametrize(
    ("text", "path", "expected"),
    [
        ("a: 12", ("a",), (1, 4, 1, 6)),
        ("a: 12 # comment\n", ("a",), (1, 4, 1, 6)),
        ("a: 'x y'  \n", ("a",), (1, 4, 1, 9)),
        ("a:\n  - [1, 22]\n", ("a", 0), (2, 5, 2, 12)),
        ("a:\n  - [1, 22]\n", ("a", 0, 1), (2, 9, 2, 11)),
        ("{a: [ 1 ] }\n", (), (1, 1, 1, 12)),
        # a collection without brackets ends with its last child, not where the next one begins
        ("a:\n  b: 1\n  c: 22\n\n# comment\nd: 3\n", ("a",), (2, 3, 3, 8)),
        ("a:\n  - 1\n  - 22\n\n\nd: 3\n", ("a",), (2, 3, 3, 7)),
        ("a:\n- 1\n- 22\nd: 3\n", ("a",), (2, 1, 3, 5)),
        ("a: 1\nb: [2]\n\n", (), (1, 1, 2, 7)),
        # in brackets, `b: 1` is a mapping of its own
        ("a: [64, b: 1, c]", ("a", 1), (1, 9, 1, 13)),
        ("a: [64, b: 1 ]", ("a", 1), (1, 9, 1, 13)),
        # a block of lines ends with its last line that is not blank
        ("a: |\n  X .\n  . X\n\n\nb: 1\n", ("a",), (1, 4, 3, 6)),
        ("a: |\n  X .\n  . X\n\n\nb: 1\n", (), (1, 1, 6, 5)),
        ("- a: |\n    X .\n    . X\n- b\n", (0,), (1, 3, 3, 8)),
        ("a: >-\n  X .\n  . X", ("a",), (1, 4, 3, 6)),
        ("a: |\nb: 1\n", ("a",), (1, 4, 1, 5)),
        # nothing is where it would stand
        ("a:\nb: 1\n", ("a",), (1, 3, 1, 3)),
        ("a:   # comment\n", ("a",), (1, 3, 1, 3)),
        ("- \n- b\n", (0,), (1, 2, 1, 2)),
        ("{relu, name: }", ("relu",), (1, 6, 1, 6)),
        ("{relu, name: }", ("name",), (1, 13, 1, 13)),
        ("[a:   ]", (0, "a"), (1, 4, 1, 4)),
        ("? a\n# comment\n", ("a",), (1, 4, 1, 4)),
        # text that goes over lines
        ("a: one\n  two\nb: 1", ("a",), (1, 4, 2, 6)),
        ('a: "one\n  two"\nb: 1', ("a",), (1, 4, 2, 7)),
        ("{a: [1,\n  2],\n b: 3}\n", (), (1, 1, 3, 7)),
        # columns count characters, not bytes; the second of these needs two units of UTF-16
        ("é: ü", ("é",), (1, 4, 1, 5)),
        ("{a: '😀', b: 3}", ("b",), (1, 13, 1, 14)),
        # every kind of line end
        ("a: 1\r\nb: 22\r\n", ("b",), (2, 4, 2, 6)),
        ("a: 1\rb: 22\r", ("b",), (2, 4, 2, 6)),
        ("a: 1\r\n\r\n\rb: 22", ("b",), (4, 4, 4, 6)),
        ("a:\r\n  - 1\r\n\r\nb: 2\r\n", ("a",), (2, 3, 2, 6)),
        # editors take these for no line end, so neither does a place
        ("a: 1\u2028b: 22", ("b",), (1, 9, 1, 11)),
        ("a: 1\x85b: 22", ("b",), (1, 9, 1, 11)),
        ("a: 'x\u2029y'\nb: 22", ("b",), (2, 4, 2, 6)),
        # a byte order mark has no column
        ("\ufeffa: 1", ("a",), (1, 4, 1, 5)),
    ],
)
def test_span(text: str, path: tuple[str | int, ...], expected: tuple[int, ...]) -> None:
    assert span(find(text, *path)) == Span(*expected)


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("a: in.c*4 # four times", "in.c*4"),
        ("a: 'it''s'", "'it''s'"),
        ('a: "\\t"', '"\\t"'),
        ("a: [1, {b: 2}]", "[1, {b: 2}]"),
        ("a: |-\n  X\n\n", "|-\n  X"),
    ],
)
def test_start_and_end_cut_the_node_out_of_the_text(text: str, written: str) -> None:
    node = find(text, "a")
    assert node.source.text[node.start : node.end] == written


@pytest.mark.parametrize(
    ("text", "value", "plain", "block", "empty"),
    [
        ("a: 08", "08", True, False, False),
        ("a: '08'", "08", False, False, False),
        ('a: "no"', "no", False, False, False),
        ("a: |\n  X .\n  . X\n", "X .\n. X\n", False, True, False),
        ("a: >\n  X .\n  . X\n", "X . . X\n", False, True, False),
        ("a: '|'", "|", False, False, False),
        ("a: x|", "x|", True, False, False),
        ("a:", "", True, False, True),
        ("a: ''", "", False, False, False),
        ("a: ~", "~", True, False, True),
        ("a: null", "null", True, False, True),
        ("a: Null", "Null", True, False, True),
        ("a: NULL", "NULL", True, False, True),
        ("a: nULL", "nULL", True, False, False),
        ("a: 'null'", "null", False, False, False),
        ("a: one\n  two\n\n  three", "one two\nthree", True, False, False),
        ("a: '😀 ''x'''", "😀 'x'", False, False, False),
        ('a: "tab\\there\\n"', "tab\there\n", False, False, False),
    ],
)
def test_scalar(text: str, value: str, plain: bool, block: bool, empty: bool) -> None:
    node = scalar(text, "a")
    assert (node.text, node.plain, node.block, node.empty) == (value, plain, block, empty)


def test_mapping_knows_its_keys() -> None:
    mapping = find("{conv: [64], name: c1, 3a: x}")
    assert isinstance(mapping, Mapping)
    assert list(mapping.keys()) == ["conv", "name", "3a"]
    name = mapping.get("name")
    assert isinstance(name, Scalar)
    assert name.text == "c1"
    assert mapping.get("size") is None
    key = mapping.key("name")
    assert key is not None
    assert span(key) == Span(1, 14, 1, 18)
    assert mapping.key("c1") is None


def test_nodes_show_their_texts() -> None:
    shown = "Mapping([(Scalar('a'), Sequence([Scalar('b')]))])"
    assert repr(find("{a: ['b']}")) == shown


@pytest.mark.parametrize(
    ("text", "start", "end", "expected"),
    [
        # exact: plain text, and quoted text in which every character stands for itself
        ("a: in.c / 2", 0, 4, (1, 4, 1, 8)),
        ("a: in.c / 2", 7, 8, (1, 11, 1, 12)),
        ("a: 'max(8, c)'", 7, 8, (1, 12, 1, 13)),
        ('a: "max(8, c)"', 0, 3, (1, 5, 1, 8)),
        ("a: '😀 + x'", 4, 5, (1, 9, 1, 10)),
        ("a: in.c", 4, 4, (1, 8, 1, 8)),
        # no further than the text
        ("a: in.c", 4, 9, (1, 8, 1, 8)),
        # the whole scalar: escapes, and text over several lines
        ("a: 'it''s x'", 5, 6, (1, 4, 1, 13)),
        ('a: "\\tx"', 1, 2, (1, 4, 1, 9)),
        ("a: in.c\n  / 2", 7, 8, (1, 4, 2, 6)),
        ("a: |\n  in.c\n", 0, 2, (1, 4, 2, 7)),
    ],
)
def test_offset_span(text: str, start: int, end: int, expected: tuple[int, ...]) -> None:
    assert offset_span(scalar(text, "a"), start, end) == Span(*expected)


def test_label_names_the_file_and_the_place() -> None:
    expected = Label("net.yaml", Span(1, 4, 1, 6), "too many")
    assert label(find("a: 64", "a"), "too many") == expected


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("", [""]),
        ("a", ["a"]),
        ("a\nb", ["a", "b"]),
        ("a\n", ["a", ""]),
        ("a\r\n\r\nb\rc\n", ["a", "", "b", "c", ""]),
        ("a\n\rb", ["a", "", "b"]),
        ("a\x0bb\x85c\u2028d\ne", ["a\x0bb\x85c\u2028d", "e"]),
    ],
)
def test_lines(text: str, lines: list[str]) -> None:
    source = Source("net.yaml", text)
    assert [source.line(number) for number in range(1, len(lines) + 1)] == lines
    for number in (0, -1, len(lines) + 1):
        with pytest.raises(IndexError, match=rf"net\.yaml has {len(lines)} lines"):
            source.line(number)


def test_position_and_line_agree() -> None:
    source = Source("net.yaml", "ab\r\nc\u2028d\r\n\ne😀f")
    for index, character in enumerate(source.text):
        if character not in "\r\n":
            line, column = source.position(index)
            assert source.line(line)[column - 1] == character
    assert source.position(len(source.text)) == (4, 4)


@given(st.text("a \n\r\x85\u2028", max_size=12))
def test_lines_are_those_that_python_reads_from_a_file(text: str) -> None:
    expected = [line.rstrip("\r\n") for line in io.StringIO(text, newline="")]
    if not text or text[-1] in "\r\n":
        expected.append("")
    source = Source("net.yaml", text)
    assert [source.line(number) for number in range(1, len(expected) + 1)] == expected
    with pytest.raises(IndexError):
        source.line(len(expected) + 1)


def test_both_characters_of_a_line_break_are_the_place_behind_the_line() -> None:
    source = Source("net.yaml", "ab\r\nc")
    assert [source.position(index) for index in range(5)] == [
        (1, 1), (1, 2), (1, 3), (1, 3), (2, 1),
    ]  # fmt: skip
