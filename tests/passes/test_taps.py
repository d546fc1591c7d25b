"""Live taps and real cells, against every position of every window."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from cnnspec.core.window import Window
from cnnspec.passes.extent import extents
from cnnspec.passes.taps import MOST_TAPS, live_taps

if TYPE_CHECKING:
    from collections.abc import Callable

    from cnnspec.core.window import Rounding
    from cnnspec.results import Analysis

    Net = Callable[..., Analysis]


@given(
    st.integers(1, 12), st.integers(1, 7), st.integers(1, 4), st.integers(0, 6),
    st.integers(0, 6), st.integers(1, 4), st.sampled_from(["floor", "ceil", "same", "causal"]),
    st.integers(0, 11), st.integers(1, 12),
)  # fmt: skip
def test_live_taps(
    cells: int, kernel: int, stride: int, before: int, after: int, dilation: int,
    rounding: Rounding, first: int, length: int,
) -> None:  # fmt: skip
    window = Window(kernel, stride, before, after, dilation, rounding)
    positions = window.size(cells)
    assert isinstance(positions, int)
    behind = min(first + length, cells)
    assume(positions > 0 and first < behind)
    start, _ = window.paddings(cells)
    counted = sum(
        any(first <= o * stride - start + tap * dilation < behind for o in range(positions))
        for tap in range(kernel)
    )
    assert live_taps(window, cells, (first, behind)) == counted


@pytest.mark.parametrize(
    ("window", "cells", "taps"),
    [
        (Window(3, 1, 1, 1), 1, 1),
        (Window(3, 1, 1, 1), 2, 3),
        (Window(3, 2, 1, 1), 2, 2),  # one position, whose first tap is in the padding
        (Window(2, 2, rounding="ceil"), 1, 1),  # past the end, without padding
        (Window(7, 1, 3, 3), 1, 1),
        (Window(7, 1, 3, 3), 4, 7),
        (Window(3, 1, 36, 36, 36), 28, 1),  # a 3x3 at rate 36 on 28x28 is a 1x1
        (Window(3, 1, 36, 36, 36), 37, 3),
        (Window(MOST_TAPS + 1, 1, MOST_TAPS, MOST_TAPS), 1, MOST_TAPS + 1),  # not looked at
    ],
)
def test_known(window: Window, cells: int, taps: int) -> None:
    assert live_taps(window, cells, (0, cells)) == taps


@pytest.mark.parametrize(
    ("layers", "wanted"),
    [
        ("relu", None),
        ("pad: {amount: 2}", ((2, 34), (2, 34))),
        ("pad: {amount: [[0, 1], [0, 1]]}", ((0, 32), (0, 32))),
        # 36 cells: the windows at 0 to 33 cover 3 each; the real cells are 2 to 33
        ("pad: {amount: 2}, conv: [4, 3]", None),
        ("pad: {amount: 3}, conv: [4, 3]", ((1, 35), (1, 35))),
        ("pad: {amount: 4}, max_pool: [2, 2]", ((2, 18), (2, 18))),
        ("pad: {amount: 4}, crop: 32", None),
        ("pad: {amount: 4}, relu, bn", ((4, 36), (4, 36))),
        ("pad: {amount: 4}, upsample: 2", ((8, 72), (8, 72))),
        ("pad: {amount: 4}, conv_transpose: [4, 4, 2, pad: 1]", ((7, 73), (7, 73))),
        ("pad: {amount: 4}, resize: 64", None),
        ("pad: {amount: 4}, global_avg_pool", None),
        ("pad: {amount: 4}, flatten", None),
        # real where any branch is
        ("add: [[pad: {amount: [[2, 0], [0, 2]]}], [pad: {amount: [[0, 2], [1, 1]]}]]",
         ((0, 34), (0, 33))),
    ],
)  # fmt: skip
def test_extents(net: Net, layers: str, wanted: tuple[tuple[int, int], ...] | None) -> None:
    graph = net(f"layers: [{layers}]", check=False).graph
    assert extents(graph)[graph.last] == wanted
