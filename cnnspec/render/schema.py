"""A JSON Schema of the language, for editors: derived from the declarations of layer types.

Editors complete, explain and underline by it. It is draft-07, which they all read. It knows what a
text alone tells; names, sizes and claims are for `cnnspec check`. Names of blocks are a file's own,
so that any key may call one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from cnnspec.language.arithmetic import FUNCTIONS
from cnnspec.language.blocks import BLOCK_KEYS
from cnnspec.language.branches import BRANCH_KEYS
from cnnspec.language.spec import FILE_KEYS, VARIANT_KEYS
from cnnspec.language.structure import MODIFIERS, NOT_NAMES, STRUCTURE, WORDS
from cnnspec.render import schema_budget, schema_keys
from cnnspec.render.reference import first_line, layer_markdown, signature
from cnnspec.render.schema_values import keyed, number, ref, told, value_of, word

if TYPE_CHECKING:
    from collections.abc import Iterable

    from cnnspec.layers.base import Layer, Option

    Schema = dict[str, Any]

DRAFT = "http://json-schema.org/draft-07/schema#"
NEVER_DEFAULT = ("out", "kernel")
"""Arguments that `defaults` cannot give, so that every call has them."""
IDENTIFIER = "^[A-Za-z_][A-Za-z0-9_]*$"
LINK = "\n\nMore: `cnnspec explain {}`"


def schema_document(layers: Iterable[type[Layer]]) -> Schema:
    """The whole schema, for these layer types."""
    types = sorted(layers, key=lambda layer: layer.op)
    definitions: Schema = {}
    for layer in types:
        definitions[f"{layer.op}_by_name"] = _by_name(layer)
        definitions[layer.op] = _branching(layer) if layer.merges else _call(layer)
    definitions |= _structure()
    definitions["layer"] = {"anyOf": [_bare(types), _written(types)]}
    definitions["layers"] = {"type": "array", "items": ref("layer")}
    definitions["branch"] = _branch()
    definitions["block"] = _block()
    definitions["defaults"] = _defaults(types)
    definitions["variant"] = keyed(VARIANT_KEYS, schema_keys.VARIANT)
    definitions["expect"] = schema_keys.expect()
    definitions["budget"] = schema_budget.budget()
    definitions["figure"] = schema_keys.figure()
    definitions["cite"] = schema_keys.cite()
    definitions["shape"] = schema_keys.SHAPE
    definitions["variable"] = _variable(types)
    definitions["block_name"] = _name_of_block(types)
    return {
        "$schema": DRAFT,
        "title": "cnnspec",
        "description": "A convolutional network in the language of cnnspec, version 1.",
        **keyed(FILE_KEYS, schema_keys.FILE),
        "required": ["cnnspec", "name"],
        "allOf": [_given("input"), _given("layers")],
        "definitions": definitions,
    }


def _given(key: str) -> Schema:
    """A key stands in the file, or else in every variant."""
    every = {"minProperties": 1, "additionalProperties": {"type": "object", "required": [key]}}
    return {
        "anyOf": [
            {"required": [key]},
            {"required": ["variants"], "properties": {"variants": every}},
        ]
    }


def _explained(layer: type[Layer]) -> Schema:
    """What an editor shows beside a layer type."""
    arguments = signature(layer)
    line = f"{layer.op}: {arguments}" if arguments else layer.op
    return told(f"{first_line(layer)}\n{line}", layer_markdown(layer).strip() + _link(layer.op))


def _link(word: str) -> str:
    return LINK.format(word)


def _by_name(layer: type[Layer]) -> Schema:
    """Arguments by name."""
    options = {name: value_of(option) for name, option in layer.options.items()}
    return {"type": "object", "properties": options, "additionalProperties": False}


def _call(layer: type[Layer]) -> Schema:
    """What may stand behind the name of a layer type."""
    by_name = ref(f"{layer.op}_by_name")
    needed = [name for name in NEVER_DEFAULT if name in layer.options]
    order = [layer.options[name] for name in layer.positional]
    several = bool(order) and order[-1].kind == "counts"
    listed: Schema = {"type": "array"}
    if order:
        listed["items"] = [{"anyOf": [by_name, value_of(option)]} for option in order]
        listed["additionalItems"] = (
            {"anyOf": [by_name, number(order[-1].at_least)]} if several else by_name
        )
    elif layer.options:
        listed["items"] = by_name
    else:
        listed["maxItems"] = 0
    if needed:
        listed["allOf"] = [_in_list(layer, name) for name in needed]
    forms: list[Schema] = [listed, {**by_name}]
    if needed:
        forms[1] = {"allOf": [by_name, {"required": needed}]}
    else:
        forms.append({"type": "null"})
    if order and not [name for name in needed if name != order[0].name]:
        forms.append(_alone(order[0]))
    return {**_explained(layer), **_begun(order), "anyOf": forms}


def _begun(order: list[Option]) -> Schema:
    """What an editor writes behind the name: the arguments that are required."""
    required = [option.name for option in order if option.required]
    if not required:
        return {}
    fields = [f"${{{place}:{name}}}" for place, name in enumerate(required, 1)]
    text = f"[{', '.join(fields)}]" if len(fields) > 1 else fields[0]
    return {"defaultSnippets": [{"body": text}]}


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


def _branching(layer: type[Layer]) -> Schema:
    """The branches of a merge: at least two, or one with copies."""
    copied = {"type": "object", "required": ["copies"]}
    return {
        **_explained(layer),
        "anyOf": [
            {
                "type": "array",
                "items": ref("branch"),
                "anyOf": [{"minItems": 2}, {"minItems": 1, "items": copied}],
            },
            {
                "type": "object",
                "additionalProperties": ref("branch"),
                "anyOf": [
                    {"minProperties": 2},
                    {"minProperties": 1, "additionalProperties": copied},
                ],
            },
        ],
    }


def _branch() -> Schema:
    return {
        **told("a tensor as it is, layers, or both with a condition or copies"),
        "anyOf": [
            schema_keys.TENSOR,
            ref("layers"),
            {**keyed(BRANCH_KEYS, schema_keys.BRANCH), "minProperties": 1},
        ],
    }


def _structure() -> Schema:
    """The words that order layers."""
    forms = {
        "seq": ref("layers"),
        "side": ref("layers"),
        "call": {"type": ["string", "array", "object"], "minItems": 1, "minProperties": 1},
    }
    return {
        name: {**told(help, help + _link(name)), "allOf": [forms.get(name, {})]}
        for name, help in STRUCTURE.items()
    }


def _bare(types: list[type[Layer]]) -> Schema:
    """A layer without arguments: a layer type that needs none, or a block.

    Editors offer a name either here or as a key: given both, they would mix them up.
    """
    free = [layer for layer in types if not layer.merges and not _required(layer)]
    other = [layer.op for layer in types if layer.merges or _needs(layer)]
    known = [
        {
            **_explained(layer),
            **(
                {"pattern": f"^{layer.op}$", "type": "string"}
                if layer.options
                else {"const": layer.op}
            ),
        }
        for layer in free
    ]
    taken = [*[layer.op for layer in free], *other, *STRUCTURE, *MODIFIERS]
    block = {**told("a block of this file"), **word(), "not": {"enum": taken}}
    return {"anyOf": [*known, block]}


def _required(layer: type[Layer]) -> bool:
    return any(option.required for option in layer.options.values())


def _needs(layer: type[Layer]) -> bool:
    """Whether an argument must stand in the call itself."""
    return any(name in layer.options for name in NEVER_DEFAULT)


def _written(types: list[type[Layer]]) -> Schema:
    """A layer with arguments or modifiers; any other key calls a block of the file."""
    offered = [layer.op for layer in types if layer.merges or layer.options]
    callees = {name: ref(name) for name in [*offered, *STRUCTURE]}
    modifiers = {
        name: {**told(help), **schema_keys.MODIFIER.get(name, {})}
        for name, help in MODIFIERS.items()
    }
    return {
        "type": "object",
        "properties": {**callees, **modifiers},
        "patternProperties": {
            f"^{layer.op}$": ref(layer.op) for layer in types if layer.op not in offered
        },
        "additionalProperties": told("a block of this file, with its arguments"),
        "minProperties": 1,
        "dependencies": {"first": ["repeat"]},
        "not": {"propertyNames": {"enum": list(MODIFIERS)}},
    }


def _variable(types: Iterable[type[Layer]]) -> Schema:
    """What may name a variable: what means nothing else already."""
    words = {layer.op for layer in types if layer.activation or layer.normalisation}
    reserved = sorted(words | WORDS | NOT_NAMES | set(FUNCTIONS))
    return {"type": "string", "pattern": IDENTIFIER, "not": {"enum": reserved}}


def _name_of_block(types: Iterable[type[Layer]]) -> Schema:
    """What may name a block."""
    ops = {layer.op for layer in types}
    taken = sorted({*ops, *STRUCTURE, *MODIFIERS, *WORDS, *NOT_NAMES, *FUNCTIONS})
    return {"pattern": r"^[^.]+$", "not": {"enum": taken}}


def _block() -> Schema:
    written = {**keyed(BLOCK_KEYS, schema_keys.BLOCK), "required": ["layers"]}
    return {"anyOf": [ref("layers"), written]}


def _defaults(types: list[type[Layer]]) -> Schema:
    """Arguments that calls may leave out, for each layer type that has some."""
    found = {}
    for layer in types:
        options = {
            name: value_of(option)
            for name, option in layer.options.items()
            if name not in NEVER_DEFAULT
        }
        found[layer.op] = {
            **_explained(layer),
            "type": "object",
            "properties": options,
            "additionalProperties": False,
        }
    return {"type": "object", "properties": found, "additionalProperties": False}
