"""Ratios of counts, exact: in lowest terms, and with what their forms share taken out."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from cnnspec.core.record import Record

if TYPE_CHECKING:
    from cnnspec.core.algebra import Dim
    from cnnspec.core.algebra_polynomial import Polynomial


class Ratio(Record):
    """A count over another, in lowest terms: `49/27` for 49·C² over 27·C².

    Both parts are numbers where the symbols cancel out; otherwise what is left of the forms.
    """

    above: Dim
    below: Dim

    @property
    def is_number(self) -> bool:
        """Whether it is the same for all values of the symbols."""
        return type(self.above) is int and type(self.below) is int

    def __str__(self) -> str:
        """The ratio as an expression: `49/27`, `(N + 9)/(9*N)`."""
        from cnnspec.core.algebra import text

        above, below = text(self.above), text(self.below)
        if self.below == 1:
            return above
        above = above if above.isalnum() else f"({above})"
        return f"{above}/{below}" if below.isalnum() else f"{above}/({below})"


def ratio(value: Dim, base: Dim) -> Ratio | None:
    """A count over another; None over nothing."""
    if type(value) is int and type(base) is int:
        return _of_numbers(value, base) if base else None
    return _of_forms(value, base)


def _of_numbers(value: int, base: int) -> Ratio:
    from math import gcd

    shared = gcd(value, base) * (1 if base > 0 else -1)
    return Ratio(value // shared, base // shared)


def _of_forms(value: Dim, base: Dim) -> Ratio | None:
    from cnnspec.core.algebra_forms import clear, exact_quotient
    from cnnspec.core.algebra_polynomial import Polynomial
    from cnnspec.core.algebra_rounding import without_common_factor

    if base == 0:
        return None
    if isinstance(base, Polynomial):
        exact = exact_quotient(value, base)
        if exact is not None:
            return Ratio(*clear(exact))
    if isinstance(value, Polynomial):
        inverse = exact_quotient(base, value)
        if inverse is not None:
            return Ratio(*reversed(clear(inverse)))
    (above, over), (below, under) = clear(value), clear(base)
    above, below = above * under, below * over
    if isinstance(below, Polynomial):
        return Ratio(*without_common_factor(above, below))
    return Ratio(*reversed(without_common_factor(below, cast("Polynomial", above))))
