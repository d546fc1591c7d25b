"""The logistic function."""

from __future__ import annotations

from cnnspec.layers._activation import Activation


class Sigmoid(Activation):
    """Press each value into the range from 0 to 1, as a gate or a probability."""

    source = "Rumelhart et al. 1986, eq. 2"
    keeps = ("output",)
    formulas = {"output": "1 / (1 + exp(-x))"}
    bounds = (0, 1)
