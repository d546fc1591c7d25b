"""Fixes for another number of tensors than is taken: one of them by name, or all of them joined."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from cnnspec.core.diagnostic import Edit
from cnnspec.fixes.changes import Change
from cnnspec.fixes.lines import line_before, list_of, with_key, without_key
from cnnspec.language.nodes import Mapping, Scalar, Sequence, span
from cnnspec.language.templates import Line

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cnnspec.core.diagnostic import Diagnostic
    from cnnspec.fixes.proving import Prover, Trial
    from cnnspec.language.nodes import Node
    from cnnspec.results import Analysis

    Edits = tuple[Edit, ...]

ORDER = ("from", "branches", "size", "concat", "add")
DOES = "takes as many tensors as reach it"
JOINS = ("concat", "add")
NAME = "parts"
"""What a line is called that gives several tensors and has no name."""
MOST_NAMES = 8


def trials(prover: Prover) -> Iterator[Trial | None]:
    """One tensor by name, the first that there is, and all of them joined."""
    line, names = _where(prover.analysis, prover.finding)
    if line is None:
        return
    for number, change in enumerate(_changes(prover, line, names)):
        yield prover.proves(change.replace(distance=number))


def _where(analysis: Analysis, finding: Diagnostic) -> tuple[Line | None, tuple[str, ...]]:
    """The line that fails, and the tensors that reach it."""
    graph = analysis.graph
    for node in graph.unknown:
        site = graph.nodes[node].site
        if isinstance(site, Line) and analysis.paths.layer(node) == finding.layer:
            return site, graph.surplus.get(node, ())[:MOST_NAMES]
    return None, ()


def _changes(prover: Prover, line: Line, names: tuple[str, ...]) -> Iterator[Change]:
    branch = _branch(prover, line)
    if branch is not None:
        yield from _in_a_branch(branch, names)
    elif size := _size(prover):
        yield from _one_size(prover, line, size)
    elif line.source is not None:
        yield from _from_a_list(prover, line, names)
    elif names and names == tuple(prover.analysis.graph.inputs):
        for name in names:
            yield from _change("from", f"from: {name}", with_key(line.node, f"from: {name}"))
        yield from _joined(line, names)
    elif names:
        yield from _behind(line, names)
    else:
        yield from _one_more(prover, line)


def _change(kind: str, text: str, edits: Edits) -> Iterator[Change]:
    if edits:
        yield Change(kind, text, edits)


def _branch(prover: Prover, line: Line) -> Node | None:
    """The branch at fault, if it is one."""
    place = prover.finding.primary
    nodes = [branch.node for branch in line.branches]
    return next((n for n in nodes if place is not None and span(n) == place.span), None)


def _in_a_branch(branch: Node, names: tuple[str, ...]) -> Iterator[Change]:
    """Each tensor as a branch of its own, or what gives them by name, and then joined."""
    source = branch.get("from") if isinstance(branch, Mapping) else None
    around = list_of(branch)
    if isinstance(source, Sequence) and isinstance(branch, Mapping) and len(branch.entries) == 1:
        if around is not None:
            text = ", ".join(names)
            yield from _change("branches", f"{text} as branches", (Edit(span(branch), text),))
        return
    lines = branch.get("layers") if isinstance(branch, Mapping) else branch
    if not isinstance(lines, Sequence) or not lines.items or not names:
        return
    last = lines.items[-1]
    name, edits = _named(last)
    for join in JOINS:
        call = f"{join}: [{', '.join(f'{name}.{part}' for part in names)}]"
        behind = last.source.span(last.end, last.end)
        if edits and last.source.text.startswith("[", lines.start):
            text = f"{edits[-1].text}, {call}" if len(edits) == 1 else ""
            if edits[-1].span.end_line == behind.line and text:
                yield Change(join, call, (edits[-1].replace(text=text),))


def _named(node: Node) -> tuple[str, Edits]:
    """The name of a line, and the edits that give it one; none where it cannot have one."""
    own = node.get("name") if isinstance(node, Mapping) else None
    if isinstance(own, Scalar):
        return own.text, ()
    taken = node.source.text
    name = next(n for n in (NAME, *(f"{NAME}{i}" for i in range(2, 99))) if n not in taken)
    return name, with_key(node, f"name: {name}")


def _from_a_list(prover: Prover, line: Line, names: tuple[str, ...]) -> Iterator[Change]:
    assert line.source is not None
    written = line.node.get("from") if isinstance(line.node, Mapping) else None
    if written is None:
        return
    block = prover.analysis.spec.blocks.get(line.callee) if line.form == "block" else None
    wanted = max(len(block.inputs), 1) if block is not None else 1
    of_one = len(line.source) == 1 and names != (line.source[0].text,)
    each = tuple([f"{line.source[0].name}.{name}" for name in names]) if of_one else names
    if wanted > 1:
        if len(each) >= wanted:
            text = f"[{', '.join(each[:wanted])}]"
            yield from _change("from", f"from: {text}", (Edit(span(written), text),))
        return
    for name in each:
        yield from _change("from", f"from: {name}", (Edit(span(written), name),))
    yield from _joined(line, each, without_key(line.node, "from"))


def _joined(line: Line, names: tuple[str, ...], more: Edits = ()) -> Iterator[Change]:
    """All of them joined in a line before."""
    if line.source is not None and not more:
        return
    for join in JOINS:
        call = f"{join}: [{', '.join(names)}]"
        edit = line_before(line.node, call)
        if edit is not None:
            yield Change(join, f"{call} before it", (edit, *more))


def _behind(line: Line, names: tuple[str, ...]) -> Iterator[Change]:
    """What the line before gives, by its name."""
    around = list_of(line.node)
    if around is None or not around[1]:
        return
    name, edits = _named(around[0].items[around[1] - 1])
    if not edits and not name:
        return
    each = tuple([f"{name}.{part}" for part in names])
    for part in each:
        own = with_key(line.node, f"from: {part}")
        if own:
            yield Change("from", f"from: {part}", (*edits, *own))
    for change in _joined(line, each):
        yield change.replace(edits=(*edits, *change.edits))


def _one_more(prover: Prover, line: Line) -> Iterator[Change]:
    """The tensors that a block takes: what reaches it, and the named one before that is nearest."""
    block = prover.analysis.spec.blocks.get(line.callee) if line.form == "block" else None
    around = list_of(line.node)
    if block is None or len(block.inputs) != 2 or around is None or line.source is not None:
        return
    before = reversed(around[0].items[: around[1]])
    found = [item.get("name") for item in before if isinstance(item, Mapping)]
    names = [name.text for name in found if isinstance(name, Scalar)]
    for name in [*names[:MOST_NAMES], "in"]:
        text = f"from: [prev, {name}]"
        yield from _change("from", text, with_key(line.node, text))


def _size(prover: Prover) -> str:
    """`s.c`, where that is a size of several tensors."""
    place = prover.finding.primary
    if place is None or place.span.line != place.span.end_line:
        return ""
    line = prover.analysis.spec.source.line(place.span.line)
    text = line[place.span.column - 1 : place.span.end_column - 1]
    return text if re.fullmatch(r"[\w-]+\.(c|l|d|h|w|size)", text) else ""


def _one_size(prover: Prover, line: Line, size: str) -> Iterator[Change]:
    """The size of the first of them that has a name."""
    place = prover.finding.primary
    assert place is not None
    name, _, attribute = size.rpartition(".")
    found = prover.analysis.spec.blocks
    outputs = [block.outputs[0].text for block in found.values() if len(block.outputs) > 1]
    for part in dict.fromkeys(outputs):
        text = f"{name}.{part}.{attribute}"
        yield Change("size", f"{text} in the place of {size}", (Edit(place.span, text),))
