"""unused-ignore, and what becomes of comments: in every variant, and with the training graph."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from cnnspec.analysis import check
from cnnspec.mending import mend

if TYPE_CHECKING:
    from pathlib import Path

BLACK = "# cnnspec: ignore[W301] the last row is black"


def found(text: str, folder: Path) -> list[tuple[str, str]]:
    """What a check of a whole file finds, as codes and messages."""
    path = folder / "net.yaml"
    own = "" if text.startswith("input:") else "input: [3, 32, 32]\n"
    path.write_text(f"cnnspec: 1\nname: Net\n{own}{text}", encoding="utf-8")
    return [(finding.code, finding.message) for finding in check(str(path)).diagnostics]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (f"layers:\n  - conv: [8, 3]  {BLACK}", "W301 is not found here"),
        ("layers:\n  - relu  # cnnspec: ignore[W999]", "no finding has the code W999"),
        ("layers:\n  - relu  # cnnspec: ignore[E301]", "no comment silences an error"),
        ("layers:\n  - relu  # cnnspec: ignore[]", "names no code"),
        # the line of its head, and not of its arguments
        (f"layers:\n  - conv: [8, 3]\n    name: c  {BLACK}", "W301 is not found here"),
    ],
)
def test_found(text: str, message: str, tmp_path: Path) -> None:
    ((code, told),) = found(text, tmp_path)
    assert code == "W101"
    assert message in told


@pytest.mark.parametrize(
    "text",
    [
        f"layers:\n  - conv: [8, 3, 2]  {BLACK}",
        # one of several lines of the call
        f"layers:\n  - conv:\n      - 8\n      - 3  {BLACK}\n      - 2",
        # used by one of the variants
        f"vars: {{s: 1}}\nlayers:\n  - conv: [8, 3, s]  {BLACK}\n"
        "variants: {net: {}, net_2: {vars: {s: 2}}}",
        # and with the training graph alone
        "layers:\n  - {conv: [8, 3], name: c}\n"
        "  - {max_pool: [2, 2], when: not train}\n"
        "  - {relu: [], from: c, when: train}  # cnnspec: ignore[W401] only the pool is used\n"
        "  - {max_pool: [2, 2], from: c, when: train}",
        "vars: {k: 3}  # cnnspec: ignore[W201] for --set\nlayers: [relu]",
        "blocks:\n  u: [relu]  # cnnspec: ignore[W202] for others\nlayers: [tanh]",
    ],
)
def test_silent(text: str, tmp_path: Path) -> None:
    assert found(text, tmp_path) == []


BLACK_ROW = "layers:\n  - conv: [8, 3, 2]  {}\n"
"""A spec in which W301 is found."""


@pytest.mark.parametrize(
    ("comment", "near", "written"),
    [
        ("# cnnspec: ignore", "`# cnnspec: ignore[W301]`", None),
        ("# cnnspec: ignore the last row", "`# cnnspec: ignore[W301]`", None),
        ("# cnnspec: ignore W301 black", "`# cnnspec: ignore[W301]`", "ignore[W301] black"),
        ("# cnnspec ignore[W301]", "`# cnnspec: ignore[W301]`", "ignore[W301]"),
        ("# ignore[w301]", "`# cnnspec: ignore[W301]`", "ignore[W301]"),
        ("# cnnspec ignore[W3011]", "`# cnnspec: ignore[W3011]`", None),
        ("# cnnspec: ignore[W3O1] black", "W301", "W301"),
        ("# cnnspec: ignore[w301] black", "W301", "W301"),
        ("# cnnspec: ignore[W402, W411]", "W401", None),
    ],
)
def test_a_comment_of_another_form(
    comment: str, near: str, written: str | None, tmp_path: Path
) -> None:
    path = tmp_path / "net.yaml"
    text = BLACK_ROW.format(comment)
    path.write_text(f"cnnspec: 1\nname: Net\ninput: [3, 32, 32]\n{text}", encoding="utf-8")
    findings = check(str(path)).diagnostics
    assert [finding.code for finding in findings][:2] == ["W301", "W101"]
    told = findings[-1]
    assert told.primary is not None
    assert told.primary.text.startswith("did you mean ")
    assert near in told.primary.text
    if written is None:
        assert told.fix is None
    else:
        assert told.fix is not None
        assert told.fix.safe
        assert told.fix.edits[0].text.endswith(written)


@pytest.mark.parametrize(
    ("comment", "line"),
    [
        ("# cnnspec ignore W301: black", "# cnnspec: ignore[W301] black"),
        ("# cnnspec: ignore[w301] black", "# cnnspec: ignore[W301] black"),
        ("# cnnspec: ignore[W3O1] black", "# cnnspec: ignore[W301] black"),
        # behind its form, what a comment names is looked at as ever
        ("# cnnspec: ignore W301, W402", "# cnnspec: ignore[W301]"),
    ],
)
def test_what_fix_makes_of_a_comment(comment: str, line: str) -> None:
    text = f"cnnspec: 1\nname: Net\ninput: [3, 32, 32]\n{BLACK_ROW}"
    mended = mend("net.yaml", text.format(comment).encode(), lambda finding: True)
    assert mended.after.decode() == text.format(line)
    assert mended.report.diagnostics == ()


def test_each_code_of_a_comment_is_looked_at(tmp_path: Path) -> None:
    """Two variants need one code each: together they use both."""
    text = (
        "vars: {s: 1, n: bn}\n"
        "layers:\n"
        "  - conv: [8, 3, s, bias: true, norm: n]  # cnnspec: ignore[W301, I402] both\n"
        "variants: {net: {}, net_2: {vars: {s: 2, n: none}}}"
    )
    assert found(text, tmp_path) == []
    ((_, told),) = found(text.replace("s: 2, ", ""), tmp_path)
    assert told == "this comment silences nothing: W301 is not found here"


def test_an_error_cannot_be_ignored(tmp_path: Path) -> None:
    text = (
        "input: {a: [3, 8, 8], b: [3, 8, 8]}  # cnnspec: ignore[E402] later\n"
        "layers: [{relu: [], from: a}]"
    )
    assert [code for code, _ in found(text, tmp_path)] == ["E402", "W101"]


def test_nothing_is_said_while_there_are_errors(tmp_path: Path) -> None:
    """What a comment silences may be found when they are mended."""
    text = f"layers:\n  - conv: [8, 3]  {BLACK}\n  - conv: [8, 99]"
    assert [code for code, _ in found(text, tmp_path)] == ["E301"]


def test_what_the_text_lacks_is_what_every_variant_lacks(tmp_path: Path) -> None:
    text = (
        "vars: {{k: 3, c: 8}}\nblocks: {{u: [relu], v: [tanh]}}\n"
        "layers: [conv: [c, k], u]\n"
        "variants: {{net: {{}}, net_2: {{layers: [conv: [c, 1], {}]}}}}"
    )
    assert found(text.format("v"), tmp_path) == []
    assert found(text.format("u"), tmp_path) == [("W202", "nothing calls the block `v`")]


def test_the_text_is_not_judged_where_a_variant_cannot_be_read(tmp_path: Path) -> None:
    text = "vars: {k: 3}\nlayers: [relu]\nvariants: {net: {}, net_2: {layers: [conv: [kk, 1]]}}"
    assert [code for code, _ in found(text, tmp_path)] == ["E207"]
