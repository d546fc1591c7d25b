"""unused-variable: a variable, symbol, argument or derived value that nothing reads."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cnnspec.checks._places import at
from cnnspec.core.diagnostic import Diagnostic
from cnnspec.language.nodes import Mapping, Scalar, Sequence
from cnnspec.language.removing import removal
from cnnspec.language.spec import variant_nodes

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cnnspec.language.nodes import Node, Source
    from cnnspec.language.templates import Block
    from cnnspec.results import Analysis


def check(analysis: Analysis) -> Iterator[Diagnostic]:
    """One finding for each name of the file, and of each block that is used."""
    spec = analysis.spec
    root = spec.source.root
    assert isinstance(root, Mapping)
    if any(finding.code == "E207" for finding in analysis.diagnostics):
        return  # a misspelt name is read by its right one
    unread = [name for name in (*spec.symbols, *spec.variables) if name not in spec.names.used]
    if unread:
        expected = {name for node in spec.expectations for name in _names_in(node)}
        for name in [name for name in unread if name not in expected]:
            what = "symbol" if name in spec.symbols else "variable"
            key = _key(root.get("symbols" if what == "symbol" else "vars"), name)
            written = [key, *_set_by_variants(spec.source, name)] if what == "variable" else []
            fix = removal(written)
            message = f"nothing reads the {what} `{name}`"
            yield Diagnostic("W201", message, at(analysis, key), fix=fix)
    blocks = root.get("blocks")
    for block in spec.blocks.values():
        node = blocks.get(block.name) if isinstance(blocks, Mapping) else None
        if isinstance(node, Mapping) and block.called:
            yield from _of_block(analysis, block, node)


def _of_block(analysis: Analysis, block: Block, node: Mapping) -> Iterator[Diagnostic]:
    """Derived values, and arguments of a block that no value names: what a `call` may call takes
    the arguments that others of its kind need."""
    named = block.name in analysis.spec.names.used
    for name in block.arguments:
        if name not in block.used and not named:
            message = f"nothing in block `{block.name}` reads its argument `{name}`"
            yield Diagnostic("W201", message, at(analysis, _key(node.get("args"), name)))
    for name in block.let:
        if name not in block.used:
            message = f"nothing in block `{block.name}` reads `{name}`"
            key = _key(node.get("let"), name)
            yield Diagnostic("W201", message, at(analysis, key), fix=removal([key]))


def _set_by_variants(source: Source, name: str) -> Iterator[Node]:
    """The keys under which variants give a variable another value."""
    for variant in variant_nodes(source).values():
        laid = variant.get("vars") if isinstance(variant, Mapping) else None
        key = laid.key(name) if isinstance(laid, Mapping) else None
        if key is not None:
            yield key


def _key(node: Node | None, name: str) -> Node:
    """Where a name is given: a key, an item, or a key of an item."""
    assert node is not None
    items = node.items if isinstance(node, Sequence) else [node]
    for item in items:
        if isinstance(item, Scalar) and item.text == name:
            return item
        if isinstance(item, Mapping) and (key := item.key(name)) is not None:
            return key
    return node


def _names_in(node: Node) -> Iterator[str]:
    """The names in the expressions below a node."""
    from cnnspec.language.expression import ExpressionError, value_of_text

    if isinstance(node, Scalar):
        try:
            yield from [name for name, _, _ in value_of_text(node.text).names]
        except ExpressionError:
            return
    elif isinstance(node, Sequence):
        for item in node.items:
            yield from _names_in(item)
    else:
        for _, value in node.entries:
            yield from _names_in(value)
