"""Blocks: from nodes to templates."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cnnspec.core.diagnostic import Note
from cnnspec.language.bodies import Body, check_path_part, check_tensor_name, source_text
from cnnspec.language.defaults import read_defaults
from cnnspec.language.expression import RESERVED
from cnnspec.language.lines import read_lines
from cnnspec.language.nodes import Mapping, Scalar, Sequence
from cnnspec.language.order import Order
from cnnspec.language.problems import suggestion
from cnnspec.language.structure import MODIFIERS, STRUCTURE
from cnnspec.language.templates import Block, Reference
from cnnspec.language.values import Names, Value, compile_value
from cnnspec.layers import find
from cnnspec.layers import names as op_names

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cnnspec.language.nodes import Node
    from cnnspec.language.problems import Problems
    from cnnspec.language.templates import Defaults, Line

BLOCK_KEYS = ("in", "args", "let", "out", "defaults", "layers")


def check_variable_name(name: str, node: Node, problems: Problems) -> bool:
    """A variable's name is an identifier that means nothing else already."""
    if not (name.isidentifier() and name.isascii()):
        problems.add("E216", f"`{name}` cannot name a variable: letters, digits and _ only", node)
        return False
    is_word = name in op_names() and (find(name).activation or find(name).normalisation)
    if name in RESERVED or is_word:
        problems.add("E216", f"`{name}` is reserved and cannot name a variable", node)
        return False
    return True


def read_block_names(node: Node | None, problems: Problems) -> dict[str, Block]:
    """The blocks of a file by name, still empty, so that they may call each other."""
    blocks: dict[str, Block] = {}
    if node is None:
        return blocks
    if not isinstance(node, Mapping):
        problems.add("E203", "`blocks` wants a mapping of names to blocks", node)
        return blocks
    for key, _ in node.entries:
        name = key.text
        if name in MODIFIERS or name in STRUCTURE or name in op_names():
            what = "a modifier" if name in MODIFIERS else "a layer type of the language"
            problems.add("E216", f"`{name}` is {what}, a block needs a name of its own", key)
        elif name in RESERVED:
            problems.add("E216", f"`{name}` is reserved and cannot name a block", key)
            blocks[name] = Block(name, key)
        else:
            check_path_part(name, "a block's name", key, problems)
            blocks[name] = Block(name, key)
    return blocks


def read_signatures(node: Node | None, blocks: dict[str, Block], names: Names) -> None:
    """What the blocks take, so that calls of them can be checked."""
    if not isinstance(node, Mapping):
        return
    for key, value in node.entries:
        block = blocks.get(key.text)
        if block is not None and isinstance(value, Mapping):
            _read_signature(block, value, names)


def _read_signature(block: Block, node: Mapping, names: Names) -> None:
    problems = names.problems
    for key, value in node.entries:
        if key.text not in BLOCK_KEYS:
            _odd_key(block, key, value, problems)
    inputs = node.get("in")
    if inputs is not None:
        block.inputs = _read_inputs(inputs, problems)
    arguments = node.get("args")
    if arguments is not None:
        _read_arguments(block, arguments, names)


def _odd_key(block: Block, key: Scalar, value: Node, problems: Problems) -> None:
    if key.text in op_names() or key.text in STRUCTURE:
        fix = Note("fix", f"{block.name}: [{key.text}: {source_text(value) or '...'}]")
        message = f"a block is a list of layers, found the layer `{key.text}` by itself"
        problems.add("E203", message, key, fix)
        return
    near = suggestion(key.text, BLOCK_KEYS)
    message = f"a block has {', '.join(BLOCK_KEYS)}, not `{key.text}`{near}"
    problems.add("E104", message, key)


def _read_inputs(node: Node, problems: Problems) -> tuple[str, ...]:
    items = node.items if isinstance(node, Sequence) else []
    if not items:
        problems.add("E203", "`in` wants a list of names", node)
        return ()
    found: dict[str, Node] = {}
    for item in items:
        if not isinstance(item, Scalar) or item.empty:
            problems.add("E203", "`in` wants names", item)
        elif item.text in found:
            related = (problems.label(found[item.text], "the first one"),)
            message = f"`{item.text}` stands twice in `in`"
            problems.add("E215", message, item, related=related)
        else:
            check_tensor_name(item.text, item, problems)
            found[item.text] = item
    if len(items) == 1:
        fix = Note("fix", "leave `in` out")
        problems.add("E203", "`in` is for several inputs; a single one is called `in`", node, fix)
    return tuple(found)


def _read_arguments(block: Block, node: Node, names: Names) -> None:
    problems = names.problems
    if not isinstance(node, Sequence):
        fix = Note("fix", f"args: [{node.text}]") if isinstance(node, Scalar) else None
        message = "`args` wants a list of names, with `name: default` at its end"
        problems.add("E203", message, node, *([fix] if fix else []))
        if isinstance(node, Scalar):
            _define(block, node, problems)
        return
    inner = names.also()
    inner.sizes = []
    inner.own, inner.used_here = set(), block.used
    inner.order = order = Order(_argument_keys(node))
    optional = False
    for item in node.items:
        if isinstance(item, Scalar) and "=" in item.text:
            optional = True
            _define_with_equals(block, item, inner)
        elif isinstance(item, Scalar):
            if optional:
                message = f"`{item.text}` has no default, but stands behind one that has"
                problems.add("E212", message, item)
            _define(block, item, problems)
            inner.variables.add(item.text)
            inner.own.add(item.text)
        elif isinstance(item, Mapping):
            optional = True
            for key, value in item.entries:
                order.current = key.text
                default = compile_value(value, inner)
                if _define(block, key, problems):
                    block.arguments[key.text] = default
                inner.variables.add(key.text)
                inner.own.add(key.text)
        else:
            problems.add("E203", "an argument is a name, or `name: default`", item)
    order.report(problems)
    for tensor, attribute, place in inner.sizes:
        fix = Note("fix", f"let: {{...: {tensor}.{attribute}}}  sees the tensors of the block")
        problems.add("E217", f"a default in `args` sees no tensors, so no `{tensor}`", place, fix)


def _argument_keys(node: Sequence) -> Iterator[Scalar]:
    for item in node.items:
        if isinstance(item, Scalar):
            yield item
        elif isinstance(item, Mapping):
            yield from (key for key, _ in item.entries)


def _define_with_equals(block: Block, item: Scalar, names: Names) -> None:
    """An argument that was given its default as `s=1`: told, and taken for what was meant."""
    name, _, default = item.text.partition("=")
    fix = Note("fix", f"{name.strip()}: {default.strip()}")
    names.problems.add("E203", f"a default is written behind a colon: `{item.text}`", item, fix)
    block.arguments[name.strip()] = Value(item, 0)
    names.variables.add(name.strip())


def _define(block: Block, key: Scalar, problems: Problems) -> bool:
    if key.text in block.arguments:
        problems.add("E215", f"the argument `{key.text}` stands twice", key)
        return False
    block.arguments[key.text] = None
    return check_variable_name(key.text, key, problems)


def read_block(
    block: Block, node: Node, blocks: dict[str, Block], defaults: Defaults, names: Names
) -> tuple[Body, Names]:
    """The body of a block: what it derives, its defaults, its layers and its outputs.

    Its tensors are checked when all bodies were read.
    """
    problems = names.problems
    inner = Names(names.variables | set(block.arguments), names.is_word, problems, block.name)
    inner.used = names.used
    inner.own, inner.used_here = set(block.arguments), block.used
    body = Body(problems, blocks, (defaults,), block.inputs or ("in",), block.name)
    if not isinstance(node, Mapping):
        block.lines = read_lines(node, body, inner)
        return body, inner
    let = node.get("let")
    if let is not None:
        inner = _read_let(block, let, inner)
    own = node.get("defaults")
    if own is not None:
        block.defaults = read_defaults(own, inner)
        body.defaults = (defaults, block.defaults)
    layers = node.get("layers")
    if layers is not None:
        block.lines = read_lines(layers, body, inner)
    elif all(key.text in BLOCK_KEYS for key, _ in node.entries):
        problems.add("E204", f"block `{block.name}` has no `layers`", block.node)
    outputs = node.get("out")
    if outputs is not None:
        _read_outputs(block, outputs, body)
    if block.inputs and layers is not None:
        _check_used(block, node, body, inner)
    derived = (*block.let.values(), *block.arguments.values())
    block.effort = sum([value.effort for value in derived if value is not None])
    return body, inner


def _check_used(block: Block, node: Mapping, body: Body, names: Names) -> None:
    """Every declared input is read by name, or as one of those that reach the first layer."""
    read = {reference.name for reference in body.references}
    read |= {tensor.partition(".")[0] for tensor, _, _ in names.sizes}
    declared = node.get("in")
    confused = "in" in read or any("." in name for name in block.inputs)
    if body.incomplete or confused or not isinstance(declared, Sequence) or _reads_all(block.lines):
        return
    for item in declared.items:
        if isinstance(item, Scalar) and item.text in block.inputs and item.text not in read:
            message = f"the input `{item.text}` of block `{block.name}` feeds nothing"
            body.problems.add("E402", message, item)


def _reads_all(lines: tuple[Line, ...]) -> bool:
    """Whether what reaches a body first is read without being named."""
    for line in lines:
        if line.form == "merge":
            read = any(branch.source is None for branch in line.branches)
        elif line.source is not None:
            read = False
        else:
            read = line.form not in ("seq", "side") or _reads_all(line.body)
        if read:
            return True
        if line.when is None and line.form != "side":
            return False
    return not lines


def _read_let(block: Block, node: Node, names: Names) -> Names:
    if not isinstance(node, Mapping):
        names.problems.add("E203", "`let` wants a mapping of names to values", node)
        return names
    names = names.also()
    names.order = order = Order(key for key, _ in node.entries)
    for key, value in node.entries:
        order.current = key.text
        block.let[key.text] = compile_value(value, names)
        if check_variable_name(key.text, key, names.problems):
            names.variables.add(key.text)
            names.own.add(key.text)
    order.report(names.problems)
    names.order = None
    return names


def _read_outputs(block: Block, node: Node, body: Body) -> None:
    items = node.items if isinstance(node, Sequence) else []
    if not items:
        body.problems.add("E203", "`out` wants a list of tensors of the block", node)
    references: dict[str, Reference] = {}
    for item in items:
        if not isinstance(item, Scalar) or item.empty or "." in item.text:
            body.problems.add("E203", "`out` wants names of tensors of the block", item)
        elif item.text in references:
            body.problems.add("E215", f"`{item.text}` stands twice in `out`", item)
        else:
            references[item.text] = Reference(item.text, item)
    block.outputs = tuple(references.values())
    body.references.extend(block.outputs)
