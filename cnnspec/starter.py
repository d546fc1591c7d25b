"""A first spec, whose comments teach the language, with figures that are computed for it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from cnnspec.core.diagnostic import UsageError

if TYPE_CHECKING:
    from collections.abc import Sequence

MOST_AXES = 3
LEAST = 5
"""An image of that size is made four times smaller, to two cells: on one, windows of 3 would meet
little but padding."""
TEXT = """\
cnnspec: 1                       # the version of the language: always the first line
name: {name}
input: [{input}]{gap}# channels first, then the size; the batch is no part of it

# What calls leave out: every conv here keeps the size, and is followed by a batch norm and a relu.
defaults: {{conv: {{pad: half, norm: bn, act: relu}}}}

blocks:                          # layer types of your own
  unit:
    args: [c, s: 1]              # c must be given; s is 1 where it is not
    layers:
      - add:                     # its branches begin with what reached the unit
          residual: [conv: [c, {three}, s], conv: [c, {three}, act: none]]
          shortcut: [{{conv: [c, {one}, s, act: none], when: s > 1 or in.c != c}}]
      - relu

layers:
  - {{conv: [16, {three}], name: stem}}    # 16 output channels, a window of {three}
  - {{unit: 16, repeat: 2, name: stage1}}    # twice in a row, each with weights of its own
  - {{unit: 32, repeat: 2, first: {{s: 2}}, name: stage2, size: {half}}}    # size is checked
  - {{unit: 64, repeat: 2, first: {{s: 2}}, name: stage3, size: {quarter}}}
  - global_avg_pool
  - {{fc: {classes}, name: classes}}

# Claims: cnnspec check fails where one of them does not hold. After a change that is meant, mend
# them. Figures of a paper come with their place in it: params: {{value: 0.18M, cite: Table 2}}.
"""
EXPECT = """\
expect:
  params: {params}
  macs: {macs}
  depth: {depth}
  layers: {{stage2.0.shortcut: {{params: 16*32 + 2*32}}}}     # of a single layer, by its path
"""


def starter(name: str, input: Sequence[int], classes: int) -> str:
    """The text of a small residual network for an input (channels first) and so many classes.

    Raises a UsageError for an input without one to three axes that it can make smaller twice.
    """
    from cnnspec.analysis import analyze
    from cnnspec.language.reader import read_text
    from cnnspec.language.spec import read_spec

    channels, *sizes = input
    if not 0 < len(sizes) <= MOST_AXES or min(sizes) < LEAST:
        shown = "x".join(map(str, input))
        raise UsageError(
            f"--input {shown} is too small for a first network, or has other axes",
            f"channels and one to three sizes of at least {LEAST}: 3x32x32",
        )
    shape = ", ".join(map(str, (channels, *sizes)))
    text = TEXT.format(
        name=_title(name),
        input=shape,
        gap=" " * max(24 - len(shape), 2),
        three="x".join("3" * len(sizes)),
        one="x".join("1" * len(sizes)),
        half=_extent([-(-size // 2) for size in sizes]),
        quarter=_extent([-(-size // 4) for size in sizes]),
        classes=classes,
    )
    totals = analyze(read_spec(read_text(text, f"{name}.yaml"), name)).totals
    return text + EXPECT.format(params=totals.params, macs=totals.macs, depth=totals.depth)


def _extent(sizes: Sequence[int]) -> str:
    return "x".join(map(str, sizes))


def _title(name: str) -> str:
    plain = name.replace(" ", "").replace("_", "").replace("-", "")
    return name if plain.isalpha() and plain.isascii() else json.dumps(name, ensure_ascii=False)
