"""What polynomials are made of: symbols, floors, minima and maxima, and the bounds on their size.

A polynomial is a sum of terms `{monomial: coefficient}`, a monomial a set of `(atom, exponent)`.
Every atom is a whole number: a symbol (its name, at least 1) or an opaque value that no rule made
simpler. So whole coefficients make a whole number.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Collection
    from fractions import Fraction

    from cnnspec.core.algebra_polynomial import Polynomial

MAX_TERMS = 1000
MAX_EXPONENT = 1000
MAX_COEFFICIENT_BITS = 10_000
MAX_NESTING = 50
"""How deep floors, minima and maxima may stand inside each other."""
MAX_CHOICES = 64
"""How many values a minimum or maximum may be left to choose from."""
MAX_SIZE = 10_000
"""Terms of a polynomial, together with the terms inside its floors, minima and maxima."""

Coefficient: TypeAlias = "int | Fraction"
Dim: TypeAlias = "int | Polynomial"
Number: TypeAlias = "int | Fraction | Polynomial"
Atom: TypeAlias = "str | Floor | Extreme"
Monomial: TypeAlias = "frozenset[tuple[Atom, int]]"
Terms: TypeAlias = "dict[Monomial, Coefficient]"
Bounds: TypeAlias = "tuple[Coefficient | None, Coefficient | None]"
ExtremeKind: TypeAlias = Literal["min", "max"]
Relation: TypeAlias = Literal["<", "<=", ">", ">=", "==", "!="]

UNIT: Monomial = frozenset()
"""The product of nothing: the monomial of a constant term."""

initialize = object.__setattr__
"""How a frozen value gets its slots."""


class Undecidable(Exception):
    """A question whose answer depends on the symbols; `condition` is what would have to hold."""

    def __init__(self, condition: str) -> None:
        super().__init__(f"`{condition}` depends on the values of the symbols")
        self.condition = condition


class TooLarge(Exception):
    """A symbolic value that outgrew a bound; the message says which."""


class Frozen:
    """A value whose slots are set once, when it is made."""

    __slots__ = ()

    def __setattr__(self, name: str, value: object) -> None:
        raise AttributeError(f"{type(self).__name__} is frozen; {name!r} cannot be set")

    def __delattr__(self, name: str) -> None:
        raise AttributeError(f"{type(self).__name__} is frozen; {name!r} cannot be deleted")


class _Opaque(Frozen):
    __slots__ = ("_hash", "_key", "nesting", "parts", "size")

    parts: tuple[Dim, ...]
    nesting: int
    size: int
    _key: tuple[object, ...]
    _hash: int

    def __init__(self, key: tuple[object, ...], parts: Collection[Dim]) -> None:
        inside = [part for part in parts if not isinstance(part, int)]
        nesting = 1 + max(part.nesting for part in inside)
        if nesting > MAX_NESTING:
            raise TooLarge(f"a symbolic value nests floors more than {MAX_NESTING} deep")
        initialize(self, "nesting", nesting)
        initialize(self, "size", sum(part.size for part in inside) + len(parts) - len(inside))
        initialize(self, "parts", tuple(parts))
        initialize(self, "_key", key)
        initialize(self, "_hash", hash(key))

    def __eq__(self, other: object) -> bool:
        return self is other or (
            isinstance(other, _Opaque) and self._hash == other._hash and self._key == other._key
        )

    def __hash__(self) -> int:
        return self._hash


class Floor(_Opaque):
    """The whole number `numerator // divisor`, both with whole coefficients.

    A divisor that is a number is at least 2.
    """

    __slots__ = ("divisor", "numerator")

    numerator: Dim
    divisor: Dim

    def __init__(self, numerator: Dim, divisor: Dim) -> None:
        super().__init__(("//", numerator, divisor), (numerator, divisor))
        initialize(self, "numerator", numerator)
        initialize(self, "divisor", divisor)

    def __reduce__(self) -> tuple[type[Floor], tuple[Dim, Dim]]:
        return Floor, (self.numerator, self.divisor)


class Extreme(_Opaque):
    """The least or the greatest of several `choices`, all with whole coefficients."""

    __slots__ = ("choices", "kind")

    kind: ExtremeKind
    choices: frozenset[Dim]

    def __init__(self, kind: ExtremeKind, choices: frozenset[Dim]) -> None:
        super().__init__((kind, choices), choices)
        initialize(self, "kind", kind)
        initialize(self, "choices", choices)

    def __reduce__(self) -> tuple[type[Extreme], tuple[ExtremeKind, frozenset[Dim]]]:
        return Extreme, (self.kind, self.choices)
