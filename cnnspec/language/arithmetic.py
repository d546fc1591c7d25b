"""Exact arithmetic on the values of a spec: numbers, symbols, conditions, words and lists.

Decimals are fractions, and a fraction that comes out whole is an `int` again. A `float` marks an
approximate number (`log`, most roots). A word is a name that stands for itself, such as `relu`.
Operators and functions raise an `OperandError`; whoever knows the text adds where it happened.
"""

from __future__ import annotations

import math
import operator
from functools import cache
from typing import TYPE_CHECKING, cast

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

_SHOWN_BITS = 128
_NO_NUMBER = (bool, str, tuple)
_INTEGER, _FRACTION, _APPROXIMATE, _SYMBOLIC = range(4)


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


@cache
def _fraction() -> type[Fraction]:
    # Most specs hold whole numbers only, and the import takes as long as reading one of them.
    from fractions import Fraction

    return Fraction


# What a value is


def is_exact(value: Value) -> bool:
    """Whether no approximate number is part of a value."""
    if isinstance(value, tuple):
        return all(is_exact(item) for item in value)
    return not isinstance(value, float)


def show(value: Value) -> str:
    """A value as a message says it: `0.35`, `2/3`, `about 1.58496`, `[3, 3]`, `the word relu`."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        bits = value.bit_length()
        return str(value) if bits <= _SHOWN_BITS else f"a number of {bits:,} bits"
    if isinstance(value, float):
        return f"about {value:.6g}"
    if isinstance(value, str):
        return f"the word {value}"
    if isinstance(value, tuple):
        items = [item if isinstance(item, str) else show(item) for item in value[:8]]
        return f"[{', '.join(items)}{', …' if len(value) > 8 else ''}]"
    if isinstance(value, _fraction()):
        if 10_000 % value.denominator == 0 and abs(value.numerator) < 10**12:
            return f"{float(value):.15g}"
        bits = max(value.numerator.bit_length(), value.denominator.bit_length())
        return str(value) if bits <= _SHOWN_BITS else f"a fraction of {bits:,} bits"
    return str(value)


def _rank(value: Value) -> int:
    kind = type(value)
    if kind is int:
        return _INTEGER
    if kind is float:
        return _APPROXIMATE
    if kind in _NO_NUMBER:
        return -1
    return _FRACTION if isinstance(value, _fraction()) else _SYMBOLIC


def _level(name: str, *values: Value) -> int:
    """The widest kind of number among the values, all of which must be numbers."""
    ranks = [_rank(value) for value in values]
    level = max(ranks)
    if min(ranks) < 0:
        raise OperandError("E203", f"`{name}` needs numbers in {{}}", (ranks.index(-1),))
    if level == _SYMBOLIC and _APPROXIMATE in ranks:
        raise OperandError(
            "E208",
            "an approximate number meets a symbol in {}",
            hint="round, floor or ceil makes an approximate number whole",
        )
    return level


def _real(name: str, value: Value) -> Real:
    if _level(name, value) == _SYMBOLIC:
        raise OperandError("E208", f"`{name}` does not take symbols, in {{}}", (0,))
    return cast("Real", value)


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
        raise _too_large()
    if scale >= 0:
        return _bounded(int(digits) * 10**scale)
    exact = _fraction()(int(digits), 10**-scale)
    _bounded(max(exact.numerator, exact.denominator))
    return exact


# Results


def _too_large() -> OperandError:
    return OperandError("E208", f"a number larger than {BITS:,} bits in {{}}")


def _bounded(value: int) -> int:
    if -_BOUND < value < _BOUND:
        return value
    raise _too_large()


def _settle(result: object) -> Number:
    """A result within bounds: a whole fraction as `int`, nothing infinite or beyond BITS bits."""
    if isinstance(result, int):
        return _bounded(result)
    if isinstance(result, float):
        if math.isfinite(result):
            return result
        raise OverflowError
    if isinstance(result, _fraction()):
        _bounded(result.denominator)
        _bounded(result.numerator)
        return result.numerator if result.denominator == 1 else result
    return cast("Polynomial", result)


def _compute(level: int, operation: Operation, *values: Value) -> Number:
    try:
        return _settle(_symbolic(operation, *values) if level == _SYMBOLIC else operation(*values))
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
        asked = "is exact only if" if operation is operator.truediv else "cannot be ordered:"
        raise OperandError("E208", f"{{}} {asked} {question.condition}") from None
    except TooLarge as limit:
        raise OperandError("E208", f"{limit} in {{}}") from None


# Operators


def add(left: Value, right: Value) -> Number:
    """The sum of two numbers."""
    if type(left) is int and type(right) is int:
        return _bounded(left + right)
    return _compute(_level("+", left, right), operator.add, left, right)


def subtract(left: Value, right: Value) -> Number:
    """The difference of two numbers."""
    if type(left) is int and type(right) is int:
        return _bounded(left - right)
    return _compute(_level("-", left, right), operator.sub, left, right)


def multiply(left: Value, right: Value) -> Number:
    """The product of two numbers."""
    if type(left) is int and type(right) is int:
        return _bounded(left * right)
    return _compute(_level("*", left, right), operator.mul, left, right)


def divide(left: Value, right: Value) -> Number:
    """The exact quotient of two numbers."""
    level = _division("/", left, right)
    if type(left) is int and type(right) is int:
        return _fraction()(left, right) if left % right else left // right
    return _compute(level, operator.truediv, left, right)


def floor_divide(left: Value, right: Value) -> Number:
    """The quotient of two numbers, rounded down to a whole number."""
    if type(left) is int and type(right) is int and right:
        return left // right
    level = _division("//", left, right)
    if level == _APPROXIMATE:
        return _compute(level, lambda: math.floor(operator.floordiv(left, right)))
    return _compute(level, operator.floordiv, left, right)


def remainder(left: Value, right: Value) -> Number:
    """What `left // right` leaves of `left`; it has the sign of `right`."""
    if type(left) is int and type(right) is int and right:
        return left % right
    return _compute(_division("%", left, right), operator.mod, left, right)


def _division(symbol: str, left: Value, right: Value) -> int:
    level = _level(symbol, left, right)
    if right == 0:
        raise OperandError("E208", "division by zero in {}", (1,))
    return level


def power(base: Value, exponent: Value) -> Number:
    """A number to the power of another: exact for whole exponents, approximate for others."""
    level = _level("**", base, exponent)
    if level == _SYMBOLIC:
        if type(exponent) is not int or exponent < 0:
            raise OperandError("E208", "a symbol takes whole powers only, from 0, in {}", (1,))
        return _compute(level, operator.pow, base, exponent)
    base, exponent = cast("Real", base), cast("Real", exponent)
    if base == 0 and exponent < 0:
        raise OperandError("E208", "division by zero in {}", (0,))
    if isinstance(exponent, int) and not isinstance(base, float):
        return _whole_power(base, exponent)
    if base < 0 and not isinstance(exponent, int):
        raise OperandError("E208", "a fractional power of a negative number in {}", (0,))
    return _compute(level, lambda: float(base) ** float(exponent))


def _whole_power(base: int | Fraction, exponent: int) -> Number:
    above, below = base.numerator, base.denominator
    # Each factor brings at least one bit less than it has; so nothing huge is ever computed.
    if (max(abs(above), below).bit_length() - 1) * abs(exponent) >= BITS:
        raise _too_large()
    if exponent < 0:
        above, below = below, above
    return divide(_bounded(above ** abs(exponent)), _bounded(below ** abs(exponent)))


def negate(value: Value) -> Number:
    """A number with the other sign."""
    return _compute(_level("-", value), operator.neg, value)


def affirm(value: Value) -> Number:
    """A number as it is."""
    return _compute(_level("+", value), operator.pos, value)


def equal(left: Value, right: Value) -> bool:
    """Whether two values are the same: numbers by value, symbols by form, lists item by item.

    A condition, a word, a list and a number are never equal to each other.
    """
    if isinstance(left, tuple) and isinstance(right, tuple):
        return len(left) == len(right) and all(map(equal, left, right))
    if isinstance(left, _NO_NUMBER) or isinstance(right, _NO_NUMBER):
        return type(left) is type(right) and left == right
    return left == right


def differ(left: Value, right: Value) -> bool:
    """Whether two values are not the same."""
    return not equal(left, right)


def _ordering(symbol: str, compare: Callable[..., bool]) -> Callable[[Value, Value], bool]:
    def ordered(left: Value, right: Value) -> bool:
        if type(left) is int and type(right) is int:
            return compare(left, right)
        if _level(symbol, left, right) == _SYMBOLIC:
            return bool(_symbolic(compare, left, right))
        return compare(left, right)

    return ordered


def item(values: Value, index: Value) -> Value:
    """One item of a list, counted from 0."""
    if not isinstance(values, tuple):
        raise OperandError("E203", "only a list has items, in {}", (0,))
    if type(index) is not int:
        code = "E209" if _rank(index) in (_FRACTION, _APPROXIMATE) else "E203"
        raise OperandError(code, "the place in a list is a whole number, in {}", (1,))
    if 0 <= index < len(values):
        return values[index]
    held = "the list is empty"
    if values:
        held = f"the list has {len(values)} item{'s' if len(values) > 1 else ''}, counted from 0"
    raise OperandError("E208", f"item {show(index)} is out of range in {{}}: {held}", ())


# Functions


def floor(value: Value) -> Number:
    """The largest whole number that is not above a number."""
    level = _level("floor", value)
    if level == _SYMBOLIC:
        from cnnspec.core import algebra

        return _compute(level, algebra.floor, value)
    return _compute(level, math.floor, value)


def ceil(value: Value) -> Number:
    """The smallest whole number that is not below a number."""
    level = _level("ceil", value)
    if level == _SYMBOLIC:
        from cnnspec.core import algebra

        return _compute(level, algebra.ceil, value)
    return _compute(level, math.ceil, value)


def nearest_even(value: Value) -> Number:
    """The whole number nearest to a number; halves go to the even neighbour."""
    level = _level("round", value)
    if level != _SYMBOLIC:
        return _compute(level, round, value)
    from cnnspec.core.algebra import is_integer

    symbolic = cast("Polynomial", value)
    if is_integer(symbolic):
        return symbolic
    raise OperandError("E208", "a symbol cannot be rounded in {}", (0,), "write floor or ceil")


def absolute(value: Value) -> Number:
    """A number without its sign."""
    level = _level("abs", value)
    return _compute(level, _absolute_symbol if level == _SYMBOLIC else abs, value)


def _absolute_symbol(value: Polynomial) -> Polynomial:
    return value if value >= 0 else -value


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
    if isinstance(values, tuple) and all(_rank(value) >= 0 for value in values):
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
    if _level(name, *values) != _SYMBOLIC:
        return _settle(plain(values))
    from cnnspec.core import algebra

    return _compute(_SYMBOLIC, getattr(algebra, symbolic), *values)


def square_root(value: Value) -> Number:
    """The square root of a number: exact where it is a fraction, else approximate."""
    real = _real("sqrt", value)
    if real < 0:
        raise OperandError("E208", "the root of a negative number in {}", (0,))
    if not isinstance(real, float):
        above, below = math.isqrt(real.numerator), math.isqrt(real.denominator)
        if above**2 == real.numerator and below**2 == real.denominator:
            return divide(above, below)
    return _compute(_APPROXIMATE, math.sqrt, real)


def logarithm(value: Value) -> Number:
    """The natural logarithm of a number, approximate."""
    return _logarithm(math.log, _positive("log", value))


def binary_logarithm(value: Value) -> Number:
    """The logarithm to base 2: exact for powers of two, else approximate."""
    real = _positive("log2", value)
    if not isinstance(real, float):
        above, below = real.numerator, real.denominator
        product = above * below
        if 1 in (above, below) and product & (product - 1) == 0:
            return above.bit_length() - below.bit_length()
    return _logarithm(math.log2, real)


def _positive(name: str, value: Value) -> Real:
    real = _real(name, value)
    if real <= 0:
        raise OperandError("E208", f"`{name}` needs a number above 0 in {{}}", (0,))
    return real


def _logarithm(operation: Callable[[float], float], value: Real) -> float:
    try:
        return operation(float(value))
    except (OverflowError, ValueError):  # an exact number beyond the range of a float
        exact = cast("int | Fraction", value)
        return operation(exact.numerator) - operation(exact.denominator)


def make_divisible(value: Value, divisor: Value = 8) -> Number:
    """The multiple of `divisor` nearest to a number, halves going up, and at least `divisor`.

    It is one step higher where that would lose more than a tenth of the number. This is how the
    published code of MobileNet-v2 (Sandler et al., 2018) rounds its widths.
    """
    level = _level("make_divisible", value, divisor)
    if type(divisor) is not int:
        raise OperandError("E209", "the divisor is a whole number in {}", (1,))
    if divisor < 1:
        raise OperandError("E208", "the divisor is at least 1 in {}", (1,))
    exact = _fraction()(value) if isinstance(value, float) else value
    return _compute(level, _multiple, exact, divisor)


def _multiple(value: int | Fraction | Polynomial, divisor: int) -> int | Polynomial:
    nearest = (2 * value + divisor) // (2 * divisor) * divisor
    rounded = nearest if nearest >= divisor else divisor
    return rounded + divisor if 10 * rounded < 9 * value else rounded


# How they are written


class Function:
    """A function of the language: how it is written, and how many values it takes at most."""

    __slots__ = ("call", "most", "usage")

    def __init__(self, usage: str, call: Callable[..., Value], most: int = 1) -> None:
        self.usage = usage
        self.call = call
        self.most = most


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

FUNCTIONS: dict[str, Function] = {
    "make_divisible": Function("make_divisible(v, d=8)", make_divisible, most=2),
    "min": Function("min(a, b) or min(list)", least, most=1000),
    "max": Function("max(a, b) or max(list)", greatest, most=1000),
    "ceil": Function("ceil(x)", ceil),
    "floor": Function("floor(x)", floor),
    "round": Function("round(x)", nearest_even),
    "abs": Function("abs(x)", absolute),
    "sum": Function("sum(list)", total),
    "len": Function("len(list)", length),
    "log": Function("log(x)", logarithm),
    "log2": Function("log2(x)", binary_logarithm),
    "sqrt": Function("sqrt(x)", square_root),
}
