"""Weights: what a layer has learned, was given, or keeps count of."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from cnnspec.core.record import Record

if TYPE_CHECKING:
    from cnnspec.core.algebra import Dim
    from cnnspec.core.shape import Shape

Role = Literal["kernel", "bias", "factor", "buffer"]


class Weight(Record):
    """One array of weights.

    `uses` is how often each of its values is multiplied for one input: the output positions for a
    convolution, the input positions for a transposed one, 1 for a fully connected layer, 0 for
    whatever is only added, scaled or kept. A `kernel` slides or connects, a `factor` scales, a
    `buffer` is kept but never trained (batch norm's running statistics).
    """

    shape: Shape
    uses: Dim = 0
    role: Role = "kernel"

    def __init__(self, shape: Shape, uses: Dim = 0, role: Role = "kernel") -> None:
        # Written out because thousands are made, and a record's own way is slower.
        state = self.__dict__
        state["shape"] = shape
        state["uses"] = uses
        state["role"] = role
