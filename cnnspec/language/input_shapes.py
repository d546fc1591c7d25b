"""A reader's own input: `227`, `3x227x227`, `3xHxW` or values, in the place of the spec's."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from cnnspec.core.diagnostic import UsageError
from cnnspec.core.shape import shape_text
from cnnspec.language.expression import ExpressionError, value_of_text
from cnnspec.language.problems import suggestion

if TYPE_CHECKING:
    from cnnspec.core.shape import Shape

DIGITS = 12
LARGEST = 10**DIGITS
"""The longest and largest numbers that a reader may give for a size or a variable."""


def is_form(value: object) -> bool:
    """Whether a value holds symbols."""
    return hasattr(value, "terms")


def replace_inputs(inputs: dict[str, Shape], given: Any) -> dict[str, Shape]:
    """The inputs with a reader's sizes: `227`, `3x227x227`, `left=1x105x105`, or values.

    A number stands for every spatial axis. Raises a UsageError for what does not fit.
    """
    if isinstance(given, str) and "=" in given:
        pairs = [part.partition("=") for part in given.split(",")]
        given = {name.strip(): shape for name, _, shape in pairs}
    if isinstance(given, Mapping):
        result = dict(inputs)
        for name, shape in given.items():
            own = name if name in inputs else "in" if name == "input" and "in" in inputs else None
            if own is None:
                listed = f"its inputs: {', '.join(inputs)}"
                raise UsageError(f"no input is called {name}{suggestion(name, inputs)}", listed)
            result[own] = _given_shape(inputs[own], shape)
        return result
    return {name: _given_shape(shape, given) for name, shape in inputs.items()}


def _given_shape(own: Shape, given: Any) -> Shape:
    if isinstance(given, str):
        parts: list[Any] = [_size(part, given) for part in split_shape(given)]
    elif isinstance(given, (list, tuple)):
        parts = [_size(part, given) if isinstance(part, str) else part for part in given]
    else:
        parts = [given]
    for part in parts:
        if type(part) is int and part > LARGEST:
            raise UsageError(f"a size has at most {DIGITS} digits")
        if not is_form(part) and (type(part) is not int or part < 1):
            raise UsageError(
                f"an input has whole sizes of at least 1, got {part!r}",
                "write 227, 3x227x227, or 3xHxW with capitals for symbols",
            )
    shown = given if isinstance(given, str) else shape_text(tuple(parts))
    if len(parts) == len(own):
        return tuple(parts)
    axes = len(own) - 1
    if len(parts) == 1 and axes:
        return (own[0], *parts * axes)
    if len(parts) == axes:
        _check_channels(own, parts, shown)
        return (own[0], *parts)
    forms = f"{shape_text(own)}" + (f", {shape_text(own[1:])} or one number" if axes else "")
    raise UsageError(f"--input {shown} has {len(parts)} sizes", f"the spec's own input is {forms}")


def _check_channels(own: Shape, parts: list[Any], shown: str) -> None:
    """Sizes of the axes alone do not begin with the channels: `3x224` is no height and width.
    Raises a UsageError where they seem to."""
    if len(parts) < 2 or parts[0] != own[0] or all(part == own[0] for part in parts):
        return
    whole = (own[0], *(parts[1:] * 2 if len(parts) == 2 else [own[1], *parts[1:]]))
    literal = shape_text((own[0], *parts))
    raise UsageError(
        f"--input {shown} has {len(parts)} sizes; did you mean {shape_text(whole)}?",
        f"{shown} as the sizes behind {own[0]} channels is written out: {literal}",
    )


def split_shape(text: str) -> list[str]:
    """The sizes of a shape as it is typed: an `x` within parentheses parts nothing."""
    parts, depth = [""], 0
    for character in text:
        depth += (character == "(") - (character == ")")
        if character == "x" and depth <= 0:
            parts.append("")
        else:
            parts[-1] += character
    return parts


def _size(part: str, given: Any) -> Any:
    word = part.strip()
    if word.isascii() and word.isdigit():
        if len(word) > DIGITS:
            raise UsageError(f"a size has at most {DIGITS} digits, got {len(word)}")
        return int(word)
    if word.isidentifier() and word.isascii() and word[0].isupper():
        from cnnspec.core.algebra import symbol

        return symbol(word)
    try:
        size: Any = value_of_text(word).evaluate(_SizeScope(f"--input {given}"))
    except ExpressionError:
        size = None
    if not is_form(size) and (type(size) is not int or size < 1):
        raise UsageError(
            f"--input {given}: {part or 'nothing'} is no size",
            "write 227, 3x227x227, 3xHxW with capitals for symbols, or 3x(32*H)x(32*W)",
        )
    return size


class _SizeScope:
    """What an expression in a shape sees: a name that begins with a capital is a symbol."""

    def __init__(self, shown: str) -> None:
        self.shown = shown

    def variable(self, name: str) -> Any:
        if name[0].isupper():
            from cnnspec.core.algebra import symbol

            return symbol(name)
        raise UsageError(
            f"{self.shown}: {name} is no size", "a name that begins with a capital becomes a symbol"
        )

    def known_names(self) -> list[str]:
        """No name has a value here."""
        return []

    def size(self, tensor: str, attribute: str) -> Any:
        """There are no tensors here. Raises a UsageError."""
        raise UsageError(f"{self.shown}: no tensor is there yet: {tensor}.{attribute}")
