"""Whatever is done to a spec, it is answered with findings: nothing else is ever raised."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cnnspec.analysis import analyze, check, load
from cnnspec.core.diagnostic import SpecError, UsageError

HEAD = "cnnspec: 1\nname: Net\n"
SPECS = [
    """\
input: [3, 32, 32]
layers:
  - {conv: [8, 3x3, 2, pad: 1], name: c1, size: 16x16}
  - max_pool: [2, 2]
  - {fc: 10, name: out, frozen: true}
expect: {params: 5354, macs: 60.4K, layers: {c1: {params: 224}}}
""",
    """\
input: [4, 16, 16]
vars: {n: 2, width: 4*n, act: relu}
defaults: {conv: {pad: same, norm: bn, act: act}}
blocks:
  unit:
    args: [c, s: 1]
    let: {less: c//2}
    layers:
      - add:
          residual: [conv: [less, 1], conv: [c, 3, s]]
          shortcut: [{conv: [c, 1, s], when: s > 1 or in.c != c}]
      - relu
layers:
  - {unit: width, repeat: n, name: stage}
  - {unit: [2*width, 2], share: w}
  - global_avg_pool
  - softmax
variants: {small: {vars: {n: 1}}, large: {}}
""",
    """\
symbols: [C, H]
input: [C, H, H]
layers:
  - conv: [2*C, 3, pad: 1]
  - {max_pool: [2, 2, ceil: true], name: p}
  - {upsample: 2, from: p}
  - {conv: [C, 1], when: C == 3}
expect: {params: 18*C**2 + 2*C}
""",
    """\
input: {left: [2, 8, 8], right: [2, 8, 8]}
blocks:
  twin: [conv: [4, 3], relu]
  both: {in: [a, b], out: [x, y], layers: [{sub: [a, b], name: x}, {abs: [], name: y}]}
layers:
  - {twin: [], from: left, share: t, name: l}
  - {twin: [], from: right, share: t, name: r}
  - {both: [], from: [l, r], name: z}
  - concat: [z.x, z.y, {from: z.x, layers: [scale: [per: tensor]]}]
  - {side: [fc: 3], when: train}
outputs: [z.y, l]
""",
    """\
input: [6, 8, 8]
layers:
  - {split: 3, name: s}
  - concat: [{copies: 3, layers: [slice: ["i", i + 1], dwconv: [3, pad: 1]], from: in}]
    name: c
  - {conv: [6, 1], from: s.1}
  - {gn: 2, repeat: 2, note: twice}
  - reshape: [3, 16, 8]
  - {seq: [{se: 1}, channel_shuffle: 3], name: q}
  - call: [conv, 5, 3, groups: 1]
""",
    """\
input: [2, 20]
layers:
  - name: table
    conv:
      - 3
      - 5
      - connect: |
          X . X
          X X .
  - conv: [4, 3, pad: causal, dilation: 2]
  - {crop: 7, shape: [4, 7]}
""",
]
TOKEN = re.compile(r"[A-Za-z_][\w.]*|\d+(?:\.\d+)?|\s+|.", re.DOTALL)
JUNK = [
    "0", "-1", "1e3", "3x3", "H", "C/2", "in.c", "prev", "in", "[]", "{}", "~", "null", "true",
    "false", "relu", "bn", "none", "same", "causal", "i", "train", '"x"', "'", '"', "[", "{", "]",
    "}", ":", ",", "- ", "\n", "\t", "#", "&a", "*a", "!t", "<<", "100000", "1e18", "9" * 30,
    "0.5",
    "1/3", "log(2)", "sqrt(H)", "[[1]]", "{a: 1}", "conv", "concat", "add", "seq", "side", "call",
    "when", "repeat", "first", "share", "size", "from", "copies", "layers", "let", "out", "vars",
    "2*i", "max(1, 2)", "1K", "1.5M", "5%", "within", "..", ".", "a.b", "0x3", "é", "\x00",
    "\ufeff", "\u2028", "?", "|", ">", "%", "@", "`", "\r", "9**9**9", "H**999",
]  # fmt: skip


@st.composite
def mutated(draw: st.DrawFn) -> str:
    """A small spec with a few tokens left out, doubled, swapped or replaced."""
    tokens = TOKEN.findall(HEAD + draw(st.sampled_from(SPECS)))
    for _ in range(draw(st.integers(1, 4))):
        if not tokens:
            break
        place = draw(st.integers(0, len(tokens) - 1))
        change = draw(st.sampled_from(["drop", "double", "swap", "junk", "cut"]))
        if change == "drop":
            del tokens[place]
        elif change == "double":
            tokens.insert(place, tokens[place])
        elif change == "swap":
            other = draw(st.integers(0, len(tokens) - 1))
            tokens[place], tokens[other] = tokens[other], tokens[place]
        elif change == "junk":
            tokens[place] = draw(st.sampled_from(JUNK) | st.sampled_from(tokens))
        else:
            del tokens[place : place + draw(st.integers(1, 12))]
    return "".join(tokens)


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file that every example is written to."""
    return tmp_path_factory.mktemp("fuzz") / "net.yaml"


def answered(text: str, path: Path) -> None:
    """Everything that reads a spec either has a result, or raises what is documented."""
    path.write_text(text, encoding="utf-8", newline="")
    report = check(str(path))
    for finding in report.diagnostics:
        assert finding.message
        assert finding.severity != "error" or finding.primary is not None
    try:
        spec = load(str(path))
        analysis = analyze(spec)
        trained = analyze(spec, train=True)
        assert analysis.rows()
        assert trained.layers is not None
    except (SpecError, UsageError):
        pass


@pytest.mark.parametrize("text", SPECS)
def test_the_specs_are_good(text: str, path: Path) -> None:
    path.write_text(HEAD + text, encoding="utf-8")
    findings = check(str(path)).diagnostics
    assert [finding for finding in findings if finding.severity == "error"] == []


@given(mutated())
@settings(max_examples=300, deadline=None, suppress_health_check=list(HealthCheck))
def test_mutations_of_specs(path: Path, text: str) -> None:
    answered(text, path)


@given(st.text(alphabet="[]{}:,-# \n\t'\"&*!|>%@`?.cnspe13x", max_size=80))
@settings(max_examples=200, deadline=None, suppress_health_check=list(HealthCheck))
def test_noise_in_the_place_of_layers(path: Path, text: str) -> None:
    answered(f"{HEAD}input: [3, 8, 8]\nlayers: {text}", path)


@given(st.binary(max_size=60))
@settings(max_examples=100, deadline=None, suppress_health_check=list(HealthCheck))
def test_bytes(path: Path, content: bytes) -> None:
    path.write_bytes(content)
    assert check(str(path)).diagnostics
