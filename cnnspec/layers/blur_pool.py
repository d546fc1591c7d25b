"""Blur pooling."""

from __future__ import annotations

from cnnspec.layers._pooling import Pool


class BlurPool(Pool):
    """Smooth each channel with a fixed filter while making it smaller.

    The filter is not learned: it has no parameters, and its work is not counted.
    """

    source = "Zhang 2019, Making convolutional networks shift-invariant again"
    formulas = {"output": "⌊(n + before + after - kernel) / stride⌋ + 1 on each axis"}
    pools = "weighted mean"
