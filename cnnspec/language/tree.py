"""From the events of a YAML parser to a tree of nodes.

Events instead of PyYAML's own tree: they are faster, they carry every position, and a stack of our
own cannot overflow however deep a file nests. The wording of a finding is loaded with the first.
"""

from __future__ import annotations

from itertools import chain, islice
from typing import TYPE_CHECKING, Any

from yaml.error import YAMLError
from yaml.events import (
    AliasEvent,
    DocumentStartEvent,
    MappingEndEvent,
    MappingStartEvent,
    NodeEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
)

from cnnspec.core.diagnostic import SpecError
from cnnspec.language import events
from cnnspec.language.characters import BLANKS, find_foreign
from cnnspec.language.nodes import Mapping, Scalar, Sequence

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cnnspec.core.diagnostic import Diagnostic
    from cnnspec.language.nodes import Node, Source

MAXIMUM_DEPTH = 64
MAXIMUM_NODES = 12_000
MAXIMUM_FINDINGS = 1_000
# `[?,?,` makes three nodes of two characters, and nothing makes more.
_NODES_PER_CHARACTER = 2


def build(source: Source) -> Node | None:
    """The root node of a text, or None if nothing is written in it.

    Raises a SpecError with every repeated key and with the place where the text stops being YAML,
    uses what the language does not have, or goes beyond a limit.
    """
    text = source.text
    merging = "<<" in text
    findings: list[Diagnostic] = []
    # The innermost open collection: its nodes (keys and values in turn if it is a mapping) and
    # where it starts. The stack holds the same of the collections around it.
    items: list[Any] = []
    start = -1
    mapping = False
    stack: list[tuple[list[Any], int, bool]] = []
    try:
        for event in _events(source):
            kind = event.__class__
            first = event.start_mark.index
            if kind is ScalarEvent:
                if event.tag is not None or event.anchor is not None:
                    raise _marked(source, first)
                last = event.end_mark.index
                style = event.style
                if style:
                    if style in "|>":
                        last = first + len(text[first:last].rstrip(BLANKS))
                    elif style == '"':
                        _check_escapes(event.value, first, last, source)
                elif first == last and mapping:
                    first = last = _place_of_nothing(items, first, source, findings)
                items.append(Scalar(event.value, not style, first, last, source))
            elif kind is MappingStartEvent or kind is SequenceStartEvent:
                if event.tag is not None or event.anchor is not None:
                    raise _marked(source, first)
                if len(stack) == MAXIMUM_DEPTH:
                    raise _too_deep(source, first)
                stack.append((items, start, mapping))
                items, start, mapping = [], first, kind is MappingStartEvent
            elif kind is MappingEndEvent or kind is SequenceEndEvent:
                # Without brackets, the end that YAML gives is on some later line.
                last = event.end_mark.index if text[start] in "[{" else items[-1].end
                node: Node
                if mapping:
                    # Asking zip to be strict would cost a twentieth of all the reading.
                    entries = list(zip(items[::2], items[1::2]))  # noqa: B905  # they are pairs
                    node = Mapping(entries, start, last, source)
                    if len(node.keys()) < len(entries) or merging:
                        _check_keys(node, findings)
                else:
                    node = Sequence(items, start, last, source)
                items, start, mapping = stack.pop()
                if mapping and len(items) % 2 == 0:
                    raise _no_text(node)
                items.append(node)
            elif kind is AliasEvent:
                raise _marked(source, first)
            elif kind is DocumentStartEvent:
                _check_document(first, event.end_mark.index, items, source)
    except SpecError as error:
        findings += error.diagnostics
    except YAMLError as error:
        from cnnspec.language.yaml_findings import explain

        findings.append(explain(error, source, start, items[-1] if items else None))
    if findings:
        raise SpecError(*sorted(findings, key=_place))
    return items[0] if items else None


def _events(source: Source) -> Iterator[Any]:
    parser = events.parser_class()(source.text)
    found: Iterator[Any] = iter(parser.get_event, None)
    if len(source.text) * _NODES_PER_CHARACTER <= MAXIMUM_NODES:
        return found
    return _counted(found, source)


def _counted(found: Iterator[Any], source: Source) -> Iterator[Any]:
    count = 0
    for event in found:
        count += isinstance(event, NodeEvent)
        if count > MAXIMUM_NODES:
            from cnnspec.language.text_findings import too_many

            raise SpecError(too_many(source, event.start_mark.index, MAXIMUM_NODES))
        yield event


def _marked(source: Source, index: int) -> SpecError:
    from cnnspec.language.text_findings import mark

    return SpecError(mark(source, index))


def _too_deep(source: Source, index: int) -> SpecError:
    from cnnspec.language.text_findings import too_deep

    return SpecError(too_deep(source, index, MAXIMUM_DEPTH))


def _no_text(key: Node) -> SpecError:
    from cnnspec.language.text_findings import key_not_text

    return SpecError(key_not_text(key))


def _place_of_nothing(
    items: list[Any], index: int, source: Source, findings: list[Diagnostic]
) -> int:
    """Where an empty value of a mapping belongs: behind the colon, or behind the key without one.

    The parsers put it there or before whatever comes next, each in its own way.
    """
    if len(items) % 2 == 0:
        from cnnspec.language.text_findings import no_key

        raise SpecError(no_key(source, index))
    key = items[-1]
    colon = source.text.find(":", key.end, index)
    if colon >= 0:
        return colon + 1
    joined = isinstance(key, Scalar) and key.plain and ":" in key.text
    if joined and len(findings) < MAXIMUM_FINDINGS:
        from cnnspec.language.text_findings import no_space

        findings.append(no_space(source, key.start, key.end))
    end: int = key.end
    return end


def _check_escapes(text: str, start: int, end: int, source: Source) -> None:
    found = find_foreign(text)
    if found >= 0:
        from cnnspec.language.text_findings import foreign_escape

        raise SpecError(foreign_escape(source, start, end, text[found]))


def _check_keys(mapping: Mapping, findings: list[Diagnostic]) -> None:
    from cnnspec.language.text_findings import merge_key, repeated_keys

    merges = (merge_key(key) for key, _ in mapping.entries if _merges(key))
    found = chain(merges, repeated_keys(mapping))
    findings += islice(found, MAXIMUM_FINDINGS - len(findings))


def _merges(key: Scalar) -> bool:
    return key.plain and key.text == "<<"


def _check_document(start: int, end: int, items: list[Any], source: Source) -> None:
    if items:
        from cnnspec.language.text_findings import second_document

        raise SpecError(second_document(source, start))
    if source.text.find("%", start, end) >= 0:
        from cnnspec.language.text_findings import directive, find_foreign_directive

        place = find_foreign_directive(source.text, start, end)
        if place >= 0:
            raise SpecError(directive(source, place))


def _place(finding: Diagnostic) -> tuple[int, int]:
    return (finding.primary.span.line, finding.primary.span.column) if finding.primary else (0, 0)
