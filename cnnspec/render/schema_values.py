"""What values may be, as a JSON Schema: by the kind of an option.

Wherever a number or a word belongs, a name or an expression may stand, which is text.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from cnnspec.core.shape import LARGEST
from cnnspec.layers import find, names
from cnnspec.render.reference import default_text, takes

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from cnnspec.layers.base import Option

    Schema = dict[str, Any]


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


def word() -> Schema:
    """Any text, also one that YAML reads as a number or as a condition."""
    return {"type": ["string", "number", "boolean"], "minLength": 1}


def number(least: int) -> Schema:
    """A whole number of at least so much, or an expression."""
    return {"type": ["integer", "string"], "minLength": 1, "minimum": least, "maximum": LARGEST}


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
    return {**one, "type": [*one["type"], "array"], "items": one, "minItems": 1}


def _padding(option: Option) -> Schema:
    one = number(option.at_least)
    both = {**one, "type": [*one["type"], "array"], "items": one, "minItems": 2, "maxItems": 2}
    listed = {**one, "type": [*one["type"], "array"], "items": both}
    return {**listed, "examples": ["same", "causal"]}


def _flag(option: Option) -> Schema:
    return {"type": ["boolean", "string"], "minLength": 1}


def _auto(option: Option) -> Schema:
    return {**_flag(option), "examples": ["auto"]}


def _number(option: Option) -> Schema:
    return {"type": ["number", "string"], "minLength": 1}


def _rate(option: Option) -> Schema:
    return {**_number(option), "minimum": 0, "exclusiveMaximum": 1}


def _word(option: Option) -> Schema:
    return one_of(option.choices)


def one_of(words: Iterable[str]) -> Schema:
    """One of these words, or the name of a variable that holds one."""
    return {"type": "string", "minLength": 1, "examples": list(words)}


def _layer_words(trait: str) -> Schema:
    return one_of(["none", *sorted(op for op in names() if getattr(find(op), trait))])


def _act(option: Option) -> Schema:
    return _layer_words("activation")


def _norm(option: Option) -> Schema:
    return _layer_words("normalisation")


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
