"""Comments that silence findings, and those that were meant to and do not."""

from __future__ import annotations

import re
from bisect import bisect_right
from typing import TYPE_CHECKING

from cnnspec.core.nearest import distance
from cnnspec.language.characters import LINE_BREAKS
from cnnspec.language.nodes import Ignore, Mapping, Scalar, Sequence, Slip

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cnnspec.language.nodes import Node, Source

# Compiled on use: most specs have no such comment.
_IGNORE = (
    rf"#[ \t]*cnnspec:[ \t]*ignore\[(?P<codes>[^\]{LINE_BREAKS}]*)\](?P<reason>[^{LINE_BREAKS}]*)"
)
_CODE = r"[EWI][0-9OIL]{3,4}(?![\w])"
# Each `*+` keeps what it took, so that a long comment is read once.
_SLIP = (
    r"(?<!#)#++[ \t]*+(?:(?P<tool>[A-Za-z]{5,9})[ \t]*+(?P<colon>[:;,=.-]?+)[ \t]*+)?"
    rf"\b(?P<verb>[A-Za-z]{{4,8}})\b(?P<rest>[^{LINE_BREAKS}]*+)"
)
_LISTED = (
    rf"[ \t]*+(?:(?P<open>[\[({{<])|[:=])?+[ \t]*+(?P<codes>(?:{_CODE}[ \t,;]*+)*)"
    r"(?(open)(?P<more>[^\])}>#]*+)[\])}>]?)"
)
TOOL = "cnnspec"
VERB = "ignore"
ELSEWHERE = ("noqa", "disable", "allow")
"""What other linters call it."""


def mentions(text: str) -> bool:
    """Whether a text may have such a comment at all; its first key is `cnnspec` already."""
    small = text.lower()
    return VERB in small or small.count(TOOL) > 1


def ignores(source: Source, root: Node) -> Iterator[Ignore]:
    """The comments that silence findings on their lines."""
    for found in _in_comments(source, root, re.compile(_IGNORE)):
        codes = tuple(code for code in re.split(r"[,\s]+", found["codes"]) if code)
        reason = found["reason"].strip()
        end = found.start() + len(found.group().rstrip())
        place = source.span(found.start(), end)
        yield Ignore(place.line, codes, reason, place)


def slips(source: Source, root: Node) -> Iterator[Slip]:
    """Comments that are nearly such a comment: a bracket, a colon or a letter is missing.

    One that only speaks of cnnspec, or of what is ignored, is none: it has to begin with the word,
    and go on as the form does.
    """
    proper, listed = re.compile(_IGNORE), re.compile(_LISTED, re.IGNORECASE)
    for found in _in_comments(source, root, re.compile(_SLIP)):
        if proper.search(found.group()):
            continue
        tool, verb = (found["tool"] or "").lower(), found["verb"].lower()
        codes = listed.match(found["rest"])
        if codes is None or not _is_meant(tool, found["colon"] or "", verb, found["rest"], codes):
            continue
        named = re.findall(r"\w+", f"{codes['codes']} {codes['more'] or ''}")
        reason = found["rest"][codes.end() :].strip(" \t:#-")
        end = found.start() + len(found.group().rstrip())
        yield Slip(tuple(map(str.upper, named)), reason, source.span(found.start(), end))


def _is_meant(tool: str, colon: str, verb: str, rest: str, listed: re.Match[str]) -> bool:
    """Whether a comment was meant to silence something."""
    ours, word = distance(tool, TOOL), distance(verb, VERB)
    codes = bool(listed["codes"])
    if not tool:
        return verb == VERB and codes
    if verb in ELSEWHERE:
        return ours == 0 and codes
    if ours > 1 + codes or word > 1 + codes:
        return False
    brackets = bool(listed["open"]) and ours + word < 2
    return codes or brackets or (ours + word == 0 and (":" in colon or not rest.strip()))


def _in_comments(source: Source, root: Node, pattern: re.Pattern[str]) -> Iterator[re.Match[str]]:
    """What fits in comments alone: a `#` may also be a part of a text."""
    scalars = list(_scalars(root))
    starts = [scalar.start for scalar in scalars]
    for found in pattern.finditer(source.text):
        nearest = bisect_right(starts, found.start()) - 1
        if nearest < 0 or not _belongs(found.start(), scalars[nearest]):
            yield found


def _belongs(index: int, scalar: Scalar) -> bool:
    """Whether a `#` is part of a scalar's text and so begins no comment."""
    if index >= scalar.end:
        return False
    header = scalar.source.position(scalar.start)[0]
    return not (scalar.block and scalar.source.position(index)[0] == header)


def _scalars(root: Node) -> Iterator[Scalar]:
    """All scalars under a node, in the order of the text."""
    waiting = [root]
    while waiting:
        node = waiting.pop()
        if isinstance(node, Scalar):
            yield node
        elif isinstance(node, Sequence):
            waiting += reversed(node.items)
        elif isinstance(node, Mapping):
            waiting += (part for entry in reversed(node.entries) for part in reversed(entry))
