"""Weights: what a layer has learned, was given, or keeps count of."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from cnnspec.core.record import Record
from cnnspec.core.shape import product

if TYPE_CHECKING:
    from cnnspec.core.algebra import Dim
    from cnnspec.core.shape import Shape

    Role = Literal["kernel", "bias", "factor", "buffer"]


class Weight(Record):
    """One array of weights.

    A `kernel` slides or connects: its axes are the outputs, the inputs that each output reads, and
    its window. A `factor` scales, a `bias` is added, a `buffer` is kept but never trained (batch
    norm's running statistics).

    `positions` are where each of its values is multiplied for one input: the output's positions for
    a convolution, the input's for a transposed one, a single one for a fully connected layer; none
    for whatever is only added, scaled or kept. `uses` is their number. `groups` are parts of a
    kernel that share nothing. The outputs stand on the axis `outputs`.
    """

    shape: Shape
    positions: Shape | None = None
    role: Role = "kernel"
    groups: Dim = 1
    outputs: int = 0

    def __init__(
        self,
        shape: Shape,
        positions: Shape | None = None,
        role: Role = "kernel",
        groups: Dim = 1,
        outputs: int = 0,
    ) -> None:
        # Written out because thousands are made, and a record's own way is slower.
        state = self.__dict__
        state["shape"] = shape
        state["positions"] = positions
        state["role"] = role
        state["groups"] = groups
        state["outputs"] = outputs

    @property
    def uses(self) -> Dim:
        """How often each value is multiplied for one input."""
        return 0 if self.positions is None else product(self.positions)
