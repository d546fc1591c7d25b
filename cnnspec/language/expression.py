"""Expressions: the text `s > 1 or in.c != 4*c` becomes a function of a scope.

A text is read once and compiled to closures, which cost little more than the arithmetic they do.
Whatever is wrong with a text or its values is an `ExpressionError` that knows the place in it.
"""

from __future__ import annotations

import re
from contextlib import suppress
from typing import TYPE_CHECKING, NoReturn, cast

from cnnspec.language.arithmetic import (
    COMPARISONS,
    FUNCTIONS,
    OPERATORS,
    OperandError,
    affirm,
    item,
    negate,
    number,
    show,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
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
DEEPEST_PARENTHESES = 64
DEEPEST = 200  # operations inside each other, so that no text exhausts the stack
REMEMBERED = 1_000
EXTENT = re.compile(r"^[0-9]+(?:x[0-9]+)+\Z")
SIZES = ("c", "l", "d", "h", "w", "size")

RESERVED = frozenset(
    [
        *("true", "false", "in", "prev", "train", "i", "and", "or", "not", "if", "else"),
        *("bn", "ln", "inorm", "none", "same", "causal", "channel", "tensor", "auto"),
        *FUNCTIONS,
    ]
)
"""Names that a spec cannot define; the activations are reserved as well."""

_PRECEDENCE = {"or": 1, "and": 2}
_PRECEDENCE.update(dict.fromkeys(COMPARISONS, 4))
_PRECEDENCE.update({"+": 5, "-": 5, "*": 6, "/": 6, "//": 6, "%": 6})
_NOT, _COMPARISON = 3, 4

_TOKEN = re.compile(
    r"""\s*(?:
    (?P<name>[^\W\d]\w*(?:\.\w+)*)
  | (?P<number>(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][-+]?[0-9]+)?(?![\w.]))
  | (?P<foreign>&&|\|\||<>|=>|=<|[=!]==|<<|>>|'[^']*'?|"[^"]*"?|[0-9.][\w.]*)
  | (?P<operator>\*\*|//|[=!<>]=|[-+*/%<>()\[\],])
  | (?P<end>\Z)
  | (?P<other>.)
    )""",
    re.VERBOSE,
)
_KEYWORDS = frozenset(("and", "or", "not", "if", "else"))
_SPELLINGS = {
    "&&": "and", "&": "and", "AND": "and", "||": "or", "|": "or", "OR": "or", "!": "not",
    "~": "not", "NOT": "not", "=": "==", "===": "==", "is": "==", "!==": "!=", "<>": "!=",
    "≠": "!=", "=>": ">=", "≥": ">=", "=<": "<=", "≤": "<=", "^": "**", "×": "*", "·": "*",
    "−": "-", "÷": "/", "mod": "%", "div": "//", "<<": "* 2**n", ">>": "// 2**n",
    "?": "a if c else b",
}  # fmt: skip
_NAMED_BY_A_LETTER = "only a layer whose name begins with a letter has sizes here"
_WORDS = {"yes": "true", "on": "true", "no": "false", "off": "false", "null": "none"}
_SIZE_SPELLINGS = {"channels": "c", "length": "l", "depth": "d", "height": "h", "width": "w"}


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


_expressions: dict[str, Expression] = {}
_values: dict[str, Expression] = {}


def parse(text: str) -> Expression:
    """Read an expression; the same text is read once. Raises `ExpressionError`."""
    expression = _expressions.get(text)
    if expression is None:
        expression = _remember(_expressions, text, _Parser(text).read())
    return expression


def value_of_text(text: str) -> Expression:
    """Read a value that stands in a spec as text: an extent such as `3x3`, or an expression."""
    expression = _values.get(text)
    if expression is None:
        expression = _remember(_values, text, _extent(text) or parse(text))
    return expression


def _extent(text: str) -> Expression | None:
    bare = text.strip()
    if not bare[:1].isdigit() or len(text) > LONGEST:
        return None
    if EXTENT.match(bare):
        return Expression(text, _constant(tuple(int(size) for size in bare.split("x"))))
    if re.fullmatch(r"[0-9xX×*\s]*", bare) and re.search("[xX×]", bare):
        sizes = re.findall("[0-9]+", bare)
        hint = "an extent has a size for each axis: 3x3"
        if len(sizes) > 1:
            hint = f"write {'x'.join(sizes)}"
        start = text.index(bare)
        message = f"`{_clip(bare)}` is almost an extent"
        raise ExpressionError("E208", message, start, start + len(bare), hint)
    return None


def _remember(memory: dict[str, Expression], text: str, expression: Expression) -> Expression:
    if len(memory) >= REMEMBERED:
        memory.clear()
    memory[text] = expression
    return expression


# What goes wrong


def _clip(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= 60 else f"{text[:40].rstrip()} … {text[-17:].lstrip()}"


def _explain(
    error: OperandError, text: str, parts: Sequence[_Part], values: Sequence[Value],
    start: int | None = None, end: int | None = None,
) -> ExpressionError:  # fmt: skip
    """Say where an operation failed and what its operands were."""
    start = parts[0].start if start is None else start
    end = parts[-1].end if end is None else end
    fact = error.fact.replace("{}", f"`{_clip(text[start:end])}`")
    places = range(len(values)) if error.operands is None else error.operands
    found = [_say(parts[place].quote(text), values[place]) for place in places]
    details = ", ".join(detail for detail in found if detail)
    if details:
        fact += f"; {details}" if ": " in fact else f": {details}"
    return ExpressionError(error.code, fact, start, end, error.hint)


def _say(text: str, value: Value) -> str:
    if text == value:
        return f"{text} is a word"
    shown = show(value)
    return "" if shown == text else f"{text} is {shown}"


def _no_condition(text: str, part: _Part, value: Value) -> ExpressionError:
    quoted = part.quote(text)
    shown = "a word" if value == quoted else show(value)
    fact = "a condition is true or false"
    hint = ""
    if not isinstance(value, str | tuple):
        fact += ", never a number"
        hint = f"compare it: {_clip(text[part.start : part.end])} > 0"
    message = f"{fact}: {quoted}" + ("" if shown == quoted else f" is {shown}")
    return ExpressionError("E203", message, part.start, part.end, hint)


def _suggest(name: str, known: Iterable[str]) -> str:
    from cnnspec.core.nearest import nearest

    found = [_WORDS[name.lower()]] if name.lower() in _WORDS else nearest(name, known)
    return f"did you mean {_either(found)}?" if found else ""


def _either(words: Sequence[str]) -> str:
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} or {words[-1]}"


# What runs


class _Part:
    """A piece of an expression: where it stands, and how it is computed."""

    __slots__ = ("depth", "end", "inside", "run", "start")

    def __init__(self, start: int, end: int, run: Run, depth: int = 0) -> None:
        self.start = start
        self.end = end
        self.inside = (start, end)  # without the parentheses around it
        self.run = run
        self.depth = depth

    def quote(self, text: str) -> str:
        start, end = self.inside
        return _clip(text[start:end])


def _constant(value: Value) -> Callable[[object], Value]:
    return lambda scope: value


def _variable(name: str, start: int, end: int) -> Run:
    def run(scope: Scope) -> Value:
        try:
            return scope.variable(name)
        except LookupError:
            hint = _suggest(name, [*scope.known_names(), "true", "false"])
        raise ExpressionError("E207", f"no variable is called `{name}`", start, end, hint)

    return run


def _size(tensor: str, attribute: str) -> Run:
    return lambda scope: scope.size(tensor, attribute)


def _comparison(text: str, symbol: str, left: _Part, right: _Part) -> Run:
    run_left, run_right = left.run, right.run
    compare, function = COMPARISONS[symbol], OPERATORS[symbol]

    def run(scope: Scope) -> Value:
        first, second = run_left(scope), run_right(scope)
        if type(first) is int and type(second) is int:
            return compare(first, second)
        try:
            return function(first, second)
        except OperandError as error:
            raise _explain(error, text, (left, right), (first, second)) from None

    return run


def _binary(text: str, symbol: str, left: _Part, right: _Part) -> Run:
    run_left, run_right, function = left.run, right.run, OPERATORS[symbol]

    def run(scope: Scope) -> Value:
        first, second = run_left(scope), run_right(scope)
        try:
            return function(first, second)
        except OperandError as error:
            raise _explain(error, text, (left, right), (first, second)) from None

    return run


def _chain(text: str, symbols: Sequence[str], parts: Sequence[_Part]) -> Run:
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
                left = _Part(first.start, end, first.run)
                raise _explain(error, text, (left, part), (value, other)) from None
            end = part.end
        return value

    return run


def _call(
    text: str, function: Callable[..., Value], start: int, end: int, parts: Sequence[_Part]
) -> Run:
    def run(scope: Scope) -> Value:
        values = [part.run(scope) for part in parts]
        try:
            return function(*values)
        except OperandError as error:
            raise _explain(error, text, parts, values, start, end) from None

    return run


def _either_or(text: str, decisive: bool, parts: Sequence[_Part]) -> Run:
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


def _negation(text: str, part: _Part, outcome: bool) -> Run:
    def run(scope: Scope) -> Value:
        value = part.run(scope)
        if value is True:
            return outcome
        if value is False:
            return not outcome
        raise _no_condition(text, part, value)

    return run


def _choice(text: str, branches: Sequence[tuple[_Part, _Part]], otherwise: _Part) -> Run:
    def run(scope: Scope) -> Value:
        for part, condition in branches:
            value = condition.run(scope)
            if value is True:
                return part.run(scope)
            if value is not False:
                raise _no_condition(text, condition, value)
        return otherwise.run(scope)

    return run


# How a text is read


class _Parser:
    """Reads one text, by precedence climbing; `kind` and `word` are the token at hand."""

    __slots__ = (
        "end", "kind", "names", "opened", "place", "sizes", "start", "text", "tokens", "word",
    )  # fmt: skip

    def __init__(self, text: str) -> None:
        if len(text) > LONGEST:
            message = f"an expression of {len(text):,} characters; {LONGEST:,} are the limit"
            raise ExpressionError("E208", message, 0, len(text))
        self.text = text
        self.tokens = _tokens(text)
        self.names: list[tuple[str, int, int]] = []
        self.sizes: list[tuple[str, str, int, int]] = []
        self.opened: list[tuple[str, int]] = []
        self.place = -1
        self.advance()

    def advance(self) -> None:
        self.place += 1
        self.kind, self.word, self.start, self.end = self.tokens[self.place]

    def fail(self, message: str, hint: str = "", code: str = "E208") -> NoReturn:
        raise ExpressionError(code, message, self.start, self.end, hint)

    def read(self) -> Expression:
        part = self.expression()
        if self.kind != "end":
            self.refuse_after_value()
        expression = Expression(self.text, part.run, tuple(self.names), tuple(self.sizes))
        if expression.constant:
            with suppress(ExpressionError):  # it is raised again where the value is asked for
                expression.evaluate = _constant(expression.evaluate(None))
        return expression

    def join(self, run: Run, start: int, parts: Sequence[_Part], end: int = 0) -> _Part:
        depth = 1 + max(part.depth for part in parts)
        end = end or parts[-1].end
        if depth > DEEPEST:
            message = f"more than {DEEPEST} operations inside each other"
            raise ExpressionError("E208", message, start, end)
        return _Part(start, end, run, depth)

    def expression(self) -> _Part:
        part = self.binary(1)
        if self.word != "if":
            return part
        branches = []
        while self.word == "if":
            at = self.start
            self.advance()
            condition = self.binary(1)
            if self.kind == "end" or self.word in (")", "]", ","):
                message, hint = "`if` without `else`", "write `a if condition else b`"
                raise ExpressionError("E208", message, at, at + 2, hint)
            if self.word != "else":
                self.refuse_after_value()
            self.advance()
            branches.append((part, condition))
            part = self.binary(1)
        parts = [piece for branch in branches for piece in branch]
        return self.join(_choice(self.text, branches, part), parts[0].start, [*parts, part])

    def binary(self, least: int) -> _Part:
        left = self.negated(least) if self.word == "not" else self.operand()
        while (level := _PRECEDENCE.get(self.word, 0)) >= least:
            symbols, parts = [], [left]
            while _PRECEDENCE.get(self.word) == level:
                symbols.append(self.word)
                self.advance()
                parts.append(self.binary(level + 1))
            left = self.join(self.combined(symbols, parts), left.start, parts)
        return left

    def combined(self, symbols: list[str], parts: list[_Part]) -> Run:
        symbol = symbols[0]
        if symbol in ("or", "and"):
            return _either_or(self.text, symbol == "or", parts)
        if symbol in COMPARISONS:
            if len(symbols) > 1:
                self.refuse_chain(symbols, parts)
            return _comparison(self.text, symbol, *parts)
        if len(symbols) == 1:
            return _binary(self.text, symbol, *parts)
        return _chain(self.text, symbols, parts)

    def refuse_chain(self, symbols: list[str], parts: list[_Part]) -> NoReturn:
        texts = [_clip(self.text[part.start : part.end]) for part in parts]
        pairs = [f"{texts[k]} {symbol} {texts[k + 1]}" for k, symbol in enumerate(symbols)]
        message = f"a chained comparison; write `{' and '.join(pairs)}`"
        raise ExpressionError("E208", message, parts[0].start, parts[-1].end)

    def negated(self, least: int) -> _Part:
        if least > _NOT:
            self.fail("`not` stands behind an operator", "put it in parentheses: `(not ...)`")
        start, outcome = self.start, True
        while self.word == "not":
            outcome = not outcome
            self.advance()
        part = self.binary(_COMPARISON)
        return self.join(_negation(self.text, part, outcome), start, [part])

    def operand(self) -> _Part:
        """A value with its signs and powers: `-x**-2` is `-(x**(-2))`."""
        bases = []
        while True:
            start, signs = self.start, ""
            while self.word in ("+", "-"):
                signs += self.word
                self.advance()
            bases.append((start, signs, self.indexed()))
            if self.word != "**":
                break
            self.advance()
        start, signs, right = bases.pop()
        right = self.signed(start, signs, right)
        while bases:
            start, signs, left = bases.pop()
            right = self.join(_binary(self.text, "**", left, right), left.start, [left, right])
            right = self.signed(start, signs, right)
        return right

    def signed(self, start: int, signs: str, part: _Part) -> _Part:
        if not signs:
            return part
        function = negate if signs.count("-") % 2 else affirm
        return self.join(_call(self.text, function, start, part.end, [part]), start, [part])

    def indexed(self) -> _Part:
        part = self.atom()
        while self.word == "[":
            self.open()
            index = self.expression()
            end = self.close("]")
            run = _call(self.text, item, part.start, end, [part, index])
            part = self.join(run, part.start, [part, index], end)
        return part

    def open(self) -> None:
        self.opened.append((self.word, self.start))
        if len(self.opened) > DEEPEST_PARENTHESES:
            self.fail(f"more than {DEEPEST_PARENTHESES} parentheses inside each other")
        self.advance()

    def close(self, bracket: str) -> int:
        """Step over the closing bracket, and say where it ends."""
        opening, start = self.opened[-1]
        if self.word != bracket and (self.kind == "end" or self.word in (")", "]")):
            hint = "between [ ] or { } YAML ends a text at a comma or bracket: quote the expression"
            raise ExpressionError("E208", f"`{opening}` is not closed", start, start + 1, hint)
        if self.word != bracket:
            self.refuse_after_value()
        self.opened.pop()
        end = self.end
        self.advance()
        return end

    def atom(self) -> _Part:
        if self.kind == "name":
            return self.name()
        start, end, word = self.start, self.end, self.word
        if self.kind == "number":
            self.advance()
            try:
                return _Part(start, end, _constant(number(word)))
            except OperandError as error:
                whole = _Part(start, end, _constant(0))
                raise _explain(error, self.text, (whole,), ()) from None
        if word != "(":
            self.refuse_for_value()
        self.open()
        part = self.expression()
        part.start, part.end = start, self.close(")")
        return part

    def name(self) -> _Part:
        start, end, word = self.start, self.end, self.word
        if not all(piece.isidentifier() for piece in word.split(".")):
            self.refuse_name()
        tensor, dot, attribute = word.rpartition(".")
        if dot:
            if attribute not in SIZES:
                self.refuse_size(tensor, attribute)
            self.sizes.append((tensor, attribute, start, end))
            run = _size(tensor, attribute)
        elif word in ("in", "prev"):
            self.fail(f"`{word}` is a tensor", f"write a size of it, such as {word}.c")
        elif self.tokens[self.place + 1][1] == "(":
            return self.call()
        elif word in FUNCTIONS:
            self.fail(f"`{word}` is a function", f"write {FUNCTIONS[word].usage}")
        elif word in ("true", "false"):
            run = _constant(word == "true")
        else:
            self.names.append((word, start, end))
            run = _variable(word, start, end)
        self.advance()
        return _Part(start, end, run)

    def call(self) -> _Part:
        start, name = self.start, self.word
        function = FUNCTIONS.get(name)
        if function is None:
            hint = _suggest(name, FUNCTIONS) or f"the functions are {', '.join(FUNCTIONS)}"
            self.fail(f"no function is called `{name}`", hint, "E207")
        self.advance()
        self.open()
        parts: list[_Part] = []
        while self.word != ")" or parts:
            parts.append(self.expression())
            if self.word != ",":
                break
            self.advance()
        end = self.close(")")
        if not 1 <= len(parts) <= function.most:
            takes = {1: "1 value", 2: "1 or 2 values"}.get(function.most, "at least 1 value")
            message = f"`{name}` takes {takes}, not {len(parts)}"
            raise ExpressionError("E208", message, start, end, f"write {function.usage}")
        return self.join(_call(self.text, function.call, start, end, parts), start, parts, end)

    def refuse_after_value(self) -> NoReturn:
        """The token at hand cannot follow a value."""
        word = self.word
        if self.kind in ("foreign", "other"):
            self.refuse_foreign()
        if word in (")", "]"):
            self.fail(f"`{word}` closes nothing")
        if word == ",":
            self.fail("a comma outside of a function", "a list is written in YAML: [a, b]")
        if word in _KEYWORDS:
            hint = "write `a if condition else b`" if word == "else" else "write `not (a == b)`"
            self.fail(f"`{word}` does not belong here", hint)
        if word in ("in", "prev"):
            self.fail(f"`{word}` is a tensor, not an operator", f"write a size of it: {word}.c")
        before = self.tokens[self.place - 1][1]
        hint = f"write {before}*{word}" if before[-1].isalnum() else ""
        if word in _SPELLINGS:
            hint = f"write {_SPELLINGS[word]}"
        self.fail(f"an operator is missing before `{_clip(word)}`", hint)

    def refuse_for_value(self) -> NoReturn:
        """The token at hand cannot begin a value."""
        if self.kind in ("foreign", "other"):
            self.refuse_foreign()
        if self.kind == "end":
            self.fail("a value is missing at the end" if self.place else "an empty expression")
        if self.word == "[":
            hint = "give the list a name under `vars` or `let`, and write the name"
            self.fail("lists are written in YAML, not inside an expression", hint)
        self.fail(f"a value is missing before `{self.word}`")

    def refuse_foreign(self) -> NoReturn:
        word = self.word
        if word[0] in "0123456789.":
            self.fail(*_about_number(word))
        if word[0] in "'\"":
            bare = word.strip("'\"")
            hint = f"write {bare}" if bare.isidentifier() else ""
            self.fail("an expression has no text in quotes; a word stands for itself", hint)
        hint = f"write {_SPELLINGS[word]}" if word in _SPELLINGS else ""
        self.fail(f"`{_clip(word)}` means nothing in an expression", hint)

    def refuse_name(self) -> NoReturn:
        hint = _NAMED_BY_A_LETTER
        if (plain := self.word.replace("²", "**2").replace("³", "**3")) != self.word:
            hint = f"write {plain}"
        self.fail(f"`{_clip(self.word)}` cannot be used in an expression", hint)

    def refuse_size(self, tensor: str, attribute: str) -> NoReturn:
        known = _SIZE_SPELLINGS.get(attribute.lower(), attribute.lower())
        if known in SIZES:
            hint = f"write {tensor}.{known}"
        else:
            hint = f"the sizes are {', '.join(SIZES)}; of an output: {tensor}.{attribute}.c"
        self.fail(f"no size is called `{attribute}`", hint, "E207")


def _tokens(text: str) -> list[tuple[str, str, int, int]]:
    """The tokens of a text: kind, word, start and end; the last one is the end itself."""
    tokens = []
    for match in _TOKEN.finditer(text):
        kind = match.lastgroup or ""
        word, (start, end) = match[kind], match.span(kind)
        tokens.append(("operator" if word in _KEYWORDS else kind, word, start, end))
        if kind == "end":
            break
    return tokens


def _about_number(word: str) -> tuple[str, str]:
    """What is wrong with a word that begins as a number does, and what to write instead."""
    if EXTENT.match(word):
        return f"the extent `{word}` cannot be part of an expression", "an extent stands alone"
    fact = f"`{_clip(word)}` is not a number"
    if re.fullmatch("0[xX][0-9a-fA-F]+|0[oO][0-7]+|0[bB][01]+", word):
        return fact, f"write {int(word, 0)}"
    if re.fullmatch(r"[0-9][0-9_]*(\.[0-9_]+)?", word):
        return fact, f"write {word.replace('_', '')}"
    if re.fullmatch(r"[0-9.]+[KMG]", word):
        return fact, f"write {word[:-1]}e{3 * ('KMG'.index(word[-1]) + 1)}"
    if sizes := re.fullmatch("([0-9]+)[xX]([a-zA-Z0-9]+)", word):
        first, second = sizes.groups()
        return fact, f"write {first}x{second}" if second.isdigit() else f"write [{first}, {second}]"
    if product := re.fullmatch(r"([0-9]+(?:\.[0-9]+)?)(?![eE]$)([^\W\d]\w*)", word):
        return fact, f"write {product[1]}*{product[2]}"
    if re.fullmatch(r"[0-9]+[^\W\d]\w*\.\w+", word):
        return f"`{_clip(word)}` is no size", _NAMED_BY_A_LETTER
    return fact, ""
