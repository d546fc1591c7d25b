"""Exact arithmetic on the values of a spec: numbers, symbols, conditions, words and lists.

Decimals are fractions, and a fraction that comes out whole is an `int` again. A `float` marks an
approximate number (`log`, most roots). A word is a name that stands for itself, such as `relu`.
Operators and functions raise an `OperandError`; whoever knows the text adds where it happened.

Most specs hold whole numbers only. What is needed of other numbers, and of values that are none,
is in `number_kinds`, which is loaded on demand.
"""

from __future__ import annotations

import operator
from typing import TYPE_CHECKING

from cnnspec.language.signatures import FUNCTIONS as FUNCTIONS  # looked for here, too

if TYPE_CHECKING:
    from collections.abc import Callable
    from fractions import Fraction
    from typing import TypeAlias

    from cnnspec.core.algebra import Polynomial

    Real: TypeAlias = int | Fraction | float
    Number: TypeAlias = int | Fraction | float | Polynomial
    Value: TypeAlias = Number | bool | str | tuple["Value", ...]
    Operation: TypeAlias = Callable[..., object]

BITS = 10_000
_BOUND = 1 << BITS
_FARTHEST_EXPONENT = 5_000  # a decimal beyond it has more than BITS bits, whatever its digits are

NO_NUMBER = (bool, str, tuple)


class OperandError(Exception):
    """What an operation objects to. In `fact`, `{}` is where the text of the operation belongs.

    `operands` are the places of the operands at fault; `None` means that all of them take part.
    """

    def __init__(
        self, code: str, fact: str, operands: tuple[int, ...] | None = None, hint: str = ""
    ) -> None:
        super().__init__(fact)
        self.code = code
        self.fact = fact
        self.operands = operands
        self.hint = hint


def too_large() -> OperandError:
    """What is said of a number beyond BITS bits."""
    return OperandError("E208", f"a number larger than {BITS:,} bits in {{}}")


def bounded(value: int) -> int:
    """A whole number of at most BITS bits, or an OperandError."""
    if -_BOUND < value < _BOUND:
        return value
    raise too_large()


def number(text: str) -> int | Fraction:
    """The exact value of an unsigned decimal, such as `64`, `08`, `0.35`, `.5` or `1e2`."""
    mantissa, _, exponent = text.lower().partition("e")
    whole, _, decimals = mantissa.partition(".")
    written = whole + decimals
    digits = written.rstrip("0")
    if not digits:
        return 0
    scale = int(exponent or "0") - len(decimals) + len(written) - len(digits)
    if abs(scale) > _FARTHEST_EXPONENT:
        raise too_large()
    if scale >= 0:
        return bounded(int(digits) * 10**scale)
    from cnnspec.language.number_kinds import fraction

    exact = fraction()(int(digits), 10**-scale)
    bounded(max(exact.numerator, exact.denominator))
    return exact


# Operators


def add(left: Value, right: Value) -> Number:
    """The sum of two numbers."""
    if type(left) is int and type(right) is int:
        return bounded(left + right)
    return _of_any_kind("+", operator.add, left, right)


def subtract(left: Value, right: Value) -> Number:
    """The difference of two numbers."""
    if type(left) is int and type(right) is int:
        return bounded(left - right)
    return _of_any_kind("-", operator.sub, left, right)


def multiply(left: Value, right: Value) -> Number:
    """The product of two numbers."""
    if type(left) is int and type(right) is int:
        return bounded(left * right)
    return _of_any_kind("*", operator.mul, left, right)


def negate(value: Value) -> Number:
    """A number with the other sign."""
    return bounded(-value) if type(value) is int else _of_any_kind("-", operator.neg, value)


def affirm(value: Value) -> Number:
    """A number as it is."""
    return bounded(value) if type(value) is int else _of_any_kind("+", operator.pos, value)


def _of_any_kind(symbol: str, operation: Operation, *values: Value) -> Number:
    from cnnspec.language.number_kinds import compute, level

    return compute(level(symbol, *values), operation, *values)


def divide(left: Value, right: Value) -> Number:
    """The exact quotient of two numbers."""
    if type(left) is int and type(right) is int and right and not left % right:
        return left // right
    from cnnspec.language.number_kinds import quotient

    return quotient(left, right)


def floor_divide(left: Value, right: Value) -> Number:
    """The quotient of two numbers, rounded down to a whole number."""
    if type(left) is int and type(right) is int and right:
        return left // right
    from cnnspec.language.number_kinds import floored_quotient

    return floored_quotient(left, right)


def remainder(left: Value, right: Value) -> Number:
    """What `left // right` leaves of `left`; it has the sign of `right`."""
    if type(left) is int and type(right) is int and right:
        return left % right
    from cnnspec.language.number_kinds import rest_of_quotient

    return rest_of_quotient(left, right)


def power(base: Value, exponent: Value) -> Number:
    """A number to the power of another: exact for whole exponents, approximate for others."""
    if type(base) is int and type(exponent) is int and exponent >= 0:
        # Each factor brings at least one bit less than it has; so nothing huge is ever computed.
        if (base.bit_length() - 1) * exponent >= BITS:
            raise too_large()
        return bounded(base**exponent)
    from cnnspec.language.number_kinds import power_of

    return power_of(base, exponent)


# Comparisons


def equal(left: Value, right: Value) -> bool:
    """Whether two values are the same: numbers by value, symbols by form, lists item by item.

    A condition, a word, a list and a number are never equal to each other.
    """
    if isinstance(left, tuple) and isinstance(right, tuple):
        return len(left) == len(right) and all(map(equal, left, right))
    if isinstance(left, NO_NUMBER) or isinstance(right, NO_NUMBER):
        return type(left) is type(right) and left == right
    return left == right


def differ(left: Value, right: Value) -> bool:
    """Whether two values are not the same."""
    return not equal(left, right)


def _ordering(symbol: str, compare: Callable[..., bool]) -> Callable[[Value, Value], bool]:
    def ordered(left: Value, right: Value) -> bool:
        if type(left) is int and type(right) is int:
            return compare(left, right)
        from cnnspec.language.number_kinds import in_order

        return in_order(symbol, compare, left, right)

    return ordered


def item(values: Value, index: Value) -> Value:
    """One item of a list, counted from 0."""
    if isinstance(values, tuple) and type(index) is int and 0 <= index < len(values):
        return values[index]
    from cnnspec.language.number_kinds import no_item

    raise no_item(values, index)


COMPARISONS: dict[str, Callable[..., bool]] = {
    "==": operator.eq,
    "!=": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}

OPERATORS: dict[str, Callable[[Value, Value], Value]] = {
    "+": add,
    "-": subtract,
    "*": multiply,
    "/": divide,
    "//": floor_divide,
    "%": remainder,
    "**": power,
    "==": equal,
    "!=": differ,
    **{symbol: _ordering(symbol, COMPARISONS[symbol]) for symbol in ("<", "<=", ">", ">=")},
}
