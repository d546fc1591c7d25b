"""A reader's word on symbols: what some stand for (`H = 32*h`), and numbers (`H = 224`)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from cnnspec.core.algebra import (
    evaluate,
    is_integer,
    is_less,
    symbol,
    symbols_of,
    text,
)
from cnnspec.core.algebra_atoms import TooLarge
from cnnspec.core.algebra_polynomial import Polynomial
from cnnspec.core.diagnostic import UsageError
from cnnspec.language.expression import RESERVED, ExpressionError, value_of_text
from cnnspec.language.problems import suggestion

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from cnnspec.core.algebra import Dim

DIVISIBLE = " divisible by "
FRACTION = re.compile(r"\d{1,12}(\.\d{1,12}|\s*/\s*\d{1,12})")
DIGITS = 12


class _Names:
    """A scope in which every name is a symbol, or the number that it was given."""

    def __init__(self, known: Mapping[str, Dim]) -> None:
        self.known = known

    def variable(self, name: str) -> Any:
        """The value of a name. Raises LookupError for a word of the language."""
        if name in RESERVED:
            raise LookupError
        return self.known[name] if name in self.known else symbol(name)

    def known_names(self) -> Iterable[str]:
        """The names that have a value, for suggestions."""
        return self.known

    def size(self, tensor: str, attribute: str) -> Any:
        """There are no tensors here. Raises a LookupError."""
        raise LookupError(f"{tensor}.{attribute}")


# What symbols stand for


def read_forms(given: Mapping[str, object]) -> dict[str, Dim]:
    """What symbols stand for: `{"H": "32*h"}`. Names on the right are symbols, whatever they begin
    with.

    Raises a UsageError for what is no size for all values of its symbols.
    """
    found = {name: _form(f"--where {name}={value}", name, value) for name, value in given.items()}
    for name, form in found.items():
        for other in symbols_of(form):
            if other in found:
                raise UsageError(
                    f"--where {name}={text(form)}: {other} stands for {text(found[other])}",
                    f"write {name} with the names that are left open",
                )
    return found


def _form(shown: str, name: str, value: object) -> Dim:
    if not name.isidentifier() or name in RESERVED:
        raise UsageError(f"{shown}: {name} is no name of a symbol")
    form: Any = value
    if isinstance(value, str):
        try:
            form = value_of_text(value).evaluate(_Names({}))
        except ExpressionError as error:
            raise UsageError(f"{shown}: {error.message}", "write a size: H=32*h") from None
        except (LookupError, TooLarge) as error:
            raise UsageError(f"{shown}: {error}", "write a size: H=32*h") from None
    if type(form) is int or not isinstance(form, Polynomial):
        hint = f"a number is given by --at {name}=224" if type(form) is int else "write H=32*h"
        raise UsageError(f"{shown} is no form of symbols", hint)
    if name in symbols_of(form):
        raise UsageError(f"{shown}: {name} would stand for itself", f"write {name}=32*h")
    if is_integer(form) is not True:
        raise UsageError(f"{shown} is not whole for every value of its symbols")
    if is_less(form, 1) is not False:
        raise UsageError(f"{shown} is not at least 1 for every value of its symbols")
    return form


def applied(value: Any, known: Mapping[str, Dim]) -> Any:
    """A value with what is known in place of its symbols; lists item by item."""
    if isinstance(value, tuple):
        return tuple([applied(part, known) for part in value])
    return evaluate(value, known) if isinstance(value, Polynomial) else value


# Numbers for symbols


def symbols_in(values: Iterable[Any]) -> list[str]:
    """The names of all symbols in some values, sorted."""
    found: set[str] = set()
    waiting = list(values)
    while waiting:
        value = waiting.pop()
        if isinstance(value, tuple):
            waiting += value
        elif isinstance(value, Polynomial):
            found.update(symbols_of(value))
    return sorted(found)


def read_numbers(given: Mapping[str, object]) -> dict[str, int]:
    """Numbers for symbols, as text or as they are. Raises a UsageError for anything else."""
    found: dict[str, int] = {}
    for name, value in given.items():
        if isinstance(value, str) and value.isascii() and value.isdigit() and len(value) <= DIGITS:
            value = int(value)
        if type(value) is not int or not 1 <= value < 10**DIGITS:
            raise UsageError(
                f"--at {name}={value}: a symbol is a whole number of at least 1",
                "a fraction is for a letter that is all of a variable: --set alpha=A"
                if is_fraction(value)
                else "letters are put in place by --set, --input and --where",
            )
        found[name] = value
    return found


def with_fractions(
    settings: Mapping[str, object], at: Mapping[str, int | str]
) -> tuple[dict[str, object], dict[str, int | str]]:
    """Settings with fractions in the place of letters that are the whole value of a variable, such
    as `alpha=A` at `A=0.5`; and what is left to be put in place: sizes are whole numbers."""
    chosen, left = dict(settings), dict(at)
    for name, value in at.items():
        if not is_fraction(value):
            continue
        for key, given in settings.items():
            if isinstance(given, str) and given.strip() == name:
                chosen[key] = value
                left.pop(name, None)
    return chosen, left


def is_fraction(value: object) -> bool:
    """Whether a number for a symbol is written as a fraction: `0.5`, `1/2`."""
    return isinstance(value, str) and FRACTION.fullmatch(value.strip()) is not None


def solve(
    numbers: Mapping[str, int], free: Iterable[str], forms: Mapping[str, Any], name: str
) -> dict[str, int]:
    """The numbers of the symbols that are left open, from numbers for some of them and for names
    that stand for forms: with `H = 32*h`, `H = 224` gives `h = 7`.

    Raises a UsageError for a name that is neither, and where no whole number of at least 1 fits;
    `name` is that of the network.
    """
    free = list(free)
    known = {key: value for key, value in numbers.items() if key in free}
    waiting = [key for key in numbers if key not in free]
    for key in waiting:
        if not isinstance(forms.get(key), Polynomial):
            raise _unknown(key, free, forms, name)
    while waiting:
        left = []
        for key in waiting:
            form = applied(forms[key], known)
            names = symbols_in([form])
            if len(names) > 1:
                left.append(key)
            elif names:
                known[names[0]] = _solution(key, numbers[key], form, names[0])
            elif form != numbers[key]:
                raise UsageError(
                    f"--at {key}={numbers[key]}: {key} is {text(forms[key])}, which is {form} here"
                )
        if left == waiting:
            raise UsageError(
                f"--at {left[0]}={numbers[left[0]]}: {left[0]} is {text(forms[left[0]])}, "
                "which leaves several numbers open",
                f"give {' and '.join(symbols_in([applied(forms[left[0]], known)]))} themselves",
            )
        waiting = left
    return known


def _unknown(key: str, free: list[str], forms: Mapping[str, Any], name: str) -> UsageError:
    known = [*free, *[form for form in forms if isinstance(forms[form], Polynomial)]]
    if not known:
        return UsageError(
            f"--at {key}: {name} has no symbols", "letters make some: --input 3xHxW, --set width=W"
        )
    near = suggestion(key, known)
    return UsageError(f"{name} has no symbol {key}{near}", f"its symbols: {', '.join(known)}")


def _solution(key: str, number: int, form: Polynomial, name: str) -> int:
    """The value of the only symbol of a linear form. Raises a UsageError where there is none."""
    factor, rest = form.terms.get(frozenset(((name, 1),))), evaluate(form, {name: 1})
    if type(factor) is int and factor > 0 and type(rest) is int and len(form.terms) <= 2:
        rest -= factor
        if form == factor * symbol(name) + rest:
            return _divided(key, number, factor, rest, name, form)
    raise UsageError(
        f"--at {key}={number}: {key} is {text(form)}, which is not solved for {name}",
        f"give {name} itself: --at {name}=7",
    )


def _divided(key: str, number: int, factor: int, rest: int, name: str, form: Polynomial) -> int:
    found, left = divmod(number - rest, factor)
    if not left and found >= 1:
        return found
    below = factor * max(found, 1) + rest
    near = f"{below} or {below + factor}" if found >= 1 else f"{below}"
    raise UsageError(
        f"--at {key}={number} does not fit {key} = {text(form)}", f"the nearest: {near}"
    )


# Conditions


def decided(condition: str, known: Mapping[str, Dim]) -> bool | None:
    """Whether a condition holds, with numbers in the place of symbols; None where that is still
    open."""
    value, divisible, by = condition.partition(DIVISIBLE)
    written = f"({value}) % ({by}) == 0" if divisible else condition
    try:
        answer = value_of_text(written).evaluate(_Names(known))
    except (ExpressionError, TooLarge):
        return None
    if any(symbols_in([_Names(known).variable(name)]) for name in names_in(written)):
        return None
    return answer if isinstance(answer, bool) else None


def names_in(written: str) -> list[str]:
    """The symbols that a condition speaks of."""
    return [name for name, _, _ in value_of_text(written).names]
