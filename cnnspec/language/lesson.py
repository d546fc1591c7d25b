"""What a spec teaches: the words around a comparison of its variants."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cnnspec.core.diagnostic import Note
from cnnspec.core.record import Record
from cnnspec.language.nodes import Mapping, Scalar, Sequence
from cnnspec.language.problems import suggestion

if TYPE_CHECKING:
    from collections.abc import Iterable

    from cnnspec.language.nodes import Node
    from cnnspec.language.problems import Problems

LESSON_KEYS = ("text", "columns", "why", "try", "next")
COLUMNS = (
    "input", "output", "params", "trainable", "kernels", "macs", "neurons", "connections", "depth",
    "field", "nonlinearities", "train_params", "train_macs", "peak_bytes",
)  # fmt: skip
"""What a lesson may set side by side; the first that it names is its point."""
SUMS = ("params", "macs")
"""The figures whose sums it may open."""
PROGRAM = "cnnspec "


class Lesson(Record):
    """A paragraph, the figures that its designs are compared by, and where to go on.

    `columns` are words of `COLUMNS`, the point first; `why` those whose sums are opened; `tries`
    commands that show more; `next` is the name of another lesson, or empty.
    """

    text: str
    columns: tuple[str, ...]
    why: tuple[str, ...] = ()
    tries: tuple[str, ...] = ()
    next: str = ""


def read_lesson(node: Node, problems: Problems) -> Lesson | None:
    """The lesson of a file; None where its form is wrong, which is noted."""
    if not isinstance(node, Mapping):
        problems.add("E203", f"`lesson` wants a mapping of {', '.join(LESSON_KEYS)}", node)
        return None
    for key, _ in node.entries:
        if key.text not in LESSON_KEYS:
            near = suggestion(key.text, LESSON_KEYS)
            hint = Note("help", f"it may have {', '.join(LESSON_KEYS)}")
            problems.add("E104", f"`lesson` has no key `{key.text}`{near}", key, hint)
    missing = [word for word in LESSON_KEYS[:2] if node.get(word) is None]
    if missing:
        are = " and ".join([f"`{word}`" for word in missing])
        problems.add("E103", f"a lesson wants {are}", node)
    return Lesson(
        _text(node, "text", problems),
        _words(node, "columns", COLUMNS, problems),
        _words(node, "why", SUMS, problems),
        _commands(node, problems),
        _text(node, "next", problems),
    )


def _text(node: Mapping, word: str, problems: Problems) -> str:
    value = node.get(word)
    if value is None:
        return ""
    if isinstance(value, Scalar) and not value.empty:
        return value.text.strip()
    problems.add("E203", f"`{word}` wants text", value)
    return ""


def _texts(node: Mapping, word: str, wanted: str, problems: Problems) -> list[Scalar]:
    """The texts under a key: one, or a list of them."""
    value = node.get(word)
    if value is None:
        return []
    items = value.items if isinstance(value, Sequence) else [value]
    found = [item for item in items if isinstance(item, Scalar) and not item.empty]
    if len(found) < len(items) or not items:
        problems.add("E203", f"`{word}` wants a list of {wanted}", value)
    return found


def _words(node: Mapping, word: str, known: Iterable[str], problems: Problems) -> tuple[str, ...]:
    found = _texts(node, word, "metrics", problems)
    for item in found:
        if item.text not in known:
            near = suggestion(item.text, known)
            hint = Note("help", f"it may name {', '.join(known)}")
            message = f"a lesson's `{word}` cannot show `{item.text}`{near}"
            problems.add("E203", message, item, hint)
    return tuple(dict.fromkeys([item.text for item in found]))


def _commands(node: Mapping, problems: Problems) -> tuple[str, ...]:
    found = _texts(node, "try", "commands", problems)
    for item in found:
        if not item.text.startswith(PROGRAM):
            problems.add("E203", "`try` wants commands that begin with `cnnspec`", item)
    return tuple([" ".join(item.text.split()) for item in found])
