"""Average pooling."""

from __future__ import annotations

from cnnspec.layers._pooling import CeilPool


class AvgPool(CeilPool):
    """Take the mean of the values under a window that slides over each channel."""

    keeps = ("inputs",)
    source = "LeCun et al. 1998, §II.A; Dumoulin & Visin 2016, §3"
    pools = "mean"
