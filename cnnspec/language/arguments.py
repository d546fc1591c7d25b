"""Arguments: positional ones first, then named ones, for ops and blocks alike."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from cnnspec.core.diagnostic import Note
from cnnspec.language.nodes import Mapping, Scalar
from cnnspec.language.places import joined_span
from cnnspec.language.problems import suggestion
from cnnspec.language.structure import FOREIGN_OPTIONS
from cnnspec.language.values import Value, compile_value

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from cnnspec.language.bodies import Body
    from cnnspec.language.nodes import Node
    from cnnspec.language.templates import Block, Line
    from cnnspec.language.values import Names
    from cnnspec.layers.base import Layer


_ASSIGNED = r"\s*([A-Za-z_]\w*)\s*=(?!=)(.*)"


def bind_arguments(line: Line, argument: Node | None, body: Body, names: Names) -> None:
    """Read a call's arguments into its line and check them against what it calls."""
    before = len(body.problems.found)
    positional, line.named, line.keys = _split(argument, body, names)
    line.positional = tuple(positional)
    line.levels = body.defaults
    line.body_context = body
    given = (*line.positional, *line.named.values(), *line.first.values())
    line.constant = all(value.constant for value in given)
    if line.form != "call":
        check_call(line, body, before)
    elif not positional:
        body.problems.add("E204", "`call` needs what it calls", line.key)


def check_call(line: Line, body: Body, before: int = 0) -> None:
    """The arguments of a line must be those that its op or block takes.

    If there are more than `before` findings, one that is missing may only be misspelt.
    """
    if line.form == "block":
        _check_block_call(line, body.blocks[line.callee], body, before)
    else:
        assert line.layer is not None
        _check_op_call(line, line.layer, body, before)


def _split(
    argument: Node | None, body: Body, names: Names
) -> tuple[list[Value], dict[str, Value], dict[str, Scalar]]:
    positional: list[Value] = []
    named: dict[str, Value] = {}
    keys: dict[str, Scalar] = {}

    def add_named(key: Scalar, value: Node) -> None:
        if key.text in named:
            related = (body.problems.label(keys[key.text], "given first"),)
            message = f"the argument `{key.text}` is given twice"
            body.problems.add("E212", message, key, related=related)
            return
        if _is_nameless(key, value):
            message = f"`{key.text}` stands without a name"
            hint = Note("help", "in braces every argument has one, in brackets the first need none")
            body.problems.add("E212", message, key, hint)
            return
        keys[key.text] = key
        named[key.text] = compile_value(value, names)

    if argument is None or (isinstance(argument, Scalar) and argument.empty):
        return positional, named, keys
    if isinstance(argument, Mapping):
        for key, value in argument.entries:
            add_named(key, value)
    elif isinstance(argument, Scalar):
        positional.append(compile_value(argument, names))
    else:
        for item in argument.items:
            if isinstance(item, Mapping):
                for key, value in item.entries:
                    add_named(key, value)
            elif named:
                last = next(reversed(keys.values()))
                related = (body.problems.label(last, "named from here on"),)
                message = "an argument without a name stands behind a named one"
                body.problems.add("E212", message, item, related=related)
            elif not _is_assigned(item, body):
                positional.append(compile_value(item, names))
    return positional, named, keys


def _is_nameless(key: Scalar, value: Node) -> bool:
    """Whether a key in braces is a value that stands there alone, without a colon."""
    written = value.start < value.end
    return not written and not key.source.text[key.end : key.end + 40].lstrip().startswith(":")


def _is_assigned(item: Node, body: Body) -> bool:
    """Tell of an argument that is named with a sign of equality, if it is one."""
    found = re.fullmatch(_ASSIGNED, item.text) if isinstance(item, Scalar) else None
    if found is None:
        return False
    message = f"an argument is named with a colon, found `{found[0].strip()}`"
    body.problems.add("E212", message, item, Note("fix", f"{found[1]}: {found[2].strip()}"))
    return True


def _check_op_call(line: Line, layer: type[Layer], body: Body, before: int) -> None:
    options = layer.options
    order = layer.positional
    variadic = bool(order) and options[order[-1]].kind == "counts"
    _check_known(line, options, body, foreign=True)
    _check_first(line, options, body)
    if len(line.positional) > len(order) and not variadic:
        _surplus(line, order, body)
    _check_once(line, order, body)
    given = {*order[: len(line.positional)], *line.named}
    for level in body.defaults:
        for op in default_ops(layer):
            given.update(level.get(op, ()))
    missing = [name for name, option in options.items() if option.required and name not in given]
    if missing and len(body.problems.found) == before:
        wanted = " and ".join(f"`{name}` ({options[name].help})" for name in missing)
        hint = Note("help", f"it is written `{line.callee}: [{', '.join(order)}]`")
        body.problems.add("E204", f"`{line.callee}` needs {wanted}", line.key, hint)


def default_ops(layer: type[Layer]) -> tuple[str, ...]:
    """The ops whose defaults apply to a layer type, the nearest last."""
    return (layer.defaults_of, layer.op) if layer.defaults_of else (layer.op,)


def _check_block_call(line: Line, block: Block, body: Body, before: int) -> None:
    order = list(block.arguments)
    _check_known(line, order, body, foreign=False)
    _check_first(line, order, body)
    if len(line.positional) > len(order):
        _surplus(line, order, body)
    _check_once(line, order, body)
    given = {*order[: len(line.positional)], *line.named}
    missing = [
        name for name, default in block.arguments.items() if default is None and name not in given
    ]
    if missing and len(body.problems.found) == before:
        wanted = " and ".join(f"`{name}`" for name in missing)
        related = (body.problems.label(block.node, "the block"),)
        message = f"block `{line.callee}` needs {wanted}: it takes {_signature(block)}"
        body.problems.add("E212", message, line.key, related=related)


def _check_once(line: Line, order: Sequence[str], body: Body) -> None:
    for position, name in zip(line.positional, order, strict=False):
        if name in line.keys:
            message = f"`{name}` is given twice: by position and by name"
            related = (body.problems.label(position.node, "given by position"),)
            body.problems.add("E212", message, line.keys[name], related=related)


def _signature(block: Block) -> str:
    return f"[{', '.join(block.arguments)}]" if block.arguments else "no arguments"


def _surplus(line: Line, order: Sequence[str], body: Body) -> None:
    number = len(line.positional)
    given = "1 is given" if number == 1 else f"{number} are given"
    takes = f"{len(order)} by position ({', '.join(order)})" if order else "none by position"
    notes = []
    rest = [] if line.layer is None else [name for name in line.layer.options if name not in order]
    if rest:
        notes = [Note("help", f"by name it takes {', '.join(rest)}")]
    elif not order:
        takes = "no arguments"
    if line.layer is not None and order and order[0] == "out":
        notes.append(Note("note", "the channels that come in are known, and not given"))
    place = joined_span(tuple([value.node for value in line.positional[len(order) :]]))
    body.problems.add("E212", f"`{line.callee}` takes {takes}, {given}", place, *notes)


def _check_known(line: Line, known: Iterable[str], body: Body, *, foreign: bool) -> None:
    for name, key in line.keys.items():
        if name in known:
            continue
        own = FOREIGN_OPTIONS.get(name.lower(), "") if foreign else ""
        near = f"; did you mean {own}?" if own in known else suggestion(name, known)
        notes = []
        if not near:
            listed = ", ".join(known)
            notes.append(Note("help", f"it has {listed}" if listed else "it has none"))
        code = "E202" if foreign else "E212"
        body.problems.add(code, f"`{line.callee}` has no argument `{name}`{near}", key, *notes)


def _check_first(line: Line, known: Iterable[str], body: Body) -> None:
    given = line.node.get("first") if isinstance(line.node, Mapping) else None
    for name, value in line.first.items():
        if name not in known:
            key = given.key(name) if isinstance(given, Mapping) else None
            message = f"`{line.callee}` has no argument `{name}` that `first` could replace"
            near = suggestion(name, known)
            body.problems.add("E212", f"{message}{near}", key or value.node)
