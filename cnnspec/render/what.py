"""A layer in a few words: `conv 11x11 /4`, `5x5 2 groups`, `3 x bottleneck 64`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cnnspec.core.shape import dim_text, shape_text

if TYPE_CHECKING:
    from cnnspec.core.window import Relation
    from cnnspec.results import Row

IN_OUTPUT = frozenset(["out", "size", "start", "stop", "c"])
"""Options whose value stands in the output column."""
USUAL = frozenset(["kernel", "stride", "pad", "out_pad", "bias", "norm", "act", "gate", "ceil"])
"""Options that the window shows, or that change neither a shape nor what one looks for."""
BRACKETS = {"(": ")", "[": "]", "{": "}"}


def what(row: Row) -> str:
    """Type, window, stride, then what is unusual; "" where the name says it all.

    Channels stand in the output and are not said twice.
    """
    words: list[str] = []
    repeated = row.count > 1
    if repeated:
        words.append(f"{row.count} x")
    if row.kind and (repeated or not says(row.label, row.kind)):
        words.append(row.kind)
    words += _operation(row) if _is_operation(row.kind) else _call(row)
    return " ".join(words)


def says(label: str, kind: str) -> bool:
    """Whether a name says the type already: `conv1` and `conv_2` say `conv`, `convert` does not."""
    rest = label[len(kind) :]
    return label[: len(kind)].lower() == kind.lower() and (not rest or not rest[0].isalpha())


def _is_operation(kind: str) -> bool:
    from cnnspec.layers import names

    return kind in names()


def _call(row: Row) -> list[str]:
    return [" ".join(row.arguments.split())] if row.arguments else []


def _operation(row: Row) -> list[str]:
    from cnnspec.layers import find

    options = find(row.kind).options
    words = _window(row.relations) if "kernel" in options else []
    positional = [name for name, option in options.items() if not option.keyword]
    unusual: dict[str, list[str]] = {}
    for position, (name, value) in enumerate(split_arguments(row.arguments)):
        known = name or (positional[min(position, len(positional) - 1)] if positional else "")
        word = _unusual(known, value, named=bool(name))
        if word:
            unusual.setdefault(known, []).append(word)
    return [*words, *[", ".join(values) for values in unusual.values()]]


def _unusual(name: str, value: str, *, named: bool) -> str:
    if name in IN_OUTPUT or name in USUAL:
        return "table" if name == "connect" else ""
    if name == "connect":
        return "" if value == "none" else "table"
    if name == "groups":
        return "" if value == "1" else f"{value} groups"
    if name == "dilation":
        return "" if value == "1" else f"dilation {value}"
    return f"{name}: {value}" if named else value


def _window(relations: tuple[Relation, ...]) -> list[str]:
    """The window and its stride as they are typed: `3x3`, `/2`; a stride of 1 is not said."""
    from cnnspec.core.window import Spread, Window

    windows = [relation for relation in relations if isinstance(relation, (Window, Spread))]
    if not windows:
        return []
    words = [shape_text(tuple([window.kernel for window in windows]))]
    strides = {window.stride for window in windows}
    if strides == {1}:
        return words
    text = "x".join([dim_text(window.stride) for window in windows])
    return [*words, f"/{windows[0].stride}" if len(strides) == 1 else f"/{text}"]


def split_arguments(text: str) -> list[tuple[str, str]]:
    """Arguments as they are written, as (name, value); the name of a positional one is ""."""
    parts = []
    start, closing = 0, []
    for position, character in enumerate(text):
        if character in BRACKETS:
            closing.append(BRACKETS[character])
        elif closing and character == closing[-1]:
            closing.pop()
        elif character == "," and not closing:
            parts.append(text[start:position])
            start = position + 1
    parts.append(text[start:])
    return [_argument(part.strip()) for part in parts if part.strip()]


def _argument(part: str) -> tuple[str, str]:
    name, colon, value = part.partition(":")
    if colon and name.isidentifier():
        return name, value.strip()
    return "", part
