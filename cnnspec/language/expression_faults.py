"""What is said of an expression that reads well, but whose values do not fit."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cnnspec.core.nearest import nearest
from cnnspec.language.expression import ExpressionError
from cnnspec.language.value_text import show

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from cnnspec.language.arithmetic import OperandError, Value
    from cnnspec.language.expression_closures import Part

_WORDS = {"yes": "true", "on": "true", "no": "false", "off": "false", "null": "none"}


def clip(text: str) -> str:
    """A text on one line, with its middle left out where it is long."""
    text = " ".join(text.split())
    return text if len(text) <= 60 else f"{text[:40].rstrip()} … {text[-17:].lstrip()}"


def suggest(name: str, known: Iterable[str]) -> str:
    """Which known names a misspelt one may have meant, as a question; nothing if none is near."""
    found = [_WORDS[name.lower()]] if name.lower() in _WORDS else nearest(name, known)
    return f"did you mean {_either(found)}?" if found else ""


def _either(words: Sequence[str]) -> str:
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} or {words[-1]}"


def unknown_variable(name: str, known: Iterable[str], start: int, end: int) -> ExpressionError:
    """A name that the scope does not have."""
    hint = suggest(name, [*known, "true", "false"])
    return ExpressionError("E207", f"no variable is called `{name}`", start, end, hint)


def explain(
    error: OperandError, text: str, parts: Sequence[Part], values: Sequence[Value],
    start: int | None = None, end: int | None = None,
) -> ExpressionError:  # fmt: skip
    """Say where an operation failed and what its operands were."""
    start = parts[0].start if start is None else start
    end = parts[-1].end if end is None else end
    fact = error.fact.replace("{}", f"`{clip(text[start:end])}`")
    places = range(len(values)) if error.operands is None else error.operands
    found = [_say(_quote(text, parts[place]), values[place]) for place in places]
    details = ", ".join(detail for detail in found if detail)
    if details:
        fact += f"; {details}" if ": " in fact else f": {details}"
    return ExpressionError(error.code, fact, start, end, error.hint)


def _say(text: str, value: Value) -> str:
    if text == value:
        return f"{text} is a word"
    shown = show(value)
    return "" if shown == text else f"{text} is {shown}"


def no_condition(text: str, part: Part, value: Value) -> ExpressionError:
    """A value that stands where a condition belongs."""
    quoted = _quote(text, part)
    shown = "a word" if value == quoted else show(value)
    fact = "a condition is true or false"
    hint = ""
    if not isinstance(value, str | tuple):
        fact += ", never a number"
        hint = f"compare it: {clip(text[part.start : part.end])} > 0"
    message = f"{fact}: {quoted}" + ("" if shown == quoted else f" is {shown}")
    return ExpressionError("E203", message, part.start, part.end, hint)


def _quote(text: str, part: Part) -> str:
    start, end = part.inside
    return clip(text[start:end])
