"""Fixes of misspelt names: what a finding suggests, written in the place of the name."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from cnnspec.core.diagnostic import Edit, Fix

if TYPE_CHECKING:
    from cnnspec.core.diagnostic import Diagnostic
    from cnnspec.language.nodes import Source

SAFE = ("E104", "E201", "E202", "E207", "E212")
"""Unknown keys, layer types, arguments and variables. Another layer or tensor may be meant by a
name that is near to several, so that such a fix is never written unasked."""


def renamed(source: Source, finding: Diagnostic) -> Fix | None:
    """The one name that a finding suggests, in the place of the name that it quotes.

    None where several are suggested, or where the name stands at the place more than once or not
    as it is told.
    """
    label = finding.primary
    if label is None:
        return None
    near = re.fullmatch(r"did you mean (\S+)\?", label.text)
    place = label.span
    if near is None or place.line != place.end_line:
        return None
    line = source.line(place.line)
    written = line[place.column - 1 : place.end_column - 1]
    for word in re.findall(r"`([^`]+)`", finding.message):
        found = list(re.finditer(rf"(?<![\w.]){re.escape(word)}(?![\w.])", written))
        if len(found) != 1:
            continue
        column = place.column + found[0].start()
        span = place.replace(column=column, end_column=column + len(word))
        safe = finding.code in SAFE and _apart(word) != _apart(near[1])
        return Fix((Edit(span, near[1]),), safe)
    return None


def _apart(word: str) -> str:
    """A word without its digits: `conv1` and `conv2` are two names, not a slip."""
    return re.sub(r"\d", "", word)
