"""What the functions of the language compute; how they are written is in `signatures`."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, cast

from cnnspec.language.arithmetic import OperandError, add, divide
from cnnspec.language.number_kinds import (
    APPROXIMATE,
    SYMBOLIC,
    compute,
    fraction,
    level,
    rank,
    real,
    settle,
)

if TYPE_CHECKING:
    from collections.abc import Callable
    from fractions import Fraction

    from cnnspec.core.algebra import Polynomial
    from cnnspec.language.arithmetic import Number, Operation, Real, Value


# To whole numbers


def floor(value: Value) -> Number:
    """The largest whole number that is not above a number."""
    kind = level("floor", value)
    if kind == SYMBOLIC:
        from cnnspec.core import algebra

        return compute(kind, algebra.floor, value)
    return compute(kind, math.floor, value)


def ceil(value: Value) -> Number:
    """The smallest whole number that is not below a number."""
    kind = level("ceil", value)
    if kind == SYMBOLIC:
        from cnnspec.core import algebra

        return compute(kind, algebra.ceil, value)
    return compute(kind, math.ceil, value)


def nearest_even(value: Value) -> Number:
    """The whole number nearest to a number; halves go to the even neighbour."""
    kind = level("round", value)
    if kind != SYMBOLIC:
        return compute(kind, round, value)
    from cnnspec.core.algebra import is_integer

    symbolic = cast("Polynomial", value)
    if is_integer(symbolic):
        return symbolic
    raise OperandError("E208", "a symbol cannot be rounded in {}", (0,), "write floor or ceil")


def absolute(value: Value) -> Number:
    """A number without its sign."""
    kind = level("abs", value)
    return compute(kind, _absolute_symbol if kind == SYMBOLIC else abs, value)


def _absolute_symbol(value: Polynomial) -> Polynomial:
    return value if value >= 0 else -value


def make_divisible(value: Value, divisor: Value = 8) -> Number:
    """The multiple of `divisor` nearest to a number, halves going up, and at least `divisor`.

    It is one step higher where that would lose more than a tenth of the number. This is how the
    published code of MobileNet-v2 (Sandler et al., 2018) rounds its widths.
    """
    kind = level("make_divisible", value, divisor)
    if type(divisor) is not int:
        raise OperandError("E209", "the divisor is a whole number in {}", (1,))
    if divisor < 1:
        raise OperandError("E208", "the divisor is at least 1 in {}", (1,))
    exact = fraction()(value) if isinstance(value, float) else value
    return compute(kind, _multiple, exact, divisor)


def _multiple(value: int | Fraction | Polynomial, divisor: int) -> int | Polynomial:
    nearest = (2 * value + divisor) // (2 * divisor) * divisor
    rounded = nearest if nearest >= divisor else divisor
    return rounded + divisor if 10 * rounded < 9 * value else rounded


# Lists


def total(values: Value) -> Number:
    """The sum of a list of numbers; nothing sums to 0."""
    result: Number = 0
    for value in _numbers("sum", values):
        result = add(result, value)
    return result


def length(values: Value) -> int:
    """How many items a list has."""
    if not isinstance(values, tuple):
        raise OperandError("E203", "`len` needs a list in {}", (0,))
    return len(values)


def _numbers(name: str, values: Value) -> tuple[Value, ...]:
    if isinstance(values, tuple) and all(rank(value) >= 0 for value in values):
        return values
    raise OperandError("E203", f"`{name}` needs a list of numbers in {{}}", (0,))


def least(*values: Value) -> Number:
    """The smallest of several numbers, or of a list of them."""
    return _extreme("min", min, "minimum", values)


def greatest(*values: Value) -> Number:
    """The largest of several numbers, or of a list of them."""
    return _extreme("max", max, "maximum", values)


def _extreme(name: str, plain: Operation, symbolic: str, values: tuple[Value, ...]) -> Number:
    if len(values) == 1:
        values = _numbers(name, values[0])
        if not values:
            raise OperandError("E208", f"`{name}` of an empty list in {{}}", ())
    if level(name, *values) != SYMBOLIC:
        return settle(plain(values))
    from cnnspec.core import algebra

    return compute(SYMBOLIC, getattr(algebra, symbolic), *values)


# Roots and logarithms


def square_root(value: Value) -> Number:
    """The square root of a number: exact where it is a fraction, else approximate."""
    square = real("sqrt", value)
    if square < 0:
        raise OperandError("E208", "the root of a negative number in {}", (0,))
    if not isinstance(square, float):
        above, below = math.isqrt(square.numerator), math.isqrt(square.denominator)
        if above**2 == square.numerator and below**2 == square.denominator:
            return divide(above, below)
    return compute(APPROXIMATE, math.sqrt, square)


def logarithm(value: Value) -> Number:
    """The natural logarithm of a number, approximate."""
    return _logarithm(math.log, _positive("log", value))


def binary_logarithm(value: Value) -> Number:
    """The logarithm to base 2: exact for powers of two, else approximate."""
    power = _positive("log2", value)
    if not isinstance(power, float):
        above, below = power.numerator, power.denominator
        product = above * below
        if 1 in (above, below) and product & (product - 1) == 0:
            return above.bit_length() - below.bit_length()
    return _logarithm(math.log2, power)


def _positive(name: str, value: Value) -> Real:
    positive = real(name, value)
    if positive <= 0:
        raise OperandError("E208", f"`{name}` needs a number above 0 in {{}}", (0,))
    return positive


def _logarithm(operation: Callable[[float], float], value: Real) -> float:
    try:
        return operation(float(value))
    except (OverflowError, ValueError):  # an exact number beyond the range of a float
        exact = cast("int | Fraction", value)
        return operation(exact.numerator) - operation(exact.denominator)
