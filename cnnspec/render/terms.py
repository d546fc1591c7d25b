"""Terms as text, as an expression of Python, and as LaTeX."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cnnspec.core.record import Record
from cnnspec.core.terms import Least, Minus, Number, Power, Product, Quotient, Sum
from cnnspec.render.numbers import count

if TYPE_CHECKING:
    from collections.abc import Callable

    from cnnspec.core.algebra import Dim
    from cnnspec.core.terms import Term

SUPERSCRIPTS = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")


class Notation(Record):
    """How a term is written: its numbers, the signs between them, and what stands around a floor.

    `loose` parts the groups of a product, `tight` the factors within one.
    """

    number: Callable[[Dim], str]
    tight: str
    loose: str
    power: Callable[[str, int], str]
    quotient: Callable[[str, str, str], str]
    least: Callable[[list[str]], str]


def term_text(term: Term) -> str:
    """A term as it is read: `⌊(227 + 2·0 - 11) / 4⌋ + 1`."""
    return _written(term, TEXT)


def term_python(term: Term) -> str:
    """A term as an expression of Python, which has the same value: `(227 + 2*0 - 11)//4 + 1`."""
    return _written(term, PYTHON)


def term_latex(term: Term) -> str:
    """A term in LaTeX's mathematics."""
    return _written(term, LATEX)


def number_latex(value: Dim) -> str:
    """A count in LaTeX's mathematics, with thousands commas that leave no gap."""
    if type(value) is int:
        return f"{value:,}".replace(",", "{,}")
    return algebra_latex(count(value))


def algebra_latex(text: str) -> str:
    """A symbolic value in LaTeX's mathematics: floors, dots and powers."""
    signs = {
        "⌊": r"\left\lfloor ", "⌋": r" \right\rfloor ", "·": r" \cdot ", "_": r"\_",
        "min(": r"\min(", "max(": r"\max(",
    }  # fmt: skip
    for sign, written in signs.items():
        text = text.replace(sign, written)
    digits = "⁰¹²³⁴⁵⁶⁷⁸⁹"
    found = ""
    for position, character in enumerate(text):
        place = digits.find(character)
        if place < 0:
            found += "}" if position and text[position - 1] in digits else ""
            found += character
        else:
            starts = not position or text[position - 1] not in digits
            found += ("^{" if starts else "") + str(place)
    return (found + ("}" if text and text[-1] in digits else "")).strip()


def _text_quotient(above: str, below: str, rounding: str) -> str:
    ends = {"floor": "⌊⌋", "ceil": "⌈⌉"}.get(rounding)
    divided = f"{above} / {below}"
    return f"{ends[0]}{divided}{ends[1]}" if ends else divided


def _python_quotient(above: str, below: str, rounding: str) -> str:
    return f"-(-{above}//{below})" if rounding == "ceil" else f"{above}//{below}"


def _latex_quotient(above: str, below: str, rounding: str) -> str:
    name = {"floor": "floor", "ceil": "ceil"}.get(rounding)
    divided = rf"\frac{{{above}}}{{{below}}}"
    return rf"\left\l{name} {divided} \right\r{name}" if name else divided


def _python_number(value: Dim) -> str:
    from cnnspec.core.algebra import text

    return text(value, unicode=False)


TEXT = Notation(
    count,
    "·",
    " · ",
    lambda base, exponent: base + str(exponent).translate(SUPERSCRIPTS),
    _text_quotient,
    lambda terms: f"min({', '.join(terms)})",
)
PYTHON = Notation(
    _python_number,
    "*",
    "*",
    lambda base, exponent: f"{base}**{exponent}",
    _python_quotient,
    lambda terms: f"min({', '.join(terms)})",
)
LATEX = Notation(
    number_latex,
    r" \cdot ",
    r" \cdot ",
    lambda base, exponent: f"{base}^{{{exponent}}}",
    _latex_quotient,
    lambda terms: rf"\min\left({', '.join(terms)}\right)",
)


def _written(term: Term, notation: Notation) -> str:
    if isinstance(term, Number):
        return notation.number(term.value)
    if isinstance(term, Sum):
        return _sum(term, notation)
    if isinstance(term, Minus):
        return f"-{_atom(term.term, notation)}"
    if isinstance(term, Product):
        return _product(term, notation)
    if isinstance(term, Power):
        return notation.power(_atom(term.base, notation), term.exponent)
    if isinstance(term, Least):
        return notation.least([_written(part, notation) for part in term.terms])
    if notation is LATEX:
        above, below = _written(term.above, notation), _written(term.below, notation)
    else:
        above, below = _atom(term.above, notation), _atom(term.below, notation)
    return notation.quotient(above, below, term.rounding)


def _sum(term: Sum, notation: Notation) -> str:
    written = ""
    for part in term.terms:
        minus = isinstance(part, Minus)
        inner = part.term if isinstance(part, Minus) else part
        text = _written(inner, notation)
        if minus and (isinstance(inner, (Sum, Minus)) or _is_composed(inner, notation)):
            text = f"({text})"
        if written:
            written += f" - {text}" if minus else f" + {text}"
        else:
            written = f"-{text}" if minus else text
    return written


def _is_composed(term: Term, notation: Notation) -> bool:
    """Whether a number is negative, or a symbolic sum or quotient, which other signs would tear
    apart. A floor holds together where it has its own brackets."""
    if not isinstance(term, Number):
        return False
    if type(term.value) is int:
        return term.value < 0
    text = _python_number(term.value) if notation is PYTHON else _without_floors(count(term.value))
    return not text.replace("*", "").replace("·", "").replace("_", "").isalnum()


def _without_floors(text: str) -> str:
    """The text with an x in place of each floor."""
    found, depth = "", 0
    for character in text:
        depth += (character == "⌊") - (character == "⌋")
        found += "x" if character == "⌋" and depth == 0 else "" if depth else character
    return found


def _product(term: Product, notation: Notation) -> str:
    grouped = any(isinstance(factor, Product) for factor in term.factors)
    parts = []
    for factor in term.factors:
        nested = isinstance(factor, Product) and any(
            isinstance(inner, Product) for inner in factor.factors
        )
        text = _atom(factor, notation, products=not isinstance(factor, Product))
        parts.append(f"({_written(factor, notation)})" if nested else text)
    return (notation.loose if grouped else notation.tight).join(parts)


def _atom(term: Term, notation: Notation, products: bool = True) -> str:
    """A term that may be multiplied, divided or raised as it stands, in brackets if need be."""
    text = _written(term, notation)
    if isinstance(term, (Sum, Minus)) or _is_composed(term, notation):
        return f"({text})"
    if isinstance(term, Product) and products:
        return f"({text})"
    if isinstance(term, Quotient) and (notation is PYTHON or term.rounding == "exact"):
        return f"({text})" if notation is not LATEX else text
    return text
