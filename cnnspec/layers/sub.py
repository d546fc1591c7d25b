"""Subtraction."""

from __future__ import annotations

from cnnspec.layers._merging import Elementwise


class Sub(Elementwise):
    """Subtract the other branches from the first, value by value."""

    source = "Koch et al. 2015"
    formulas = {"output": "a - b - ..., of equal shapes"}
    sign = "-"
