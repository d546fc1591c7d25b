"""Addition."""

from __future__ import annotations

from cnnspec.layers._merging import Elementwise


class Add(Elementwise):
    """Add the branches, value by value."""

    source = "He et al. 2015, Deep residual learning, §3.2"
    formulas = {"output": "a + b + ..., of equal shapes"}
    of_one = "{times} times its values"
    sign = "+"
    non_negative_if = "all"
