"""What is said of an expression that cannot be read, and what to write instead."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from cnnspec.language.expression import EXTENT, ExpressionError
from cnnspec.language.expression_faults import clip, suggest
from cnnspec.language.expression_parser import KEYWORDS, SIZES
from cnnspec.language.signatures import FUNCTIONS

if TYPE_CHECKING:
    from cnnspec.language.expression_closures import Part
    from cnnspec.language.expression_parser import Parser
    from cnnspec.language.signatures import Function

_SPELLINGS = {
    "&&": "and", "&": "and", "AND": "and", "||": "or", "|": "or", "OR": "or", "!": "not",
    "~": "not", "NOT": "not", "=": "==", "===": "==", "is": "==", "!==": "!=", "<>": "!=",
    "≠": "!=", "=>": ">=", "≥": ">=", "=<": "<=", "≤": "<=", "^": "**", "×": "*", "·": "*",
    "−": "-", "÷": "/", "mod": "%", "div": "//", "<<": "* 2**n", ">>": "// 2**n",
    "?": "a if c else b",
}  # fmt: skip
_SIZE_SPELLINGS = {"channels": "c", "length": "l", "depth": "d", "height": "h", "width": "w"}
_NAMED_BY_A_LETTER = "only a layer whose name begins with a letter has sizes here"
_CONDITIONAL = "write `a if condition else b`"


def _at(parser: Parser, message: str, hint: str = "", code: str = "E208") -> ExpressionError:
    """An error about the token at hand."""
    return ExpressionError(code, message, parser.start, parser.end, hint)


# The text as a whole


def too_long(text: str, limit: int) -> ExpressionError:
    message = f"an expression of {len(text):,} characters; {limit:,} are the limit"
    return ExpressionError("E208", message, 0, len(text))


def almost_an_extent(text: str, bare: str) -> ExpressionError:
    if re.fullmatch(r"[0-9]+(x[0-9]+)*(\s+[0-9]+(x[0-9]+)*)+", bare):
        return _without_commas(text, bare)
    sizes = re.findall("[0-9]+", bare)
    hint = "an extent has a size for each axis: 3x3"
    if len(sizes) > 1:
        hint = f"write {'x'.join(sizes)}"
    start = text.index(bare)
    message = f"`{clip(bare)}` is almost an extent"
    return ExpressionError("E208", message, start, start + len(bare), hint)


def _without_commas(text: str, bare: str) -> ExpressionError:
    """Values that stand side by side: `8 3x3`."""
    start = text.index(bare)
    message = f"a comma is missing in `{clip(bare)}`"
    hint = f"write {', '.join(bare.split())}"
    return ExpressionError("E208", message, start, start + len(bare), hint)


# Pieces that do not go together


def too_deep(limit: int, start: int, end: int) -> ExpressionError:
    message = f"more than {limit} operations inside each other"
    return ExpressionError("E208", message, start, end)


def too_many_parentheses(parser: Parser, limit: int) -> ExpressionError:
    return _at(parser, f"more than {limit} parentheses inside each other")


def unclosed(opening: str, start: int) -> ExpressionError:
    hint = "between [ ] or { } YAML ends a text at a comma or bracket: quote the expression"
    return ExpressionError("E208", f"`{opening}` is not closed", start, start + 1, hint)


def without_else(start: int) -> ExpressionError:
    return ExpressionError("E208", "`if` without `else`", start, start + 2, _CONDITIONAL)


def misplaced_not(parser: Parser) -> ExpressionError:
    return _at(parser, "`not` stands behind an operator", "put it in parentheses: `(not ...)`")


def chained_comparison(text: str, symbols: list[str], parts: list[Part]) -> ExpressionError:
    texts = [clip(text[part.start : part.end]) for part in parts]
    pairs = [f"{texts[k]} {symbol} {texts[k + 1]}" for k, symbol in enumerate(symbols)]
    message = f"a chained comparison; write `{' and '.join(pairs)}`"
    return ExpressionError("E208", message, parts[0].start, parts[-1].end)


# The token at hand


def after_value(parser: Parser) -> ExpressionError:
    """It cannot follow a value."""
    word = parser.word
    if parser.kind in ("foreign", "other"):
        return _foreign(parser)
    if word in (")", "]"):
        return _at(parser, f"`{word}` closes nothing")
    if word == ",":
        written = parser.text.strip()
        hint = f"a list stands in brackets: [{clip(written)}]"
        if "[" in written or "(" in written:
            hint = "a list is written in YAML: [a, b]"
        return _at(parser, "a comma outside of a function", hint)
    if word in KEYWORDS:
        hint = _CONDITIONAL if word == "else" else "write `not (a == b)`"
        return _at(parser, f"`{word}` does not belong here", hint)
    if word in ("in", "prev"):
        message = f"`{word}` is a tensor, not an operator"
        return _at(parser, message, f"write a size of it: {word}.c")
    before = parser.tokens[parser.place - 1][1]
    hint = f"write {before}*{word}" if before[-1].isalnum() else ""
    if word in _SPELLINGS:
        hint = f"write {_SPELLINGS[word]}"
    return _at(parser, f"an operator is missing before `{clip(word)}`", hint)


def no_value(parser: Parser) -> ExpressionError:
    """It cannot begin a value."""
    if parser.kind in ("foreign", "other"):
        return _foreign(parser)
    if parser.kind == "end":
        if parser.place and parser.tokens[parser.place - 1][1] == "%":
            return _percentage(parser)
        message = "a value is missing at the end" if parser.place else "an empty expression"
        return _at(parser, message)
    if parser.word == "[":
        hint = "give the list a name under `vars` or `let`, and write the name"
        return _at(parser, "lists are written in YAML, not inside an expression", hint)
    return _at(parser, f"a value is missing before `{parser.word}`")


def _percentage(parser: Parser) -> ExpressionError:
    """A `%` with nothing behind it, where it would be the remainder of a division."""
    written = [token[1] for token in parser.tokens[: parser.place - 1]]
    percent = written[0] if len(written) == 1 else ""
    hint = ""
    if percent.isascii() and percent.isdigit() and 0 < int(percent) < 100:
        hint = f"write {f'0.{int(percent):02}'.rstrip('0')}"
    return _at(parser, "a share is written as a fraction, not with `%`", hint)


def _foreign(parser: Parser) -> ExpressionError:
    """It is what another language would write."""
    word = parser.word
    if word[0] in "0123456789.":
        return _at(parser, *_about_number(word))
    if word[0] in "'\"":
        bare = word.strip("'\"")
        hint = f"write {bare}" if bare.isidentifier() else ""
        message = "an expression has no text in quotes; a word stands for itself"
        return _at(parser, message, hint)
    hint = f"write {_SPELLINGS[word]}" if word in _SPELLINGS else ""
    return _at(parser, f"`{clip(word)}` means nothing in an expression", hint)


def _about_number(word: str) -> tuple[str, str]:
    """What is wrong with a word that begins as a number does, and what to write instead."""
    if EXTENT.match(word):
        return f"the extent `{word}` cannot be part of an expression", "an extent stands alone"
    fact = f"`{clip(word)}` is not a number"
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
        return f"`{clip(word)}` is no size", _NAMED_BY_A_LETTER
    return fact, ""


# Names and functions


def not_a_variable(parser: Parser) -> ExpressionError:
    """A tensor without a size, a size that there is not, or a word of odd letters."""
    word = parser.word
    if not all(map(str.isidentifier, word.split("."))):
        plain = word.replace("²", "**2").replace("³", "**3")
        hint = _NAMED_BY_A_LETTER if plain == word else f"write {plain}"
        return _at(parser, f"`{clip(word)}` cannot be used in an expression", hint)
    tensor, dot, attribute = word.rpartition(".")
    if not dot:
        return _at(parser, f"`{word}` is a tensor", f"write a size of it, such as {word}.c")
    known = _SIZE_SPELLINGS.get(attribute.lower(), attribute.lower())
    if known in SIZES:
        hint = f"write {tensor}.{known}"
    else:
        hint = f"the sizes are {', '.join(SIZES)}; of an output: {tensor}.{attribute}.c"
    return _at(parser, f"no size is called `{attribute}`", hint, "E207")


def uncalled(parser: Parser, function: Function) -> ExpressionError:
    return _at(parser, f"`{parser.word}` is a function", f"write {function.usage}")


def unknown_function(parser: Parser) -> ExpressionError:
    name = parser.word
    hint = suggest(name, FUNCTIONS) or f"the functions are {', '.join(FUNCTIONS)}"
    return _at(parser, f"no function is called `{name}`", hint, "E207")


def wrong_count(name: str, function: Function, given: int, start: int, end: int) -> ExpressionError:
    takes = {1: "1 value", 2: "1 or 2 values"}.get(function.most, "at least 1 value")
    message = f"`{name}` takes {takes}, not {given}"
    return ExpressionError("E208", message, start, end, f"write {function.usage}")
