"""The hyperbolic tangent."""

from __future__ import annotations

from cnnspec.layers._activation import Activation


class Tanh(Activation):
    """Press each value into the range from -1 to 1."""

    source = "LeCun et al. 1998, §II.B, eq. 6"
    keeps = ("output",)
    formulas = {"output": "(exp(x) - exp(-x)) / (exp(x) + exp(-x))"}
    bounds = (-1, 1)
