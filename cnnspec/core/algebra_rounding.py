"""Division, floors, minima and maxima of polynomials, each in its normal form."""

from __future__ import annotations

from math import gcd, lcm
from typing import TYPE_CHECKING, cast

from cnnspec.core.algebra_atoms import MAX_CHOICES, UNIT, Extreme, Floor, TooLarge, Undecidable
from cnnspec.core.algebra_forms import clear, exact_quotient, residues, scale, single
from cnnspec.core.algebra_polynomial import Polynomial, collect, terms_of, whole

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cnnspec.core.algebra_atoms import Atom, Dim, ExtremeKind, Monomial, Number


# --- Division -----------------------------------------------------------------------------------


def quotient(value: Number, divisor: Number) -> Number:
    """The exact quotient.

    Raises `ZeroDivisionError`, and `Undecidable` where the form of the divisor does not divide.
    """
    if isinstance(divisor, Polynomial):
        exact = exact_quotient(value, divisor)
        if exact is None:
            from cnnspec.core.algebra_text import divisibility

            raise Undecidable(divisibility(divisor, value))
        return exact
    from fractions import Fraction

    return value * (1 / Fraction(divisor))


# --- Floors -------------------------------------------------------------------------------------


def floor_divide(value: Number, divisor: Number) -> Dim:
    """The quotient rounded down, in normal form. Raises `ZeroDivisionError`."""
    numerator, denominator = _without_fractions(value, divisor)
    if isinstance(denominator, Polynomial):
        return _floor_by_polynomial(numerator, denominator)
    if denominator < 0:
        return _floor_by_number(-numerator, -denominator)
    return _floor_by_number(numerator, denominator)


def ceil_divide(value: Number, divisor: Number) -> Dim:
    """The quotient rounded up, in the form that windows with padding `same` have."""
    from cnnspec.core.algebra_order import is_less

    numerator, denominator = _without_fractions(value, divisor)
    if isinstance(denominator, Polynomial):
        exact = exact_quotient(numerator, denominator)
        if exact is not None:
            return ceil_divide(exact, 1)
    if is_less(0, denominator):
        return floor_divide(numerator + denominator - 1, denominator)
    return -floor_divide(-numerator, denominator)


def _without_fractions(value: Number, divisor: Number) -> tuple[Dim, Dim]:
    """Two values with the same quotient and whole coefficients."""
    numerator, below = clear(value)
    denominator, above = clear(divisor)
    if below == above == 1:
        return numerator, denominator
    return numerator * above, denominator * below


def _floor_by_number(numerator: Dim, divisor: int) -> Dim:
    """Normal form: coefficients below the divisor, no common factor, no lone floor inside.

    What allows each step is that every atom, hence every part with whole coefficients, is whole.
    """
    if not isinstance(numerator, Polynomial):
        return numerator // divisor
    fixed = _fixed_floor(numerator, divisor)
    if fixed is not None:
        return fixed
    terms = cast("dict[Monomial, int]", numerator.terms)
    outside = collect({monomial: c // divisor for monomial, c in terms.items()})
    rest = {monomial: c % divisor for monomial, c in terms.items() if monomial and c % divisor}
    if not rest:
        return outside
    common = gcd(divisor, *rest.values())
    divisor //= common
    rest[UNIT] = terms.get(UNIT, 0) % (divisor * common)
    inside = collect({monomial: c // common for monomial, c in rest.items()})
    lone = _lone_floor(inside)
    if lone is not None:
        # ⌊(⌊x/d⌋ + b)/s⌋ = ⌊(x + d·b)/(d·s)⌋ for every x, as b is whole
        beside = inside - single(lone)
        return outside + floor_divide(
            lone.numerator + lone.divisor * beside, lone.divisor * divisor
        )
    remainder = _only_residue(inside, divisor)
    if remainder is not None:
        return outside + scale(inside - remainder, 1, divisor)
    fixed = _fixed_floor(inside, divisor)
    return outside + (single(Floor(inside, divisor)) if fixed is None else fixed)


def _fixed_floor(numerator: Dim, divisor: int) -> int | None:
    """The floor, where the range of a numerator with opaque parts leaves only one."""
    if not isinstance(numerator, Polynomial) or not numerator.nesting:
        return None
    from cnnspec.core.algebra_order import bounds

    low, high = bounds(numerator)
    if low is None or high is None or low // divisor != high // divisor:
        return None
    return low // divisor


def _lone_floor(value: Dim) -> Floor | None:
    """The floor by a number that stands alone, times 1, in a sum that has no other floor."""
    found: Floor | None = None
    for monomial, coefficient in terms_of(value).items():
        for atom, _ in monomial:
            if isinstance(atom, Floor):
                alone = len(monomial) == 1 and coefficient == 1 and (atom, 1) in monomial
                if found is not None or not alone or isinstance(atom.divisor, Polynomial):
                    return None
                found = atom
    return found


def _only_residue(value: Dim, divisor: int) -> int | None:
    """The one residue of a product such as `C·(C + 1)` modulo 2, if there is only one."""
    if not isinstance(value, Polynomial) or all(_is_linear(monomial) for monomial in value.terms):
        return None
    found = residues(value, divisor)
    return found.pop() if found is not None and len(found) == 1 else None


def _is_linear(monomial: Monomial) -> bool:
    return sum(power for _, power in monomial) <= 1


def _floor_by_polynomial(numerator: Dim, divisor: Polynomial) -> Dim:
    from cnnspec.core.algebra_order import is_at_most, is_less

    exact = exact_quotient(numerator, divisor)
    if exact is not None:
        return floor_divide(exact, 1)
    numerator, lower = without_common_factor(numerator, divisor)
    if not isinstance(lower, Polynomial):
        return floor_divide(numerator, lower)
    if is_at_most(0, numerator) and is_less(numerator, lower):
        return 0
    return single(Floor(numerator, lower))


def without_common_factor(numerator: Dim, divisor: Polynomial) -> tuple[Dim, Dim]:
    """Both, divided by the number and the symbols that all their terms share."""
    terms = [*terms_of(numerator).items(), *divisor.terms.items()]
    number = gcd(*(cast("int", coefficient) for _, coefficient in terms))
    if all(coefficient < 0 for coefficient in divisor.terms.values()):
        number = -number
    shared: dict[Atom, int] = {atom: power for atom, power in terms[0][0] if isinstance(atom, str)}
    for monomial, _ in terms:
        powers = dict(monomial)
        shared = {atom: min(power, powers.get(atom, 0)) for atom, power in shared.items()}
    common = collect({frozenset(pair for pair in shared.items() if pair[1]): number})
    if isinstance(common, Polynomial):
        above, below = exact_quotient(numerator, common), exact_quotient(divisor, common)
        return cast("Dim", above), cast("Dim", below)
    return numerator // common, divisor // common


# --- Minima and maxima --------------------------------------------------------------------------


def extreme(kind: ExtremeKind, values: Sequence[Number]) -> Number:
    """The least or greatest of some values, without those that another one always beats."""
    choices: list[Number] = []
    for value in values:
        for choice in _choices(kind, value):
            if not any(_beats(kind, other, choice) for other in choices):
                choices = [other for other in choices if not _beats(kind, choice, other)]
                choices.append(choice)
                if len(choices) > MAX_CHOICES:
                    raise TooLarge(f"a symbolic {kind} has more than {MAX_CHOICES} values")
    if len(choices) == 1:
        return choices[0]
    coefficients = [c for choice in choices for c in terms_of(choice).values() if c]
    below = lcm(*(c.denominator for c in coefficients))
    above = gcd(*((c * below).numerator for c in coefficients))
    parts = frozenset(scale(choice, below, above) for choice in choices)
    return scale(single(Extreme(kind, parts)), above, below)


def _choices(kind: ExtremeKind, value: Number) -> list[Number]:
    """The choices behind a multiple of a minimum or maximum, where they join those around it."""
    if isinstance(value, Polynomial) and len(value.terms) == 1:
        ((monomial, factor),) = value.terms.items()
        ((atom, power), *others) = monomial
        if not isinstance(atom, Extreme) or power != 1 or others:
            return [value]
        if (atom.kind == kind) == (factor > 0):
            return [choice * factor for choice in sorted(atom.choices, key=str)]
    return [value]


def _beats(kind: ExtremeKind, one: Number, other: Number) -> bool:
    from cnnspec.core.algebra_order import is_at_most

    return bool(is_at_most(one, other) if kind == "min" else is_at_most(other, one))


# --- Substitution -------------------------------------------------------------------------------


def substitute(value: Number, known: dict[Atom, Number]) -> Number:
    """The value with others in place of its known atoms, in normal form again.

    What becomes of the atoms around them is added to `known`: an atom may occur often.
    """
    if not isinstance(value, Polynomial):
        return value
    total: Number = 0
    for monomial, coefficient in value.terms.items():
        part: Number = coefficient
        for atom, power in monomial:
            if atom not in known:
                known[atom] = _rebuild(atom, known)
            part = part * known[atom] ** power
        total = total + part
    return total if isinstance(total, Polynomial) else whole(total)


def _rebuild(atom: Atom, known: dict[Atom, Number]) -> Number:
    if isinstance(atom, str):
        return single(atom)
    if isinstance(atom, Floor):
        return floor_divide(substitute(atom.numerator, known), substitute(atom.divisor, known))
    choices = sorted(atom.choices, key=str)
    return extreme(atom.kind, [substitute(choice, known) for choice in choices])
