"""The rectifier with a ceiling."""

from __future__ import annotations

from cnnspec.layers._activation import Activation


class Relu6(Activation):
    """Keep values between 0 and 6 and cut off what is outside."""

    source = "Krizhevsky 2010, Convolutional deep belief networks on CIFAR-10"
    keeps = ("inputs",)
    formulas = {"output": "min(max(x, 0), 6)"}
    bounds = (0, 6)
    leaves = (0, 6)
