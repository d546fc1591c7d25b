"""The exponential linear unit."""

from __future__ import annotations

from cnnspec.layers._activation import Activation


class Elu(Activation):
    """Keep positive values and let negative ones level off smoothly."""

    source = "Clevert et al. 2015, §3"
    keeps = ("output",)
    formulas = {"output": "x if x > 0, else α · (exp(x) - 1); α is fixed, mostly 1"}
    leaves = (0, None)
