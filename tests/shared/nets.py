"""Specs for tests: from text, or generated."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import strategies as st

from cnnspec.analysis import analyze
from cnnspec.core.diagnostic import Diagnostic, SpecError
from cnnspec.language.reader import read_text
from cnnspec.language.spec import read_spec

if TYPE_CHECKING:
    from collections.abc import Callable

    from cnnspec.language.spec import Spec
    from cnnspec.results import Analysis


def spec_text(text: str) -> str:
    """A whole spec from one without its first two keys, and without an input if it has none."""
    own = text.startswith("input:") or "\ninput:" in text
    return f"cnnspec: 1\nname: Net\n{'' if own else 'input: [3, 32, 32]'}\n{text}"


def pointed_at(finding: Diagnostic, lines: list[str]) -> str:
    """The text that a finding points at; only its first line if it goes over several."""
    if finding.primary is None:
        return ""
    span = finding.primary.span
    line = lines[span.line - 1]
    end = span.end_column - 1 if span.end_line == span.line else len(line)
    return line[span.column - 1 : end]


@pytest.fixture(scope="session")
def spec() -> Callable[..., Spec]:
    """A spec from its text; its first two keys, and an input of 3x32x32, need not be written."""

    def read(text: str, variant: str | None = None) -> Spec:
        return read_spec(read_text(spec_text(text), "net.yaml"), "net", variant)

    return read


@pytest.fixture(scope="module")  # so that a folder or a module may have its own
def net(spec: Callable[..., Spec]) -> Callable[..., Analysis]:
    """The analysis of a spec that is given as text, like that of `spec`."""

    def analysed(text: str, variant: str | None = None, **options: Any) -> Analysis:
        return analyze(spec(text, variant), **options)

    return analysed


@pytest.fixture(scope="session")
def network() -> Callable[[str], Analysis]:
    """The analysis of a shipped network by name."""

    def analysed(name: str) -> Analysis:
        return analyze(name, check=False)

    return analysed


@pytest.fixture(scope="module")
def findings(net: Callable[..., Analysis]) -> Callable[..., list[tuple[str, str]]]:
    """What is found in a spec that is given as text: each code, and the text it points at."""

    def found(text: str, variant: str | None = None, **options: Any) -> list[tuple[str, str]]:
        try:
            diagnostics = net(text, variant, **options).diagnostics
        except SpecError as error:
            diagnostics = error.diagnostics
        lines = spec_text(text).split("\n")
        return [(finding.code, pointed_at(finding, lines)) for finding in diagnostics]

    return found


@pytest.fixture(scope="session")
def generated() -> st.SearchStrategy[str]:
    """Texts of whole specs: blocks in blocks, branches, groups, repeats, copies, shared weights."""
    return _specs()


OPS = (
    "conv: [{n}, 1]",
    "conv: [{n}, 3, pad: same, norm: bn, act: relu]",
    "conv: [{n}, 1, bias: false]",
    "relu: []",
    "bn: []",
    "se: 1",
    "dwconv: [3, pad: same]",
    "max_pool: [1, 1]",
    "pad_channels: prev.c + 1",
)
WIDTHS = ("2", "4", "prev.c", '"max(1, prev.c//2)"')
BLOCK_WIDTHS = ("a", "b", "m", "2", "in.c", '"max(1, prev.c - 1)"')
CONDITIONS = ("prev.c > 2", "in.c > 3", "train", "not train", "true")
BLOCK_CONDITIONS = ("a > 1", "b > a", "m > 5", "in.c > 3", "train")
ARGUMENTS = ("1", "2", "3", "[2, 1]", "[1, b: 4]", "{a: 2}", "in.c - 1", "prev.c")
BLOCK_ARGUMENTS = ("a", "b", "[a, b]", "a + 1", "1", "b + a")
NAMES = ("conv", "conv1", "conv2", "relu", "x", "y", "0", "1", "b0", "b01", "seq", "concat", "bn1")
"""Names of layers that others bear without one, as ops, blocks, labels or iterations."""


@st.composite
def _modifiers(draw: Any, in_block: bool) -> str:
    given = ""
    if draw(st.integers(0, 4)) == 0:
        condition = draw(st.sampled_from(BLOCK_CONDITIONS if in_block else CONDITIONS))
        given += f", when: {condition}"
    if draw(st.integers(0, 3)) == 0:
        given += f", repeat: {draw(st.integers(0, 3))}"
    if draw(st.integers(0, 5)) == 0:
        given += f", share: {draw(st.sampled_from('kl'))}"
    if draw(st.integers(0, 5)) == 0:
        given += ", frozen: true"
    if draw(st.integers(0, 2)) == 0:
        given += ", name: @"
    return given


@st.composite
def _lines(draw: Any, depth: int, blocks: int, in_block: bool) -> str:
    """A list of layers that may call the first so many blocks."""
    made = []
    for _ in range(draw(st.integers(1, 3))):
        form = draw(st.integers(0, 7 if depth else 3))
        extra = draw(_modifiers(in_block))
        inner = _lines(depth - 1, blocks, in_block)
        if form <= 2 and blocks:
            call = draw(st.sampled_from(BLOCK_ARGUMENTS if in_block else ARGUMENTS))
            if "repeat" in extra:
                call = draw(st.sampled_from((call, "i + 1")))
                extra += draw(st.sampled_from(("", ", first: {a: 3}")))
            layer = f"b{draw(st.integers(0, blocks - 1))}: {call}"
        elif form <= 3:
            width = draw(st.sampled_from(BLOCK_WIDTHS if in_block else WIDTHS))
            layer = draw(st.sampled_from(OPS)).format(n=width)
        elif form <= 5:
            layer = f"{'seq' if form == 4 else 'side'}: {draw(inner)}"
        elif form == 6:
            layer = f"concat: {{x: {draw(inner)}, y: {draw(inner)}}}"
        else:
            layer = f"concat: [in, {{copies: 2, layers: {draw(inner)}}}]"
        made.append(f"{{{layer}{extra}}}")
    return f"[{', '.join(made)}]"


@st.composite
def _body(draw: Any, depth: int, blocks: int, in_block: bool) -> str:
    """A list of layers, some of which have names; a name occurs once in a body."""
    first, *rest = draw(_lines(depth, blocks, in_block)).split("@")
    names = draw(st.permutations(NAMES))
    for number, part in enumerate(rest):
        first += (names[number] if number < len(names) else f"n{number}") + part
    return str(first)


@st.composite
def _specs(draw: Any) -> str:
    blocks = []
    for number in range(draw(st.integers(1, 3))):
        body = draw(_body(1, number, in_block=True))
        act = draw(st.sampled_from(("none", "tanh")))
        blocks += [
            f"  b{number}:",
            "    args: [a, b: a + 1]",
            "    let: {m: a + b + in.c}",
            f"    defaults: {{conv: {{act: {act}}}}}",
            f"    layers: {body}",
        ]
    layers = draw(_body(2, len(blocks) // 5, in_block=False))
    head = "cnnspec: 1\nname: Net\ninput: [3, 4, 4]\nblocks:"
    return "\n".join((head, *blocks, f"layers: {layers}", ""))
