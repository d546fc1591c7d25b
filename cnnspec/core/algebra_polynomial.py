"""The polynomial: an exact value that holds symbols, with the operators that numbers have."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from cnnspec.core.algebra_atoms import (
    MAX_COEFFICIENT_BITS,
    MAX_EXPONENT,
    MAX_SIZE,
    MAX_TERMS,
    UNIT,
    Frozen,
    TooLarge,
    Undecidable,
    initialize,
)

if TYPE_CHECKING:
    from cnnspec.core.algebra_atoms import (
        Bounds,
        Coefficient,
        Dim,
        Monomial,
        Number,
        Relation,
        Terms,
    )


class Polynomial(Frozen):
    """An exact polynomial with rational coefficients, never a constant.

    An operation whose result is a constant returns a plain number. The operators are typed as
    `Dim`, since sizes and counts are whole; only where fractional coefficients cancel out may
    that constant be a `Fraction`. Two polynomials are equal if their forms are. An ordering, or a
    truth value, that depends on the symbols raises `Undecidable`; what grows beyond the bounds
    of this module raises `TooLarge`.
    """

    __slots__ = ("_hash", "bounds", "nesting", "size", "terms")

    terms: Terms
    nesting: int
    size: int
    bounds: Bounds | None
    """A place for the range of values, once somebody has asked for it."""
    _hash: int | None

    def __init__(self, terms: Terms) -> None:
        size, nesting = len(terms), 0
        for monomial in terms:
            for atom, _ in monomial:
                if not isinstance(atom, str):
                    size += atom.size
                    nesting = max(nesting, atom.nesting)
        if size > MAX_SIZE:
            raise TooLarge(f"a symbolic value has more than {MAX_SIZE} terms, floors included")
        initialize(self, "terms", terms)
        initialize(self, "size", size)
        initialize(self, "nesting", nesting)
        initialize(self, "bounds", None)
        initialize(self, "_hash", None)

    def __reduce__(self) -> tuple[type[Polynomial], tuple[Terms]]:
        return Polynomial, (self.terms,)

    def __eq__(self, other: object) -> bool:
        if type(other) is not Polynomial:
            return NotImplemented
        return self is other or (hash(self) == hash(other) and self.terms == other.terms)

    def __hash__(self) -> int:
        if self._hash is None:
            initialize(self, "_hash", hash(frozenset(self.terms.items())))
        return cast("int", self._hash)

    def __repr__(self) -> str:
        return f"Polynomial({self})"

    def __str__(self) -> str:
        from cnnspec.core.algebra_text import text

        return text(self, unicode=False)

    @property
    def symbols(self) -> tuple[str, ...]:
        """The names of its symbols, also inside floors, sorted."""
        from cnnspec.core.algebra_forms import names_in

        return tuple(sorted(names_in(self)))

    def at(self, **values: Dim) -> Dim:
        """The value with numbers, or other forms, in place of symbols: `macs.at(H=224, W=224)`.

        Raises ValueError for a number that no symbol stands for: a fraction, or one below 1.
        """
        from cnnspec.core.algebra import evaluate

        return evaluate(self, values)

    def __neg__(self) -> Polynomial:
        return Polynomial({monomial: -c for monomial, c in self.terms.items()})

    def __pos__(self) -> Polynomial:
        return self

    def __add__(self, other: Number) -> Dim:
        if not is_number(other):
            return NotImplemented
        total = dict(self.terms)
        for monomial, coefficient in terms_of(other).items():
            total[monomial] = total.get(monomial, 0) + coefficient
        return collect(total)

    __radd__ = __add__

    def __sub__(self, other: Number) -> Dim:
        return self + -other if is_number(other) else NotImplemented

    def __rsub__(self, other: Number) -> Dim:
        return -self + other

    def __mul__(self, other: Number) -> Dim:
        return _product(self.terms, terms_of(other)) if is_number(other) else NotImplemented

    __rmul__ = __mul__

    def __pow__(self, exponent: int) -> Dim:
        if not isinstance(exponent, int):
            return NotImplemented
        if exponent < 0:
            raise ValueError(f"the exponent of a symbolic value is at least 0, not {exponent}")
        return _power(self, exponent) if exponent else 1

    def __truediv__(self, other: Number) -> Number:
        from cnnspec.core.algebra_rounding import quotient

        return quotient(self, other) if is_number(other) else NotImplemented

    def __rtruediv__(self, other: Number) -> Number:
        from cnnspec.core.algebra_rounding import quotient

        return quotient(other, self) if is_number(other) else NotImplemented

    def __floordiv__(self, other: Number) -> Dim:
        from cnnspec.core.algebra_rounding import floor_divide

        return floor_divide(self, other) if is_number(other) else NotImplemented

    def __rfloordiv__(self, other: Number) -> Dim:
        from cnnspec.core.algebra_rounding import floor_divide

        return floor_divide(other, self) if is_number(other) else NotImplemented

    def __mod__(self, other: Number) -> Dim:
        return self - (self // other) * other if is_number(other) else NotImplemented

    def __rmod__(self, other: Number) -> Dim:
        return cast("Dim", other - (other // self) * self) if is_number(other) else NotImplemented

    def __lt__(self, other: Number) -> bool:
        return _decide(self, "<", other) if is_number(other) else NotImplemented

    def __le__(self, other: Number) -> bool:
        return _decide(self, "<=", other) if is_number(other) else NotImplemented

    def __gt__(self, other: Number) -> bool:
        return _decide(self, ">", other) if is_number(other) else NotImplemented

    def __ge__(self, other: Number) -> bool:
        return _decide(self, ">=", other) if is_number(other) else NotImplemented

    def __bool__(self) -> bool:
        return _decide(self, "!=", 0)


def is_number(value: object) -> bool:
    """Whether a value is exact and takes part in the algebra; a float does not."""
    if isinstance(value, (Polynomial, int)):
        return True
    from fractions import Fraction

    return isinstance(value, Fraction)


def terms_of(value: Number) -> Terms:
    """The terms of any number, for reading only."""
    return value.terms if isinstance(value, Polynomial) else {UNIT: value}


def collect(terms: Terms) -> Dim:
    """The value of a sum of terms: a plain number where nothing symbolic is left."""
    kept = {monomial: whole(c) for monomial, c in terms.items() if c}
    if not kept:
        return 0
    if len(kept) == 1 and UNIT in kept:
        return cast("int", kept[UNIT])
    if len(kept) > MAX_TERMS:
        raise TooLarge(f"a symbolic value has more than {MAX_TERMS} terms")
    for coefficient in kept.values():
        _check_length(bits(coefficient))
    return Polynomial(kept)


def whole(number: Coefficient) -> Coefficient:
    """A number as an `int` where it is whole."""
    if type(number) is int or number.denominator != 1:
        return number
    return number.numerator


def bits(number: Coefficient) -> int:
    """The length of a number: of its numerator or its denominator, whichever is longer."""
    if type(number) is int:
        return number.bit_length()
    return max(number.numerator.bit_length(), number.denominator.bit_length())


def _check_length(length: int) -> None:
    if length > MAX_COEFFICIENT_BITS:
        limit = MAX_COEFFICIENT_BITS
        raise TooLarge(f"a symbolic value has a coefficient of more than {limit} bits")


def _product(left: Terms, right: Terms) -> Dim:
    if len(left) > len(right):
        left, right = right, left
    total: Terms = {}
    for monomial, coefficient in left.items():
        for other, factor in right.items():
            joined = _join(monomial, other)
            total[joined] = total.get(joined, 0) + coefficient * factor
        if len(total) > 2 * MAX_TERMS:  # a margin, as later rows may cancel terms of earlier ones
            raise TooLarge(f"a symbolic value has more than {MAX_TERMS} terms")
    return collect(total)


def _join(left: Monomial, right: Monomial) -> Monomial:
    if not left:
        return right
    if not right:
        return left
    powers = dict(left)
    for atom, exponent in right:
        powers[atom] = _bounded(powers.get(atom, 0) + exponent)
    return frozenset(powers.items())


def _bounded(exponent: int) -> int:
    if exponent > MAX_EXPONENT:
        raise TooLarge(f"a symbolic value has an exponent above {MAX_EXPONENT}")
    return exponent


def _power(base: Polynomial, exponent: int) -> Dim:
    _bounded(exponent)
    if len(base.terms) == 1:
        ((monomial, coefficient),) = base.terms.items()
        raised = frozenset((atom, _bounded(power * exponent)) for atom, power in monomial)
        _check_length((bits(coefficient) - 1) * exponent)
        return collect({raised: coefficient**exponent})
    result: Dim = base
    for bit in f"{exponent:b}"[1:]:
        result = result * result
        if bit == "1":
            result = result * base
    return result


def _decide(left: Number, relation: Relation, right: Number) -> bool:
    from cnnspec.core import algebra_order, algebra_text

    answer = algebra_order.holds(left, relation, right)
    if answer is None:
        raise Undecidable(algebra_text.condition(left, relation, right))
    return answer
