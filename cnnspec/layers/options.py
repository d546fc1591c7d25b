"""Values for options: what a spec says becomes what a layer type declares, or a Violation."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from cnnspec.core.diagnostic import Note, Violation
from cnnspec.core.shape import LARGEST
from cnnspec.layers import find, names

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from cnnspec.layers.base import Option

LONGEST = 40
"""So many characters of a value stand in a message."""
MOST_AXES = 4
"""A longer list of numbers is no extent and no shape."""
PADDINGS = ("half", "same", "causal")
"""The words that find the padding of a window."""


def convert(option: Option, value: Any) -> Any:
    """The value as the layer type wants it.

    Raises a Violation that names the option, what it wants and what it got: E203 for another type,
    E205 for a number out of range, E209 for a count that is not an integer.
    """
    return _CONVERTERS[option.kind](option, value)


def said(value: Any) -> str:
    """A value as a spec spells it."""
    if value is True:
        return "true"
    if value is False:
        return "false"
    if value is None:
        return "nothing"
    if isinstance(value, tuple):
        if 1 < len(value) <= MOST_AXES and all(type(item) is int for item in value):
            return "x".join(map(said, value))
        shown = f"[{', '.join(map(said, value[:LONGEST]))}]"
        return shown if len(shown) <= LONGEST else f"{shown[: LONGEST - 4]} ..."
    if isinstance(value, str):
        return value if len(value) <= LONGEST else f"{value[:LONGEST]}..."
    if type(value) is int:
        shown = str(value)
        return shown if len(shown) <= LONGEST else f"a number of {len(shown.lstrip('-'))} digits"
    if isinstance(value, float):
        return f"about {value:.6g}"
    if hasattr(value, "denominator"):
        return _fraction_said(value)
    shown = str(value)
    return shown if len(shown) <= LONGEST else f"{shown[: LONGEST - 4]} ..."


def _fraction_said(value: Any) -> str:
    """`2.5` where that is exact, else `2/3`."""
    if 10_000 % value.denominator == 0 and abs(value) < 10**12:
        return f"{float(value):.15g}"
    shown = str(value)
    return shown if len(shown) <= LONGEST else f"about {float(value):.6g}"


def got(value: Any) -> str:
    """A value as a message names it, with what it is where that is not plain."""
    if isinstance(value, str):
        return f"the word {said(value)}"
    written = said(value)
    return f"the list {written}" if written.startswith("[") else written


def _wrong(option: Option, wanted: str, value: Any, known: Iterable[str] = ()) -> Violation:
    from cnnspec.core.nearest import nearest

    near = nearest(value, known, 1) if isinstance(value, str) else []
    meant = f"; did you mean {near[0]}?" if near else ""
    message = f"`{option.name}` wants {wanted}, got {got(value)}{meant}"
    return Violation("E203", message, option.name)


def _each(values: tuple[Any, ...], convert_one: Callable[[Any], Any]) -> tuple[Any, ...]:
    """Every item converted; a Violation says which one is at fault."""
    converted = []
    for place, value in enumerate(values):
        try:
            converted.append(convert_one(value))
        except Violation as violation:
            raise violation.within(place) from None
    return tuple(converted)


def whole_number(option: Option, value: Any, least: int) -> Any:
    """An integer, or a symbolic size, of at least `least`."""
    if type(value) is int:
        if value < least:
            raise Violation(
                "E205", f"`{option.name}` must be at least {least}, got {said(value)}", option.name
            )
        if value > LARGEST:
            raise Violation(
                "E205",
                f"`{option.name}` must be at most {LARGEST:,}, got {said(value)}",
                option.name,
            )
        return value
    if isinstance(value, (bool, str, tuple)) or value is None:
        raise _wrong(option, "a number", value)
    if isinstance(value, float):
        raise Violation(
            "E209",
            f"`{option.name}` wants an integer, got about {value:.6g}",
            option.name,
            Note("help", "logarithms and roots are approximate: use round, floor or ceil"),
        )
    if hasattr(value, "numerator"):
        near = value.numerator // value.denominator
        raise Violation(
            "E209",
            f"`{option.name}` wants an integer, got {said(value)}",
            option.name,
            Note("help", f"the nearest are {near} and {near + 1}; // rounds down"),
        )
    return _symbolic(option, value, least)


def _symbolic(option: Option, value: Any, least: int) -> Any:
    from cnnspec.core.algebra import is_at_most, is_integer

    if is_integer(value) is False:
        message = f"`{option.name}` wants an integer, got {said(value)}"
        raise Violation("E209", message, option.name)
    if is_at_most(least, value) is False:
        message = f"`{option.name}` must be at least {least}, got {said(value)}"
        raise Violation("E205", message, option.name)
    return value


def _count(option: Option, value: Any) -> Any:
    return whole_number(option, value, option.at_least)


def _axes(option: Option, value: Any) -> Any:
    if isinstance(value, tuple):
        if not value:
            raise _wrong(option, "a number or one per axis", value)
        return _each(value, lambda item: whole_number(option, item, option.at_least))
    return whole_number(option, value, option.at_least)


def _padding(option: Option, value: Any) -> Any:
    if value in PADDINGS:
        return value
    if isinstance(value, str):
        raise _wrong(option, "a number, `half`, `same` or `causal`", value, PADDINGS)
    if not isinstance(value, tuple):
        return whole_number(option, value, option.at_least)
    return _each(value, lambda item: _side(option, item))


def _side(option: Option, value: Any) -> Any:
    if not isinstance(value, tuple):
        return whole_number(option, value, option.at_least)
    if len(value) != 2:
        raise _wrong(option, "[before, after] for an axis", value)
    return _each(value, lambda item: whole_number(option, item, option.at_least))


def _counts(option: Option, value: Any) -> Any:
    items = value if isinstance(value, tuple) else (value,)
    if not items:
        raise _wrong(option, "at least one number", value)
    return _each(items, lambda item: whole_number(option, item, option.at_least))


def _flag(option: Option, value: Any) -> Any:
    if value is True or value is False:
        return value
    raise _wrong(option, "true or false", value)


def _auto(option: Option, value: Any) -> Any:
    if value is True or value is False or value == "auto":
        return value
    raise _wrong(option, "true, false or auto", value)


def _number(option: Option, value: Any) -> Any:
    if isinstance(value, (bool, str, tuple)) or value is None:
        raise _wrong(option, "a number", value)
    return value


def _rate(option: Option, value: Any) -> Any:
    _number(option, value)
    if _symbolic_rate(value) or not 0 <= value < 1:
        raise Violation(
            "E205", f"`{option.name}` must be in [0, 1), got {said(value)}", option.name
        )
    return value


def _symbolic_rate(value: Any) -> bool:
    """Whether a value has symbols, which stand for at least 1 and cannot always be compared."""
    return not isinstance(value, float) and not hasattr(value, "denominator")


def _word(option: Option, value: Any) -> Any:
    if value in option.choices:
        return value
    raise _wrong(option, " or ".join(option.choices), value)


def _layer_word(trait: str, what: str) -> Callable[[Option, Any], Any]:
    def convert_word(option: Option, value: Any) -> Any:
        if value == "none":
            return value
        if isinstance(value, str) and value in names() and getattr(find(value), trait):
            return value
        known = [op for op in names() if getattr(find(op), trait)]
        raise _wrong(option, what, value, known)

    return convert_word


def _table(option: Option, value: Any) -> Any:
    if value is None:
        return None
    if not isinstance(value, str):
        raise _wrong(option, "a block of text with a row per input channel", value)
    from cnnspec.layers._connection import read_table

    return read_table(value)


_CONVERTERS: dict[str, Callable[[Option, Any], Any]] = {
    "count": _count,
    "axes": _axes,
    "padding": _padding,
    "sizes": _axes,
    "counts": _counts,
    "flag": _flag,
    "auto": _auto,
    "number": _number,
    "rate": _rate,
    "word": _word,
    "act": _layer_word("activation", "an activation or none"),
    "norm": _layer_word("normalisation", "a norm (bn, ln, inorm) or none"),
    "table": _table,
}
