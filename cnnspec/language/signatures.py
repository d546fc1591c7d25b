"""The functions of the language: how each is written, and how many values it takes.

What they compute is in `functions`, which is loaded where one of them is called.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from cnnspec.language.arithmetic import Value


class Function:
    """A function of the language, and the name of what computes it; it takes `most` values."""

    __slots__ = ("computed_by", "most", "usage")

    def __init__(self, usage: str, computed_by: str, most: int = 1) -> None:
        self.usage = usage
        self.computed_by = computed_by
        self.most = most

    @property
    def call(self) -> Callable[..., Value]:
        """What computes it. It raises an `OperandError` for values that do not fit."""
        from cnnspec.language import functions

        call: Callable[..., Value] = getattr(functions, self.computed_by)
        return call


FUNCTIONS: dict[str, Function] = {
    "make_divisible": Function("make_divisible(v, d=8)", "make_divisible", most=2),
    "min": Function("min(a, b) or min(list)", "least", most=1000),
    "max": Function("max(a, b) or max(list)", "greatest", most=1000),
    "ceil": Function("ceil(x)", "ceil"),
    "floor": Function("floor(x)", "floor"),
    "round": Function("round(x)", "nearest_even"),
    "abs": Function("abs(x)", "absolute"),
    "sum": Function("sum(list)", "total"),
    "len": Function("len(list)", "length"),
    "log": Function("log(x)", "logarithm"),
    "log2": Function("log2(x)", "binary_logarithm"),
    "sqrt": Function("sqrt(x)", "square_root"),
}
