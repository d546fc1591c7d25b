"""Global average pooling."""

from __future__ import annotations

from cnnspec.layers._pooling import GlobalPool


class GlobalAvgPool(GlobalPool):
    """Take the mean of each channel over the whole image."""

    source = "Lin et al. 2013, §3.2"
    formulas = {"output": "[c, 1, ...]: of each channel, Σ x / the number of cells"}
    pools = "mean"
