"""Which characters a text may hold, and which of them are blank."""

from __future__ import annotations

import re

LINE_BREAKS = "\r\n\x85\u2028\u2029"
"""What ends a line for YAML's parsers."""

BLANKS = f" \t{LINE_BREAKS}"

FOREIGN = re.compile("[\0-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufeff\ufffe\uffff]")
"""Control characters, halves of characters, and the byte order mark, which may only come first."""


def shortened(text: str, length: int = 24) -> str:
    """A text on one line, cut off with `…` where it is longer than `length`."""
    line = " ".join(text.split())
    return line if len(line) <= length else f"{line[: length - 1]}…"
