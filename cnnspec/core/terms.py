"""Terms: a sum as it is written down, with its parts, and what it comes to.

A figure and the arithmetic behind it are made of the same declarations; a term is that arithmetic
as data, which pages write as text, LaTeX or an expression. `evaluate` gives the figure again.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, TypeAlias

from cnnspec.core.record import Record

if TYPE_CHECKING:
    from cnnspec.core.algebra import Dim


class Number(Record):
    """A number or a symbolic size, with the name of what it is: `window`, `stride`."""

    value: Dim
    name: str = ""


class Sum(Record):
    """Terms added up; a `Minus` among them is subtracted."""

    terms: tuple[Term, ...]


class Minus(Record):
    """What is subtracted in a sum."""

    term: Term


class Product(Record):
    """Terms multiplied. Products inside of it are written as its groups: `5·5·3 · 16 · 10·10`."""

    factors: tuple[Term, ...]


class Power(Record):
    """A term multiplied by itself."""

    base: Term
    exponent: int


class Quotient(Record):
    """One term divided by another, rounded down or up; `exact` where nothing is left over."""

    above: Term
    below: Term
    rounding: Literal["floor", "ceil", "exact"] = "floor"


class Least(Record):
    """The least of some terms."""

    terms: tuple[Term, ...]


Term: TypeAlias = "Number | Sum | Minus | Product | Power | Quotient | Least"


def numbers(values: tuple[Dim, ...], name: str = "") -> tuple[Number, ...]:
    """A number for each value."""
    return tuple([Number(value, name) for value in values])


def product(*factors: Term) -> Term:
    """A product; a single factor stands for itself, and none is 1."""
    if len(factors) == 1:
        return factors[0]
    return Product(factors) if factors else Number(1)


def total(*terms: Term) -> Term:
    """A sum; a single term stands for itself, and none is 0."""
    if len(terms) == 1:
        return terms[0]
    return Sum(terms) if terms else Number(0)


def evaluate(term: Term) -> Dim:
    """What a term comes to."""
    if isinstance(term, Number):
        return term.value
    if isinstance(term, Minus):
        return -evaluate(term.term)
    if isinstance(term, Sum):
        first, *rest = map(evaluate, term.terms)
        return sum(rest, first)
    if isinstance(term, Product):
        result: Dim = 1
        for factor in term.factors:
            result = result * evaluate(factor)
        return result
    if isinstance(term, Power):
        power: Dim = evaluate(term.base) ** term.exponent
        return power
    if isinstance(term, Least):
        from cnnspec.core.algebra import minimum

        return minimum(*map(evaluate, term.terms))
    return _quotient(term)


def _quotient(term: Quotient) -> Dim:
    above, below = evaluate(term.above), evaluate(term.below)
    if term.rounding == "ceil":
        from cnnspec.core.algebra import ceil_divide

        return ceil_divide(above, below)
    return above // below


def is_plain(term: Term) -> bool:
    """Whether a term is one number, so that there is nothing to work out."""
    return isinstance(term, Number)


def names(term: Term) -> tuple[str, ...]:
    """The names of the numbers in a term, in the order in which they stand."""
    found: dict[str, None] = {}
    waiting = [term]
    while waiting:
        part = waiting.pop()
        if isinstance(part, Number):
            if part.name:
                found.setdefault(part.name)
        else:
            waiting += reversed(_parts(part))
    return tuple(found)


def _parts(term: Sum | Minus | Product | Power | Quotient | Least) -> tuple[Term, ...]:
    if isinstance(term, (Sum, Least)):
        return term.terms
    if isinstance(term, Minus):
        return (term.term,)
    if isinstance(term, Product):
        return term.factors
    if isinstance(term, Power):
        return (term.base,)
    return (term.above, term.below)
