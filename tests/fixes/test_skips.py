"""What people get wrong around skip connections, and what is proposed first, second and third.

All of it is proven by the check; what is expected here is the order, and that the line that matters
is the one that is changed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    from cnnspec.results import Analysis

    Net = Callable[..., Analysis]
    Proposed = Callable[[Analysis], list[str]]

CASES: dict[str, tuple[str, list[str]]] = {
    "proj stride 1 and width": (
        """\
input: [64, 56, 56]
layers:
  - add:
      main: [conv: [128, 3, 2, pad: 1, act: relu], conv: [128, 3, pad: 1]]
      shortcut: [conv: [64, 1]]
""",
        ["shortcut.conv stride: 2, out: 128"],
    ),
    "proj scalar": (
        """\
input: [64, 56, 56]
layers:
  - add:
      main: [conv: [128, 3, 2, pad: 1, act: relu], conv: [128, 3, pad: 1]]
      shortcut: [conv: {out: 64, kernel: 1}]
""",
        ["shortcut.conv stride: 2, out: 128"],
    ),
    "proj stride only": (
        """\
input: [64, 56, 56]
layers:
  - add:
      main: [conv: [128, 3, 2, pad: 1, act: relu], conv: [128, 3, pad: 1]]
      shortcut: [conv: [128, 1]]
""",
        ["shortcut.conv stride: 2"],
    ),
    "main stride missing": (
        """\
input: [64, 56, 56]
layers:
  - add:
      main: [conv: [128, 3, 1, pad: 1, act: relu], conv: [128, 3, pad: 1]]
      shortcut: [conv: [128, 1, 2]]
""",
        ["main.conv1 stride: 2"],
    ),
    "pad missing second": (
        """\
input: [64, 56, 56]
layers:
  - add:
      main: [conv: [128, 3, 2, pad: 1, act: relu], conv: [128, 3]]
      shortcut: [conv: [128, 1, 2]]
""",
        ["main.conv2 pad: 1", "shortcut, then crop: 26", "main.conv2 kernel: 1"],
    ),
    "pad missing first": (
        """\
input: [64, 56, 56]
layers:
  - add: [in, [conv: [64, 3, act: relu], conv: [64, 3, pad: 1]]]
""",
        ["1.conv1 pad: 1", "in, then crop: 54", "branch 0, then resize: in.size"],
    ),
    "pad missing and width": (
        """\
input: [64, 56, 56]
layers:
  - add: [in, [conv: [64, 3, act: relu], conv: [32, 3, pad: 1]]]
""",
        ["1.conv1 pad: 1 and 1.conv2 out: 64"],
    ),
    "block s missing in projection": (
        """\
input: [64, 56, 56]
blocks:
  unit:
    args: [c, s: 1]
    layers:
      - add: [[conv: [c, 3, s, pad: 1, act: relu], conv: [c, 3, pad: 1]], [conv: [c, 1]]]
      - relu
layers:
  - {unit: 64, repeat: 2}
  - {unit: [128, 2]}
""",
        ["unit2.1.conv and 2 more of its line stride: s"],
    ),
    "block projection in.c": (
        """\
input: [64, 56, 56]
blocks:
  unit:
    args: [c, s: 1]
    layers:
      - add: [[conv: [c, 3, s, pad: 1, act: relu], conv: [c, 3, pad: 1]], [conv: [in.c, 1, s]]]
      - relu
layers:
  - {unit: 64, repeat: 2}
  - {unit: [128, 2]}
""",
        ["unit2.1.conv and 2 more of its line out: c"],
    ),
    "block projection both": (
        """\
input: [64, 56, 56]
blocks:
  unit:
    args: [c, s: 1]
    layers:
      - add: [[conv: [c, 3, s, pad: 1, act: relu], conv: [c, 3, pad: 1]], [conv: [in.c, 1]]]
      - relu
layers:
  - {unit: 64, repeat: 2}
  - {unit: [128, 2]}
""",
        ["unit2.1.conv and 2 more of its line stride: s, out: c"],
    ),
    "bottleneck expansion": (
        """\
input: [64, 56, 56]
blocks:
  unit:
    args: [c, s: 1]
    layers:
      - add:
        - [conv: [c, 1, act: relu], conv: [c, 3, s, pad: 1, act: relu], conv: [4*c, 1]]
        - [conv: [c, 1, s]]
      - relu
layers:
  - {unit: 64}
  - {unit: [128, 2]}
""",
        ["unit1.1.conv out: 4*c"],
    ),
    "block stride on wrong": (
        """\
input: [64, 56, 56]
blocks:
  unit:
    args: [c, s: 1]
    layers:
      - add: [[conv: [c, 3, pad: 1, act: relu], conv: [c, 3, pad: 1]], [conv: [c, 1, s]]]
      - relu
layers:
  - {unit: 64, repeat: 2}
  - {unit: [128, 2]}
""",
        ["unit2.0.conv2 and 2 more of its line stride: s"],
    ),
    "when projection too narrow": (
        """\
input: [64, 56, 56]
blocks:
  unit:
    args: [c, s: 1]
    layers:
      - add:
        - [conv: [c, 3, s, pad: 1, act: relu], conv: [c, 3, pad: 1]]
        - [{conv: [c, 1, s], when: s > 1}]
      - relu
layers:
  - {unit: 128, repeat: 2}
""",
        ["when: in.c != c or s > 1"],
    ),
    "pool shortcut 7x7 55vs56": (
        """\
input: [64, 112, 112]
layers:
  - add:
      main: [conv: [64, 3, 2, pad: 1]]
      shortcut: [max_pool: [3, 2]]
""",
        ["shortcut.max_pool pad: 1", "shortcut.max_pool ceil: true", "shortcut.max_pool kernel: 2"],
    ),
    "one-sided pad": (
        """\
input: [64, 112, 112]
layers:
  - add:
      main: [conv: [64, 3, 2, pad: [[0, 0], [0, 0]]]]
      shortcut: [conv: [64, 1, 2]]
""",
        ["main.conv pad: 1", "main.conv kernel: 2"],
    ),
    "unet pad none": (
        """\
input: [3, 64, 64]
layers:
  - {conv: [8, 3, act: relu], name: e1}
  - max_pool: [2, 2]
  - conv: [16, 3, act: relu]
  - conv_transpose: [8, 2, 2]
  - concat: [prev, e1]
""",
        ["conv pad: 1", "e1, then crop: 58", "prev, then resize: e1.size"],
    ),
    "unet convT3": (
        """\
input: [3, 64, 64]
layers:
  - {conv: [8, 3, pad: 1, act: relu], name: e1}
  - max_pool: [2, 2]
  - conv: [16, 3, pad: 1, act: relu]
  - conv_transpose: [8, 4, 2]
  - concat: [prev, e1]
""",
        ["conv_transpose pad: 1", "prev, then crop: e1.size", "max_pool kernel: 3"],
    ),
    "unet odd": (
        """\
input: [3, 65, 65]
layers:
  - {conv: [8, 3, pad: 1, act: relu], name: e1}
  - max_pool: [2, 2]
  - conv: [16, 3, pad: 1, act: relu]
  - conv_transpose: [8, 2, 2]
  - concat: [prev, e1]
""",
        ["input: [3, 64, 64]", "input: [3, 66, 66]", "conv_transpose out_pad: 1"],
    ),
    "unet odd rect": (
        """\
input: [3, 65, 97]
layers:
  - {conv: [8, 3, pad: 1, act: relu], name: e1}
  - max_pool: [2, 2]
  - conv: [16, 3, pad: 1, act: relu]
  - conv_transpose: [8, 2, 2]
  - concat: [prev, e1]
""",
        ["input: [3, 64, 96]", "input: [3, 66, 98]", "conv_transpose out_pad: 1"],
    ),
    "inception pad": (
        """\
input: [64, 28, 28]
layers:
  - concat: [[conv: [8, 1]], [conv: [8, 3, pad: 1]], [conv: [8, 5, pad: 1]],
             [max_pool: [3, 1, pad: 1]]]
""",
        ["2.conv pad: 2", "2.conv kernel: 3"],
    ),
    "pre concat then groups": (
        """\
input: [64, 28, 28]
layers:
  - concat: [[conv: [8, 1]], [conv: [9, 3, pad: 1]]]
  - conv: [16, 3, groups: 2]
""",
        ["1.conv out: 8"],
    ),
    "1d": (
        """\
input: [64, 56]
layers:
  - add:
      main: [conv: [128, 3, 2, pad: 1, act: relu], conv: [128, 3, pad: 1]]
      shortcut: [conv: [64, 1]]
""",
        ["shortcut.conv stride: 2, out: 128"],
    ),
    "3d": (
        """\
input: [64, 8, 56, 56]
layers:
  - add:
      main: [conv: [128, 3, 2, pad: 1, act: relu], conv: [128, 3, pad: 1]]
      shortcut: [conv: [64, 1]]
""",
        ["shortcut.conv stride: 2, out: 128"],
    ),
    "symbols pad": (
        """\
symbols: [H]
input: [3, H, H]
layers:
  - add: [prev, [conv: [3, 3]]]
""",
        ["1.conv pad: 1", "1.conv kernel: 1"],
    ),
    "symbols groups": (
        """\
symbols: [H, C]
input: [C, H, H]
layers:
  - conv: [30, 3, groups: 4]
""",
        ["conv groups: 2", "conv out: 28", "conv out: 32"],
    ),
    "symbols proj": (
        """\
symbols: [H]
input: [64, 2*H, 2*H]
layers:
  - add:
      main: [conv: [128, 3, 2, pad: 1, act: relu], conv: [128, 3, pad: 1]]
      shortcut: [conv: [64, 1]]
""",
        ["shortcut.conv stride: 2, out: 128"],
    ),
    "symbols both channel": (
        """\
symbols: [C]
input: [C, 32, 32]
layers:
  - add: [prev, [conv: [2*C, 3, pad: 1]]]
""",
        ["prev, then {conv: [2*C, 1x1], when: in.c != 2*C}"],
    ),
    "dense residual": (
        """\
input: [3, 32, 32]
layers:
  - {conv: [16, 3, pad: 1, act: relu], name: a}
  - {conv: [32, 3, 2, pad: 1, act: relu], name: b}
  - {conv: [32, 3, pad: 1], name: c}
  - add: [c, a]
""",
        ["a, then conv: [32, 1x1, 2]"],
    ),
    "shortcut two convs": (
        """\
input: [64, 56, 56]
layers:
  - {conv: [128, 3, 2, pad: 1, act: relu], name: m1}
  - {conv: [128, 3, pad: 1], name: m2}
  - {conv: [64, 1, norm: bn], from: in, name: p}
  - add: [m2, p]
""",
        ["p stride: 2, out: 128", "p, then conv: [128, 1x1, 2]"],
    ),
}


@pytest.mark.parametrize(("text", "changes"), CASES.values(), ids=CASES)
def test_what_is_proposed(net: Net, proposed: Proposed, text: str, changes: list[str]) -> None:
    assert proposed(net(text)) == changes
