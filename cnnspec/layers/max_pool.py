"""Maximum pooling."""

from __future__ import annotations

from cnnspec.layers._pooling import CeilPool


class MaxPool(CeilPool):
    """Keep the largest value under a window that slides over each channel."""

    source = "Riesenhuber & Poggio 1999; Dumoulin & Visin 2016, §3"
    keeps = ("inputs", "places")
    pools = "maximum"
