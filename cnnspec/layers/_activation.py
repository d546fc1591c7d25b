"""What activations have in common: they keep the shape, and cost nothing that is counted."""

from __future__ import annotations

from cnnspec.layers.base import Layer


class Activation(Layer):
    """A fixed function of each value, or of the channels of each position."""

    group = "Activations"
    activation = True
