"""Which characters a text may hold, and which of them are blank."""

from __future__ import annotations

import re

LINE_BREAKS = "\r\n\x85\u2028\u2029"
"""What ends a line for YAML's parsers."""

BLANKS = f" \t{LINE_BREAKS}"

# Control characters, halves of characters, and the byte order mark, which may only come first.
_FOREIGN = "[\0-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufeff\ufffe\uffff]"


def find_foreign(text: str) -> int:
    """Where the first character stands that no text of a spec may hold; -1 if there is none."""
    # All of them are unprintable, which is soon asked; the regex takes long to compile.
    if text.replace("\n", "").replace("\r", "").replace("\t", "").isprintable():
        return -1
    found = re.search(_FOREIGN, text)
    return found.start() if found else -1


def shortened(text: str, length: int = 24) -> str:
    """A text on one line, cut off with `…` where it is longer than `length`."""
    line = " ".join(text.split())
    return line if len(line) <= length else f"{line[: length - 1]}…"
