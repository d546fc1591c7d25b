"""Probabilities over channels."""

from __future__ import annotations

from cnnspec.layers._activation import Activation


class Softmax(Activation):
    """Turn the channels of each position into probabilities that sum to 1."""

    memory = "new"
    keeps = ("output",)
    source = "Bridle 1990"
    formulas = {"output": "exp(x) / Σ exp(x), over channels"}
    channelwise = False
    bounds = (0, 1)
