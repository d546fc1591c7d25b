"""Changes of a spec, as edits of its text: an argument, the input, a layer more in a branch."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from cnnspec.core.diagnostic import Edit
from cnnspec.core.record import Record
from cnnspec.language.nodes import Mapping, Scalar, Sequence, span
from cnnspec.language.templates import Line

if TYPE_CHECKING:
    from collections.abc import Sequence as Sequence_

    from cnnspec.core.shape import Shape
    from cnnspec.language.nodes import Node, Source
    from cnnspec.language.templates import Branch
    from cnnspec.language.values import Value
    from cnnspec.results import Analysis


class Change(Record):
    """One change that may mend a finding: as it is told, and as edits of the text.

    `distance` is how far it is from what is there, `side` whether below or above; `remark` is what
    is said beside it. `input`
    and `settings` stand for the reader's own where those were given with the command, and then
    there is no edit.
    """

    kind: str
    text: str
    edits: tuple[Edit, ...] = ()
    input: Shape | None = None
    distance: int = 0
    remark: str = ""
    side: int = 0
    settings: tuple[tuple[str, str], ...] = ()


def argument_change(
    analysis: Analysis, node: int, option: str, value: Any, step: int = 0
) -> Change | None:
    """Another value for an option in the line that a node is from, so far from what is there.

    None where the line leaves no plain place for it, or the value is worked out from others, unless
    the new one is a name.
    """
    site = analysis.graph.nodes[node].site
    text, named = value_text(value), isinstance(value, str)
    edit = argument_edit(site, option, text, named) if isinstance(site, Line) else None
    if edit is None:
        return None
    text = f"{line_name(analysis, node)} {option}: {value_text(value)}"
    return Change(option, text, (edit,), None, abs(step), "", (step > 0) - (step < 0))


def arguments_change(
    analysis: Analysis, nodes: Sequence_[int], values: dict[str, Any], step: int = 0
) -> Change | None:
    """Other values for options in the lines of several nodes; None where one has no place."""
    edits: dict[Edit, None] = {}
    for node in nodes:
        for option, value in values.items():
            change = argument_change(analysis, node, option, value)
            if change is None:
                return None
            edits.update(dict.fromkeys(change.edits))
    sites = {analysis.graph.nodes[node].site: node for node in reversed(nodes)}
    names = [line_name(analysis, node) for node in reversed(sites.values())]
    more = f" and {len(names) - 1} more" if len(names) > 1 else ""
    said = ", ".join(f"{option}: {value_text(value)}" for option, value in values.items())
    kind = next(iter(values))
    return Change(kind, f"{names[0]}{more} {said}", tuple(edits), None, abs(step), "", step)


def value_text(value: Any) -> str:
    """A value as a spec spells it: `3`, `3x5`, `true`."""
    if isinstance(value, tuple):
        return "x".join(map(str, value))
    return {True: "true", False: "false"}[value] if isinstance(value, bool) else str(value)


def line_name(analysis: Analysis, node: int) -> str:
    """What a change of a layer's line is called: it changes all layers that the line stands for."""
    nodes = analysis.graph.nodes
    site, op = nodes[node].site, nodes[node].facts.op
    alike = sum(other.site is site and other.facts.op == op for other in nodes)
    path = analysis.paths.layer(node)
    return path if alike == 1 else f"{path} and {alike - 1} more of its line"


def given_value(line: Line, option: str) -> Value | None:
    """An argument as it is written in a line, or in what a `call` stands for."""
    line = _resolved(line, option)
    if option in line.named:
        return line.named[option]
    order = line.layer.positional if line.layer is not None else ()
    place = order.index(option) if option in order else len(line.positional)
    return line.positional[place] if place < len(line.positional) else None


def _resolved(line: Line, option: str) -> Line:
    """What a `call` stands for, where it takes this option."""
    for made in line.prepared.values() if line.form == "call" else ():
        if isinstance(made, Line) and made.layer is not None and option in made.layer.options:
            return made
    return line


def argument_edit(line: Line, option: str, value: str, named: bool = False) -> Edit | None:
    """The edit that gives an option of a line another value; None where there is no place, or it
    is worked out from others and the new one is not `named`."""
    given = given_value(line, option)
    if given is not None:
        scalar = given.node if isinstance(given.node, Scalar) else None
        plain = given.constant if scalar is None else (given.constant or named) and not scalar.block
        return Edit(span(given.node), value) if plain else None
    pair = f"{option}: {value}"
    argument = line.argument
    if argument is None or (isinstance(argument, Scalar) and argument.empty):
        return _behind(line.key, f": [{pair}]") if line.node is line.key else None
    if isinstance(argument, Scalar):
        if argument.block:
            return None
        written = argument.source.text[argument.start : argument.end]
        return Edit(span(argument), f"[{written}, {pair}]")
    return appended(argument, pair)


def appended(node: Node, item: str) -> Edit | None:
    """One item more at the end of a list, or one entry more at the end of a mapping."""
    if isinstance(node, Scalar):
        return None
    source = node.source
    last: Node | None
    if isinstance(node, Sequence):
        first, last = (node.items[0], node.items[-1]) if node.items else (None, None)
    else:
        first, last = (node.entries[0][0], node.entries[-1][1]) if node.entries else (None, None)
    if source.text[node.start] in "[{":
        if last is None:
            return Edit(source.span(node.start + 1, node.end - 1), item)
        return None if isinstance(last, Scalar) and last.empty else _behind(last, f", {item}")
    if first is None or last is None or _is_open(last):
        return None
    start = first.start
    dash = ""
    if isinstance(node, Sequence):
        start, dash = source.text.rindex("-", 0, start), "- "
    indent = " " * (source.position(start)[1] - 1)
    return _behind(last, f"{line_break(source)}{indent}{dash}{item}")


def line_break(source: Source) -> str:
    """How lines end in a text."""
    return "\r\n" if "\r\n" in source.text else "\n"


def _is_open(node: Node) -> bool:
    """Whether a value has no end of its own to write behind: nothing, or a block of text."""
    while not isinstance(node, Scalar):
        if node.source.text[node.start] in "[{":
            return False
        node = node.items[-1] if isinstance(node, Sequence) else node.entries[-1][1]
    return node.empty or node.block


def _behind(node: Node, text: str) -> Edit:
    return Edit(node.source.span(node.end, node.end), text)


def input_change(analysis: Analysis, shape: Shape, remark: str = "") -> Change | None:
    """Another shape of the one input; None where the spec works it out from other values."""
    spec = analysis.spec
    (name,) = spec.inputs
    own = analysis.graph.shape(analysis.graph.inputs[name])
    assert own is not None
    word = "input" if name == "in" else name
    text = f"{word}: [{', '.join(map(str, shape))}]"
    steps = [b - a for a, b in zip(own, shape, strict=True) if type(a) is type(b) is int]
    distance, side = sum(map(abs, steps)), (sum(steps) > 0) - (sum(steps) < 0)
    if analysis.replaced:
        return Change("input", text, (), shape, distance, remark, side)
    node = spec.inputs[name].node
    if not isinstance(node, Sequence) or len(node.items) != len(shape):
        return None
    edits: dict[Edit, None] = {}
    variables: dict[str, object] = {}
    for item, before, size in zip(node.items, own, shape, strict=True):
        if before == size:
            continue
        if not isinstance(item, Scalar):
            return None
        place: Node = item
        if item.text != str(before):
            value = spec.variables.get(item.text)
            if value is None or not value.constant or isinstance(value.node, Mapping):
                return None
            if variables.setdefault(item.text, size) != size:
                return None
            place = value.node
        edits[Edit(span(place), str(size))] = None
    if variables and len(variables) == 1 and len(edits) == 1:
        text = ", ".join(f"{name}: {size}" for name, size in variables.items())
    return Change("input", text, tuple(edits), None, distance, remark, side)


def branch_change(branch: Branch, layer: str) -> Edit | None:
    """One layer more at the end of a branch of a merge; None where it leaves no place."""
    node = branch.node
    if isinstance(node, Scalar):
        if branch.source is None:
            return None
        word = branch.source[0].text
        text = f"[{layer}]" if word == "prev" else f"{{from: {word}, layers: [{layer}]}}"
        return Edit(span(node), text)
    if isinstance(node, Mapping):
        layers = node.get("layers")
        return appended(node, f"layers: [{layer}]") if layers is None else appended(layers, layer)
    return appended(node, layer)


def replaced_call(line: Line, call: str) -> Edit | None:
    """Another layer in the place of a line that is a call and nothing more."""
    node: Any = line.node
    if isinstance(node, Mapping) and len(node.entries) > 1:
        return None
    source: Source = line.key.source
    end = line.key.end if line.argument is None else line.argument.end
    if source.position(line.key.start)[0] != source.position(end)[0]:
        return None
    return Edit(source.span(line.key.start, end), call)
