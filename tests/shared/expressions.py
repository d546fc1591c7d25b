"""A scope for expressions, with variables and sizes of every kind."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

import pytest

from cnnspec.core.algebra import symbol
from cnnspec.language.expression import ExpressionError, parse, value_of_text

if TYPE_CHECKING:
    from collections.abc import Iterable

    from cnnspec.language.arithmetic import Value

C, H = symbol("C"), symbol("H")

VARIABLES: dict[str, Value] = {
    "n": 1, "c": 16, "s": 2, "alpha": Fraction(7, 20), "xs": (4, 5, 6), "ys": ((1, 2), (3, 4)),
    "act": "relu", "relu": "relu", "none": "none", "train": True, "gate": False, "C": C,
    "k3x3": 9, "breite_ä": 7, "log_width": 3, "e1": 8, "empty": (),
}  # fmt: skip
SIZES: dict[tuple[str, str], Value] = {
    ("in", "c"): 64, ("in", "h"): H, ("prev", "c"): 32, ("enc1", "w"): 28, ("in", "size"): (56, 28),
    ("base.c4", "h"): 14, ("fc", "c"): 10, ("x", "d"): 3, ("x", "l"): 100,
}  # fmt: skip


class NoTensorError(LookupError):
    """What this scope raises for a tensor that it does not have."""


class Names:
    """A scope with fixed variables and sizes."""

    def variable(self, name: str) -> Value:
        return VARIABLES[name]

    def size(self, tensor: str, attribute: str) -> Value:
        if (tensor, attribute) not in SIZES:
            raise NoTensorError(tensor)
        return SIZES[tensor, attribute]

    def known_names(self) -> Iterable[str]:
        return VARIABLES


SCOPE = Names()


def value(text: str) -> Value:
    return parse(text).evaluate(SCOPE)


def error_of(text: str) -> ExpressionError:
    with pytest.raises(ExpressionError) as caught:
        value_of_text(text).evaluate(SCOPE)
    return caught.value
