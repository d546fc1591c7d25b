"""Local response normalisation."""

from __future__ import annotations

from cnnspec.layers.base import Layer, option


class Lrn(Layer):
    """Damp each value by the values of its neighbouring channels."""

    group = "Free"
    keeps = ("inputs", "output")
    source = "Krizhevsky et al. 2012, §3.3"
    formulas = {"output": "x / (k + α · Σ x²)^β, over `size` channels around it; k, α, β are fixed"}
    non_negative_if = "all"

    size = option("neighbouring channels, with the channel itself", default=5)
