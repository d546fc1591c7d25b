"""Stochastic depth."""

from __future__ import annotations

from cnnspec.layers.base import Layer, option


class DropPath(Layer):
    """In training, drop a whole branch at random; otherwise do nothing.

    It stands at the end of a branch that an `add` takes. How often differs from network to network
    and mostly from layer to layer, so `p` has no default.
    """

    group = "Free"
    memory = "view"
    source = "Larsson et al. 2016, §3; Huang et al. 2016, Stochastic depth, §3"
    formulas = {"output": "in training 0 with probability p, else x / (1 - p); otherwise x"}
    channelwise = True
    training_only = True
    same_values = True
    non_negative_if = "all"

    p = option("the probability that the branch is dropped for an image", "rate")
