"""Questions about values that hold symbols: yes, no, or not decided.

All answers rest on a range that contains every value a polynomial takes, given that symbols are
whole and at least 1. The range is safe, though not always as narrow as it could be: then a question
stays undecided.
"""

from __future__ import annotations

from math import ceil, gcd, prod
from typing import TYPE_CHECKING, cast

from cnnspec.core.algebra_atoms import Extreme, Floor, TooLarge, initialize
from cnnspec.core.algebra_forms import (
    clear,
    exact_quotient,
    name_of,
    residues,
    scale,
    single,
    split,
)
from cnnspec.core.algebra_polynomial import Polynomial, collect, terms_of, whole
from cnnspec.core.algebra_rounding import substitute

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from cnnspec.core.algebra_atoms import Atom, Bounds, Coefficient, Monomial, Number, Relation

MAX_EFFORT = 40
"""How often floors are replaced by their ends, and how many combinations of the choices of minima
and maxima are looked at one by one."""
MAX_SHIFTED = 5000
"""How many terms are multiplied out to count atoms from another start."""


# --- Questions ----------------------------------------------------------------------------------


def holds(left: Number, relation: Relation, right: Number) -> bool | None:
    """Whether a comparison holds for all symbols (True) or for none (False)."""
    if relation in ("<", ">"):
        return is_less(left, right) if relation == "<" else is_less(right, left)
    if relation in ("<=", ">="):
        return is_at_most(left, right) if relation == "<=" else is_at_most(right, left)
    equal = is_equal(left, right)
    return equal if relation == "==" or equal is None else not equal


def is_less(left: Number, right: Number) -> bool | None:
    """Whether `left < right` for all symbols (True) or for none (False)."""
    low, high = bounds(right - left)
    if low is not None and low > 0:
        return True
    return False if high is not None and high <= 0 else None


def is_at_most(left: Number, right: Number) -> bool | None:
    """Whether `left <= right` for all symbols (True) or for none (False)."""
    less = is_less(right, left)
    return None if less is None else not less


def is_equal(left: Number, right: Number) -> bool | None:
    """Whether two values agree for all symbols (True) or for none (False)."""
    difference = right - left
    low, high = bounds(difference)
    if low == high == 0:
        return True
    if (low is not None and low > 0) or (high is not None and high < 0):
        return False
    content, constant, _ = split(clear(difference)[0])
    return None if constant % content == 0 else False


def is_integer(value: Number) -> bool | None:
    """Whether a value is whole for all symbols (True) or for none (False)."""
    numerator, denominator = clear(value)
    if denominator == 1:
        return True
    if not isinstance(numerator, Polynomial):
        return False
    found = residues(numerator, denominator)
    if found is None:
        content, constant, _ = split(numerator)
        return False if constant % gcd(content, denominator) else None
    return found == {0} or (None if 0 in found else False)


def divides(divisor: Number, value: Number) -> bool | None:
    """Whether a value is a whole multiple of the divisor for all symbols (True) or for none."""
    if isinstance(divisor, Polynomial):
        exact = exact_quotient(value, divisor)
        if exact is not None:
            return is_integer(exact)
        return False if is_less(0, value) and is_less(value, divisor) else None
    if not divisor:
        return is_equal(value, 0)
    numerator, denominator = clear(divisor)
    return is_integer(scale(value, denominator, cast("int", numerator)))


# --- Ranges -------------------------------------------------------------------------------------


def bounds(value: Number) -> Bounds:
    """A range that contains every value, as (lowest, highest); None is an open end."""
    if not isinstance(value, Polynomial):
        return value, value
    if value.bounds is None:
        high = _lower(-value, MAX_EFFORT)
        found = (_lower(value, MAX_EFFORT), None if high is None else -high)
        initialize(value, "bounds", found)
    return cast("Bounds", value.bounds)


def _lower(value: Number, effort: int) -> Coefficient | None:
    """A number that no value is below. Whole parts are rounded up, as they take whole values."""
    if not isinstance(value, Polynomial):
        return value
    try:
        numerator, denominator = clear(value)
        content, constant, form = split(numerator)
        low = _lower_of_terms(cast("Polynomial", form), effort)
    except TooLarge:  # what cannot be written out is not decided
        return None
    if low is None:
        return None
    from fractions import Fraction

    return whole(Fraction(content * ceil(low) + constant, denominator))


def _lower_of_terms(value: Polynomial, effort: int) -> Coefficient | None:
    extremes = [atom for atom in _atoms(value) if isinstance(atom, Extreme)]
    found = [_lower_by_shifting(value)]
    if extremes:
        found.append(_lower_by_cases(value, min(extremes, key=name_of), effort))
    else:
        relaxed = _without_floors(value)
        found.append(_lower(relaxed, effort - 1) if relaxed != value and effort else None)
    known = [low for low in found if low is not None]
    return max(known) if known else None


def _atoms(value: Polynomial) -> set[Atom]:
    return {atom for monomial in value.terms for atom, _ in monomial}


def _atom_bounds(atom: Atom) -> Bounds:
    if isinstance(atom, str):
        return 1, None
    if isinstance(atom, Floor):
        return _floor_bounds(bounds(atom.numerator), bounds(atom.divisor))
    lows, highs = zip(*(bounds(choice) for choice in atom.choices), strict=True)
    if atom.kind == "min":
        return _extreme(min, lows, partial=False), _extreme(min, highs, partial=True)
    return _extreme(max, lows, partial=True), _extreme(max, highs, partial=False)


def _floor_bounds(numerator: Bounds, divisor: Bounds) -> Bounds:
    least, most = divisor
    if least is None or least <= 0:
        return None, None
    low, high = numerator
    if low is not None:
        low = low // least if low < 0 else 0 if most is None else low // most
    if high is not None:
        high = high // least if high >= 0 else -1 if most is None else high // most
    return low, high


def _extreme(
    pick: Callable[[list[Coefficient]], Coefficient],
    ends: Sequence[Coefficient | None],
    partial: bool,
) -> Coefficient | None:
    """The end of the range of a minimum or maximum; `partial`: one closed end is enough."""
    known = [end for end in ends if end is not None]
    return pick(known) if known and (partial or len(known) == len(ends)) else None


def _lower_by_shifting(value: Polynomial) -> Coefficient | None:
    """Count each atom from the end of its range: what then has a minus must have a width."""
    ranges = {atom: _atom_bounds(atom) for atom in _atoms(value)}
    lows: dict[Atom, Number] = {
        atom: low for atom, (low, _) in ranges.items() if low is not None and low >= 0
    }
    rises = all(coefficient > 0 for monomial, coefficient in value.terms.items() if monomial)
    if rises and len(lows) == len(ranges):
        return cast("Coefficient", substitute(value, lows))
    if sum(prod(power + 1 for _, power in monomial) for monomial in value.terms) > MAX_SHIFTED:
        return None
    moved: dict[Atom, Number] = {}
    widths: dict[Atom, Coefficient] = {}
    for atom, (low, high) in ranges.items():
        if low is not None:
            moved[atom] = single(atom) + low
            if high is not None:
                widths[atom] = high - low
        elif high is not None:
            moved[atom] = high - single(atom)
        else:
            return None
    lowest: Coefficient = 0
    for monomial, coefficient in terms_of(substitute(value, moved)).items():
        if not monomial:
            lowest += coefficient
        elif coefficient < 0:
            if any(atom not in widths for atom, _ in monomial):
                return None
            lowest += coefficient * prod(widths[atom] ** power for atom, power in monomial)
    return lowest


def _without_floors(value: Polynomial) -> Number:
    """Something that the value is never below, by `(n - d + 1)/d <= n//d <= n/d`."""
    total: Number = 0
    for monomial, coefficient in value.terms.items():
        total = total + _without_floor(monomial, coefficient)
    return total


def _without_floor(monomial: Monomial, coefficient: Coefficient) -> Number:
    from fractions import Fraction

    floors = [atom for atom, _ in monomial if isinstance(atom, Floor)]
    for atom in sorted(floors, key=name_of) if len(floors) > 1 else floors:
        divisor, others = atom.divisor, _take_one(monomial, atom)
        if isinstance(divisor, int) and _is_never_negative(others):
            end = atom.numerator - (divisor - 1) if coefficient > 0 else atom.numerator
            return end * collect({others: coefficient * Fraction(1, divisor)})
    return collect({monomial: coefficient})


def _take_one(monomial: Monomial, atom: Atom) -> Monomial:
    powers = dict(monomial)
    powers[atom] -= 1
    return frozenset(pair for pair in powers.items() if pair[1])


def _is_never_negative(monomial: Monomial) -> bool:
    lows = [_atom_bounds(atom)[0] for atom, _ in monomial]
    return all(low is not None and low >= 0 for low in lows)


def _lower_by_cases(value: Polynomial, atom: Extreme, effort: int) -> Coefficient | None:
    """At each point the minimum or maximum is one of its choices: look at each of them."""
    effort //= len(atom.choices)
    if not effort:
        return None
    kept: dict[Atom, Number] = {other: single(other) for other in _atoms(value)}
    lows = [_lower(substitute(value, kept | {atom: choice}), effort) for choice in atom.choices]
    # 3·max(a, b) + … is above both 3·a + … and 3·b + …; elsewhere the lower of the two counts
    return (
        _extreme(max, lows, partial=True)
        if _favours(value, atom)
        else _extreme(min, lows, partial=False)
    )


def _favours(value: Polynomial, atom: Extreme) -> bool:
    """Whether a maximum only adds to a value, or a minimum only takes away from it."""
    return all(
        (atom, 1) in monomial
        and (coefficient > 0) == (atom.kind == "max")
        and _is_never_negative(_take_one(monomial, atom))
        for monomial, coefficient in value.terms.items()
        if any(atom == other for other, _ in monomial)
    )
