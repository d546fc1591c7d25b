"""Safe fixes: each is written into the text alone, and only if the spec is better for it."""

from __future__ import annotations

import difflib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cnnspec.analysis import check
from cnnspec.core.diagnostic import Diagnostic, Edit, Fix, Label, Span
from cnnspec.mending import can_be_mended, mend

BAD = Path(__file__).parent / "bad"
HEAD = "cnnspec: 1\nname: T\ninput: [3, 8, 8]\n"


def every(finding: Diagnostic) -> bool:
    return True


def mended(text: str) -> str:
    return mend("t.yaml", text.encode(), every).after.decode()


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("layers: [max_pol: [2, 2]]\n", "layers: [max_pool: [2, 2]]\n"),
        ("layers: [Conv2d: [4, 3]]\n", "layers: [conv: [4, 3]]\n"),
        ("layers: [conv: {filters: 4, kernel_size: 3}]\n", "layers: [conv: {out: 4, kernel: 3}]\n"),
        ("layers: [conv: [4, 3, padding: same]]\n", "layers: [conv: [4, 3, pad: same]]\n"),
        ("layers: [cnv: [4, 3, padd: 1]]  # why\n", "layers: [conv: [4, 3, pad: 1]]  # why\n"),
        (
            "vars: {width: 4}\nlayers: [conv: [widht, 3]]\n",
            "vars: {width: 4}\nlayers: [conv: [width, 3]]\n",
        ),
        ("layers: [conv: [4, 3, act: rleu]]\n", "layers: [conv: [4, 3, act: relu]]\n"),
        ("layers: [{conv: [4, 3], nmae: a}]\n", "layers: [{conv: [4, 3], name: a}]\n"),
        ("layers: ['cnv': [4, 3]]\n", "layers: ['conv': [4, 3]]\n"),
        (
            "layers:\n  - cnv: [2, 3]\n  - cnv: [4, 3]\n",
            "layers:\n  - conv: [2, 3]\n  - conv: [4, 3]\n",
        ),
    ],
)
def test_names_are_mended(before: str, after: str) -> None:
    assert mended(HEAD + before) == HEAD + after
    assert check("t.yaml", (HEAD + after).encode()).diagnostics == ()


@pytest.mark.parametrize(
    "text",
    [
        "layers: [conv: [4, 3, kernel: 3, kernal: 3]]\n",  # would be there twice
        "layers: [conv: {out: 4, filters: 4, kernel: 3}]\n",
        "vars: {w1: 4}\nlayers: [conv: [w2, 3]]\n",  # a number is not a slip
        "layers:\n  - {conv: [4, 3], name: enc1}\n  - {conv: [4, 3], from: enc2}\n",
        "layers: [qwertz: [4, 3]]\n",
    ],
)
def test_what_is_in_doubt_stays(text: str) -> None:
    assert mended(HEAD + text) == HEAD + text


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("vars: {a: 1, b: a}\nlayers: [relu]\n", "layers: [relu]\n"),
        (
            "vars: {k: 1, w: 4}  # cnnspec: ignore[W201] for later\nlayers: [conv: [w, 1]]\n",
            "vars: {k: 1, w: 4}  # cnnspec: ignore[W201] for later\nlayers: [conv: [w, 1]]\n",
        ),
        (
            "vars:\n  k: 1  # cnnspec: ignore[W201] for later\n  n: 2\nlayers: [relu]\n",
            "vars:\n  k: 1  # cnnspec: ignore[W201] for later\nlayers: [relu]\n",
        ),
        (
            "blocks:\n  c: [relu]\n  b: [c]  # calls c\n  # the third\n  a: [b]\nlayers: [relu]\n",
            "layers: [relu]\n",
        ),
        (
            "vars: {k: 3, w: 8}\nlayers: [conv: [w, 1]]\n"
            "variants:\n  one:\n    vars:\n      w: 4\n      k: 5\n  two: {}\n",
            "vars: {w: 8}\nlayers: [conv: [w, 1]]\n"
            "variants:\n  one:\n    vars:\n      w: 4\n  two: {}\n",
        ),
    ],
)
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_what_nothing_uses_is_taken_out(before: str, after: str, end: str) -> None:
    assert mended((HEAD + before).replace("\n", end)) == (HEAD + after).replace("\n", end)


def test_what_mends_a_warning_brings_no_error_anywhere(monkeypatch: pytest.MonkeyPatch) -> None:
    """With a fix that takes out too much: it is taken back, and others are kept."""
    text = HEAD + "blocks: {u: [relu], v: [tanh]}\nvars: {k: 1}\nlayers: [u]\n"
    fix = Fix((Edit(Span(4, 1, 5, 1), ""),), True)
    monkeypatch.setattr("cnnspec.checks.w202.removal", lambda nodes: fix)
    assert mended(text) == text.replace("vars: {k: 1}\n", "")


def test_a_fix_that_does_not_help_does_not_hinder_others() -> None:
    text = HEAD + "layers:\n  - cnv: [4, 3]\n  - conv: [4, 3, kernel: 3, kernal: 3]\n"
    assert mended(text) == text.replace("cnv", "conv")


@pytest.mark.parametrize("mark", ["", "\ufeff"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_line_ends_encoding_and_comments_stay(mark: str, end: str) -> None:
    lines = ["cnnspec: 1  # ä", "name: 한", "input: [3, 8, 8]", "layers: [rleu]  # é", ""]
    before = mark + end.join(lines)
    after = before.replace("rleu", "relu")
    assert mended(before) == after


def test_the_first_line_is_mended_behind_a_byte_order_mark() -> None:
    before = "\ufeff{cnnspec: 1, name: T, input: [3, 8, 8], layers: [cnv: [4, 3]]}\n"
    assert mended(before) == before.replace("cnv", "conv")


def test_only_what_is_wanted_is_mended() -> None:
    text = HEAD + "layers: [cnv: [4, 3, padd: 1]]\n"
    result = mend("t.yaml", text.encode(), lambda finding: finding.code == "E201")
    assert result.after.decode() == text.replace("cnv", "conv")
    assert result.number == 1
    assert [finding.code for finding in result.report.diagnostics] == ["E202"]


def test_what_cannot_be_read_stays_as_it_is() -> None:
    for content in (b"", b"\xff\xfe\x00", b"a: [", HEAD.encode("utf-16")):
        assert mend("t.yaml", content, every).after == content


@pytest.mark.parametrize("safe", [True, False])
def test_only_safe_fixes_are_written(safe: bool) -> None:
    place = Label("t.yaml", Span(1, 1, 1, 2))
    fix = Fix((Edit(place.span, "x"),), safe)
    assert can_be_mended(Diagnostic("E201", "wrong", place, fix=fix)) is safe
    assert not can_be_mended(Diagnostic("E201", "wrong", place))


def test_what_becomes_of_bad_specs(
    request: pytest.FixtureRequest,
) -> None:
    """Each line that is changed in a bad spec, in a golden file; no spec is worse for it."""
    lines = []
    for path in sorted(BAD.glob("*.yaml")):
        content = path.read_bytes()
        result = mend(path.name, content, every)
        if not result.changed:
            continue
        lines.append(path.stem)
        before = {finding.code for finding in check(path.name, content).diagnostics}
        left = [finding.code for finding in result.report.diagnostics]
        assert path.name[:4] not in left
        assert path.name[:4] in before
        texts = (content.decode().splitlines(), result.after.decode().splitlines())
        told = [*difflib.unified_diff(*texts, n=0, lineterm="")][2:]
        lines += [f"{line[0]} {line[1:].strip()}" for line in told if line[0] != "@"]
        lines.append(f"left: {' '.join(left) or 'nothing'}")
    golden = Path(__file__).parent / "golden" / "mended.txt"
    text = "\n".join([*lines, ""])
    if request.config.getoption("--update-goldens"):
        golden.write_text(text, encoding="utf-8", newline="\n")
    assert text == golden.read_text(encoding="utf-8")


SHORT = sorted([content for path in BAD.glob("E*.yaml") if len(content := path.read_bytes()) < 600])
PIECES = [b"a", b"e", b" ", b"\n", b"\r", b"{", b":", b"'", b"#", b"\xc3\xa9"]


@given(
    st.sampled_from(SHORT),
    st.lists(st.tuples(st.integers(0, 600), st.sampled_from([b"", *PIECES])), max_size=3),
)
def test_whatever_is_written_mending_comes_to_an_end(
    content: bytes, changes: list[tuple[int, bytes]]
) -> None:
    """Bytes of bad specs are left out or put in: nothing breaks, and no second mend is needed."""
    for place, piece in changes:
        place %= len(content) + 1
        content = content[:place] + piece + content[place + (not piece) :]
    once = mend("t.yaml", content, every)
    assert not mend("t.yaml", once.after, every).changed
