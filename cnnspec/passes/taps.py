"""Taps: which weights of a window ever meet a real cell, and not only padding."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cnnspec.core.window import Window, known

if TYPE_CHECKING:
    from cnnspec.passes.extent import Run

MOST_TAPS = 4_096
"""A longer window is not looked at tap by tap; nothing is said about it."""


def live_taps(window: Window, cells: int, real: Run) -> int:
    """How many taps of a window are at a real cell in some position.

    `real` is the run of cells that are no padding, of all the cells that the window slides over.
    """
    kernel, stride, dilation = map(known, (window.kernel, window.stride, window.dilation))
    before, _ = window.paddings(cells)
    first, behind = real
    last = known(window.size(cells)) - 1
    # A window that is rounded up may pass the end without any padding there.
    end = last * stride - before + (kernel - 1) * dilation
    inside = before <= 0 and end < cells and real == (0, cells)
    if inside or kernel > MOST_TAPS:
        return kernel
    taps = 0
    for tap in range(kernel):
        offset = before - tap * dilation
        # The positions at which this tap is at a real cell.
        lowest = max(-((-first - offset) // stride), 0)
        highest = min((behind - 1 + offset) // stride, last)
        taps += lowest <= highest
    return taps
