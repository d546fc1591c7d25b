"""What a spec sets before its layers: its symbols, its variables and the shapes of its inputs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cnnspec.core.diagnostic import Note
from cnnspec.language.blocks import check_variable_name
from cnnspec.language.bodies import check_tensor_name, source_text
from cnnspec.language.nodes import Mapping, Scalar, Sequence
from cnnspec.language.order import Order
from cnnspec.language.problems import suggestion
from cnnspec.language.values import Value, compile_value

if TYPE_CHECKING:
    from cnnspec.language.nodes import Node
    from cnnspec.language.spec import Spec
    from cnnspec.language.values import Names


def read_symbols(spec: Spec, node: Node | None, names: Names) -> None:
    if node is None:
        return
    spec.symbols_node = node
    if not isinstance(node, Sequence):
        alone = isinstance(node, Scalar) and node.text.isidentifier()
        fix = [Note("fix", f"symbols: [{node.text}]")] if isinstance(node, Scalar) else []
        names.problems.add("E203", "`symbols` wants a list of names", node, *fix)
        if alone and isinstance(node, Scalar):
            names.variables.add(node.text)
        return
    found = []
    for item in node.items:
        if not isinstance(item, Scalar):
            names.problems.add("E203", "a symbol is a name", item)
        elif item.text in names.variables:
            names.problems.add("E215", f"`{item.text}` stands twice in `symbols`", item)
        elif check_variable_name(item.text, item, names.problems):
            names.variables.add(item.text)
            found.append(item.text)
    spec.symbols = tuple(found)


def read_variables(spec: Spec, node: Node | None, overlay: Node | None, names: Names) -> Names:
    problems = names.problems
    replaced: dict[str, tuple[Scalar, Node]] = {}
    if isinstance(overlay, Mapping):
        replaced = {key.text: (key, value) for key, value in overlay.entries}
    elif overlay is not None:
        problems.add("E203", "`vars` wants a mapping of names to values", overlay)
    if node is not None and not isinstance(node, Mapping):
        problems.add("E203", "`vars` wants a mapping of names to values", node)
    entries = node.entries if isinstance(node, Mapping) else []
    names = names.also()
    names.order = order = Order(key for key, _ in entries)
    for key, value in entries:
        order.current = key.text
        if not check_variable_name(key.text, key, problems):
            continue
        if key.text in spec.symbols:
            problems.add("E215", f"`{key.text}` is a symbol already", key)
        own = replaced.pop(key.text, (key, value))[1]
        spec.variables[key.text] = compile_value(own, names)
        if own is not value:
            compile_value(value, names)
        names.variables.add(key.text)
    order.report(problems)
    names.order = None
    for name, (key, _) in replaced.items():
        near = suggestion(name, spec.variables)
        listed_names = ", ".join(spec.variables)
        hint = Note("help", f"its vars: {listed_names}" if listed_names else "it has no vars")
        message = f"a variant sets the variable `{name}`, which the file does not have{near}"
        problems.add("E207", message, key, hint)
    return names


def read_inputs(spec: Spec, node: Node, names: Names) -> None:
    if isinstance(node, Mapping):
        spec.several_inputs = True
        for key, value in node.entries:
            check_tensor_name(key.text, key, names.problems)
            spec.inputs[key.text] = _read_shape(key.text, value, names)
        if not node.entries:
            names.problems.add("E103", "`input` names no input", node)
    else:
        spec.inputs["in"] = _read_shape("input", node, names)


def _read_shape(name: str, node: Node, names: Names) -> Value:
    if isinstance(node, Sequence):
        return compile_value(node, names)
    found = source_text(node, 24) or "nothing"
    sizes = found.split("x")
    example = ", ".join(sizes) if len(sizes) > 1 else "3, 224, 224"
    message = f"`{name}` wants a shape, channels first, found {found}"
    names.problems.add("E203", message, node, Note("fix", f"{name}: [{example}]"))
    return Value(node, (1,))
