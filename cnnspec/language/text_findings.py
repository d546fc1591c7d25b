"""Findings about a spec's text: bytes, keys, limits, and the YAML that the language leaves out."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from cnnspec.core.diagnostic import Diagnostic, Label, Note
from cnnspec.language.characters import shortened
from cnnspec.language.nodes import Scalar, Sequence, label

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cnnspec.language.nodes import Mapping, Node, Source

# A line that begins with `%`, other than `%YAML 1.1` and `%YAML 1.2`.
_FOREIGN_DIRECTIVE = re.compile(r"(?<![^\r\n])%(?!YAML[ \t]+1\.[12](?:\s|$))")
_WORD = re.compile(r"[^\s,\[\]{}]+")
_REUSE = "`defaults`, `vars` and `blocks` say once what repeats"
_MARKS = {
    "*": ("an alias", "aliases"),
    "&": ("an anchor", "anchors"),
    "!": ("a tag", "tags"),
}


def finding_at(
    code: str,
    message: str,
    source: Source,
    start: int,
    end: int,
    *,
    related: tuple[Label, ...] = (),
    fix: str = "",
) -> Diagnostic:
    """A finding about the characters from `start` up to `end`."""
    primary = Label(source.name, source.span(start, end))
    return Diagnostic(code, message, primary, related, (Note("fix", fix),) if fix else ())


def word_end(source: Source, index: int) -> int:
    """Where the word that begins at a character ends; at least one character further."""
    word = _WORD.match(source.text, index)
    return word.end() if word else min(index + 1, len(source.text))


# The file as a whole


def not_unicode(source: Source, index: int, byte: int, offset: int) -> Diagnostic:
    message = f"the file is not UTF-8: found the byte 0x{byte:02X} at offset {offset:,}"
    return finding_at("E101", message, source, index, index + 1, fix="save it as UTF-8")


def other_encoding(source: Source, encoding: str) -> Diagnostic:
    message = f"the file is {encoding}, not UTF-8"
    return finding_at("E101", message, source, 0, 0, fix="save it as UTF-8")


def foreign_character(source: Source, index: int) -> Diagnostic:
    character = source.text[index]
    message = f"the control character U+{ord(character):04X} has no place in a spec"
    fix = "delete it"
    if character == "\0":
        fix = "save the file as UTF-8 if it is UTF-16, else delete the character"
    elif character == "\ufeff":
        message = "a byte order mark, U+FEFF, belongs only at the start of a file"
    elif "\ud800" <= character <= "\udfff":
        message = f"U+{ord(character):04X} is half a character"
    return finding_at("E101", message, source, index, index + 1, fix=fix)


def too_large(source: Source, size: int, unit: str, limit: int) -> Diagnostic:
    message = f"the file has {size:,} {unit}, at most {limit:,} are read"
    return finding_at("E107", message, source, 0, 0)


def nothing_written(source: Source) -> Diagnostic:
    if not source.text.strip():
        message = "the file is empty"
    elif source.root is None:
        message = "the file has only comments"
    else:
        message = "the document is empty"
    return finding_at("E103", message, source, 0, 0, fix="a spec begins with `cnnspec: 1`")


# Documents, marks and limits


def find_foreign_directive(text: str, start: int, end: int) -> int:
    """Where a line begins that is a directive other than `%YAML 1.2`; -1 if there is none."""
    found = _FOREIGN_DIRECTIVE.search(text, start, end)
    return found.start() if found else -1


def second_document(source: Source, index: int) -> Diagnostic:
    message = "a second document begins here, and a spec is one document"
    fix = "put each network in a file of its own, or make them `variants` of one"
    return finding_at("E101", message, source, index, index + 3, fix=fix)


def directive(source: Source, index: int) -> Diagnostic:
    written = source.text[index:].splitlines()[0].rstrip()
    message = f"found the directive `{shortened(written)}`, where only `%YAML 1.2` may stand"
    return finding_at("E101", message, source, index, index + len(written), fix="delete the line")


def mark(source: Source, index: int) -> Diagnostic:
    """An alias, an anchor or a tag: what their first character tells."""
    end = word_end(source, index)
    what, kind = _MARKS[source.text[index]]
    message = f"`{shortened(source.text[index:end])}` is {what}, and the language has no {kind}"
    fix = f"quote it if it is text; {_REUSE}" if kind != "tags" else "quote it if it is text"
    return finding_at("E106", message, source, index, end, fix=fix)


def too_deep(source: Source, index: int, limit: int) -> Diagnostic:
    message = f"level {limit + 1} of nesting begins here, at most {limit} are read"
    return finding_at("E107", message, source, index, word_end(source, index))


def too_many(source: Source, index: int, limit: int) -> Diagnostic:
    message = f"value {limit + 1:,} of the file is here, at most {limit:,} are read"
    return finding_at("E107", message, source, index, word_end(source, index))


def foreign_escape(source: Source, start: int, end: int, character: str) -> Diagnostic:
    what = "half a character" if "\ud800" <= character <= "\udfff" else "a control character"
    message = f"an escape in this text makes U+{ord(character):04X}, {what}"
    return finding_at("E101", message, source, start, end)


# Keys


def no_key(source: Source, index: int) -> Diagnostic:
    message = "expected a key, found nothing"
    return finding_at("E101", message, source, index, min(index + 1, len(source.text)))


def no_space(source: Source, start: int, end: int) -> Diagnostic:
    """A key and its value with nothing between colon and value: to YAML that is one word."""
    written = source.text[start:end]
    key, _, value = written.partition(":")
    message = f"expected a space behind the colon in `{shortened(written)}`"
    fix = shortened(f"{key}: {value}", 60) if value else f"write `{key}: `"
    return finding_at("E101", message, source, start, end, fix=fix)


def key_not_text(key: Node) -> Diagnostic:
    what = "a list" if isinstance(key, Sequence) else "a map"
    message = f"expected a key that is text, found {what}"
    return finding_at("E101", message, key.source, key.start, key.end)


def merge_key(key: Scalar) -> Diagnostic:
    message = "`<<` merges another map, and the language has no merge keys"
    return finding_at("E106", message, key.source, key.start, key.end, fix=_REUSE)


def repeated_keys(mapping: Mapping) -> Iterator[Diagnostic]:
    """One finding for each key that stands in a mapping already."""
    seen: dict[str, tuple[Scalar, Node]] = {}
    for key, value in mapping.entries:
        if key.text in seen:
            yield _repeated_key(*seen[key.text], key, value)
        else:
            seen[key.text] = (key, value)


def _repeated_key(first: Scalar, old: Node, second: Scalar, new: Node) -> Diagnostic:
    source = second.source
    lines = [source.position(node.start)[0] for node in (first, second)]
    name = shortened(first.text)
    if lines[0] == lines[1]:
        message = f"`{name}` is set twice at line {lines[0]}: {_shown(old)} and {_shown(new)}"
    else:
        message = (
            f"`{name}` is set twice: {_shown(old)} at line {lines[0]}, "
            f"{_shown(new)} at line {lines[1]}"
        )
    return Diagnostic(
        "E102",
        message,
        label(second, "set again"),
        (label(first, "set first"),),
        (Note("effect", "most programs would keep the last one and not say so"),),
    )


def _shown(node: Node) -> str:
    return shortened(node.source.text[node.start : min(node.end, node.start + 200)]) or "nothing"
