"""A fixed factor."""

from __future__ import annotations

from cnnspec.layers.base import Layer, option


class Times(Layer):
    """Multiply every value by a fixed number."""

    group = "Free"
    memory = "in place"
    formulas = {"output": "x · factor"}
    channelwise = True

    x = option("the factor", "number")
