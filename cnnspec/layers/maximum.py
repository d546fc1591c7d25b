"""The largest of several branches."""

from __future__ import annotations

from cnnspec.layers._merging import Elementwise


class Maximum(Elementwise):
    """Keep the largest value among the branches, value by value."""

    source = "Goodfellow et al. 2013, Maxout networks"
    keeps = ("inputs",)
    formulas = {"output": "max(a, b, ...), of equal shapes"}
    of_one = "nothing new"
    sign = "and"
    non_negative_if = "any"
