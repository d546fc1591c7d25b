"""Whole lines of a spec, as edits of its text: a line less, a line before another, a key of one."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from cnnspec.core.diagnostic import Edit, Span
from cnnspec.fixes.changes import appended, line_break
from cnnspec.language.nodes import Mapping, Scalar, Sequence

if TYPE_CHECKING:
    from cnnspec.language.nodes import Node, Source

    Edits = tuple[Edit, ...]
    Way = list[tuple[Sequence | Mapping, int]]

COMMA = re.compile(r"\s*,\s*")
REST = re.compile(r"[ \t]*(#.*)?")


def way_to(source: Source, start: int) -> Way:
    """The lists and mappings around a place, the outermost first, with the item that holds it."""
    way: Way = []
    here: Node | None = source.root
    while here is not None and not isinstance(here, Scalar):
        below: Node | None = None
        for number, item in enumerate(_parts(here)):
            first, last = item if isinstance(item, tuple) else (item, item)
            if first.start <= start < max(last.end, first.end):
                way.append((here, number))
                below = last if start >= last.start else first
        here = below
    return way


def _parts(node: Sequence | Mapping) -> list[Node] | list[tuple[Scalar, Node]]:
    return node.items if isinstance(node, Sequence) else node.entries


def list_of(node: Node) -> tuple[Sequence, int] | None:
    """The list in which a line is an item, with its number; None where it is in none."""
    for around, number in reversed(way_to(node.source, node.start)):
        if isinstance(around, Sequence) and around.items[number] is node:
            return around, number
    return None


def without_line(node: Node) -> Edits:
    """The edits that take a line out of its list; none where it is alone or shares its text."""
    place = list_of(node)
    if place is None or len(place[0].items) < 2:
        return ()
    around, number = place
    source, items = node.source, around.items
    if source.text.startswith("[", around.start):
        before = source.text[items[number - 1].end : node.start] if number else ""
        if number and COMMA.fullmatch(before):
            return (Edit(source.span(items[number - 1].end, node.end), ""),)
        if not number and COMMA.fullmatch(source.text[node.end : items[1].start]):
            return (Edit(source.span(node.start, items[1].start), ""),)
        return ()
    first, column = source.position(node.start)
    last, end = source.position(len(source.text[: node.end].rstrip()))
    if source.line(first)[: column - 1].strip() != "-":
        return ()
    if not REST.fullmatch(source.line(last)[end - 1 :]):
        return ()
    if number:  # with the line break before it, since there may be none behind the last
        above = Span(first - 1, len(source.line(first - 1)) + 1, last, len(source.line(last)) + 1)
        return (Edit(above, ""),)
    return (Edit(Span(first, 1, last + 1, 1), ""),)


def line_before(node: Node, text: str) -> Edit | None:
    """The edit that writes a line before another one in its list."""
    place = list_of(node)
    if place is None:
        return None
    around, source = place[0], node.source
    if source.text.startswith("[", around.start):
        return Edit(source.span(node.start, node.start), f"{text}, ")
    line, column = source.position(node.start)
    before = source.line(line)[: column - 1]
    if before.strip() != "-":
        return None
    indent = before[: len(before) - len(before.lstrip())]
    start = source.start(line) + len(indent)
    return Edit(source.span(start, start), f"- {text}{line_break(source)}{indent}")


def with_key(node: Node, pair: str) -> Edits:
    """The edits that give a line one key more: `name: a`, `from: a`."""
    source = node.source
    written = source.text[node.start : node.end].rstrip()
    end = node.start + len(written)
    if isinstance(node, Scalar):
        if node.block:
            return ()
        return (Edit(source.span(node.start, end), f"{{{written}: [], {pair}}}"),)
    if isinstance(node, Mapping) and not written.startswith("{") and "\n" not in written:
        return (Edit(source.span(node.start, end), f"{{{written}, {pair}}}"),)
    edit = appended(node, pair)
    return () if edit is None else (edit,)


def without_key(node: Node, key: str) -> Edits:
    """The edits that take a key, which is not the first, out of a line."""
    if not isinstance(node, Mapping):
        return ()
    names = [name.text for name, _ in node.entries]
    number = names.index(key) if key in names else 0
    if not number:
        return ()
    source, (name, value) = node.source, node.entries[number]
    end = len(source.text[: value.end].rstrip())
    if source.text.startswith("{", node.start):
        before = node.entries[number - 1][1].end
        if COMMA.fullmatch(source.text[before : name.start]):
            return (Edit(source.span(before, end), ""),)
        return ()
    first, column = source.position(name.start)
    last, behind = source.position(end)
    if source.line(first)[: column - 1].strip() or not REST.fullmatch(
        source.line(last)[behind - 1 :]
    ):
        return ()
    above = len(source.line(first - 1)) + 1
    return (Edit(Span(first - 1, above, last, len(source.line(last)) + 1), ""),)
