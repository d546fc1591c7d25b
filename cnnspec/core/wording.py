"""Words that many sentences share: lists and counts."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable


def listed(items: Iterable[str], word: str = "and") -> str:
    """Some items in a sentence: `a`, `a and b`, `a, b and c`; nothing for none."""
    parts = list(items)
    if len(parts) < 2:
        return "".join(parts)
    return f"{', '.join(parts[:-1])} {word} {parts[-1]}"


def plural(number: int, noun: str) -> str:
    """`1 layer`, `1,200 layers`."""
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"


def one_line(text: str) -> str:
    """A text of a spec in one line, to stand in a text that has lines of its own."""
    return text.replace("\r", "\\r").replace("\n", "\\n") if "\n" in text or "\r" in text else text
