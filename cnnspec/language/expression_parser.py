"""How the text of an expression is read: into tokens, and from there by precedence climbing.

What it is compiled to is in `expression_closures`; what is said of a text that cannot be read, in
`expression_refusals`, which is loaded only then.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from cnnspec.language import expression_closures as closures
from cnnspec.language.arithmetic import COMPARISONS, OperandError, affirm, item, negate, number
from cnnspec.language.expression import DEEPEST, DEEPEST_PARENTHESES, constant, variable
from cnnspec.language.expression_closures import Part
from cnnspec.language.signatures import FUNCTIONS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cnnspec.language.expression import ExpressionError, Run

SIZES = ("c", "l", "d", "h", "w", "size")
KEYWORDS = frozenset(("and", "or", "not", "if", "else"))

_PRECEDENCE = {"or": 1, "and": 2}
_PRECEDENCE.update(dict.fromkeys(COMPARISONS, 4))
_PRECEDENCE.update({"+": 5, "-": 5, "*": 6, "/": 6, "//": 6, "%": 6})
_NOT, _COMPARISON = 3, 4

_OPERATORS = frozenset((*KEYWORDS, *_PRECEDENCE, "**", "(", ")", "[", "]", ","))
_PLAIN_TOKEN = re.compile(r"[\w.]+|[*/=!<>]+|\S")


def tokens_of(text: str) -> list[tuple[str, str, int, int]]:
    """The tokens of a text: kind, word, start and end; the last one is the end itself."""
    tokens = _plain_tokens(text)
    if tokens is None:
        from cnnspec.language.expression_tokens import every_token

        tokens = every_token(text)
    return tokens


def _plain_tokens(text: str) -> list[tuple[str, str, int, int]] | None:
    """The tokens of a text that holds nothing odd, as nearly all do; else None."""
    if not text.isascii():
        return None
    tokens = []
    for match in _PLAIN_TOKEN.finditer(text):
        word = match.group()
        if word in _OPERATORS:
            kind = "operator"
        elif word.replace(".", "", 1).isdigit():
            kind = "number"
        elif all(map(str.isidentifier, word.split("."))):
            kind = "name"
        else:
            return None
        tokens.append((kind, word, *match.span()))
    tokens.append(("end", "", len(text), len(text)))
    return tokens


class Parser:
    """Reads one text; `kind` and `word` are the token at hand.

    `read` gives what the text runs. `names` and `sizes` are then those that it asks for, and where.
    All methods raise an `ExpressionError` where the text cannot be read.
    """

    __slots__ = (
        "end", "kind", "names", "opened", "place", "sizes", "start", "text", "tokens", "word",
    )  # fmt: skip

    def __init__(self, text: str) -> None:
        self.text = text
        self.tokens = tokens_of(text)
        self.names: list[tuple[str, int, int]] = []
        self.sizes: list[tuple[str, str, int, int]] = []
        self.opened: list[tuple[str, int]] = []
        self.place = -1
        self.advance()

    def advance(self) -> None:
        """Go on to the next token."""
        self.place += 1
        self.kind, self.word, self.start, self.end = self.tokens[self.place]

    def read(self) -> Run:
        """What the whole text runs."""
        part = self.expression()
        if self.kind != "end":
            raise self.refused_after_value()
        return part.run

    def join(self, run: Run, start: int, parts: Sequence[Part], end: int = 0) -> Part:
        """One piece made of several."""
        depth = 1 + max(part.depth for part in parts)
        end = end or parts[-1].end
        if depth > DEEPEST:
            from cnnspec.language.expression_refusals import too_deep

            raise too_deep(DEEPEST, start, end)
        return Part(start, end, run, depth)

    def expression(self) -> Part:
        """A value with its conditions: `a if b else c`."""
        part = self.binary(1)
        if self.word != "if":
            return part
        branches = []
        while self.word == "if":
            at = self.start
            self.advance()
            condition = self.binary(1)
            if self.kind == "end" or self.word in (")", "]", ","):
                from cnnspec.language.expression_refusals import without_else

                raise without_else(at)
            if self.word != "else":
                raise self.refused_after_value()
            self.advance()
            branches.append((part, condition))
            part = self.binary(1)
        parts = [piece for branch in branches for piece in branch]
        return self.join(closures.choice(self.text, branches, part), parts[0].start, [*parts, part])

    def binary(self, least: int) -> Part:
        """Values between operators that bind at least as strongly as `least`."""
        left = self.negated(least) if self.word == "not" else self.operand()
        while (level := _PRECEDENCE.get(self.word, 0)) >= least:
            symbols, parts = [], [left]
            while _PRECEDENCE.get(self.word) == level:
                symbols.append(self.word)
                self.advance()
                parts.append(self.binary(level + 1))
            left = self.join(self.combined(symbols, parts), left.start, parts)
        return left

    def combined(self, symbols: list[str], parts: list[Part]) -> Run:
        """What operators of one level run."""
        symbol = symbols[0]
        if symbol in ("or", "and"):
            return closures.either_or(self.text, symbol == "or", parts)
        if symbol in COMPARISONS:
            if len(symbols) > 1:
                from cnnspec.language.expression_refusals import chained_comparison

                raise chained_comparison(self.text, symbols, parts)
            return closures.comparison(self.text, symbol, *parts)
        if len(symbols) == 1:
            return closures.binary(self.text, symbol, *parts)
        return closures.chain(self.text, symbols, parts)

    def negated(self, least: int) -> Part:
        """A condition behind `not`."""
        if least > _NOT:
            from cnnspec.language.expression_refusals import misplaced_not

            raise misplaced_not(self)
        start, outcome = self.start, True
        while self.word == "not":
            outcome = not outcome
            self.advance()
        part = self.binary(_COMPARISON)
        return self.join(closures.negation(self.text, part, outcome), start, [part])

    def operand(self) -> Part:
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
            right = self.join(
                closures.binary(self.text, "**", left, right), left.start, [left, right]
            )
            right = self.signed(start, signs, right)
        return right

    def signed(self, start: int, signs: str, part: Part) -> Part:
        """A value behind signs."""
        if not signs:
            return part
        function = negate if signs.count("-") % 2 else affirm
        return self.join(closures.call(self.text, function, start, part.end, [part]), start, [part])

    def indexed(self) -> Part:
        """A value with the places in it: `xs[0][1]`."""
        part = self.atom()
        while self.word == "[":
            self.open()
            index = self.expression()
            end = self.close("]")
            run = closures.call(self.text, item, part.start, end, [part, index])
            part = self.join(run, part.start, [part, index], end)
        return part

    def open(self) -> None:
        """Step over an opening bracket."""
        self.opened.append((self.word, self.start))
        if len(self.opened) > DEEPEST_PARENTHESES:
            from cnnspec.language.expression_refusals import too_many_parentheses

            raise too_many_parentheses(self, DEEPEST_PARENTHESES)
        self.advance()

    def close(self, bracket: str) -> int:
        """Step over the closing bracket, and say where it ends."""
        if self.word != bracket and (self.kind == "end" or self.word in (")", "]")):
            from cnnspec.language.expression_refusals import unclosed

            raise unclosed(*self.opened[-1])
        if self.word != bracket:
            raise self.refused_after_value()
        self.opened.pop()
        end = self.end
        self.advance()
        return end

    def atom(self) -> Part:
        """One number, one name, one call, or an expression in parentheses."""
        start, end, word = self.start, self.end, self.word
        if self.kind == "name":
            return self.name()
        if self.kind == "number":
            self.advance()
            try:
                return Part(start, end, constant(number(word)))
            except OperandError as error:
                from cnnspec.language.expression_faults import explain

                raise explain(error, self.text, (), (), start, end) from None
        if word != "(":
            from cnnspec.language.expression_refusals import no_value

            raise no_value(self)
        self.open()
        part = self.expression()
        part.start, part.end = start, self.close(")")
        return part

    def name(self) -> Part:
        """A variable, a word, a size of a tensor, or a call."""
        start, end, word = self.start, self.end, self.word
        tensor, dot, attribute = word.rpartition(".")
        if dot and attribute in SIZES and all(map(str.isidentifier, word.split("."))):
            self.sizes.append((tensor, attribute, start, end))
            run = closures.size(tensor, attribute)
        elif dot or not word.isidentifier() or word in ("in", "prev"):
            from cnnspec.language.expression_refusals import not_a_variable

            raise not_a_variable(self)
        elif self.tokens[self.place + 1][1] == "(":
            return self.call()
        elif word in FUNCTIONS:
            from cnnspec.language.expression_refusals import uncalled

            raise uncalled(self, FUNCTIONS[word])
        elif word in ("true", "false"):
            run = constant(word == "true")
        else:
            self.names.append((word, start, end))
            run = variable(word, start, end)
        self.advance()
        return Part(start, end, run)

    def call(self) -> Part:
        """A function with its values."""
        start, name = self.start, self.word
        function = FUNCTIONS.get(name)
        if function is None:
            from cnnspec.language.expression_refusals import unknown_function

            raise unknown_function(self)
        self.advance()
        self.open()
        parts: list[Part] = []
        while self.word != ")" or parts:
            parts.append(self.expression())
            if self.word != ",":
                break
            self.advance()
        end = self.close(")")
        if not 1 <= len(parts) <= function.most:
            from cnnspec.language.expression_refusals import wrong_count

            raise wrong_count(name, function, len(parts), start, end)
        return self.join(
            closures.call(self.text, function.call, start, end, parts), start, parts, end
        )

    def refused_after_value(self) -> ExpressionError:
        """What is wrong with the token at hand, which cannot follow a value."""
        from cnnspec.language.expression_refusals import after_value

        return after_value(self)
