"""The leaky rectifier."""

from __future__ import annotations

from cnnspec.layers._activation import Activation


class LeakyRelu(Activation):
    """Keep positive values and make negative ones small by a fixed slope."""

    source = "Maas et al. 2013"
    keeps = ("output",)
    formulas = {"output": "x if x > 0, else slope · x; the slope is fixed, often 0.01"}
    leaves = (0, None)
