"""Specs without end, or beyond any size: each is answered with one finding, or with a result."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

import pytest

from cnnspec.analysis import check
from cnnspec.core.shape import LARGEST
from cnnspec.language.problems import MOST_FINDINGS
from cnnspec.language.reader import MAXIMUM_SIZE
from cnnspec.language.tree import MAXIMUM_NODES

if TYPE_CHECKING:
    from pathlib import Path

    from cnnspec.analysis import FileReport

HEAD = "cnnspec: 1\nname: bad\ninput: [3, 32, 32]\n"


class Checker(Protocol):
    """Check a spec with these lines below its head, or a whole text."""

    def __call__(self, text: str, *, head: str = HEAD) -> FileReport: ...


@pytest.fixture
def checked(tmp_path: Path) -> Checker:
    def run(text: str, *, head: str = HEAD) -> FileReport:
        path = tmp_path / "bad.yaml"
        path.write_text(head + text, encoding="utf-8")
        return check(str(path))

    return run


def numbered(count: int, line: str) -> str:
    """A line for each number from 0; `N` stands for the number, `M` for the next, 0 after all."""
    lines = (
        line.replace("N", str(number)).replace("M", str((number + 1) % count))
        for number in range(count)
    )
    return "".join(f"{text}\n" for text in lines)


# text below the head, code, the beginning of the message
ENDLESS: list[tuple[str, str, str, str]] = [
    (
        "more bytes than are read",
        f"layers: [relu]\n# {'x' * MAXIMUM_SIZE}\n",
        "E107",
        "the file has 4,194,",
    ),
    (
        "more values than are read",
        f"layers: [{'relu, ' * MAXIMUM_NODES}]\n",
        "E107",
        "value 12,001 of the file is here, at most 12,000 are read",
    ),
    ("a hundred brackets", f"layers: {'[' * 100}", "E107", "level 65 of nesting begins here"),
    (
        "a hundred thousand brackets",
        f"layers: {'[' * 100_000}",
        "E107",
        "the brackets are nested deeper than the 64 levels",
    ),
    (
        "a word of a million letters",
        f"layers: [{'x' * 1_000_000}]\n",
        "E201",
        "no layer type or block is called `xxx",
    ),
    (
        "an expression of a million characters",
        f"layers: [conv: [{'1+' * 500_000}1, 3]]\n",
        "E208",
        "an expression of 1,000,001 characters; 1,000 are the limit",
    ),
    (
        "a number of a hundred thousand digits",
        f"layers: [conv: [{'9' * 100_000}, 3]]\n",
        "E208",
        "an expression of 100,000 characters; 1,000 are the limit",
    ),
    (
        "a list of many numbers",
        f"layers: [conv: [8, 3, pad: [{', '.join(['1'] * 900)}]]]\n",
        "E203",
        "`pad` has 900 entries, the input has 2 spatial axes",
    ),
    (
        "a list in a list in a list",
        f"layers: [conv: [8, {'[' * 50}3{']' * 50}]]\n",
        "E203",
        "`kernel` wants a number, got the list [[[",
    ),
    (
        "a circle of variables",
        f"vars:\n{numbered(2000, '  vN: vM + 1')}layers: [relu]\n",
        "E210",
        "`v0` is set from itself: v0 -> v1 -> v2 -> v3 -> ... -> v1997 -> v1998 -> v1999 -> v0",
    ),
    (
        "a circle of blocks",
        f"blocks:\n{numbered(2000, '  bN: [bM]')}layers: [b7]\n",
        "E210",
        "block `b0` calls itself without end: b0 -> b1 -> b2 -> b3 -> ... -> b1997 -> b1998 -> ",
    ),
    (
        "a chain of blocks",
        f"blocks:\n{numbered(2000, '  bN: [bM]').replace('[b0]', '[relu]')}layers: [b7]\n",
        "E214",
        "`b71` is called 65 levels deep, 64 is the limit",
    ),
    (
        "a block with thousands of arguments",
        f"blocks: {{b: {{args: [{', '.join(f'a{n}' for n in range(5000))}], layers: [relu]}}}}\n"
        "layers: [b]\n",
        "E212",
        "block `b` needs `a0` and `a1`",
    ),
    (
        "branches of nothing, copied",
        "layers:\n"
        "  - seq:\n"
        "      - concat: [{copies: 1000, layers: [{seq: [], repeat: 1000}]}]\n"
        "    repeat: 1000\n",
        "E213",
        "`seq` unfolds too far: more than 30,000 iterations and copies",
    ),
    (
        "floors of floors",
        "layers: [{seq: [max_pool: [3, 2, ceil: true], upsample: 3], repeat: 20}]\n",
        "E208",
        "too much to work out here: sizes or counts with symbols grow with every layer",
    ),
    (
        "a product that grows",
        "layers: [{conv: [(H + 1)*prev.c, 1], repeat: 200}]\n",
        "E208",
        "too much to work out here: sizes or counts with symbols grow with every layer",
    ),
]
SYMBOLS = "cnnspec: 1\nname: bad\nsymbols: [H]\ninput: [3, H, H]\n"


@pytest.mark.parametrize(
    ("text", "code", "message"), [row[1:] for row in ENDLESS], ids=[row[0] for row in ENDLESS]
)
def test_one_finding(checked: Checker, text: str, code: str, message: str) -> None:
    head = SYMBOLS if "symbols" in message else HEAD
    (finding,) = checked(text, head=head).diagnostics
    assert finding.code == code
    assert finding.message.startswith(message)
    assert finding.primary is not None


def test_so_many_findings_and_no_more(checked: Checker) -> None:
    findings = checked(f"layers:\n{numbered(1000, '  - nothingN')}").diagnostics
    assert [finding.code for finding in findings] == ["E201"] * MOST_FINDINGS + ["E107"]
    assert findings[-1].message == "more than 100 findings: the rest is not told"
    assert findings[-1].primary is not None
    assert findings[-1].primary.span.line == 5 + MOST_FINDINGS


def test_so_many_failed_expectations_and_no_more(checked: Checker) -> None:
    figures = ", ".join(str(number) for number in range(1000, 2000))
    report = checked(f"layers: [conv: [8, 3]]\nexpect: {{params: [{figures}]}}\n")
    codes = [finding.code for finding in report.diagnostics]
    assert sorted(codes) == ["E107"] + ["E501"] * MOST_FINDINGS
    assert len(report.analyses) == 1


SIZED = "cnnspec: 1\nname: Huge\ninput: [3, {0}, {0}]\nlayers: [conv: {1}]\n"
# side, arguments, parameters: kernel cells times 3·8, and 8
HUGE: list[tuple[int, str, int]] = [
    (10**12, "[8, 3, 2]", 3 * 3 * 24 + 8),
    (10**12, "[8, 3, 2, pad: same]", 3 * 3 * 24 + 8),
    (10**12, "[8, 100000000000, 2]", 10**22 * 24 + 8),
    (32, "[8, 57132160961, pad: same]", 57132160961**2 * 24 + 8),
    (32, "[8, 1999999999, 1000000, pad: 1000000000]", 1999999999**2 * 24 + 8),
    (32, "[8, 3, dilation: 100000000000, pad: same]", 3 * 3 * 24 + 8),
    (LARGEST, "[8, 1]", 24 + 8),
]


@pytest.mark.parametrize(("side", "arguments", "params"), HUGE)
def test_huge_sizes_are_counted(checked: Checker, side: int, arguments: str, params: int) -> None:
    report = checked(SIZED.format(side, arguments), head="")
    assert {finding.severity for finding in report.diagnostics} <= {"info"}
    assert report.analyses[0].totals.params == params


def test_a_chain_of_variables_is_none_without_end(checked: Checker) -> None:
    names = numbered(5000, "  vM: vN + 1").replace("v0: v4999 + 1\n", "last: v4999\n")
    report = checked(f"vars:\n  v0: 3\n{names}layers: [conv: [last, 1]]\n")
    assert report.diagnostics == ()
    assert report.analyses[0].values["last"] == 3 + 4999
