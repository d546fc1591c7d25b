"""Defaults for the arguments of ops, as a file or a block writes them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cnnspec.core.diagnostic import Note, Violation
from cnnspec.language.nodes import Mapping
from cnnspec.language.places import part_of
from cnnspec.language.problems import suggestion
from cnnspec.language.structure import FOREIGN_OPS, FOREIGN_OPTIONS
from cnnspec.language.values import compile_value
from cnnspec.layers import find
from cnnspec.layers import names as op_names
from cnnspec.layers.options import convert

if TYPE_CHECKING:
    from cnnspec.language.nodes import Node
    from cnnspec.language.problems import Problems
    from cnnspec.language.templates import Defaults
    from cnnspec.language.values import Names, Value
    from cnnspec.layers.base import Option


def read_defaults(node: Node, names: Names) -> Defaults:
    """Defaults for the arguments of ops: `{conv: {pad: same}}`."""
    problems = names.problems
    defaults: Defaults = {}
    if not isinstance(node, Mapping):
        problems.add("E203", "`defaults` wants a mapping of ops to arguments", node)
        return defaults
    for key, value in node.entries:
        if key.text not in op_names():
            foreign = FOREIGN_OPS.get(key.text.lower())
            near = f"; did you mean {foreign}?" if foreign else suggestion(key.text, op_names())
            problems.add("E201", f"no layer type is called `{key.text}`{near}", key)
        elif not isinstance(value, Mapping):
            problems.add("E203", f"defaults for `{key.text}` want a mapping of arguments", value)
        else:
            defaults[key.text] = _defaults_of(key.text, value, names)
    return defaults


def _defaults_of(op: str, node: Mapping, names: Names) -> dict[str, Value]:
    layer = find(op)
    found: dict[str, Value] = {}
    for key, value in node.entries:
        if key.text not in layer.options:
            own = FOREIGN_OPTIONS.get(key.text.lower(), "")
            near = (
                f"; did you mean {own}?"
                if own in layer.options
                else suggestion(key.text, layer.options)
            )
            names.problems.add("E202", f"`{op}` has no argument `{key.text}`{near}", key)
        elif key.text in ("out", "kernel"):
            hint = Note("help", f"its first arguments are {', '.join(layer.positional)}")
            names.problems.add("E206", f"`{key.text}` cannot have a default", key, hint)
        else:
            found[key.text] = compile_value(value, names)
            _check_default(layer.options[key.text], found[key.text], names.problems)
    return found


def _check_default(option: Option, value: Value, problems: Problems) -> None:
    """A default that is known already suits its argument, whether or not a call uses it."""
    if not value.constant or isinstance(value.value, str):
        return
    try:
        convert(option, value.value)
    except Violation as violation:
        place = part_of(value.node, violation.item)
        problems.add(violation.code, violation.message, place, *violation.notes)
