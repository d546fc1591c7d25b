"""What values may be, as a JSON Schema: by the kind of an option.

Wherever a number or a word belongs, a name or an expression may stand, which is text.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from cnnspec.core.shape import LARGEST
from cnnspec.language.structure import WORDS
from cnnspec.layers import find, names
from cnnspec.layers.options import PADDINGS
from cnnspec.render.reference import default_text, takes

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from cnnspec.layers.base import Option

    Schema = dict[str, Any]

CHARACTERS = r"[A-Za-z0-9_\s.+\-*/%()\[\],=!<>]*"
"""What an expression is made of."""
ONE_EQUALS = r"[^=!<>]*[^=!<>\s]\s*=[^=]"
"""An argument as Python names it: `pad=1`."""
EXTENT = r"\d+(?:x\d+)+\s*$"
EMPTY_EXTENT = r"(?:\d+x)*0+(?:x\d+)*\s*$"


def ref(name: str) -> Schema:
    """A reference to a definition."""
    return {"$ref": f"#/definitions/{name}"}


def told(text: str, markdown: str = "") -> Schema:
    """What an editor shows: as plain text, and as Markdown where it can."""
    return {"description": text, "markdownDescription": markdown or text}


def keyed(keys: Iterable[str], known: Schema) -> Schema:
    """A mapping of these keys and no others; one that nothing is known of takes anything."""
    return {
        "type": "object",
        "properties": {key: known.get(key, {}) for key in keys},
        "additionalProperties": False,
    }


def mapped(mapping: Schema, *others: Schema) -> Schema:
    """A mapping of that form, or else one of the others: so a fault is told of the form meant."""
    other = others[0] if len(others) == 1 else {"anyOf": list(others)}
    return {"anyOf": [{"if": {"type": "object"}, "then": mapping, "else": other}]}


def word() -> Schema:
    """Any text, also one that YAML reads as a number or as a condition."""
    return {"type": ["string", "number", "boolean"], "minLength": 1}


def patterned(wanted: str, *never: str, text: str = r"[\s\S]*") -> Schema:
    """Text that begins with none of these patterns, and what an editor says of another."""
    refused = "".join([f"(?!{pattern})" for pattern in never])
    return {"pattern": f"^{refused}{text}$", "patternErrorMessage": f"expected {wanted}"}


def among(words: Iterable[str]) -> str:
    """A pattern of these words."""
    return rf"(?:{'|'.join(sorted(words))})$"


def number(least: int, most: int = LARGEST) -> Schema:
    """A whole number of at least so much, or an expression."""
    return {**_numeric(least, "quantity"), "maximum": most}


def _numeric(least: int, text: str) -> Schema:
    limits = {"minimum": least, "maximum": LARGEST}
    return {"type": ["string", "integer"], "minLength": 1, **limits, "allOf": [ref(text)]}


def texts() -> Schema:
    """What text may stand where a value belongs, for all values of a kind: as definitions."""
    number = "a number, a variable or an expression"
    extent = "a number, an extent such as 3x3, or an expression"
    padding = f"a number, an extent such as 0x3, {', '.join(PADDINGS)}, or an expression"
    words = {
        "act": _layer_words("activation"),
        "norm": _layer_words("normalisation"),
    }
    return {
        "quantity": patterned(number, among(_values()), ONE_EQUALS, EXTENT, text=CHARACTERS),
        "extent": patterned(extent, among(_values()), ONE_EQUALS, text=CHARACTERS),
        "extent_of_one": patterned(
            extent, among(_values()), ONE_EQUALS, EMPTY_EXTENT, text=CHARACTERS
        ),
        "padding": patterned(
            padding, among(_values() - set(PADDINGS)), ONE_EQUALS, text=CHARACTERS
        ),
        "condition": patterned("true, false or a condition", among(_values() - {"auto"})),
        **{name: one_of(known) for name, known in words.items()},
    }


def _values() -> set[str]:
    """The words that mean a value, so that no variable is called one."""
    traits = ("activation", "normalisation")
    return {op for op in names() if any(getattr(find(op), trait) for trait in traits)} | WORDS


def value_of(option: Option) -> Schema:
    """What an argument may be, with its help and its default."""
    default = "required" if option.required else f"default: {default_text(option)}"
    plain = f"{option.help}\ntakes {takes(option)}; {default}"
    markdown = f"{option.help}\n\ntakes `{takes(option)}`; {default}"
    return {**told(plain, markdown), **KINDS[option.kind](option)}


def _count(option: Option) -> Schema:
    return number(option.at_least)


def _axes(option: Option) -> Schema:
    one = number(option.at_least)
    text = _numeric(option.at_least, "extent_of_one" if option.at_least else "extent")
    return {"anyOf": [text, {"type": "array", "items": one, "minItems": 1}]}


def _padding(option: Option) -> Schema:
    one = number(option.at_least)
    pair = {"type": "array", "items": one, "minItems": 2, "maxItems": 2}
    axes = {"type": "array", "items": {"anyOf": [one, pair]}, "minItems": 1}
    text = {**_numeric(option.at_least, "padding"), "examples": list(PADDINGS)}
    return {"anyOf": [text, axes]}


def _flag(option: Option) -> Schema:
    return {"type": ["boolean", "string"], "minLength": 1, "allOf": [ref("condition")]}


def _auto(option: Option) -> Schema:
    return {**_flag(option), "examples": ["auto"]}


def _number(option: Option) -> Schema:
    return {"type": ["string", "number"], "minLength": 1, "allOf": [ref("quantity")]}


def _rate(option: Option) -> Schema:
    return {**_number(option), "minimum": 0, "exclusiveMaximum": 1}


def _word(option: Option) -> Schema:
    return one_of(option.choices)


def one_of(words: Iterable[str]) -> Schema:
    """One of these words, or the name of a variable that holds one."""
    known = list(words)
    wanted = f"{', '.join(known)}, or a variable that holds one"
    refused = patterned(wanted, among(_values() - set(known)))
    return {"type": "string", "minLength": 1, "examples": known, **refused}


def _layer_words(trait: str) -> list[str]:
    return ["none", *sorted(op for op in names() if getattr(find(op), trait))]


def _act(option: Option) -> Schema:
    return {"type": "string", "allOf": [ref("act")]}


def _norm(option: Option) -> Schema:
    return {"type": "string", "allOf": [ref("norm")]}


def _table(option: Option) -> Schema:
    return {"type": "string", "minLength": 1}


KINDS: dict[str, Callable[[Option], Schema]] = {
    "count": _count,
    "axes": _axes,
    "padding": _padding,
    "sizes": _axes,
    "counts": _axes,
    "flag": _flag,
    "auto": _auto,
    "number": _number,
    "rate": _rate,
    "word": _word,
    "act": _act,
    "norm": _norm,
    "table": _table,
}
