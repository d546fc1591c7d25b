"""The absolute value."""

from __future__ import annotations

from cnnspec.layers.base import Layer


class Abs(Layer):
    """Drop the sign of each value."""

    group = "Free"
    memory = "in place"
    keeps = ("inputs",)
    source = "Jarrett et al. 2009"
    formulas = {"output": "|x|"}
    channelwise = True
    bounds = (0, None)
    leaves = (0, None)
