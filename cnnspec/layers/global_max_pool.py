"""Global maximum pooling."""

from __future__ import annotations

from cnnspec.layers._pooling import GlobalPool


class GlobalMaxPool(GlobalPool):
    """Keep the largest value of each channel over the whole image."""

    source = "Oquab et al. 2015"
    keeps = ("inputs", "places")
    formulas = {"output": "[c, 1, ...]: of each channel, the largest x"}
    pools = "maximum"
