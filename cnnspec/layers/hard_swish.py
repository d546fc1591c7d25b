"""The piecewise form of silu."""

from __future__ import annotations

from cnnspec.layers._activation import Activation


class HardSwish(Activation):
    """Weigh each value by its hard sigmoid, which is cheap to compute."""

    source = "Howard et al. 2019, §5.2"
    keeps = ("inputs",)
    formulas = {"output": "x · min(max(x + 3, 0), 6) / 6"}
