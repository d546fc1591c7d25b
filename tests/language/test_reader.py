"""Reading: bytes, limits, comments, and whatever else a file may hold."""

from __future__ import annotations

import builtins
import os
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cnnspec.core.diagnostic import Diagnostic, Span, UsageError
from cnnspec.language import events
from cnnspec.language.nodes import Ignore, Mapping, Scalar, Sequence, Source
from cnnspec.language.reader import MAXIMUM_SIZE, ReadError, read_file, read_text

if TYPE_CHECKING:
    from pathlib import Path

    from cnnspec.language.nodes import Node


def write(folder: Path, content: bytes) -> str:
    path = folder / "net.yaml"
    path.write_bytes(content)
    return str(path)


def only_finding(error: ReadError) -> tuple[str, str, tuple[int, int]]:
    (finding,) = error.diagnostics
    assert finding.primary is not None
    return finding.code, finding.message, (finding.primary.span.line, finding.primary.span.column)


def test_file(tmp_path: Path) -> None:
    path = write(tmp_path, b"name: x\n")
    source = read_file(path)
    assert (source.name, source.text) == (path, "name: x\n")
    assert isinstance(source.root, Mapping)
    assert source.ignores == ()
    assert read_file(path, "nets/x.yaml").name == "nets/x.yaml"


@pytest.mark.parametrize(
    ("content", "text"),
    [
        (b"a: \xc3\xa9", "a: é"),
        (b"\xef\xbb\xbfa: 1", "a: 1"),
        (b"a: \xf0\x9f\x98\x80\r\n", "a: 😀\r\n"),
    ],
)
def test_utf_8(tmp_path: Path, content: bytes, text: str) -> None:
    assert read_file(write(tmp_path, content)).text == text


@pytest.mark.parametrize(
    ("content", "message", "place"),
    [
        (b"a: caf\xe9\n", "the file is not UTF-8: found the byte 0xE9 at offset 6", (1, 7)),
        (
            b"a: 1\r\nb: \xc3\xa9\xff",
            "the file is not UTF-8: found the byte 0xFF at offset 11",
            (2, 5),
        ),
        # a byte order mark counts among the bytes, not among the columns
        (b"\xef\xbb\xbfa: \xff", "the file is not UTF-8: found the byte 0xFF at offset 6", (1, 4)),
        (b"a: \xe2\x82", "the file is not UTF-8: found the byte 0xE2 at offset 3", (1, 4)),
        ("a: 1".encode("utf-16"), "the file is UTF-16, not UTF-8", (1, 1)),
        ("a: 1".encode("utf-16-be"), "the control character U+0000 has no place in a spec", (1, 1)),
        (b"a: 1\nb: \x00", "the control character U+0000 has no place in a spec", (2, 4)),
        (b"a: \x1b[31m", "the control character U+001B has no place in a spec", (1, 4)),
        (b"a: \x7f", "the control character U+007F has no place in a spec", (1, 4)),
        (b"# \xc2\x80", "the control character U+0080 has no place in a spec", (1, 3)),
        (
            b"a: x\xef\xbb\xbf",
            "a byte order mark, U+FEFF, belongs only at the start of a file",
            (1, 5),
        ),
    ],
)
def test_bytes_that_are_no_text(
    tmp_path: Path, content: bytes, message: str, place: tuple[int, int]
) -> None:
    with pytest.raises(ReadError) as caught:
        read_file(write(tmp_path, content), "net.yaml")
    assert only_finding(caught.value) == ("E101", message, place)


def test_half_a_character() -> None:
    with pytest.raises(ReadError) as caught:
        read_text("a: \ud83d", "net.yaml")
    assert only_finding(caught.value) == ("E101", "U+D83D is half a character", (1, 4))


def test_an_error_brings_the_lines_along(tmp_path: Path) -> None:
    with pytest.raises(ReadError) as caught:
        read_file(write(tmp_path, b"name: x\nb: \xff\n"), "net.yaml")
    source = caught.value.source
    assert (source.name, source.root) == ("net.yaml", None)
    assert source.line(2) == "b: \ufffd"
    with pytest.raises(ReadError) as caught:
        read_text("name: x\nb: [\n", "net.yaml")
    assert caught.value.source.line(2) == "b: ["


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "the file is empty"),
        (" \r\n\n", "the file is empty"),
        ("\ufeff", "the file is empty"),
        ("# one\n\n  # two", "the file has only comments"),
        ("---\n", "the document is empty"),
        ("---\n# nothing\n...\n", "the document is empty"),
        ("~", "the document is empty"),
    ],
)
def test_nothing_written(text: str, message: str) -> None:
    with pytest.raises(ReadError) as caught:
        read_text(text, "net.yaml")
    assert only_finding(caught.value) == ("E103", message, (1, 1))


def test_missing_file(tmp_path: Path) -> None:
    with pytest.raises(UsageError) as caught:
        read_file(str(tmp_path / "none.yaml"), "none.yaml")
    assert caught.value.message == "cannot read none.yaml: no such file or directory"


def test_directory(tmp_path: Path) -> None:
    with pytest.raises(UsageError) as caught:
        read_file(str(tmp_path), "nets")
    assert caught.value.message == "nets is a directory, not a spec file"


def test_no_permission(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = write(tmp_path, b"a: 1")

    def refuse(*_: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(builtins, "open", refuse)
    with pytest.raises(UsageError) as caught:
        read_file(path, "net.yaml")
    assert caught.value.message == "cannot read net.yaml: permission denied"


def test_path_that_no_system_takes() -> None:
    with pytest.raises(UsageError, match=r"cannot read net: .*embedded null"):
        read_file("a\0b", "net")


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no named pipes")
def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    path = str(tmp_path / "pipe")
    os.mkfifo(path)
    with pytest.raises(UsageError) as caught:
        read_file(path, "pipe")
    assert caught.value.message == "pipe is not a regular file"


def test_a_device_is_not_read() -> None:
    with pytest.raises(UsageError):
        read_file(os.devnull)


def test_a_huge_file_is_not_opened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = write(tmp_path, b"")
    os.truncate(path, MAXIMUM_SIZE + 1)
    monkeypatch.delattr(builtins, "open")
    with pytest.raises(ReadError) as caught:
        read_file(path, "net.yaml")
    message = "the file has 4,194,305 bytes, at most 4,194,304 are read"
    assert only_finding(caught.value) == ("E107", message, (1, 1))


def test_a_file_that_grows_is_not_read_further(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = write(tmp_path, b"a: 1")
    status = os.stat(path)
    os.truncate(path, MAXIMUM_SIZE + 100)
    monkeypatch.setattr(os, "stat", lambda _: status)
    with pytest.raises(ReadError) as caught:
        read_file(path, "net.yaml")
    message = "the file has 4,194,305 bytes, at most 4,194,304 are read"
    assert only_finding(caught.value) == ("E107", message, (1, 1))


def test_a_huge_text_is_not_parsed() -> None:
    with pytest.raises(ReadError) as caught:
        read_text("[" * (MAXIMUM_SIZE + 1), "stdin")
    message = "the file has 4,194,305 characters, at most 4,194,304 are read"
    assert only_finding(caught.value) == ("E107", message, (1, 1))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "a: 1  # cnnspec: ignore[W301] as in the paper  \n",
            [(1, ("W301",), "as in the paper", (1, 7, 1, 46))],
        ),
        (
            "#cnnspec:ignore[W301, W401]\na: 1\n",
            [(1, ("W301", "W401"), "", (1, 1, 1, 28))],
        ),
        ("a: 1\n# cnnspec: ignore[]\r\n", [(2, (), "", (2, 1, 2, 20))]),
        ("a: 1 # why # cnnspec: ignore[W301]", [(1, ("W301",), "", (1, 12, 1, 35))]),
        ("[1,# cnnspec: ignore[W301]\n2]", [(1, ("W301",), "", (1, 4, 1, 27))]),
        (
            "a: 1 # cnnspec: ignore[W1]\nb: 2 # cnnspec: ignore[W2] x",
            [(1, ("W1",), "", (1, 6, 1, 27)), (2, ("W2",), "x", (2, 6, 2, 29))],
        ),
        # behind the `|` is a comment, below it is text
        ("a: |  # cnnspec: ignore[W301]\n  X\n", [(1, ("W301",), "", (1, 7, 1, 30))]),
        ("a: |\n  # cnnspec: ignore[W301]\nb: 1", []),
        ("a: |\n  X\n# cnnspec: ignore[W301]\n", [(3, ("W301",), "", (3, 1, 3, 24))]),
        ("a: '# cnnspec: ignore[W301]'", []),
        ('a: "x\n # cnnspec: ignore[W301]"', []),
        ("a: x#cnnspec:ignore[W301]", []),
        ("{'# cnnspec: ignore[W301]': 1}", []),
        ("a: 1 # cnnspec ignore[W301]", []),
    ],
)
def test_ignores(
    text: str, expected: list[tuple[int, tuple[str, ...], str, tuple[int, int, int, int]]]
) -> None:
    found = read_text(text, "net.yaml").ignores
    assert found == tuple(
        Ignore(line, codes, reason, Span(*place)) for line, codes, reason, place in expected
    )


def test_importing_the_reader_does_not_import_yaml() -> None:
    program = "import sys, cnnspec.language.reader; print('yaml' in sys.modules)"
    command = [sys.executable, "-c", program]
    assert subprocess.run(command, capture_output=True, check=True, text=True).stdout == "False\n"


PIECES = (
    *" \n\t:-?[]{},#&*!|>'\"%@`\\~<0a",
    *(": ", "- ", "? ", "\n  ", "\n    ", "\n- ", "\na: ", " #", "---\n", "...\n", "\r\n", "\r"),
    *(
        "null",
        "|2-\n",
        ">+\n",
        "<<: ",
        '"\\x',
        '"\\ud800"',
        '"\\UFFFFFFFF"',
        "%YAML 1.2\n",
        "%TAG ",
    ),
    *("é", "😀", "\x85", "\u2028", "\ufeff", "\x00", "\ud800"),
)


def check_finding(finding: Diagnostic, source: Source) -> None:
    """Every place of a finding lies within the text, and within its lines."""
    assert finding.primary is not None
    for place in (finding.primary, *finding.related):
        start = place.span.line, place.span.column
        end = place.span.end_line, place.span.end_column
        assert (1, 1) <= start <= end
        assert place.span.column <= len(source.line(place.span.line)) + 1
        assert place.span.end_column <= len(source.line(place.span.end_line)) + 1


def check_tree(node: Node) -> None:
    """Every node lies within its parent, behind the one before it."""
    if isinstance(node, Scalar):
        return
    children: list[Node]
    if isinstance(node, Sequence):
        children = node.items
    else:
        children = [part for entry in node.entries for part in entry]
        assert len(node.keys()) == len(node.entries)
    place = node.start
    for child in children:
        assert place <= child.start <= child.end <= node.end
        place = child.end
        check_tree(child)


@pytest.mark.parametrize("library", [True, False], ids=["libyaml", "python"])
def test_any_text_gives_nodes_or_findings(library: bool) -> None:
    chosen = events.parser_class if library else events.python_parser_class

    @settings(max_examples=200, deadline=None)
    @given(st.lists(st.sampled_from(PIECES), max_size=20).map("".join) | st.text(max_size=20))
    def check(text: str) -> None:
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(events, "parser_class", chosen)
            try:
                source = read_text(text, "net.yaml")
            except ReadError as error:
                source, found = error.source, error.diagnostics
            else:
                found = ()
        assert found or source.root is not None
        for finding in found:
            check_finding(finding, source)
        if source.root is not None:
            check_tree(source.root)

    check()
