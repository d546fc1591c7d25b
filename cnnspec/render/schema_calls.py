"""What a call of a layer type may be, as a JSON Schema: by position, by name, or its branches."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from cnnspec.render.reference import first_line, layer_markdown, signature
from cnnspec.render.schema_values import mapped, number, ref, told, value_of

if TYPE_CHECKING:
    from cnnspec.layers.base import Layer, Option

    Schema = dict[str, Any]

NEVER_DEFAULT = ("out", "kernel")
"""Arguments that `defaults` cannot give, so that every call has them."""
LINK = "\n\nMore: `cnnspec explain {}`"


def explained(layer: type[Layer]) -> Schema:
    """What an editor shows beside a layer type."""
    arguments = signature(layer)
    line = f"{layer.op}: {arguments}" if arguments else layer.op
    return told(f"{first_line(layer)}\n{line}", layer_markdown(layer).strip() + link(layer.op))


def link(word: str) -> str:
    return LINK.format(word)


def arguments_by_name(layer: type[Layer]) -> Schema:
    """Arguments by name."""
    options = {name: value_of(option) for name, option in layer.options.items()}
    return {
        "title": f"arguments of {layer.op} by name",
        "type": "object",
        "properties": options,
        "additionalProperties": False,
    }


def call(layer: type[Layer]) -> Schema:
    """What may stand behind the name of a layer type."""
    by_name = ref(f"{layer.op}_by_name")
    needed = [name for name in NEVER_DEFAULT if name in layer.options]
    order = [layer.options[name] for name in layer.positional]
    several = bool(order) and order[-1].kind == "counts"
    listed: Schema = {"type": "array"}
    if order:
        more = mapped(by_name, number(order[-1].at_least)) if several else _one_by_name(layer)
        listed["items"] = [mapped(by_name, value_of(option)) for option in order]
        listed["additionalItems"] = more
    elif layer.options:
        listed["items"] = _one_by_name(layer)
    else:
        listed["maxItems"] = 0
    conditions = [_in_list(layer, name) for name in needed]
    conditions += [_only_named_behind(place) for place in range(len(order))]
    if conditions:
        listed["allOf"] = conditions
    nothing = {"type": "null", "errorMessage": f"expected no argument by position for {layer.op}"}
    single: list[Schema] = [] if needed else [nothing]
    if needed:
        by_name = {"allOf": [by_name, {"required": needed}]}
    if order and not [name for name in needed if name != order[0].name]:
        single = [_alone(order[0]), *([] if needed else [{"type": "null"}])]
    if not single:
        wanted = f"expected arguments in brackets: {layer.op}: [{', '.join(needed)}]"
        single = [{"type": "array", "errorMessage": wanted}]
    other = {"if": {"type": "array"}, "then": listed, "else": {"anyOf": single}}
    return {**explained(layer), **_begun(order), **mapped(by_name, other)}


def _one_by_name(layer: type[Layer]) -> Schema:
    """A named argument of a list; asked for a word that is begun, editors offer the names then."""
    wanted = f"expected NAME: VALUE, an argument of {layer.op} by name"
    return {
        "type": "object",
        "errorMessage": wanted,
        "if": {"type": "object"},
        "then": ref(f"{layer.op}_by_name"),
    }


def _only_named_behind(place: int) -> Schema:
    """What stands behind a named argument is named as well."""
    named = {"type": "object", "errorMessage": "expected only NAME: VALUE behind a named argument"}
    before: list[Schema] = [{}] * place
    return {
        "if": {"items": [*before, {"type": "object"}], "minItems": place + 1},
        "then": {"items": [*before, {}], "additionalItems": named},
    }


def _begun(order: list[Option]) -> Schema:
    """What an editor writes behind the name: the arguments that are required."""
    required = [option.name for option in order if option.required]
    if not required:
        return {}
    fields = [f"${{{place}:{name}}}" for place, name in enumerate(required, 1)]
    text = f"[{', '.join(fields)}]" if len(fields) > 1 else fields[0]
    label = ", ".join([option.name for option in order if option.required])
    return {
        "defaultSnippets": [{"label": f"[{label}]" if len(fields) > 1 else label, "body": text}]
    }


def _in_list(layer: type[Layer], name: str) -> Schema:
    """A list that has an argument, by its position or by its name."""
    named = {"contains": {"type": "object", "required": [name]}}
    if name not in layer.positional:
        return named
    before = layer.positional.index(name) + 1
    plain = {"not": {"type": "object"}}
    return {"anyOf": [{"items": [plain] * before, "minItems": before}, named]}


def _alone(option: Option) -> Schema:
    """The first argument without brackets, which is no list."""
    return {"allOf": [value_of(option), {"not": {"type": "array"}}]}


def branching(layer: type[Layer]) -> Schema:
    """The branches of a merge: at least two, or one with copies."""
    two = "expected two branches, or one with copies"
    copied = {"type": "object", "required": ["copies"], "errorMessage": two}
    branch = ref("branch")
    listed = {
        "type": "array",
        "items": branch,
        "minItems": 1,
        "if": {"maxItems": 1},
        "then": {"items": copied},
        "errorMessage": f"expected branches: {layer.op}: [in, [LAYER, ...]]",
    }
    labelled = {
        "title": "branches by label",
        "type": "object",
        "additionalProperties": branch,
        "minProperties": 1,
        "if": {"maxProperties": 1},
        "then": {"additionalProperties": copied},
    }
    return {**explained(layer), **mapped(labelled, listed)}
