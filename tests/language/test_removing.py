"""Entries taken out of their mappings: nothing but them is lost."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cnnspec.core.diagnostic import Fix
from cnnspec.edits import apply, compatible
from cnnspec.language.nodes import Mapping, Node
from cnnspec.language.reader import read_text
from cnnspec.language.removing import removal


def entry(text: str, *path: str) -> Node:
    """The key at the end of a path of keys."""
    node = read_text(text, "a.yaml").root
    for name in path[:-1]:
        assert isinstance(node, Mapping)
        node = node.get(name)
    assert isinstance(node, Mapping)
    key = node.key(path[-1])
    assert key is not None
    return key


def without(text: str, *path: str) -> str | None:
    fix = removal([entry(text, *path)])
    if fix is None:
        return None
    assert not any(edit.text.strip() for edit in fix.edits)
    return apply(text, fix.edits)[0]


@pytest.mark.parametrize(
    ("before", "name", "after"),
    [
        ("v: {a: 1, b: 2, c: 3}\n", "a", "v: {b: 2, c: 3}\n"),
        ("v: {a: 1, b: 2, c: 3}\n", "b", "v: {a: 1, c: 3}\n"),
        ("v: {a: 1, b: 2, c: 3}\n", "c", "v: {a: 1, b: 2}\n"),
        ("v: { a: 1 , b: 2 }  # of b\n", "a", "v: { b: 2 }  # of b\n"),
        ("v: { a: 1 , b: 2 , }\n", "b", "v: { a: 1 , }\n"),
        ("v: {a: [1, {x: 2}], 'b': \"é, }\"}\n", "a", "v: {'b': \"é, }\"}\n"),
        ("v: {a: [1, {x: 2}], 'b': \"é, }\"}\n", "b", "v: {a: [1, {x: 2}]}\n"),
        ("v: {한: 1, b: 2}\n", "b", "v: {한: 1}\n"),
        ("v: {a: 1, b: 2,\n    c: 3, d: 4}\n", "b", "v: {a: 1,\n    c: 3, d: 4}\n"),
        ("v: {a: 1, b: 2,\n    c: 3, d: 4}\n", "c", "v: {a: 1, b: 2,\n    d: 4}\n"),
        ("v: {a: 1, b: 2,\n    c: 3}\n", "c", "v: {a: 1, b: 2}\n"),
        ("v: {a: 1,\n    b: 2}\n", "a", "v: {b: 2}\n"),
        ("v: {\n  a: 1,  # A\n  b: 2,  # B\n}\n", "a", "v: {\n  b: 2,  # B\n}\n"),
        ("v: {\n  a: 1,  # A\n  b: 2,  # B\n}\n", "b", "v: {\n  a: 1,  # A\n}\n"),
        ("v: {\n  a: 1,  # A\n  b: 2  # B\n}\n", "b", "v: {\n  a: 1,  # A\n}\n"),
    ],
)
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_in_braces(before: str, name: str, after: str, end: str) -> None:
    text = f"w: 0\n{before}x: 1\n".replace("\n", end)
    assert without(text, "v", name) == f"w: 0\n{after}x: 1\n".replace("\n", end)


@pytest.mark.parametrize(
    ("before", "name", "after"),
    [
        ("  a: 1\n  b: 2  # B\n  c: 3\n", "a", "  b: 2  # B\n  c: 3\n"),
        ("  a: 1\n  b: 2  # B\n  c: 3\n", "b", "  a: 1\n  c: 3\n"),
        ("  a: 1\n  b: 2  # B\n  c: 3\n", "c", "  a: 1\n  b: 2  # B\n"),
        ("  a:\n    x: 1\n    # deep\n  b: 2\n", "a", "  b: 2\n"),
        ("  a: >\n    #x\n    y\n\n  b: 2\n", "a", "  b: 2\n"),
        ("  b: 2\n  a: >\n    #x\n    y\n", "a", "  b: 2\n"),
        ("  b: |\n    y\n  a: 1\n    # deep\n", "a", "  b: |\n    y\n"),
        ("  b: |\n    y\n  a: 1\n\n    # deep\n  c: 1\n", "a", "  b: |\n    y\n  c: 1\n"),
        ("          한: 'ä\n           ö'  # é\n          b: 2\n", "한", "          b: 2\n"),
        # A comment above goes with its entry, and a heading of short ones stays.
        ("  # of both\n  a: 1\n  b: 2\n", "a", "  # of both\n  b: 2\n"),
        ("  b: 2\n  # A\n  # and more\n  a: 1\n", "a", "  b: 2\n"),
        ("  # A\n  a: 1\n  # B\n  b: 2\n", "a", "  # B\n  b: 2\n"),
        ("  # A\n  a: 1\n  # B\n  b: 2\n", "b", "  # A\n  a: 1\n"),
        ("  # A\n  a:\n    - 1\n  b: 2\n", "a", "  b: 2\n"),
        ("  # of all\n\n  a: 1\n  b: 2\n", "a", "  # of all\n\n  b: 2\n"),
        ("  a: 1\n\n  # of the rest\n\n  # B\n  b: 2\n", "a", "  # of the rest\n\n  # B\n  b: 2\n"),
        # Blank lines stay single.
        ("  a: 1\n\n  b: 2\n\n  c: 3\n", "b", "  a: 1\n\n  c: 3\n"),
        ("  a: 1\n\n  b: 2\n\n", "b", "  a: 1\n\n"),
        ("  a: 1\n\n  b: 2\n", "b", "  a: 1\n\n"),
        ("  a: 1\n\n  b: 2\n", "a", "  b: 2\n"),
    ],
)
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_in_lines(before: str, name: str, after: str, end: str) -> None:
    text = f"w: 0\nv:\n{before}x: 1\n".replace("\n", end)
    assert without(text, "v", name) == f"w: 0\nv:\n{after}x: 1\n".replace("\n", end)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("w: 0\nv: {a: 1}  # A\nx: 1\n", "w: 0\nx: 1\n"),
        ("w: 0\n\nv:\n  # A\n  a:\n    - 1  # one\n\nx: 1\n", "w: 0\n\nx: 1\n"),
        ("w: 0\n# V\nv:\n  a: 1\nx: 1", "w: 0\nx: 1"),
        ("w: 0\nv: {a: 1}", "w: 0"),
        ("# a licence\nv: {a: 1}\nx: {y: 1,\n  z: 1}\n", "# a licence\nx: {y: 1,\n  z: 1}\n"),
        ("{w: 0, v: {a: 1}, x: 1}\n", "{w: 0, x: 1}\n"),
    ],
)
def test_the_only_one_goes_with_the_key_of_all(before: str, after: str) -> None:
    assert without(before, "v", "a") == after


@pytest.mark.parametrize(
    "text",
    [
        "w: 0\nv: {a: , b: 1}\n",
        "w: 0\nv:\n  ? a\n  : 1\n  b: 1\n",
        "w: 0\nv: {b: 1  # B\n  , a: 1}\n",
        "w: 0\nv: {b: 1,  # B\n  a: 1}\n",
        "w: 0\nv: {a: 1,  # A\n  b: 1}\n",
        "v: {a: 1}\n",
    ],
)
def test_what_cannot_be_told_apart_stays(text: str) -> None:
    assert without(text, "v", "a") is None


def test_nothing_above_the_key_of_the_mapping_goes() -> None:
    """A variant that sets a single variable stays."""
    text = "variants: {one: {vars: {a: 1}}, two: {}}\n"
    assert without(text, "variants", "one", "vars", "a") is None
    assert removal([]) is None


GAPS = st.sampled_from([", ", " ,", ",\n  ", ",\n  # above\n  ", ",  # behind\n  ", ",\n\n  "])


@given(
    st.integers(1, 5),
    st.sampled_from(["{", "{ ", "{\n  ", "{  # all\n  "]),
    st.lists(GAPS, min_size=5, max_size=5),
    st.sampled_from(["}", " }", "\n  }", ",\n  }", ", }", "  # last\n  }"]),
    st.sets(st.integers(0, 4)),
    st.sampled_from(["\n", "\r\n"]),
)
def test_any_of_a_mapping_in_braces(
    number: int, start: str, gaps: list[str], stop: str, chosen: set[int], end: str
) -> None:
    pairs = [f"k{index}: [{index}, é]" for index in range(number)]
    parts = itertools.chain.from_iterable(zip(pairs, [*gaps[: number - 1], ""], strict=True))
    text = f"w: 0\nv: {start}{''.join(parts)}{stop}\nx: 1\n".replace("\n", end)
    all_but_the_chosen_are_left(text, chosen, number)


@given(
    st.lists(
        st.sampled_from(["1", "'ü'  # behind", "\n    y: 1", "|\n    a\n    # b", "[1,\n    2]"]),
        min_size=1,
        max_size=5,
    ),
    st.lists(
        st.sampled_from(
            ["", "\n", "  # above\n", "\n  # above\n", "  # apart\n\n", "    # deep\n"]
        ),
        min_size=5,
        max_size=5,
    ),
    st.sets(st.integers(0, 4)),
    st.sampled_from(["\n", "\r\n"]),
)
def test_any_of_a_mapping_in_lines(
    values: list[str], gaps: list[str], chosen: set[int], end: str
) -> None:
    entries = [f"{gaps[index]}  k{index}: {value}\n" for index, value in enumerate(values)]
    text = f"w: 0\nv:\n{''.join(entries)}x: 1\n".replace("\n", end)
    all_but_the_chosen_are_left(text, chosen, len(values))


def all_but_the_chosen_are_left(text: str, chosen: set[int], number: int) -> None:
    """Taken out together as far as they can be, until none of them is there."""
    wanted = {name: repr(value) for name, value in values(text).items()}
    for name in [f"k{index}" for index in chosen if index < number]:
        del wanted[name]
    for _ in range(number + 1):
        there = [name for name in values(text) if name not in wanted]
        fixes: list[Fix] = []
        for name in there:
            fix = removal([entry(text, "v", name)])
            if fix is not None:
                fixes.append(fix)
        if not fixes:
            break
        before = set(values(text))
        text, _places = apply(text, [e for fix in compatible(text, fixes) for e in fix.edits])
        assert set(values(text)) < before
        left = {name: repr(value) for name, value in values(text).items() if name in wanted}
        assert left == wanted
    root = read_text(text, "a.yaml").root
    assert isinstance(root, Mapping)
    assert [*root.keys()] in (["w", "v", "x"], ["w", "x"])


def values(text: str) -> dict[str, Node]:
    root = read_text(text, "a.yaml").root
    assert isinstance(root, Mapping)
    found = root.get("v")
    if found is None:
        return {}
    assert isinstance(found, Mapping)  # never a key with nothing under it
    return {key.text: value for key, value in found.entries}
