"""Numbers that are not whole: fractions, approximate numbers and symbols.

Also what is said of values that are no numbers, or of numbers that do not go together.
"""

from __future__ import annotations

import math
import operator
from functools import cache
from typing import TYPE_CHECKING, cast

from cnnspec.language.arithmetic import NO_NUMBER, OperandError, bounded, divide, power

if TYPE_CHECKING:
    from collections.abc import Callable
    from fractions import Fraction

    from cnnspec.core.algebra import Polynomial
    from cnnspec.language.arithmetic import Number, Operation, Real, Value

INTEGER, FRACTION, APPROXIMATE, SYMBOLIC = range(4)


@cache
def fraction() -> type[Fraction]:
    """The type of fractions. Its import takes as long as reading a short spec without any."""
    from fractions import Fraction

    return Fraction


# What a value is


def rank(value: Value) -> int:
    """The kind of a number, or -1 for what is no number."""
    kind = type(value)
    if kind is int:
        return INTEGER
    if kind is float:
        return APPROXIMATE
    if kind in NO_NUMBER:
        return -1
    return FRACTION if isinstance(value, fraction()) else SYMBOLIC


def level(name: str, *values: Value) -> int:
    """The widest kind of number among the values, all of which must be numbers."""
    ranks = [rank(value) for value in values]
    widest = max(ranks)
    if min(ranks) < 0:
        raise OperandError("E203", f"`{name}` needs numbers in {{}}", (ranks.index(-1),))
    if widest == SYMBOLIC and APPROXIMATE in ranks:
        raise OperandError(
            "E208",
            "an approximate number meets a symbol in {}",
            hint="round, floor or ceil makes an approximate number whole",
        )
    return widest


def real(name: str, value: Value) -> Real:
    """A number that is no symbol."""
    if level(name, value) == SYMBOLIC:
        raise OperandError("E208", f"`{name}` does not take symbols, in {{}}", (0,))
    return cast("Real", value)


# Results


def settle(result: object) -> Number:
    """A result within bounds: a whole fraction as `int`, nothing infinite or beyond BITS bits."""
    if isinstance(result, int):
        return bounded(result)
    if isinstance(result, float):
        if math.isfinite(result):
            return result
        raise OverflowError
    if isinstance(result, fraction()):
        bounded(result.denominator)
        bounded(result.numerator)
        return result.numerator if result.denominator == 1 else result
    return cast("Polynomial", result)


def compute(level: int, operation: Operation, *values: Value) -> Number:
    """What an operation makes of numbers, the widest of which is of kind `level`."""
    try:
        return settle(_symbolic(operation, *values) if level == SYMBOLIC else operation(*values))
    except OverflowError:
        raise OperandError("E208", "a number too large to approximate in {}") from None
    except ZeroDivisionError:  # exact zeros were refused before: this one is a fraction near it
        raise OperandError("E208", "a number too small to approximate in {}") from None


def _symbolic(operation: Operation, *values: Value) -> object:
    from cnnspec.core.algebra import TooLarge, Undecidable

    try:
        return operation(*values)
    except Undecidable as question:
        # A quotient asks whether one form divides the other; all else asks for an order.
        asked = "is exact only if" if operation is operator.truediv else "depends on symbols:"
        raise OperandError("E208", f"{{}} {asked} {question.condition}") from None
    except TooLarge as limit:
        raise OperandError("E208", f"{limit} in {{}}") from None


# Operators


def in_order(symbol: str, compare: Callable[..., bool], left: Value, right: Value) -> bool:
    """Whether two numbers are in an order, such as `<`."""
    if level(symbol, left, right) == SYMBOLIC:
        return bool(_symbolic(compare, left, right))
    return compare(left, right)


def quotient(left: Value, right: Value) -> Number:
    """The exact quotient of two numbers that is not whole."""
    kind = _division("/", left, right)
    if type(left) is int and type(right) is int:
        return fraction()(left, right)
    return compute(kind, operator.truediv, left, right)


def floored_quotient(left: Value, right: Value) -> Number:
    """The quotient of two numbers, rounded down to a whole number."""
    kind = _division("//", left, right)
    if kind == APPROXIMATE:
        return compute(kind, lambda: math.floor(operator.floordiv(left, right)))
    return compute(kind, operator.floordiv, left, right)


def rest_of_quotient(left: Value, right: Value) -> Number:
    """What the quotient, rounded down, leaves of `left`."""
    return compute(_division("%", left, right), operator.mod, left, right)


def _division(symbol: str, left: Value, right: Value) -> int:
    kind = level(symbol, left, right)
    if right == 0:
        raise OperandError("E208", "division by zero in {}", (1,))
    return kind


def power_of(base: Value, exponent: Value) -> Number:
    """A number to the power of another."""
    kind = level("**", base, exponent)
    if kind == SYMBOLIC:
        if type(exponent) is not int or exponent < 0:
            raise OperandError("E208", "a symbol takes whole powers only, from 0, in {}", (1,))
        return compute(kind, operator.pow, base, exponent)
    base, exponent = cast("Real", base), cast("Real", exponent)
    if base == 0 and exponent < 0:
        raise OperandError("E208", "division by zero in {}", (0,))
    if isinstance(exponent, int) and not isinstance(base, float):
        above, below = power(base.numerator, abs(exponent)), power(base.denominator, abs(exponent))
        return divide(above, below) if exponent >= 0 else divide(below, above)
    if base < 0 and not isinstance(exponent, int):
        raise OperandError("E208", "a fractional power of a negative number in {}", (0,))
    return compute(kind, lambda: float(base) ** float(exponent))


def no_item(values: Value, index: Value) -> OperandError:
    """What is said of a place in a list where nothing is."""
    if not isinstance(values, tuple):
        return OperandError("E203", "only a list has items, in {}", (0,))
    if type(index) is not int:
        code = "E209" if rank(index) in (FRACTION, APPROXIMATE) else "E203"
        return OperandError(code, "the place in a list is a whole number, in {}", (1,))
    from cnnspec.language.value_text import show

    held = "the list is empty"
    if values:
        held = f"the list has {len(values)} item{'s' if len(values) > 1 else ''}, counted from 0"
    return OperandError("E208", f"item {show(index)} is out of range in {{}}: {held}", ())
