"""Arguments: positional ones first, then named ones, for ops and blocks alike."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cnnspec.core.diagnostic import Note
from cnnspec.language.nodes import Mapping, Scalar
from cnnspec.language.places import joined_span
from cnnspec.language.problems import suggestion
from cnnspec.language.structure import FOREIGN_OPTIONS
from cnnspec.language.values import Value, compile_value

if TYPE_CHECKING:
    from collections.abc import Iterable

    from cnnspec.language.bodies import Body
    from cnnspec.language.nodes import Node
    from cnnspec.language.templates import Block, Line
    from cnnspec.language.values import Names
    from cnnspec.layers.base import Layer


def bind_arguments(line: Line, argument: Node | None, body: Body, names: Names) -> None:
    """Read a call's arguments into its line and check them against what it calls."""
    positional, line.named, line.keys = _split(argument, body, names)
    line.positional = tuple(positional)
    line.levels = body.defaults
    line.body_context = body
    given = (*line.positional, *line.named.values(), *line.first.values())
    for value in given:
        _mark_called(value, body)
    line.constant = all(value.constant for value in given)
    if line.form != "call":
        check_call(line, body)
    elif not positional:
        body.problems.add("E204", "`call` needs what it calls", line.key)


def check_call(line: Line, body: Body) -> None:
    """The arguments of a line must be those that its op or block takes."""
    if line.form == "block":
        _check_block_call(line, body.blocks[line.callee], body)
    else:
        assert line.layer is not None
        _check_op_call(line, line.layer, body)


def _mark_called(value: Value, body: Body) -> None:
    """A block that is named in an argument may be called by whoever gets it."""
    if value.constant and isinstance(value.value, str) and value.value in body.blocks:
        body.blocks[value.value].called = True


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
            else:
                positional.append(compile_value(item, names))
    return positional, named, keys


def positional_options(layer: type[Layer]) -> list[str]:
    """The names of the options that may be given by position, in order."""
    return [name for name, option in layer.options.items() if not option.keyword]


def _check_op_call(line: Line, layer: type[Layer], body: Body) -> None:
    options = layer.options
    before = len(body.problems.found)
    order = positional_options(layer)
    variadic = bool(order) and options[order[-1]].kind == "counts"
    _check_known(line, options, body, foreign=True)
    _check_first(line, options, body)
    if len(line.positional) > len(order) and not variadic:
        _surplus(line, order, body)
    _check_once(line, order, body)
    given = {*order[: len(line.positional)], *line.named}
    for level in body.defaults:
        for op in default_ops(line.callee):
            given.update(level.get(op, ()))
    missing = [name for name, option in options.items() if option.required and name not in given]
    if missing and len(body.problems.found) == before:
        wanted = " and ".join(f"`{name}` ({options[name].help})" for name in missing)
        hint = Note("help", f"it is written `{line.callee}: [{', '.join(order)}]`")
        body.problems.add("E204", f"`{line.callee}` needs {wanted}", line.key, hint)


def default_ops(op: str) -> tuple[str, ...]:
    """The ops whose defaults apply to an op, the nearest last: a depthwise convolution also takes
    those of `conv`."""
    return ("conv", "dwconv") if op == "dwconv" else (op,)


def _check_block_call(line: Line, block: Block, body: Body) -> None:
    before = len(body.problems.found)
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


def _check_once(line: Line, order: list[str], body: Body) -> None:
    for position, name in zip(line.positional, order, strict=False):
        if name in line.keys:
            message = f"`{name}` is given twice: by position and by name"
            related = (body.problems.label(position.node, "given by position"),)
            body.problems.add("E212", message, line.keys[name], related=related)


def _signature(block: Block) -> str:
    return f"[{', '.join(block.arguments)}]" if block.arguments else "no arguments"


def _surplus(line: Line, order: list[str], body: Body) -> None:
    number = len(line.positional)
    given = "1 is given" if number == 1 else f"{number} are given"
    takes = f"{len(order)} by position ({', '.join(order)})" if order else "none by position"
    notes = []
    rest = [] if line.layer is None else [name for name in line.layer.options if name not in order]
    if rest:
        notes = [Note("help", f"by name it takes {', '.join(rest)}")]
    elif not order:
        takes = "no arguments"
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
