"""What an expression runs: a closure for each operation, which knows the text it stands in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cnnspec.language.arithmetic import COMPARISONS, OPERATORS, OperandError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from cnnspec.language.arithmetic import Value
    from cnnspec.language.expression import ExpressionError, Run, Scope


class Part:
    """A piece of an expression: where it stands, and how it is computed."""

    __slots__ = ("depth", "end", "inside", "run", "start")

    def __init__(self, start: int, end: int, run: Run, depth: int = 0) -> None:
        self.start = start
        self.end = end
        self.inside = (start, end)  # without the parentheses around it
        self.run = run
        self.depth = depth


def size(tensor: str, attribute: str) -> Run:
    """A size of a tensor."""
    return lambda scope: scope.size(tensor, attribute)


def comparison(text: str, symbol: str, left: Part, right: Part) -> Run:
    """`left < right` and its like."""
    run_left, run_right = left.run, right.run
    compare, function = COMPARISONS[symbol], OPERATORS[symbol]

    def run(scope: Scope) -> Value:
        first, second = run_left(scope), run_right(scope)
        if type(first) is int and type(second) is int:
            return compare(first, second)
        try:
            return function(first, second)
        except OperandError as error:
            raise _explained(error, text, (left, right), (first, second)) from None

    return run


def binary(text: str, symbol: str, left: Part, right: Part) -> Run:
    """One operator between two values."""
    run_left, run_right, function = left.run, right.run, OPERATORS[symbol]

    def run(scope: Scope) -> Value:
        first, second = run_left(scope), run_right(scope)
        try:
            return function(first, second)
        except OperandError as error:
            raise _explained(error, text, (left, right), (first, second)) from None

    return run


def chain(text: str, symbols: Sequence[str], parts: Sequence[Part]) -> Run:
    """Operators of one level, from left to right; a loop, as a long sum must not nest."""
    first = parts[0]
    steps = [(OPERATORS[symbol], part) for symbol, part in zip(symbols, parts[1:], strict=True)]

    def run(scope: Scope) -> Value:
        value, end = first.run(scope), first.end
        for function, part in steps:
            other = part.run(scope)
            try:
                value = function(value, other)
            except OperandError as error:
                left = Part(first.start, end, first.run)
                raise _explained(error, text, (left, part), (value, other)) from None
            end = part.end
        return value

    return run


def call(
    text: str, function: Callable[..., Value], start: int, end: int, parts: Sequence[Part]
) -> Run:
    """A function, a sign or an index, with its values."""

    def run(scope: Scope) -> Value:
        values = [part.run(scope) for part in parts]
        try:
            return function(*values)
        except OperandError as error:
            raise _explained(error, text, parts, values, start, end) from None

    return run


def either_or(text: str, decisive: bool, parts: Sequence[Part]) -> Run:
    """`or` stops at the first true part, `and` at the first false one."""

    def run(scope: Scope) -> Value:
        for part in parts:
            value = part.run(scope)
            if value is decisive:
                return decisive
            if value is not (not decisive):
                raise _no_condition(text, part, value)
        return not decisive

    return run


def negation(text: str, part: Part, outcome: bool) -> Run:
    """`not`, however often; `outcome` is what a false part gives."""

    def run(scope: Scope) -> Value:
        value = part.run(scope)
        if value is True:
            return outcome
        if value is False:
            return not outcome
        raise _no_condition(text, part, value)

    return run


def choice(text: str, branches: Sequence[tuple[Part, Part]], otherwise: Part) -> Run:
    """`a if condition else b`, with any number of conditions."""

    def run(scope: Scope) -> Value:
        for part, condition in branches:
            value = condition.run(scope)
            if value is True:
                return part.run(scope)
            if value is not False:
                raise _no_condition(text, condition, value)
        return otherwise.run(scope)

    return run


def _explained(
    error: OperandError, text: str, parts: Sequence[Part], values: Sequence[Value],
    start: int | None = None, end: int | None = None,
) -> ExpressionError:  # fmt: skip
    from cnnspec.language.expression_faults import explain

    return explain(error, text, parts, values, start, end)


def _no_condition(text: str, part: Part, value: Value) -> ExpressionError:
    from cnnspec.language.expression_faults import no_condition

    return no_condition(text, part, value)
