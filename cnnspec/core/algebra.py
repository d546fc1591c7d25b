"""Sizes and counts: an `int` where they are known, an exact polynomial where a name is left open.

The same formula runs on both, as both have `+ - * // %` and `**`. A symbol stands for any whole
number of at least 1. Floors are kept in normal form, so that a window over a window is one floor:
`((H + 1)//2 + 1)//2` is `(H + 3)//4`, and equal sizes compare equal. A question whose answer
depends on the symbols is answered `None`; an operator that must say yes or no raises `Undecidable`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, cast, overload

from cnnspec.core.algebra_atoms import Dim, Number, Relation, TooLarge, Undecidable

if TYPE_CHECKING:
    from collections.abc import Mapping

    from cnnspec.core.algebra_atoms import Atom
    from cnnspec.core.algebra_polynomial import Polynomial

__all__ = [
    "Dim",
    "Number",
    "Polynomial",
    "TooLarge",
    "Undecidable",
    "ceil",
    "ceil_divide",
    "condition",
    "divides",
    "evaluate",
    "floor",
    "is_at_most",
    "is_equal",
    "is_integer",
    "is_less",
    "maximum",
    "minimum",
    "symbol",
    "symbols_of",
    "text",
]


def __getattr__(name: str) -> object:
    # Networks without symbols, which is most, need no polynomials.
    if name == "Polynomial":
        from cnnspec.core.algebra_polynomial import Polynomial

        return Polynomial
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def symbol(name: str) -> Polynomial:
    """A size or count that is left open: any whole number of at least 1."""
    from cnnspec.core.algebra_polynomial import Polynomial

    return Polynomial({frozenset(((name, 1),)): 1})


def floor(value: Number) -> Dim:
    """The greatest whole number that is not above the value."""
    if type(value) is int:
        return value
    from cnnspec.core.algebra_rounding import floor_divide

    return floor_divide(value, 1)


def ceil(value: Number) -> Dim:
    """The least whole number that is not below the value."""
    if type(value) is int:
        return value
    from cnnspec.core.algebra_rounding import ceil_divide

    return ceil_divide(value, 1)


def ceil_divide(value: Number, divisor: Number) -> Dim:
    """The quotient, rounded up."""
    if type(value) is int and type(divisor) is int:
        return -(-value // divisor)
    from cnnspec.core import algebra_rounding

    return algebra_rounding.ceil_divide(value, divisor)


@overload
def minimum(*values: Dim) -> Dim: ...
@overload
def minimum(*values: Number) -> Number: ...
def minimum(*values: Number) -> Number:
    """The least of some values; where that depends on the symbols, the opaque `min(…)`."""
    for value in values:
        if type(value) is not int:
            from cnnspec.core.algebra_rounding import extreme

            return extreme("min", values)
    return min(cast("tuple[int, ...]", values))


@overload
def maximum(*values: Dim) -> Dim: ...
@overload
def maximum(*values: Number) -> Number: ...
def maximum(*values: Number) -> Number:
    """The greatest of some values; where that depends on the symbols, the opaque `max(…)`."""
    for value in values:
        if type(value) is not int:
            from cnnspec.core.algebra_rounding import extreme

            return extreme("max", values)
    return max(cast("tuple[int, ...]", values))


def is_less(left: Number, right: Number) -> bool | None:
    """Whether `left < right`, or None where that depends on the symbols or stays undecided."""
    if type(left) is int and type(right) is int:
        return left < right
    from cnnspec.core import algebra_order

    return algebra_order.is_less(left, right)


def is_at_most(left: Number, right: Number) -> bool | None:
    """Whether `left <= right`, or None where that depends on the symbols or stays undecided."""
    if type(left) is int and type(right) is int:
        return left <= right
    from cnnspec.core import algebra_order

    return algebra_order.is_at_most(left, right)


def is_equal(left: Number, right: Number) -> bool | None:
    """Whether two values always agree (True) or never do (False); None for anything between."""
    if type(left) is int and type(right) is int:
        return left == right
    from cnnspec.core import algebra_order

    return algebra_order.is_equal(left, right)


def divides(divisor: Number, value: Number) -> bool | None:
    """Whether a value is a whole multiple of the divisor; None where that is not sure."""
    if type(divisor) is int and type(value) is int and divisor:
        return value % divisor == 0
    from cnnspec.core import algebra_order

    return algebra_order.divides(divisor, value)


def is_integer(value: Number) -> bool | None:
    """Whether a value is whole for all symbols (True), for none (False), or not surely either."""
    if type(value) is int:
        return True
    from cnnspec.core import algebra_order

    return algebra_order.is_integer(value)


@overload
def evaluate(value: Dim, values: Mapping[str, Dim]) -> Dim: ...
@overload
def evaluate(value: Number, values: Mapping[str, Dim]) -> Number: ...
def evaluate(value: Number, values: Mapping[str, Dim]) -> Number:
    """The value with numbers, or other forms, in place of some or all of its symbols.

    Raises `ValueError` for a number that no symbol stands for: a fraction, or one below 1.
    """
    if type(value) is int:
        return value
    from cnnspec.core.algebra_rounding import substitute

    known: dict[Atom, Number] = {}
    for name, given in values.items():
        if is_integer(given) is False or is_less(given, 1):
            raise ValueError(f"{name} is a whole number of at least 1, not {text(given)}")
        known[name] = given
    return substitute(value, known)


def symbols_of(value: Number) -> tuple[str, ...]:
    """The names of all symbols in a value, also inside floors, sorted."""
    if type(value) is int:
        return ()
    from cnnspec.core.algebra_forms import names_in

    return tuple(sorted(names_in(value)))


def text(value: Number, unicode: bool = False) -> str:
    """A value as text: `27·C²` and `⌊(H + 31)/32⌋`, or plain `27*C**2` and `(H + 31)//32`.

    Plain text is an expression that reads back as the same value.
    """
    if type(value) is int:
        return str(value)
    from cnnspec.core import algebra_text

    return algebra_text.text(value, unicode)


def condition(left: Number, relation: Relation, right: Number) -> str:
    """A comparison as plain text, solved as far as it goes: `H - 6 >= 1` is `H >= 7`."""
    from cnnspec.core import algebra_text

    return algebra_text.condition(left, relation, right)
