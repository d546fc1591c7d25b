"""Comments that were meant to silence something, and those that only speak of it."""

from __future__ import annotations

import pytest

from cnnspec.language.reader import read_text


def slips(comment: str) -> list[tuple[tuple[str, ...], str]]:
    source = read_text(f"cnnspec: 1\nname: x  {comment}\nnote: y\n", "net.yaml")
    return [(slip.codes, slip.reason) for slip in source.slips]


@pytest.mark.parametrize(
    ("comment", "codes", "reason"),
    [
        ("# cnnspec: ignore", (), ""),
        ("# cnnspec: ignore the last row is black", (), "the last row is black"),
        ("# cnnspec ignore", (), ""),
        ("# cnnspec: ignore W301", ("W301",), ""),
        ("# cnnspec: ignore W301, W302: the paper crops", ("W301", "W302"), "the paper crops"),
        ("# cnnspec ignore[W301] the paper crops", ("W301",), "the paper crops"),
        ("# cnnspec: ignore [W301]", ("W301",), ""),
        ("# cnnspec: ignore[W301", ("W301",), ""),
        ("# cnnspec: ignore[W301 # why", ("W301",), "why"),
        ("# cnnspec: ignore(W301) why", ("W301",), "why"),
        ("# cnnspec: ignore: W301 - why", ("W301",), "why"),
        ("# cnnspec: Ignore[w301]", ("W301",), ""),
        ("# CNNspec: ignore[W301]", ("W301",), ""),
        ("# cnspec: ignore[W301]", ("W301",), ""),
        ("# cnnspec: ingore[W301]", ("W301",), ""),
        ("# cnnspec: ignored[W301]", ("W301",), ""),
        ("# cnnspec-ignore: W301", ("W301",), ""),
        ("# cnnspec: noqa W301", ("W301",), ""),
        ("# cnnspec: disable=W301,W302", ("W301", "W302"), ""),
        ("# cnnspec ignore[first]", ("FIRST",), ""),
        ("# ignore[W301] why", ("W301",), "why"),
        ("# ignore W3O1", ("W3O1",), ""),
        ("## cnnspec ignore W301", ("W301",), ""),
    ],
)
def test_meant_to_silence(comment: str, codes: tuple[str, ...], reason: str) -> None:
    assert slips(comment) == [(codes, reason)]


@pytest.mark.parametrize(
    "comment",
    [
        "# cnnspec: ignore[W301] the form itself",
        "# why # cnnspec:ignore[W301, W302]",
        "# cnnspec: ignore[W301 W302] spaces part codes, too",
        "# cnnspec: ignore[]",
        "# cnnspec ignores the last row",
        "# cnnspec ignore lists are long",
        "# cnnspec: ignored by the paper",
        "# cnnspec would ignore W301 here",
        "# we write cnnspec: ignore W301 here",
        "# see cnnspec, ignore the rest",
        "# cnnspec: summary has 3 layers",
        "# cnnspec checks this",
        "# the paper ignores W301",
        "# ignore the last row",
        "# ignore[a] of the paper",
        "# ignored W301",
        "# type: ignore[W301]",
        "# noqa: W301",
    ],
)
def test_only_speaking_of_it(comment: str) -> None:
    assert slips(comment) == []


def test_a_text_is_no_comment() -> None:
    text = 'cnnspec: 1\nnote: "# cnnspec ignore[W301]"\ncite: |\n  # cnnspec: ignore\n'
    assert read_text(text, "net.yaml").slips == ()


def test_where_it_stands() -> None:
    source = read_text("cnnspec: 1\r\nname: x # cnnspec: ignore W301  \r\n", "net.yaml")
    (slip,) = source.slips
    assert (slip.span.line, slip.span.column, slip.span.end_column) == (2, 9, 31)
