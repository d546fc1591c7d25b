"""Mish."""

from __future__ import annotations

from cnnspec.layers._activation import Activation


class Mish(Activation):
    """Weigh each value by the tanh of its softplus, a smooth rectifier."""

    source = "Misra 2019"
    keeps = ("inputs",)
    formulas = {"output": "x · tanh(ln(1 + exp(x)))"}
