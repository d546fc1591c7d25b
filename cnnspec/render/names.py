"""Short names for long forms: `H16` is H over 16, rounded, as the sizes of a table are."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from cnnspec.core.algebra import Polynomial, symbols_of, text
from cnnspec.core.algebra_atoms import Floor
from cnnspec.core.algebra_forms import single
from cnnspec.core.algebra_rounding import substitute
from cnnspec.core.shape import dim_text

if TYPE_CHECKING:
    from collections.abc import Iterable

    from cnnspec.core.algebra import Dim, Number
    from cnnspec.core.algebra_atoms import Atom


class ShortNames:
    """A name for each floor, minimum and maximum in some values.

    A name stands for the size that occurs most often: for `⌊(H + 1)/2⌋ - 1` rather than the floor
    alone, so that the count `9·(⌊(H + 1)/2⌋ - 1)²` becomes `9·H2²`.
    """

    def __init__(self, values: Iterable[object]) -> None:
        atoms, sizes, taken = _met(values)
        self._sizes: list[tuple[str, Dim]] = []
        self._known: dict[Atom, Number] = {}
        for atom in sorted(atoms, key=_order):
            name = _free(_stem(atom), taken)
            taken.add(name)
            offset = _offset(atom, sizes)
            self._sizes.append((name, single(atom) + offset))
            self._known[atom] = single(name) - offset

    def __bool__(self) -> bool:
        return bool(self._sizes)

    def short(self, value: Any) -> Any:
        """A value with names in the place of forms; a shape size by size."""
        if isinstance(value, tuple):
            return tuple([self.short(part) for part in value])
        return substitute(value, self._known) if isinstance(value, Polynomial) else value

    def within(self, written: str) -> str:
        """A text with names in the place of the sizes in it."""
        for name, size in sorted(self._sizes, key=lambda pair: -len(text(pair[1]))):
            written = written.replace(dim_text(size), name).replace(text(size, True), name)
        return written

    def legend(self) -> list[str]:
        """What the names stand for: `H2 = ⌊(H + 1)/2⌋`; a symbol like another is told once."""
        groups: dict[tuple[str, ...], dict[str, str]] = {}
        for name, size in self._sizes:
            groups.setdefault(symbols_of(size), {})[name] = text(size, unicode=True)
        told: dict[str, str] = {}
        lines: list[str] = []
        for symbols, names in groups.items():
            lines_of = [f"{name} = {form}" for name, form in names.items()]
            like = "; ".join(lines_of)
            if len(symbols) == 1:
                # the names begin with the symbol, and so does nothing else in a form
                like = like.replace(symbols[0], "\0")
                if like in told:
                    lines.append(f"{symbols[0]} as {told[like]}")
                    continue
                told[like] = symbols[0]
            lines += lines_of
        return lines


def _met(values: Iterable[object]) -> tuple[set[Atom], dict[Dim, int], set[str]]:
    """The atoms that are no symbols, how often each size occurs, and the symbols."""
    atoms: set[Atom] = set()
    symbols: set[str] = set()
    sizes: dict[Dim, int] = {}
    waiting = [(value, False) for value in values]
    while waiting:
        value, inside = waiting.pop()
        if isinstance(value, tuple):
            waiting += [(part, True) for part in value]
        elif isinstance(value, Polynomial):
            for monomial in value.terms:
                atoms.update([atom for atom, _ in monomial if not isinstance(atom, str)])
            symbols.update(symbols_of(value))
            if inside:
                sizes[value] = sizes.get(value, 0) + 1
    return atoms, sizes, symbols


def _offset(atom: Atom, sizes: dict[Dim, int]) -> int:
    """What the size that occurs most often adds to an atom."""
    most, found = 0, 0
    for size, times in sizes.items():
        rest = size - single(atom)
        if type(rest) is int and times > most:
            most, found = times, rest
    return found


def _order(atom: Atom) -> tuple[object, ...]:
    divisor = getattr(atom, "divisor", None)
    return (
        symbols_of(single(atom)), divisor if type(divisor) is int else 0, text(single(atom)),
    )  # fmt: skip


def _stem(atom: Atom) -> str:
    symbols = symbols_of(single(atom))
    if isinstance(atom, Floor) and len(symbols) == 1 and type(atom.divisor) is int:
        return f"{symbols[0]}{atom.divisor}"
    return "F" if isinstance(atom, Floor) else "M"


def _free(stem: str, taken: set[str]) -> str:
    name, number = stem, 1
    while name in taken:
        number += 1
        name = f"{stem}_{number}"
    return name
