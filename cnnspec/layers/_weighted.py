"""What layers with kernels have in common: a bias or none, and the norm and activation after."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cnnspec.core.weight import Weight
from cnnspec.layers.base import Layer, Part

if TYPE_CHECKING:
    from cnnspec.core.algebra import Dim


def has_bias(layer: Layer) -> bool:
    """Whether there is a bias: `auto` means one if no norm follows, which would cancel it."""
    bias: bool | str = layer.__dict__["bias"]
    return layer.__dict__["norm"] == "none" if bias == "auto" else bias is True


def kernel_and_bias(layer: Layer, kernel: Weight, out: Dim) -> dict[str, Weight]:
    """The kernel, and one added value per output channel where the layer has a bias."""
    if has_bias(layer):
        return {"weight": kernel, "bias": Weight((out,), role="bias")}
    return {"weight": kernel}


def with_norm_and_act(layer: Layer) -> tuple[Part, ...]:
    """The layer itself, its norm and its activation; nothing if it has neither."""
    followers = [layer.__dict__[name] for name in ("norm", "act") if layer.__dict__[name] != "none"]
    if not followers:
        return ()
    own = {**layer.__dict__, "norm": "none", "act": "none", "bias": has_bias(layer)}
    return (Part(layer.op, own), *(Part(op, {}) for op in followers))
