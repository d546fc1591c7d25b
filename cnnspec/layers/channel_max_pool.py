"""The maximum over channels."""

from __future__ import annotations

from cnnspec.layers._pooling import ChannelPool


class ChannelMaxPool(ChannelPool):
    """Keep the largest value over all channels at each position."""

    source = "Woo et al. 2018, §3"
    keeps = ("inputs", "places")
    formulas = {"output": "[1, ...]: at each position, the largest x"}
    pools = "maximum"
