"""Taking entries of mappings out of a spec's text: a variable, a derived value, a block.

Two entries of one mapping can be taken out together unless they are its first two; so one of them
is always left, and goes with the mapping's own key when it is the only one.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from cnnspec.core.diagnostic import Edit, Fix, Span
from cnnspec.language.nodes import Mapping, Sequence

if TYPE_CHECKING:
    from collections.abc import Iterable

    from cnnspec.language.nodes import Node, Source

    Edits = tuple[Edit, ...]
    Entry = tuple[Mapping, int]

IN_ONE_LINE = re.compile(r"[ \t]*,[ \t]*")
TO_THE_END = re.compile(r"[ \t]*,?(?:[ \t]+#[^\r\n]*|[ \t]*)(?=[\r\n])")
BEHIND = re.compile(r"[ \t]+#.*|[ \t]*")


def removal(nodes: Iterable[Node]) -> Fix | None:
    """The fix that takes entries out of their mappings, each told by its key or its value.

    An entry that is the only one goes with the key of its mapping. None where an entry cannot be
    told apart in the text from what stands beside it.
    """
    edits: list[Edit] = []
    for node in nodes:
        own = _edits(node)
        if not own:
            return None
        edits += own
    return Fix(tuple(edits), True) if edits else None


def _edits(node: Node) -> Edits:
    way = _way_to(node)
    if way and len(way[-1][0].entries) == 1:
        way.pop()
    if not way or len(way[-1][0].entries) == 1:
        return ()
    mapping, number = way[-1]
    value = mapping.entries[number][1]
    if value.start == value.end:
        return ()
    if _in_braces(mapping):
        return _out_of_braces(mapping, number)
    return _whole_lines(mapping, number)


def _way_to(node: Node) -> list[Entry]:
    """The entries that lead to a node, the outermost first; behind the last list, if there is
    one."""
    way: list[Entry] = []
    here = node.source.root
    while here is not None and here is not node:
        below: Node | None = None
        if isinstance(here, Mapping):
            for number, (key, value) in enumerate(here.entries):
                if key is node or value is node or value.start <= node.start < value.end:
                    way.append((here, number))
                    below = node if key is node else value
        elif isinstance(here, Sequence):
            way = []
            below = next((i for i in here.items if i.start <= node.start < i.end), None)
        here = below
    return way if here is node else []


def _in_braces(mapping: Mapping) -> bool:
    return mapping.source.text.startswith("{", mapping.start)


def _out_of_braces(mapping: Mapping, number: int) -> Edits:
    """An entry between braces, with the comma before or behind it."""
    entries, text = mapping.entries, mapping.source.text
    key, value = entries[number]
    last = number == len(entries) - 1
    behind = text[value.end : mapping.end - 1 if last else entries[number + 1][0].start]
    if number:
        end = entries[number - 1][1].end
        before = text[end : key.start]
        alone = last and not re.search(r"[#\r\n]", behind)
        if IN_ONE_LINE.fullmatch(before) or (alone and re.fullmatch(r"[ \t]*,\s*", before)):
            return _cut(mapping.source, end, value.end)
        if not re.match(r"[ \t]*,[ \t]*(?:#[^\r\n]*)?[\r\n]", before):
            return ()
    if not last and IN_ONE_LINE.fullmatch(behind):
        return _cut(mapping.source, key.start, entries[number + 1][0].start)
    if TO_THE_END.match(behind):
        lines = _whole_lines(mapping, number)
        if lines:
            return lines
    if number == 0 and re.fullmatch(r"[ \t]*,\s*", behind):
        return _cut(mapping.source, key.start, entries[1][0].start)
    return ()


def _cut(source: Source, start: int, end: int) -> Edits:
    return (Edit(source.span(start, end), ""),)


def _whole_lines(mapping: Mapping, number: int) -> Edits:
    """All lines of an entry that shares none, with the comment behind it and those above it."""
    source = mapping.source
    first, last = _first_line(mapping, number), _last_line(mapping, number)
    if not first or not last:
        return ()
    if number == 0:
        return _first_lines(source, first, last, _first_line(mapping, 1))
    above = first - 1
    if not _line(source, last + 1).strip():
        while not source.line(above).strip():
            above -= 1
    end = len(source.line(last)) + 1
    return (Edit(Span(above, len(source.line(above)) + 1, last, end), ""),)


def _first_lines(source: Source, first: int, last: int, second: int) -> Edits:
    """The lines of the first entry, with blank ones behind it; the second begins in line `second`,
    or shares one if that is 0."""
    if not second:
        return ()
    kept = last + 1
    while kept < second and not source.line(kept).strip():
        kept += 1
    if kept == second:
        return (Edit(Span(first, 1, second, 1), ""),)
    # The line break before the second entry is written anew, so that both cannot go at once.
    end = len(source.line(second - 1)) + 1
    line_break = source.text[source.start(second - 1) + end - 1 : source.start(second)]
    return (
        Edit(Span(first, 1, kept, 1), ""),
        Edit(Span(second - 1, end, second, 1), line_break),
    )


def _line(source: Source, number: int) -> str:
    """A line, or nothing behind the last."""
    try:
        return source.line(number)
    except IndexError:
        return ""


def _last_line(mapping: Mapping, number: int) -> int:
    """The last line of an entry; 0 if something else stands behind it there."""
    source = mapping.source
    key, value = mapping.entries[number]
    end = len(source.text[: value.end].rstrip())
    line, column = source.position(end)
    rest = source.line(line)[column - 1 :]
    flow = _in_braces(mapping)
    if flow:
        rest = re.sub(r"^[ \t]*,", "", rest)
    if not BEHIND.fullmatch(rest):
        return 0
    if flow:
        return line
    # Comments that stand deeper are part of it: a text in `|` before it would take them in.
    indent = source.position(key.start)[1]
    deeper = re.compile(rf"(?:[ \t\r\n]*[\r\n][ \t]{{{indent},}}#[^\r\n]*)*")
    found = deeper.match(source.text, end + len(rest))
    return line if found is None else source.position(found.end())[0]


def _first_line(mapping: Mapping, number: int) -> int:
    """The first line of an entry, with the comments above that are about it; 0 if something else
    stands before it.

    One above two short entries is a heading of both, and one at the top of a file is of the file.
    """
    source = mapping.source
    key = mapping.entries[number][0]
    line, column = source.position(key.start)
    if source.line(line)[: column - 1].strip():
        return 0
    if (mapping is source.root and number == 0) or _has_a_neighbour(mapping, number):
        return line
    while line > 1 and source.line(line - 1)[: column - 1].strip() == "":
        if not source.line(line - 1).startswith("#", column - 1):
            break
        line -= 1
    return line


def _has_a_neighbour(mapping: Mapping, number: int) -> bool:
    """Whether an entry of one line is followed by another in the next line."""
    source = mapping.source
    places = [
        (source.position(key.start)[0], source.position(len(source.text[: value.end].rstrip()))[0])
        for key, value in mapping.entries[number : number + 2]
    ]
    (first, last), *more = places
    return first == last and more == [(last + 1, last + 1)]
