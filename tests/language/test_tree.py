"""The tree: what it holds, and the YAML that the language leaves out."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cnnspec.core.diagnostic import Diagnostic
from cnnspec.language import events, tree
from cnnspec.language.nodes import Mapping, Node, Scalar, Sequence
from cnnspec.language.reader import ReadError, read_text


@pytest.fixture(params=["libyaml", "python"])
def either_parser(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    if request.param == "python":
        monkeypatch.setattr(events, "parser_class", events.python_parser_class)


def texts(node: Node | None) -> object:
    """The node as lists and dictionaries of its texts."""
    if isinstance(node, Scalar):
        return node.text
    if isinstance(node, Sequence):
        return [texts(item) for item in node.items]
    assert isinstance(node, Mapping)
    return {key.text: texts(value) for key, value in node.entries}


def everything(node: Node | None) -> object:
    """All that a node knows, to compare trees."""
    if isinstance(node, Scalar):
        return node.text, node.plain, node.block, node.empty, node.start, node.end
    if isinstance(node, Sequence):
        return [everything(item) for item in node.items], node.start, node.end
    assert isinstance(node, Mapping)
    entries = [(everything(key), everything(value)) for key, value in node.entries]
    return entries, node.start, node.end


def findings(text: str) -> tuple[Diagnostic, ...]:
    with pytest.raises(ReadError) as caught:
        read_text(text, "net.yaml")
    return caught.value.diagnostics


def summary(text: str) -> list[tuple[str, str, str]]:
    """Code, message and place, `line:column-column`, of every finding."""
    found = []
    for finding in findings(text):
        assert finding.primary is not None
        place = finding.primary.span
        assert place.line == place.end_line
        where = f"{place.line}:{place.column}-{place.end_column}"
        found.append((finding.code, finding.message, where))
    return found


LENET = """\
cnnspec: 1
name: LeNet-5
cite: {authors: LeCun et al., year: 1998, where: §II.B}
input: [1, 32, 32]
defaults: {conv: {act: tanh}}
blocks:                             # sum of a 2x2 window, times a coefficient, plus a bias
  subsample: [avg_pool: [2x2, 2], scale: [bias: true], tanh]
layers:
  - {conv: [6, 5x5], name: C1, size: 28x28}
  - {subsample: [], name: S2}
  - name: C3
    size: 10x10
    conv:
      - 16
      - 5x5
      - connect: |                  # Table I
          X . . . X X
          X X . . . X
  - {rbf: 10, name: out, frozen: true}
variants:
  lenet5:
    expect:
      trainable: {value: 60000, cite: "§II.B: 60,000 trainable free parameters"}
  lenet5_modern:
    note: every C3 map sees all of S2,
      and the output is linear
"""

TEXTS = (
    LENET,
    LENET.replace("\n", "\r\n"),
    LENET.replace("\n", "\r"),
    "\ufeff" + LENET,
    # tabs that are blanks
    "a:\tb\nc: [1,\t2]\t# comment\nd: one\ttwo\n",
    "a: |\t# comment\n  x\nb: >+\t\n  y\n\n",
    # words with indicators in them
    "[a?b, a:b, http://x, a#b, -1, x*y, a&b, c!=d]",
    "when: in.c != c or s > 1 # or not\nnot: a*b % c\nor: -x",
    "{a: b?, 'c':d, \"e\": f}",
    # nothing
    "a:\nb: ~\nc: [x: , y]\nd: {e, f: , g:  # comment\n}\ne:\n-\n- x\n",
    "? a\n# b : c\n? d\n: e\n",
    # text over lines
    "a: one\n  two\n\n  three\nb: 'x\n\n  y'\nc: \"x \\\n  y\"\nd: [one\n  two]\n",
    "a: one\n # comment\nb: 1",
    # blocks of lines
    "a: |\n\n  x\n   y\n",
    "a: |2-\n   x\n    y\n\nb: >\n  x\n  y\n\n   z\n\n\nc: |\n\nd: |+\n\n",
    "- |\n x\n- >-\n x\n# comment\n- z",
    # other line ends
    "a: x\x85b: y\u2028c: z\u2029d: 'u\u2028v'\ne: w",
    "a: one\u2028  two\x85\n  three\r\n  four\nb: 1",
    # other alphabets
    "名: [😀, é, 'ü'] # ß\n😀😀: {é: ö}\n",
    # lists at the depth of their key
    "a:\n- b\n- c:\n  - d\n  e: f\ng:\n-  - h\n   - i\n",
    "%YAML 1.2\n---\na: 1\n...\n",
    "--- # start\n{a: 1}\n",
    "--- a",
    "'quoted'",
)


@pytest.mark.parametrize("text", TEXTS, ids=[repr(text)[:30] for text in TEXTS])
def test_both_parsers_give_the_same_nodes(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    first = read_text(text, "net.yaml")
    monkeypatch.setattr(events, "parser_class", events.python_parser_class)
    second = read_text(text, "net.yaml")
    assert everything(first.root) == everything(second.root)


@pytest.mark.usefixtures("either_parser")
def test_lenet() -> None:
    assert texts(read_text(LENET, "net.yaml").root) == {
        "cnnspec": "1",
        "name": "LeNet-5",
        "cite": {"authors": "LeCun et al.", "year": "1998", "where": "§II.B"},
        "input": ["1", "32", "32"],
        "defaults": {"conv": {"act": "tanh"}},
        "blocks": {
            "subsample": [{"avg_pool": ["2x2", "2"]}, {"scale": [{"bias": "true"}]}, "tanh"]
        },
        "layers": [
            {"conv": ["6", "5x5"], "name": "C1", "size": "28x28"},
            {"subsample": [], "name": "S2"},
            {
                "name": "C3",
                "size": "10x10",
                "conv": ["16", "5x5", {"connect": "X . . . X X\nX X . . . X\n"}],
            },
            {"rbf": "10", "name": "out", "frozen": "true"},
        ],
        "variants": {
            "lenet5": {
                "expect": {
                    "trainable": {
                        "value": "60000",
                        "cite": "§II.B: 60,000 trainable free parameters",
                    }
                }
            },
            "lenet5_modern": {"note": "every C3 map sees all of S2, and the output is linear"},
        },
    }


WORDS = st.text("abcxyz0159._*/+<=é😀-", min_size=1, max_size=6).filter(
    lambda word: word[0] not in "-*<=." and word != "<<"
)


def flow(node: object) -> str:
    """A tree of plain words, written in brackets."""
    if isinstance(node, list):
        return f"[{', '.join(map(flow, node))}]"
    if isinstance(node, dict):
        return "{" + ", ".join(f"{key}: {flow(value)}" for key, value in node.items()) + "}"
    return str(node)


def block(node: object, indent: str = "") -> str:
    """The same tree, written with one line for each item."""
    if isinstance(node, list) and node:
        return "".join(f"{indent}-{block_value(item, indent)}" for item in node)
    if isinstance(node, dict) and node:
        return "".join(f"{indent}{key}:{block_value(item, indent)}" for key, item in node.items())
    return f"{indent}{flow(node)} # comment\n"


def block_value(node: object, indent: str) -> str:
    if node and isinstance(node, list | dict):
        return f"\n{block(node, indent + '  ')}"
    return f" {flow(node)}\n"


TREES = st.recursive(
    WORDS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(WORDS, inner, max_size=3),
    max_leaves=12,
)


@pytest.mark.parametrize("write", [flow, block])
@settings(max_examples=60, deadline=None)
@given(node=TREES)
def test_what_is_written_is_read(write: object, node: object) -> None:
    assert callable(write)
    text = write(node)
    first = read_text(text, "net.yaml").root
    assert texts(first) == node
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(events, "parser_class", events.python_parser_class)
        assert everything(read_text(text, "net.yaml").root) == everything(first)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "conv:\n  kernel: 3\n  out: 64\n  kernel: 5\n",
            [("E102", "`kernel` is set twice: 3 at line 2, 5 at line 4", "4:3-9")],
        ),
        (
            "{conv: 1, 'conv': [2, 3]}",
            [("E102", "`conv` is set twice at line 1: 1 and [2, 3]", "1:11-17")],
        ),
        (
            "a: 1\nb: {c: 1, c: 2}\na:\nd:\n- {e: 'x', e: 'y'}\na:\n  f: 1\n",
            [
                ("E102", "`c` is set twice at line 2: 1 and 2", "2:11-12"),
                ("E102", "`a` is set twice: 1 at line 1, nothing at line 3", "3:1-2"),
                ("E102", "`e` is set twice at line 5: 'x' and 'y'", "5:12-13"),
                ("E102", "`a` is set twice: 1 at line 1, f: 1 at line 6", "6:1-2"),
            ],
        ),
        # each spelling is a text of its own
        ("1: a\n01: b\n1: c", [("E102", "`1` is set twice: a at line 1, c at line 3", "3:1-2")]),
        (
            f"name: {'long ' * 9}\nname: x",
            [
                (
                    "E102",
                    "`name` is set twice: long long long long lon… at line 1, x at line 2",
                    "2:1-5",
                )
            ],
        ),
        # found before the text stopped being YAML
        (
            "a: {b: 1, b: 2}\nc: [",
            [
                ("E102", "`b` is set twice at line 1: 1 and 2", "1:11-12"),
                ("E101", "expected `,` or `]`, found the end of the file", "2:5-5"),
            ],
        ),
    ],
)
@pytest.mark.usefixtures("either_parser")
def test_repeated_keys(text: str, expected: list[tuple[str, str, str]]) -> None:
    assert summary(text) == expected


def test_a_repeated_key_points_at_the_first() -> None:
    (finding,) = findings("a: 1\nb: 2\na: 3\n")
    assert finding.primary is not None
    assert finding.primary.text == "set again"
    (first,) = finding.related
    assert (first.span.line, first.span.column, first.text) == (1, 1, "set first")
    assert [note.text for note in finding.notes] == [
        "most programs would keep the last one and not say so"
    ]


def test_keys_that_differ() -> None:
    root = read_text("{3a: 1, 3A: 2, true: 3, 'on': 4, 1: 5, 1.0: 6, '<<': 7}", "net.yaml").root
    assert texts(root) == {
        "3a": "1", "3A": "2", "true": "3", "on": "4", "1": "5", "1.0": "6", "<<": "7",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a: *base", ("E106", "`*base` is an alias, and the language has no aliases", "1:4-9")),
        ("a: [1, *b]", ("E106", "`*b` is an alias, and the language has no aliases", "1:8-10")),
        ("times: *", ("E106", "`*` is an alias, and the language has no aliases", "1:8-9")),
        ("*a : 1", ("E106", "`*a` is an alias, and the language has no aliases", "1:1-3")),
        ("a: &b 1", ("E106", "`&b` is an anchor, and the language has no anchors", "1:4-6")),
        ("a: &b\n  c: 1", ("E106", "`&b` is an anchor, and the language has no anchors", "1:4-6")),
        ("&a b: 1", ("E106", "`&a` is an anchor, and the language has no anchors", "1:1-3")),
        ("a: [&b [1]]", ("E106", "`&b` is an anchor, and the language has no anchors", "1:5-7")),
        ("a: & b", ("E106", "`&` is an anchor, and the language has no anchors", "1:4-5")),
        ("a: !!int 3", ("E106", "`!!int` is a tag, and the language has no tags", "1:4-9")),
        ("a: ! 3", ("E106", "`!` is a tag, and the language has no tags", "1:4-5")),
        ("--- !x {a: 1}", ("E106", "`!x` is a tag, and the language has no tags", "1:5-7")),
        ("a: !e!x 3", ("E106", "`!e!x` is a tag, and the language has no tags", "1:4-8")),
        ("when: != 3", ("E106", "`!=` is a tag, and the language has no tags", "1:7-9")),
        (
            "a: 1\n<<: {b: 2}",
            ("E106", "`<<` merges another map, and the language has no merge keys", "2:1-3"),
        ),
    ],
)
@pytest.mark.usefixtures("either_parser")
def test_yaml_that_the_language_leaves_out(text: str, expected: tuple[str, str, str]) -> None:
    assert summary(text) == [expected]


@pytest.mark.usefixtures("either_parser")
def test_an_alias_bomb_ends_at_its_first_anchor() -> None:
    lines = ["a: &a [x, x, x, x, x, x, x, x, x]"]
    lines += [
        f"{b}: &{b} [{', '.join([f'*{a}'] * 9)}]"
        for a, b in zip("abcdefgh", "bcdefghi", strict=True)
    ]
    assert summary("\n".join(lines)) == [
        ("E106", "`&a` is an anchor, and the language has no anchors", "1:4-6")
    ]


@pytest.mark.parametrize(
    ("text", "message", "place"),
    [
        ("a: 1\n---\nb: 2\n", "a second document begins here, and a spec is one document", "2:1-4"),
        ("--- a\n---\n", "a second document begins here, and a spec is one document", "2:1-4"),
        ("? [a, b]\n: c", "expected a key that is text, found a list", "1:3-9"),
        ("{[1, 2]: 3}", "expected a key that is text, found a list", "1:2-8"),
        ("{{name}}: 3", "expected a key that is text, found a map", "1:2-8"),
        ("{? : 3}", "expected a key, found nothing", None),
        ("{fc:84, name: x}", "expected a space behind the colon in `fc:84`", "1:2-7"),
        ('a: "\\x1b[31m"', "an escape in this text makes U+001B, a control character", "1:4-14"),
        ('a: "\\0"', "an escape in this text makes U+0000, a control character", "1:4-8"),
    ],
)
@pytest.mark.usefixtures("either_parser")
def test_one_document_with_keys_and_texts(text: str, message: str, place: str | None) -> None:
    ((code, found, where),) = summary(text)
    assert (code, found) == ("E101", message)
    assert place in (where, None)


def test_every_missing_space_is_told() -> None:
    assert [place for _, _, place in summary("- {a:1, b: 2, c:3}\n- {d:4}")] == [
        "1:4-7",
        "1:15-18",
        "2:4-7",
    ]


@pytest.mark.usefixtures("either_parser")
def test_depth() -> None:
    read_text("[" * 64 + "]" * 64, "net.yaml")
    read_text("\n".join("  " * level + "a:" for level in range(64)), "net.yaml")
    message = "level 65 of nesting begins here, at most 64 are read"
    assert summary("[" * 65 + "]" * 65) == [("E107", message, "1:65-66")]
    nested = "\n".join("  " * level + "a:" for level in range(65))
    assert summary(nested) == [("E107", message, "65:129-131")]
    assert summary("{a:\n" * 65) == [("E107", message, "65:1-2")]


@pytest.mark.usefixtures("either_parser")
def test_brackets_without_end_are_not_followed() -> None:
    ((code, _, _),) = summary("[" * 5_000)
    assert code == "E107"


@pytest.mark.usefixtures("either_parser")
def test_number_of_nodes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tree, "MAXIMUM_NODES", 6)
    read_text("[a, b, {c: d}]", "net.yaml")  # the list, a, b, the map, c and d
    message = "value 7 of the file is here, at most 6 are read"
    assert summary("[a, b, {c: d}, e]") == [("E107", message, "1:16-17")]


def test_number_of_findings(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tree, "MAXIMUM_FINDINGS", 3)
    assert len(findings("{a: 1, a: 2, a: 3, a: 4, a: 5}")) == 3
    assert len(findings("[{a:1}, {a:1}, {a:1}, {a:1}]")) == 3
