"""Values as text: `27·C²` and `⌊(H + 31)/32⌋` for readers, `27*C**2` and `(H + 31)//32` plain."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from cnnspec.core.algebra_atoms import UNIT, Floor
from cnnspec.core.algebra_forms import clear, split
from cnnspec.core.algebra_polynomial import Polynomial, collect, terms_of

if TYPE_CHECKING:
    from cnnspec.core.algebra_atoms import Atom, Coefficient, Dim, Monomial, Number, Relation

Factor: TypeAlias = "tuple[int, str, int]"
"""What kind of atom, its text, and its power with a minus: factors are sorted by these."""
Term: TypeAlias = "tuple[list[Factor], Coefficient]"

SYMBOL, FLOOR, EXTREME = range(3)
SUPERSCRIPTS = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
MIRRORED: dict[Relation, Relation] = {"<": ">", "<=": ">=", ">": "<", ">=": "<="}


def text(value: Number, unicode: bool = False) -> str:
    """A value as text; the plain form is an expression that reads back as the same value.

    Terms stand in the order of their total degree, highest first, then of their names.
    """
    if not isinstance(value, Polynomial):
        return str(value)
    if terms_of(value).get(UNIT, 0).denominator != 1:
        # 1/2 on its own would not read back exactly, (2*C + 1)/2 does
        numerator, denominator = clear(value)
        return f"({text(numerator, unicode)})/{denominator}"
    return _sum(_ordered(value, unicode), unicode)


def _sum(terms: list[Term], unicode: bool) -> str:
    written = ""
    for factors, coefficient in terms:
        if written:
            written += " - " if coefficient < 0 else " + "
        elif coefficient < 0:
            written = "-"
        # -(H + 1)//2 would read as the floor of the negative
        bare = coefficient == 1 or (coefficient == -1 and written != "-")
        written += _term(factors, -coefficient if coefficient < 0 else coefficient, bare, unicode)
    return written


def _ordered(value: Polynomial, unicode: bool) -> list[Term]:
    terms = [(_factors(monomial, unicode), c) for monomial, c in value.terms.items()]
    return sorted(terms, key=lambda term: (sum(factor[2] for factor in term[0]), term[0]))


def _factors(monomial: Monomial, unicode: bool) -> list[Factor]:
    return sorted((*_atom(atom, unicode), -power) for atom, power in monomial)


def _term(factors: list[Factor], coefficient: Coefficient, bare: bool, unicode: bool) -> str:
    """One term without its sign; `bare`: nothing around it would tear a lone floor apart."""
    parts = [str(coefficient.numerator)] if coefficient.numerator != 1 or not factors else []
    for kind, name, minus_power in factors:
        lone = bare and len(factors) == 1 and minus_power == -1
        part = name if unicode or kind != FLOOR or lone else f"({name})"
        if minus_power != -1:
            part += str(-minus_power).translate(SUPERSCRIPTS) if unicode else f"**{-minus_power}"
        parts.append(part)
    below = f"/{coefficient.denominator}" if coefficient.denominator != 1 else ""
    return ("·" if unicode else "*").join(parts) + below


def _atom(atom: Atom, unicode: bool) -> tuple[int, str]:
    if isinstance(atom, str):
        return SYMBOL, atom
    if isinstance(atom, Floor):
        above, below = _dividend(atom.numerator, unicode), _divisor(atom.divisor, unicode)
        return FLOOR, f"⌊{above}/{below}⌋" if unicode else f"{above}//{below}"
    forms = (choice for choice in atom.choices if isinstance(choice, Polynomial))
    numbers = sorted(choice for choice in atom.choices if isinstance(choice, int))
    choices = [_sum(terms, unicode) for terms in sorted(_ordered(form, unicode) for form in forms)]
    return EXTREME, f"{atom.kind}({', '.join([*choices, *map(str, numbers)])})"


def _dividend(value: Dim, unicode: bool) -> str:
    if not isinstance(value, Polynomial):
        return str(value)
    if len(value.terms) > 1:
        return f"({text(value, unicode)})"
    ((factors, coefficient),) = _ordered(value, unicode)
    if coefficient < 0:
        return "-" + _term(factors, -coefficient, False, unicode)
    return _term(factors, coefficient, False, unicode)


def _divisor(value: Number, unicode: bool) -> str:
    written = text(value, unicode)
    return written if written.isalnum() else f"({written})"


def divisibility(divisor: Number, value: Number) -> str:
    """That one value divides another, as plain text: `(H + 1) % C == 0`."""
    return f"{_divisor(value, unicode=False)} % {_divisor(divisor, unicode=False)} == 0"


def condition(left: Number, relation: Relation, right: Number) -> str:
    """A comparison as plain text, solved as far as it goes: `(H - 6)//2 >= 1` is `H >= 8`."""
    difference = left - right
    if not isinstance(difference, Polynomial):
        return f"{text(left)} {relation} {text(right)}"
    if all(c < 0 for monomial, c in difference.terms.items() if monomial):
        difference, relation = -difference, MIRRORED.get(relation, relation)
    content, constant, form = split(clear(difference)[0])
    if constant % content and relation in ("==", "!="):
        content, form = 1, form * content
    # a whole form passes a fraction at the whole number before it, or after it
    limit = -constant // content if relation in ("<=", ">") else -(constant // content)
    lone = _lone_floor(form)
    if lone is None or relation in ("==", "!="):
        return _compared(form, relation, limit)
    # n//d >= k is n >= d*k, and n//d <= k is n//d < k + 1
    limit += relation in ("<=", ">")
    return condition(lone.numerator, ">=" if relation in (">", ">=") else "<", limit * lone.divisor)


def _lone_floor(form: Dim) -> Floor | None:
    """The floor by a number that is all there is to a form."""
    atoms = list(next(iter(terms_of(form)))) if len(terms_of(form)) == 1 else []
    if len(atoms) == 1 and isinstance(atoms[0][0], Floor) and atoms[0][1] == 1:
        return atoms[0][0] if isinstance(atoms[0][0].divisor, int) else None
    return None


def _compared(form: Dim, relation: Relation, limit: int) -> str:
    """The comparison with all minus signs moved to the other side."""
    terms = terms_of(form).items()
    left = collect({monomial: c for monomial, c in terms if c > 0})
    right = collect({monomial: -c for monomial, c in terms if c < 0}) + limit
    return f"{text(left)} {relation} {text(right)}"
