"""What activations have in common: they keep the shape, and cost nothing that is counted."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from cnnspec.layers.base import Layer

if TYPE_CHECKING:
    from cnnspec.layers.base import Storage


class Activation(Layer):
    """A fixed function of each value, or of the channels of each position."""

    group = "Activations"
    memory: ClassVar[Storage] = "in place"
    activation = True
    channelwise = True
    non_negative_if = "all"
