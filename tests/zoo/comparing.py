"""Layers of networks here and elsewhere, in words that can be compared."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any, NamedTuple

from measuring import KINDS, unfolded

import cnnspec

if TYPE_CHECKING:
    from cnnspec import Analysis

OURS = {"dwconv": "conv", "rbf": "fc", "times": "scale", "l2_norm": "scale"}
"""Layer types that others have under another name; the rest are called alike."""


class Layer(NamedTuple):
    """A layer with weights: its kind, its output with the channels first, its counts."""

    kind: str
    out: tuple[int, ...]
    params: int
    macs: int


@cache
def network(
    name: str, train: bool = False, settings: tuple[tuple[str, Any], ...] = (), input: Any = None
) -> Analysis:
    """A shipped network."""
    return cnnspec.analyze(name, train=train, settings=dict(settings), input=input)


def weighted(analysis: Analysis) -> list[Layer]:
    """The layers of a network that use parameters, in the order of execution."""
    layers: list[Any] = [layer for layer in analysis.layers if layer.params or layer.shares]
    return [
        Layer(OURS.get(layer.op, layer.op), layer.out, layer.params, layer.macs) for layer in layers
    ]


def recorded(model: dict[str, Any]) -> list[Layer]:
    """The same of what another implementation builds."""
    layers = []
    for row in unfolded(model):
        written, size, params, macs = row.split()
        out = tuple(int(extent) for extent in size.split("x"))
        # A linear layer on each place of a map is a 1x1 convolution.
        kind = "conv" if written == "Linear" and len(out) > 1 else KINDS[written]
        layers.append(Layer(kind, out, int(params), int(macs)))
    return layers


def alike(layers: list[Layer]) -> list[Layer]:
    """Layers without what is a matter of writing: C values and a map of C x 1 x 1 are the same, and
    so are a fully connected layer and a convolution that gives one place."""
    found = []
    for kind, out, params, macs in layers:
        while len(out) > 1 and out[-1] == 1:
            out = out[:-1]
        found.append(Layer("conv" if kind == "fc" else kind, out, params, macs))
    return found
