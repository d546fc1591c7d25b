"""Expressions: the text `s > 1 or in.c != 4*c` becomes a function of a scope.

A text is read once and compiled to closures, which cost little more than the arithmetic they do.
Whatever is wrong with a text or its values is an `ExpressionError` that knows the place in it.

Most values are one number, one word or one extent. They need no parser, so it is loaded with the
first text that is more than that; and the wording of errors with the first error.
"""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, cast

from cnnspec.language.signatures import FUNCTIONS
from cnnspec.language.structure import NOT_NAMES, WORDS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from typing import Protocol, TypeAlias

    from cnnspec.language.arithmetic import Value

    class Scope(Protocol):
        """What an expression may ask of the place where it stands."""

        def variable(self, name: str) -> Value:
            """The value of a name; `LookupError` if there is none."""

        def size(self, tensor: str, attribute: str) -> Value:
            """A size of a tensor, such as `c` of `in`; what it raises reaches the caller."""

        def known_names(self) -> Iterable[str]:
            """The names that a misspelt one may have meant."""

    Run: TypeAlias = Callable[[Scope], Value]

__all__ = [
    "EXTENT",
    "FUNCTIONS",
    "RESERVED",
    "Expression",
    "ExpressionError",
    "parse",
    "value_of_text",
]

LONGEST = 1_000
OF_LIST = 200
"""What a function of a list costs, in characters."""
DEEPEST_PARENTHESES = 64
DEEPEST = 200  # operations inside each other, so that no text exhausts the stack
REMEMBERED = 1_000

RESERVED = NOT_NAMES | WORDS | frozenset(FUNCTIONS)
"""Names that a spec cannot define; the activations are reserved as well."""

_TRUTH = ("true", "false")
_NO_VARIABLES = frozenset(["in", "prev", "and", "or", "not", "if", "else", *FUNCTIONS])
_NEARLY_AN_EXTENT = frozenset("0123456789xX×*")


class ExpressionError(Exception):
    """An expression that cannot be read or has no value; `start` and `end` are places in it."""

    def __init__(self, code: str, message: str, start: int, end: int, hint: str = "") -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.start = start
        self.end = end
        self.hint = hint


class Expression:
    """A text that was read, with the names and sizes that it asks for, and where.

    `evaluate(scope)` gives its value. It raises `ExpressionError`, and whatever `scope.size` does.
    `constant` means that no name and no size is read; a constant needs no scope, `None` will do.
    """

    __slots__ = ("constant", "evaluate", "names", "sizes", "text")

    evaluate: Callable[[Scope | None], Value]

    def __init__(
        self,
        text: str,
        run: Run,
        names: tuple[tuple[str, int, int], ...] = (),
        sizes: tuple[tuple[str, str, int, int], ...] = (),
    ) -> None:
        self.text = text
        self.evaluate = cast("Callable[[Scope | None], Value]", run)
        self.names = names
        self.sizes = sizes
        self.constant = not names and not sizes

    def __repr__(self) -> str:
        return f"Expression({self.text!r})"


class _Extent:
    """The form of an extent: whole numbers with an `x` between them, as in `3x3`."""

    __slots__ = ()

    def match(self, text: str) -> bool:
        """Whether a text is an extent. Every spec asks this, and a regex takes long to compile."""
        sizes = text.split("x")
        return len(sizes) > 1 and text.isascii() and all(map(str.isdigit, sizes))


EXTENT = _Extent()

_expressions: dict[str, Expression] = {}
_values: dict[str, Expression] = {}


def parse(text: str) -> Expression:
    """Read an expression; the same text is read once. Raises `ExpressionError`."""
    expression = _expressions.get(text)
    if expression is None:
        if len(text) > LONGEST:
            from cnnspec.language.expression_refusals import too_long

            raise too_long(text, LONGEST)
        expression = _remember(_expressions, text, _plain(text) or _compiled(text))
    return expression


def value_of_text(text: str) -> Expression:
    """Read a value that stands in a spec as text: an extent such as `3x3`, or an expression."""
    expression = _values.get(text)
    if expression is None:
        expression = _remember(_values, text, _extent(text) or parse(text))
    return expression


def effort_of(text: str) -> int:
    """What working a text out costs, in characters: a function of a list reads all of that."""
    return len(text) + OF_LIST * sum([text.count(f"{name}(") for name in ("sum", "min", "max")])


def _remember(memory: dict[str, Expression], text: str, expression: Expression) -> Expression:
    if len(memory) >= REMEMBERED:
        memory.clear()
    memory[text] = expression
    return expression


def _extent(text: str) -> Expression | None:
    bare = text.strip()
    if not bare[:1].isdigit() or len(text) > LONGEST:
        return None
    if EXTENT.match(bare):
        return Expression(text, constant(tuple([int(size) for size in bare.split("x")])))
    marks = set("".join(bare.split()))
    if marks <= _NEARLY_AN_EXTENT and not marks.isdisjoint("xX×"):
        from cnnspec.language.expression_refusals import almost_an_extent

        raise almost_an_extent(text, bare)
    return None


def _plain(text: str) -> Expression | None:
    """One number or one word, without blanks; beyond ASCII, a word is left to the parser."""
    if not text.isascii():
        return None
    if text.isdigit():
        return Expression(text, constant(int(text)))
    if text.replace(".", "", 1).isdigit():
        from cnnspec.language.arithmetic import number

        return Expression(text, constant(number(text)))
    if text in _TRUTH:
        return Expression(text, constant(text == "true"))
    if text.isidentifier() and text not in _NO_VARIABLES:
        end = len(text)
        return Expression(text, variable(text, 0, end), ((text, 0, end),))
    return None


def _compiled(text: str) -> Expression:
    from cnnspec.language.expression_parser import Parser

    parser = Parser(text)
    run = parser.read()
    expression = Expression(text, run, tuple(parser.names), tuple(parser.sizes))
    if expression.constant:
        with suppress(ExpressionError):  # it is raised again where the value is asked for
            expression.evaluate = constant(expression.evaluate(None))
    return expression


def constant(value: Value) -> Callable[[object], Value]:
    """What gives the same value in every scope."""
    return lambda scope: value


def variable(name: str, start: int, end: int) -> Run:
    """What looks up a name; it raises `ExpressionError` where there is none."""

    def run(scope: Scope) -> Value:
        try:
            return scope.variable(name)
        except LookupError:
            from cnnspec.language.expression_faults import unknown_variable
        raise unknown_variable(name, scope.known_names(), start, end)

    return run
