"""Where a network with symbols is looked at: what some of them stand for, and numbers for some."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from cnnspec.core.diagnostic import UsageError
from cnnspec.core.record import Record

if TYPE_CHECKING:
    from collections.abc import Mapping

    from cnnspec.core.algebra import Dim
    from cnnspec.language.spec import Spec


class Point(Record):
    """What a reader said of symbols: the forms of some (`H = 32*h`) and numbers (`H = 224`); and
    what is known by that (`H = 224`, `h = 7`)."""

    forms: dict[str, Dim]
    numbers: dict[str, int]
    known: dict[str, Dim]


NO_POINT = Point({}, {}, {})


def names_at(spec: Spec, input: Any, settings: dict[str, object], train: bool) -> frozenset[str]:
    """The names that may be given a form or a number: symbols, and variables that hold some."""
    from cnnspec.language.bind import bind
    from cnnspec.language.problems import Problems
    from cnnspec.language.symbols import symbols_in

    bound = bind(spec, Problems(spec.source), input, settings, train)
    symbols = symbols_in([*bound.inputs.values(), *bound.values.values()])
    variables = [name for name, value in bound.values.items() if symbols_in([value])]
    return frozenset([*symbols, *variables])


def find_point(
    spec: Spec,
    input: Any,
    settings: dict[str, object],
    train: bool,
    where: Mapping[str, Dim | str],
    at: Mapping[str, int | str],
) -> Point:
    """What is known of the symbols of a network. Raises a UsageError for what does not fit it."""
    from cnnspec.core.algebra import evaluate
    from cnnspec.language.bind import bind
    from cnnspec.language.problems import Problems
    from cnnspec.language.symbols import read_forms, read_numbers, solve, symbols_in

    forms, numbers = read_forms(where), read_numbers(at)
    problems = Problems(spec.source)
    plain = bind(spec, problems, input, settings, train)
    symbols = symbols_in([*plain.inputs.values(), *plain.values.values()])
    for name in forms:
        if name not in symbols:
            hint = f"its symbols: {', '.join(symbols)}"
            if not symbols:
                hint = "letters make some: --input 3xHxW, --set width=W"
            raise UsageError(f"--where {name}: {spec.name} has no symbol {name}", hint)
    bound = bind(spec, problems, input, settings, train, forms)
    free = symbols_in([*bound.inputs.values(), *bound.values.values()])
    solved = solve(numbers, free, {**bound.values, **forms}, spec.name)
    known = {**{name: evaluate(form, solved) for name, form in forms.items()}, **solved}
    return Point(forms, numbers, known)
