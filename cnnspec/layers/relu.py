"""The rectifier."""

from __future__ import annotations

from cnnspec.layers._activation import Activation


class Relu(Activation):
    """Keep positive values and set negative ones to 0."""

    source = "Nair & Hinton 2010; Krizhevsky et al. 2012, §3.1"
    keeps = ("output",)
    formulas = {"output": "max(x, 0)"}
    bounds = (0, None)
    leaves = (0, None)
