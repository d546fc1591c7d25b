"""Text that is no YAML: what is said of it, and where, whichever parser reads it."""

from __future__ import annotations

import pytest
from yaml.error import YAMLError

from cnnspec.core.diagnostic import Note
from cnnspec.language import events
from cnnspec.language.nodes import Source
from cnnspec.language.reader import ReadError, read_text
from cnnspec.language.yaml_findings import explain


@pytest.fixture(params=["libyaml", "python"], autouse=True)
def parser(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    if request.param == "python":
        monkeypatch.setattr(events, "parser_class", events.python_parser_class)


# text, message, the words pointed at with their place, related places, the fix
CASES: list[tuple[str, str, tuple[int, int, str], list[tuple[int, int, str]], str | None]] = [
    # brackets
    (
        "layers:\n  - {conv: [64, 3x3, name: c1}\n  - relu\n",
        "expected `,` or `]`, found `}`",
        (2, 30, "}"),
        [(2, 12, "opened here")],
        None,
    ),
    (
        "layers:\n  - {conv: [64, 3x3], name: c1\n  - relu\n  - {conv: [1, 1]}\n",
        "expected `,` or `}`, found `{`",
        (4, 5, "{"),
        [(2, 5, "opened here")],
        "close the `{` of line 2",
    ),
    (
        "expect: {params: 5\nlayers: []\n",
        "expected `,` or `}`, found `:`",
        (2, 7, ":"),
        [(1, 9, "opened here")],
        "close the `{` of line 1",
    ),
    (
        "name: x\ninput: [3, 224\n\n",
        "expected `,` or `]`, found the end of the file",
        (2, 15, ""),
        [(2, 8, "opened here")],
        "close the `[` of line 2",
    ),
    (
        "a: [1, [2",
        "expected `,` or `]`, found the end of the file",
        (1, 10, ""),
        [(1, 8, "opened here")],
        "close the `[` of line 1",
    ),
    (
        "a: {",
        "expected `,` or `}`, found the end of the file",
        (1, 5, ""),
        [(1, 4, "opened here")],
        "close the `{` of line 1",
    ),
    (
        "a: [1,\n---\n",
        "expected `,` or `]`, found `---`",
        (2, 1, "---"),
        [(1, 4, "opened here")],
        "close the `[` of line 1",
    ),
    (
        "{title: a: b}",
        "expected `,` or `}`, found `:`",
        (1, 10, ":"),
        [(1, 1, "opened here")],
        "quote a text that has a colon in it",
    ),
    ("a: [b]]", "`]` closes nothing", (1, 7, "]"), [], None),
    ("a: ]", "expected a value, found `]`", (1, 4, "]"), [], None),
    ("[a, , b]", "expected a value, found `,`", (1, 5, ","), [], None),
    ("a: [64] 3x3", "expected the end of the line, found `3x3`", (1, 9, "3x3"), [], None),
    # colons
    (
        "- {conv:[64, 3x3], name: c1}",
        "expected a space behind the colon in `conv:[64, 3x3]`",
        (1, 4, "conv:[64, 3x3]"),
        [],
        "conv: [64, 3x3]",
    ),
    (
        "- {conv:[[1, 2], 3]}",
        "expected a space behind the colon in `conv:`",
        (1, 4, "conv:"),
        [],
        "write `conv: `",
    ),
    (
        "- {fc:84}",
        "expected a space behind the colon in `fc:84`",
        (1, 4, "fc:84"),
        [],
        "fc: 84",
    ),
    (
        "name: x\nfc:84\nnote: y",
        "expected a space behind the colon in `fc:84`",
        (2, 1, "fc:84"),
        [],
        "fc: 84",
    ),
    (
        "fc:84\nnote: y",
        "expected a space behind the colon in `fc:84`",
        (1, 1, "fc:84"),
        [],
        "fc: 84",
    ),
    (
        "cite: He et al.: Deep",
        "expected the end of the value, found a second `:`",
        (1, 16, ":"),
        [],
        "quote a text that has a colon and a blank in it; write a map in braces",
    ),
    ("[a,\n b]: c", "expected the end of the value, found `:`", (2, 4, ":"), [], None),
    ("name: x\nfoo # bar\nnote: y", "expected `:` behind `foo`", (2, 1, "foo"), [], None),
    (": a", "expected a key, found `:`", (1, 1, ":"), [], None),
    ("a: ? b", "expected a value, found `?`", (1, 4, "?"), [], None),
    # indentation
    (
        "a:\n\t- b\n",
        "found a tab where YAML indents with spaces",
        (2, 1, "\t"),
        [],
        "write spaces for tabs",
    ),
    (
        "a: b\n\tc: d\n",
        "found a tab where YAML indents with spaces",
        (2, 1, "\t"),
        [],
        "write spaces for tabs",
    ),
    (
        "a: |\n  \tX .\n",
        "found a tab where YAML indents with spaces",
        (2, 3, "\t"),
        [],
        "write spaces for tabs",
    ),
    (
        "a: b\n  c: d\n",
        "`c` goes on with the text of line 1, so it is no key",
        (2, 3, "c"),
        [(1, 4, "the text begins here")],
        "indent it like the keys around it",
    ),
    (
        "name\nnote: d\n",
        "`note` goes on with the text of line 1, so it is no key",
        (2, 1, "note"),
        [(1, 1, "the text begins here")],
        "write `:` behind `name` if that is a key",
    ),
    (
        "layers:\n  - conv: [64, 3x3]\n    name: c1\n   size: 3\n",
        "expected a list item at column 3 as in line 2, found `size` at column 4",
        (4, 4, "size"),
        [(2, 3, "the list begins here")],
        None,
    ),
    (
        "a:\n  b: 1\n c: 2",
        "expected a key at column 1 as in line 1, found `c` at column 2",
        (3, 2, "c"),
        [(1, 1, "the map begins here")],
        None,
    ),
    (
        "  a: 1\nb: 2",
        "expected a key at column 3 as in line 1, found `b` at column 1",
        (2, 1, "b"),
        [(1, 3, "the map begins here")],
        None,
    ),
    (
        "  - a\n- b",
        "expected a list item at column 3 as in line 1, found `-` at column 1",
        (2, 1, "-"),
        [(1, 3, "the list begins here")],
        None,
    ),
    (
        "a: 1\n- b",
        "expected a key as in line 1, found a list item",
        (2, 1, "-"),
        [(1, 1, "the map begins here")],
        None,
    ),
    (
        "- a\nb: c",
        "expected a list item as in line 1, found `b`",
        (2, 1, "b"),
        [(1, 1, "the list begins here")],
        None,
    ),
    (
        "layers: - relu",
        "expected a value behind `layers:`, found a list item",
        (1, 9, "-"),
        [],
        "write the list in brackets, or each `- ` on a line of its own",
    ),
    # quotes
    (
        'a: "x y',
        'this `"` is not closed before the end of the file',
        (1, 4, '"'),
        [],
        None,
    ),
    (
        "a: 'x\n---\n",
        "this `'` is not closed before the `---` of line 2",
        (1, 4, "'"),
        [],
        None,
    ),
    ('a: 1\n"b: 2\nc: "d"\n', 'this `"` is not closed in its line', (2, 1, '"'), [], None),
    (
        'a: "x\nb: "y"\n',
        'expected the end of the line, found `y"`',
        (2, 5, 'y"'),
        [(1, 4, "the text before it begins here")],
        "put the whole value in one pair of quotes",
    ),
    (
        'a: "\\d+"',
        "`\\d` is no escape that YAML has",
        (1, 5, "\\d"),
        [],
        "between single quotes a backslash is just a backslash",
    ),
    (
        'a: "b\\x4"',
        "`\\x4` is no escape that YAML has",
        (1, 6, "\\x4"),
        [],
        "between single quotes a backslash is just a backslash",
    ),
    (
        'a: "\\UFFFFFFFF"',
        "`\\UFFFFFFFF` is no escape that YAML has",
        (1, 5, "\\UFFFFFFFF"),
        [],
        "between single quotes a backslash is just a backslash",
    ),
    (
        "a: @x",
        "a text without quotes cannot begin with `@`",
        (1, 4, "@x"),
        [],
        "put it in quotes",
    ),
    (
        "a: `x`",
        "a text without quotes cannot begin with a backtick",
        (1, 4, "`x`"),
        [],
        "put it in quotes",
    ),
    (
        "[50%, %]",
        "a text without quotes cannot begin with `%`",
        (1, 7, "%"),
        [],
        "put it in quotes",
    ),
    (
        "a: |x\n  b",
        "expected the end of the line behind `|`, found `x`",
        (1, 5, "x"),
        [],
        "the text begins on the next line",
    ),
    # what stands around the document
    (
        "a: 1\n...\nb: 2\n",
        "expected the end of the file behind `...`, found `b`",
        (3, 1, "b"),
        [],
        None,
    ),
    ("[a]\nb", "expected the end of the file, found `b`", (2, 1, "b"), [], None),
    (
        "%YAML 1.2\na: 1",
        "expected `---` behind the directive, found `a`",
        (2, 1, "a"),
        [],
        None,
    ),
    (
        "%YAML 1.3\n---\na: 1",
        "found the directive `%YAML 1.3`, where only `%YAML 1.2` may stand",
        (1, 1, "%YAML 1.3"),
        [],
        "delete the line",
    ),
    (
        "# x\n%TAG ! y\n---\na: 1",
        "found the directive `%TAG ! y`, where only `%YAML 1.2` may stand",
        (2, 1, "%TAG ! y"),
        [],
        "delete the line",
    ),
    (
        f"%YAML 1.{'9' * 5000}\n---\na: 1",
        "found the directive `%YAML 1.999999999999999…`, where only `%YAML 1.2` may stand",
        (1, 1, f"%YAML 1.{'9' * 5000}"),
        [],
        "delete the line",
    ),
    (
        "%TAG ! x\n%TAG ! y\n---\na: 1",
        "found the directive `%TAG ! y`, where only `%YAML 1.2` may stand",
        (2, 1, "%TAG ! y"),
        [],
        "delete the line",
    ),
    (
        "%FOO\na: 1",
        "found the directive `%FOO`, where only `%YAML 1.2` may stand",
        (1, 1, "%FOO"),
        [],
        "delete the line",
    ),
    # YAML's line ends
    (
        "a: 1\r\nb: [\r\nc d: e\r\nf: g]\r\n",
        "expected `,` or `]`, found `:`",
        (4, 2, ":"),
        [(2, 4, "opened here")],
        "close the `[` of line 2",
    ),
]


@pytest.mark.parametrize(
    ("text", "message", "place", "related", "fix"),
    CASES,
    ids=[repr(case[0])[:40] for case in CASES],
)
def test_not_yaml(
    text: str,
    message: str,
    place: tuple[int, int, str],
    related: list[tuple[int, int, str]],
    fix: str | None,
) -> None:
    with pytest.raises(ReadError) as caught:
        read_text(text, "net.yaml")
    (finding,) = caught.value.diagnostics
    assert (finding.code, finding.message) == ("E101", message)
    assert finding.primary is not None
    where = finding.primary.span
    assert where.line == where.end_line
    words = caught.value.source.line(where.line)[where.column - 1 : where.end_column - 1]
    assert (where.line, where.column, words) == place
    assert [(item.span.line, item.span.column, item.text) for item in finding.related] == related
    assert finding.notes == (() if fix is None else (Note("fix", fix),))


def test_what_no_parser_is_known_to_say() -> None:
    finding = explain(YAMLError("the moon is full"), Source("net.yaml", "a: 1"), -1, None)
    assert finding.message == "this does not read as YAML: the moon is full"
