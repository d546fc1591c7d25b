"""The mean over channels."""

from __future__ import annotations

from cnnspec.layers._pooling import ChannelPool


class ChannelAvgPool(ChannelPool):
    """Take the mean over all channels at each position."""

    source = "Woo et al. 2018, §3"
    formulas = {"output": "[1, ...]: at each position, Σ x / the number of channels"}
    pools = "mean"
