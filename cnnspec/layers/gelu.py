"""The Gaussian error linear unit."""

from __future__ import annotations

from cnnspec.layers._activation import Activation


class Gelu(Activation):
    """Weigh each value by the chance that a normal variable is below it."""

    source = "Hendrycks & Gimpel 2016, §2"
    keeps = ("inputs",)
    formulas = {"output": "x · Φ(x), with Φ the normal distribution"}
