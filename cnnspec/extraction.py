"""One variant of a spec as a spec of its own: the same text, with what the variant lays over it."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

from cnnspec.core.diagnostic import UsageError
from cnnspec.language.nodes import Mapping, Scalar, Sequence
from cnnspec.language.problems import suggestion
from cnnspec.language.spec import variant_nodes
from cnnspec.mending import mend

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from cnnspec.core.diagnostic import Diagnostic
    from cnnspec.language.nodes import Node, Source

ADDED = ("expect", "budget", "note")
"""What a variant adds to; `vars` it replaces one by one, and everything else as a whole."""
LEFT_OVER = ("W101", "W201", "W202")
"""Findings of what nothing uses."""
WIDTH = 96
NESTED = ("layers", "train")
"""Under `expect`: mappings, which are joined key by key."""


def extract(source: Source, variant: str | None) -> str:
    """The text of a spec that is one variant of another, without those beside it.

    What only those use is left out: variables, derived values, blocks and comments that silence a
    finding, but no argument of a block. All other comments stay where they are. Raises a
    UsageError for a variant that is not there, and where the text is no spec.
    """
    root = source.root
    if not isinstance(root, Mapping):
        raise UsageError(f"{source.name} is no spec")
    variants = variant_nodes(source)
    if variant is None:
        return source.text
    if variant not in variants:
        near = suggestion(variant, variants)
        listed = f"it has {', '.join(variants)}" if variants else "it has none"
        raise UsageError(f"{source.name} has no variant {variant}{near}", listed)
    node = variants[variant]
    overlay = node if isinstance(node, Mapping) else None
    text = f"{_edited(root, overlay, source).strip()}\n"
    return mend(source.name, text.encode(), _is_left_over).after.decode()


def _is_left_over(finding: Diagnostic) -> bool:
    return finding.code in LEFT_OVER


def _edited(root: Mapping, overlay: Mapping | None, source: Source) -> str:
    """The text without its variants, and with what the overlay says in the place of its own."""
    laid = {key.text: (key, value) for key, value in overlay.entries} if overlay else {}
    edits: list[tuple[int, int, str]] = []
    for key, value in root.entries:
        start, end = key.start, _line_end(source.text, value.end)
        if key.text == "variants":
            edits.append((start, end, ""))
        elif key.text == "vars" and "vars" in laid:
            edits += _new_values(value, laid.pop("vars")[1])
        elif key.text in ADDED and key.text in laid:
            edits.append((start, end, _joined(key.text, value, laid.pop(key.text)[1])))
        elif key.text in laid:
            edits.append((start, end, _entry(*laid.pop(key.text))))
    text = source.text
    for start, end, new in sorted(edits, reverse=True):
        if not new and text[end : end + 1] == "\n":
            end += 1
        text = text[:start] + new + text[end:]
    rest = [_entry(key, value) for key, value in laid.values()]
    return "\n".join([text.rstrip(), *rest])


def _line_end(text: str, index: int) -> int:
    """The end of a line, with the comment that closes it."""
    found = re.compile(r"[ \t]*(#[^\n]*)?").match(text, index)
    assert found is not None
    return found.end()


def _new_values(own: Node, laid: Node) -> Iterator[tuple[int, int, str]]:
    """The values of single variables in the place of the file's."""
    if isinstance(own, Mapping) and isinstance(laid, Mapping):
        for key, value in laid.entries:
            old = own.get(key.text)
            if old is not None:
                yield old.start, old.end, flow(value)


def _entry(key: Scalar, value: Node) -> str:
    """A key and its value as lines at the top of a file."""
    text = key.source.text
    column = key.source.position(key.start)[1] - 1
    before = text[key.start - column : key.start]
    written = text[key.start : _line_end(text, value.end)]
    if before.strip():  # it stands in braces
        written = text[key.start : value.end]
        if isinstance(value, Scalar):
            return f"{key.text}: {flow(value)}"
        first, *more = written.split("\n")
        return "\n".join([first, *[f"  {line.strip()}" for line in more]])
    return _moved(written, column)


def _moved(written: str, columns: int) -> str:
    """Lines moved to the left."""
    first, *more = written.split("\n")
    return "\n".join([first, *[re.sub(rf"^ {{0,{columns}}}", "", line) for line in more]])


def _joined(word: str, own: Node, laid: Node) -> str:
    if word == "note":
        texts = [node.text.strip() for node in (own, laid) if isinstance(node, Scalar)]
        return note(texts)
    if word == "budget":
        return f"budget: [{', '.join([*_figures(own), *_figures(laid)])}]"
    if not isinstance(own, Mapping) or not isinstance(laid, Mapping):
        return f"{word}: {flow(laid)}"
    lines = [f"  {key}: {value}" for key, value in _merged(own, laid)]
    return "\n".join([f"{word}:", *lines])


def _merged(own: Mapping, laid: Mapping, nested: bool = False) -> Iterator[tuple[str, str]]:
    """All claims of both; where both claim something of one metric, both must hold."""
    for key, value in own.entries:
        other = laid.get(key.text)
        if other is None:
            yield _key(key), flow(value)
        elif (
            isinstance(value, Mapping)
            and isinstance(other, Mapping)
            and (nested or key.text in NESTED)
        ):
            inner = _merged(value, other, nested=key.text == "layers")
            yield _key(key), f"{{{', '.join([f'{name}: {claim}' for name, claim in inner])}}}"
        else:
            yield _key(key), f"[{', '.join([*_figures(value), *_figures(other)])}]"
    for key, value in laid.entries:
        if own.get(key.text) is None:
            yield _key(key), flow(value)


def _figures(node: Node) -> list[str]:
    """The figures of a metric, one by one."""
    return list(map(flow, node.items)) if isinstance(node, Sequence) else [flow(node)]


def _key(key: Scalar) -> str:
    return flow(key)


def flow(node: Node) -> str:
    """A node in one line, in braces and brackets."""
    if isinstance(node, Sequence):
        return f"[{', '.join(map(flow, node.items))}]"
    if isinstance(node, Mapping):
        return f"{{{', '.join([f'{_key(key)}: {flow(value)}' for key, value in node.entries])}}}"
    if node.plain and not re.search(r"[,\[\]{}#\n]|: |^$", node.text):
        return node.text
    return json.dumps(node.text, ensure_ascii=False)


def note(texts: Iterable[str]) -> str:
    """A note of several paragraphs, folded at the width of a line."""
    import textwrap

    lines = "\n".join(texts).split("\n")
    if any(not line or line != " ".join(line.split()) for line in lines):
        return f"note: {json.dumps(chr(10).join(lines), ensure_ascii=False)}"
    folded = [
        "\n".join(f"  {part}" for part in textwrap.wrap(line, WIDTH, break_on_hyphens=False))
        for line in lines
    ]
    return "note: >-\n" + "\n\n".join(folded)
