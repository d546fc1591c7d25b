"""The piecewise form of the sigmoid."""

from __future__ import annotations

from cnnspec.layers._activation import Activation


class HardSigmoid(Activation):
    """Press each value into the range from 0 to 1 by straight lines."""

    source = "Howard et al. 2019, §5.2"
    keeps = ("inputs",)
    formulas = {"output": "min(max(x + 3, 0), 6) / 6"}
    bounds = (0, 1)
