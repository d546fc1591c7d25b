"""Lines of layers: from nodes to templates, with everything checked that needs no sizes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cnnspec.core.diagnostic import Note
from cnnspec.language.arguments import bind_arguments
from cnnspec.language.bodies import Body, check_tensor_name, read_references, source_text
from cnnspec.language.branches import read_branches
from cnnspec.language.callees import find_callee, unknown_callee
from cnnspec.language.nodes import Mapping, Scalar, Sequence
from cnnspec.language.structure import STRUCTURE
from cnnspec.language.templates import Line
from cnnspec.language.values import compile_value
from cnnspec.layers import find
from cnnspec.layers import names as op_names

if TYPE_CHECKING:
    from cnnspec.language.nodes import Node
    from cnnspec.language.problems import Problems
    from cnnspec.language.values import Names, Value


def read_lines(node: Node, body: Body, names: Names) -> tuple[Line, ...]:
    """A list of layers."""
    if not isinstance(node, Sequence):
        what = "a mapping" if isinstance(node, Mapping) else "text"
        if isinstance(node, Scalar) and node.empty:
            what = "nothing"
        fix = (Note("fix", "- ...  begins each layer"),) if isinstance(node, Mapping) else ()
        body.problems.add("E203", f"a list of layers belongs here, found {what}", node, *fix)
        return ()
    lines = (read_line(item, body, names) for item in node.items)
    return tuple([line for line in lines if line is not None])


def read_line(node: Node, body: Body, names: Names) -> Line | None:
    """One layer: a bare callee, or a mapping with one callee and modifiers."""
    if isinstance(node, Sequence):
        fix = Note("fix", f"seq: {source_text(node) or '[...]'}  groups layers")
        body.problems.add("E203", "a layer is a name or a mapping, found a list", node, fix)
        return None
    if isinstance(node, Scalar):
        if node.empty:
            body.problems.add("E203", "a layer is missing here", node)
            return None
        line = _start(node, node, body)
        return line if line is None else _finish(line, None, body, names)
    pair = find_callee(node, body)
    if pair is None:
        body.torn(node)
        return None
    key, argument = pair
    line = _start(node, key, body)
    if line is None:
        body.torn(node)
        return None
    line.argument = argument
    guarded = node.get("when") is not None or node.get("repeat") is not None
    doubtful = node.get("when") is not None
    body.guards += guarded
    body.whens += doubtful
    _read_modifiers(line, node, key, body, names)
    finished = _finish(line, argument, body, names)
    body.guards -= guarded
    body.whens -= doubtful
    return finished


def _start(node: Node, key: Scalar, body: Body) -> Line | None:
    word = key.text
    if word in body.blocks:
        line = Line(node, key, "block", word)
        body.blocks[word].called = True
    elif word in STRUCTURE:
        line = Line(node, key, word, word)
    elif word in op_names():
        layer = find(word)
        line = Line(node, key, "merge" if layer.merges else "op", word)
        line.layer = layer
    else:
        unknown_callee(key, body)
        return None
    return line


def _read_modifiers(line: Line, node: Mapping, key: Scalar, body: Body, names: Names) -> None:
    values = {entry.text: value for entry, value in node.entries if entry is not key}
    problems = body.problems
    for word in ("name", "share", "note"):
        if word in values:
            setattr(line, word, _text(values[word], word, problems))
    if line.name is not None:
        check_tensor_name(line.name, values["name"], problems)
        if line.name in body.inputs:
            problems.add("E215", f"`{line.name}` is an input here already", values["name"])
        else:
            body.define(line.name, values["name"], node)
    if "frozen" in values:
        frozen = values["frozen"]
        line.frozen = isinstance(frozen, Scalar) and frozen.text == "true"
        if not line.frozen:
            problems.add("E203", "`frozen` wants true; leave it out otherwise", frozen)
    if "from" in values:
        line.source = read_references(values["from"], body)
    for word in ("when", "repeat", "size", "shape"):
        if word in values:
            setattr(line, word, compile_value(values[word], names))
    if "first" in values:
        line.first = _read_first(line, node, values["first"], problems, names)


def _read_first(
    line: Line, node: Mapping, value: Node, problems: Problems, names: Names
) -> dict[str, Value]:
    key = node.key("first")
    if line.repeat is None:
        fix = Note("fix", "give the arguments themselves, or a `repeat`")
        problems.add("E206", "`first` without `repeat`", key, fix)
    elif line.form not in ("op", "block", "call"):
        message = f"`first` replaces arguments, and `{line.callee}` has none"
        problems.add("E206", message, key)
        return {}
    if not isinstance(value, Mapping):
        problems.add("E203", "`first` wants arguments by name, such as {s: 2}", value)
        return {}
    inner = names.also()
    inner.repeats += 1
    return {entry.text: compile_value(given, inner) for entry, given in value.entries}


def _text(node: Node, word: str, problems: Problems) -> str | None:
    if isinstance(node, Scalar) and not node.empty:
        return node.text
    what = {Sequence: "a list", Mapping: "a mapping"}.get(type(node), "nothing")
    problems.add("E203", f"`{word}` wants text, found {what}", node)
    return None


def _finish(line: Line, argument: Node | None, body: Body, names: Names) -> Line:
    inner = names
    if line.repeat is not None:
        inner = names.also()
        inner.repeats += 1
    if line.form in ("seq", "side"):
        if argument is None or (isinstance(argument, Scalar) and argument.empty):
            body.problems.add("E204", f"`{line.callee}` needs a list of layers", line.key)
        else:
            line.body = read_lines(argument, body, inner)
    elif line.form == "merge":
        line.branches = read_branches(line, argument, body, inner, read_lines)
    else:
        if line.form == "block" and not body.guards:
            body.calls.append(line)
        bind_arguments(line, argument, body, inner)
    line.effort = _effort(line)
    return line


def _effort(line: Line) -> int:
    """The characters of a line's own expressions."""
    given = [line.when, line.repeat, line.size, line.shape, *line.first.values()]
    for branch in line.branches:
        given += [branch.when, branch.copies]
    own = [*line.positional, *line.named.values()] if not line.constant else []
    return sum([value.effort for value in (*given, *own) if value is not None])
