"""Dropout."""

from __future__ import annotations

from cnnspec.layers.base import Layer, option


class Dropout(Layer):
    """In training, set values to 0 at random; otherwise do nothing.

    What stays is scaled up in training, as most code has it; the papers scale down afterwards.
    """

    group = "Free"
    memory = "view"
    keeps = ("mask",)
    source = "Hinton et al. 2012; Srivastava et al. 2014, §4"
    formulas = {"output": "in training 0 with probability p, else x / (1 - p); otherwise x"}
    channelwise = True
    training_only = True
    same_values = True
    non_negative_if = "all"

    p = option("the probability that a value is dropped", "rate", default=0.5)
