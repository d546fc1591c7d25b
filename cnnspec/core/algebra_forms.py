"""Polynomials taken apart: denominators, contents, exact quotients, residues, names."""

from __future__ import annotations

from itertools import product
from math import gcd, lcm
from typing import TYPE_CHECKING, cast

from cnnspec.core.algebra_atoms import MAX_COEFFICIENT_BITS, MAX_TERMS, UNIT
from cnnspec.core.algebra_polynomial import Polynomial, bits, collect, terms_of

if TYPE_CHECKING:
    from cnnspec.core.algebra_atoms import Atom, Coefficient, Dim, Monomial, Number, Terms

MAX_RESIDUES = 1024
"""How many combinations of residues are tried to see what a value leaves on division."""


def clear(value: Number) -> tuple[Dim, int]:
    """A value as a numerator with whole coefficients over one positive denominator."""
    if not isinstance(value, Polynomial):
        return value.numerator, value.denominator
    denominator = lcm(*(coefficient.denominator for coefficient in value.terms.values()))
    if denominator == 1:
        return value, 1
    return collect({monomial: c * denominator for monomial, c in value.terms.items()}), denominator


def split(value: Dim) -> tuple[int, int, Dim]:
    """A value with whole coefficients as `content · rest + constant`."""
    if not isinstance(value, Polynomial):
        return 0, value, 0
    terms = cast("dict[Monomial, int]", dict(value.terms))
    constant = terms.pop(UNIT, 0)
    content = gcd(*terms.values())
    return content, constant, collect({monomial: c // content for monomial, c in terms.items()})


def single(atom: Atom) -> Polynomial:
    """An atom as a polynomial."""
    return Polynomial({frozenset(((atom, 1),)): 1})


def name_of(atom: Atom) -> str:
    """What tells an atom from all others, as text."""
    return atom if isinstance(atom, str) else str(single(atom))


def scale(value: Number, factor: int, divisor: int = 1) -> Dim:
    """A value times `factor / divisor`."""
    from fractions import Fraction

    ratio = Fraction(factor, divisor)
    return collect({monomial: c * ratio for monomial, c in terms_of(value).items()})


def exact_quotient(value: Number, divisor: Polynomial) -> Number | None:
    """The polynomial that gives `value` when multiplied with `divisor`, or None."""
    from fractions import Fraction

    forms = (terms_of(value), divisor.terms)
    found_atoms = {atom for terms in forms for monomial in terms for atom, _ in monomial}
    atoms = sorted(found_atoms, key=name_of)  # so that a bound is met always or never
    rest, parts = (_dense(terms, atoms) for terms in forms)
    leader = max(parts)
    found: dict[tuple[int, ...], Coefficient] = {}
    while rest:
        top = max(rest)
        step = tuple(a - b for a, b in zip(top, leader, strict=True))
        if min(step) < 0 or len(found) >= MAX_TERMS or len(rest) > 2 * MAX_TERMS:
            return None
        factor = found[step] = Fraction(rest[top]) / parts[leader]
        if bits(factor) > MAX_COEFFICIENT_BITS:
            return None
        for powers, coefficient in parts.items():
            place = tuple(a + b for a, b in zip(powers, step, strict=True))
            left = rest.get(place, 0) - coefficient * factor
            if left:
                rest[place] = left
            else:
                del rest[place]
    return collect({_sparse(powers, atoms): factor for powers, factor in found.items()})


def _dense(terms: Terms, atoms: list[Atom]) -> dict[tuple[int, ...], Coefficient]:
    """Terms by exponent per atom, the total degree first, so that comparing them orders them."""
    dense = {}
    for monomial, coefficient in terms.items():
        if coefficient:
            powers = dict(monomial)
            exponents = [powers.get(atom, 0) for atom in atoms]
            dense[sum(exponents), *exponents] = coefficient
    return dense


def _sparse(powers: tuple[int, ...], atoms: list[Atom]) -> Monomial:
    return frozenset((atom, power) for atom, power in zip(atoms, powers[1:], strict=True) if power)


def residues(value: Polynomial, divisor: int) -> set[int] | None:
    """What a value with whole coefficients can leave on division; None where that is too many.

    Atoms are taken as independent of each other: for opaque ones some residues may be missed
    by every value of the symbols.
    """
    atoms = list({atom for monomial in value.terms for atom, _ in monomial})
    if divisor > MAX_RESIDUES or divisor ** len(atoms) > MAX_RESIDUES:
        return None
    terms = cast("dict[Monomial, int]", value.terms)
    found = set()
    for values in product(range(divisor), repeat=len(atoms)):
        at = dict(zip(atoms, values, strict=True))
        total = 0
        for monomial, coefficient in terms.items():
            for atom, power in monomial:
                coefficient *= pow(at[atom], power, divisor)
            total += coefficient
        found.add(total % divisor)
    return found


def names_in(value: Number) -> set[str]:
    """The names of all symbols in a value, also inside floors, minima and maxima."""
    names: set[str] = set()
    seen: set[Atom] = set()
    open_values: list[Number] = [value]
    while open_values:
        for monomial in terms_of(open_values.pop()):
            for atom, _ in monomial:
                if isinstance(atom, str):
                    names.add(atom)
                elif atom not in seen:
                    seen.add(atom)
                    open_values.extend(atom.parts)
    return names
