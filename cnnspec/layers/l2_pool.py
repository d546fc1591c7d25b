"""L2 pooling."""

from __future__ import annotations

from cnnspec.layers._pooling import CeilPool


class L2Pool(CeilPool):
    """Take the root of the sum of squares under a window that slides over each channel."""

    keeps = ("inputs", "output")
    source = "Sermanet et al. 2012, Convolutional neural networks applied to house numbers, §2"
    pools = "length"
    bounds = (0, None)
