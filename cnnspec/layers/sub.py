"""Subtraction."""

from __future__ import annotations

from cnnspec.layers._merging import Elementwise


class Sub(Elementwise):
    """Subtract the other branches from the first, value by value."""

    source = "Koch et al. 2015"
    formulas = {"output": "a - b - ..., of equal shapes"}
    of_one = "it subtracted more than once"
    sign = "-"

    def repeated(self, times: int, first: bool) -> str:
        return "0 in its place" if first and times == 2 else super().repeated(times, first)
