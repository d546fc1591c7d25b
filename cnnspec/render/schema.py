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
from cnnspec.render.schema_calls import (
    NEVER_DEFAULT,
    arguments_by_name,
    branching,
    call,
    explained,
    link,
)
from cnnspec.render.schema_snippets import LAYER_SNIPPETS, SPEC_SNIPPET
from cnnspec.render.schema_values import (
    among,
    keyed,
    mapped,
    patterned,
    ref,
    texts,
    told,
    value_of,
    word,
)

if TYPE_CHECKING:
    from collections.abc import Iterable

    from cnnspec.layers.base import Layer

    Schema = dict[str, Any]

DRAFT = "http://json-schema.org/draft-07/schema#"
IDENTIFIER = "[A-Za-z_][A-Za-z0-9_]*"
CALL = r"[A-Za-z0-9_]+(?:\(|:\S)"
"""Arguments without a colon or a space before them."""


def schema_document(layers: Iterable[type[Layer]]) -> Schema:
    """The whole schema, for these layer types."""
    types = sorted(layers, key=lambda layer: layer.op)
    definitions: Schema = texts()
    for layer in types:
        definitions[f"{layer.op}_by_name"] = arguments_by_name(layer)
        definitions[layer.op] = branching(layer) if layer.merges else call(layer)
    definitions |= _structure()
    definitions["layer"] = {"anyOf": [_bare(types), _written(types)]}
    definitions["layers"] = {"title": "layers", "type": "array", "items": ref("layer")}
    definitions["branch"] = _branch()
    definitions["block"] = _block()
    definitions["defaults"] = _defaults(types)
    definitions["variant"] = {"title": "variant", **keyed(VARIANT_KEYS, schema_keys.VARIANT)}
    definitions["expect"] = schema_keys.expect()
    definitions["budget"] = schema_budget.budget()
    definitions["figure"] = schema_keys.figure()
    definitions["cite"] = schema_keys.cite()
    definitions["shape"] = schema_keys.SHAPE
    definitions["variable"] = _variable(types)
    definitions["block_name"] = _name_of_block(types)
    return {
        "$schema": DRAFT,
        "title": "spec",
        "description": "A convolutional network in the language of cnnspec, version 1.",
        "defaultSnippets": [SPEC_SNIPPET],
        **keyed(FILE_KEYS, schema_keys.FILE),
        "required": ["cnnspec", "name"],
        "allOf": [_given("input"), _given("layers")],
        "definitions": definitions,
    }


def _given(key: str) -> Schema:
    """A key stands in the file, or else in every variant."""
    every = {"minProperties": 1, "additionalProperties": {"type": "object", "required": [key]}}
    return {
        "if": {"required": ["variants"], "not": {"required": [key]}},
        "then": {"properties": {"variants": every}},
        "else": {"required": [key]},
    }


def _branch() -> Schema:
    return {
        **told("a tensor as it is, layers, or both with a condition or copies"),
        **mapped(
            {"title": "branch", **keyed(BRANCH_KEYS, schema_keys.BRANCH), "minProperties": 1},
            schema_keys.TENSOR,
            ref("layers"),
        ),
    }


def _structure() -> Schema:
    """The words that order layers."""
    forms: Schema = {
        "seq": {"type": "array", "allOf": [ref("layers")]},
        "side": {"type": "array", "allOf": [ref("layers")]},
        "call": {"type": ["string", "array", "object"], "minItems": 1, "minProperties": 1},
    }
    return {
        name: {**told(help, help + link(name)), **forms.get(name, {})}
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
            **explained(layer),
            **(
                {"pattern": f"^{layer.op}$", "type": "string"}
                if layer.options
                else {"const": layer.op}
            ),
        }
        for layer in free
    ]
    taken = [*[layer.op for layer in free], *other, *STRUCTURE, *MODIFIERS]
    wanted = "a layer: a name without arguments, or `NAME: arguments` as in `conv: [16, 3x3]`"
    kinds = among([*STRUCTURE, *taken])
    block = {**told("a block of this file"), **word(), **patterned(wanted, kinds, CALL)}
    block["errorMessage"] = block["patternErrorMessage"]
    return {"anyOf": [block, *known]}


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
    unnamed = {
        "required": [offered[0]],
        "errorMessage": "expected a layer type or a block, found only modifiers",
    }
    return {
        "title": "layer",
        "type": "object",
        "defaultSnippets": LAYER_SNIPPETS,
        "properties": {**callees, **modifiers},
        "patternProperties": {
            f"^{layer.op}$": ref(layer.op) for layer in types if layer.op not in offered
        },
        "additionalProperties": told("a block of this file, with its arguments"),
        "minProperties": 1,
        "dependencies": {
            "first": ["repeat"],
            **{layer.op: _only_modifiers(layer.op) for layer in types},
            **{name: _only_modifiers(name) for name in STRUCTURE},
        },
        "if": {"propertyNames": {"enum": list(MODIFIERS)}, "minProperties": 1},
        "then": unnamed,
    }


def _only_modifiers(callee: str) -> Schema:
    """Beside a layer type stand modifiers, and neither its arguments nor another layer type."""
    allowed = [key for key in MODIFIERS if key != "first" or callee not in ("seq", "side")]
    shown = ", ".join(allowed)
    wanted = f"a modifier beside `{callee}`: {shown}; arguments stand in `{callee}: [...]`"
    return {
        "propertyNames": {
            "pattern": f"^{among([callee, *allowed])}",
            "patternErrorMessage": f"expected {wanted}, and a further layer begins with a dash",
        }
    }


def _variable(types: Iterable[type[Layer]]) -> Schema:
    """What may name a variable: what means nothing else already."""
    words = {layer.op for layer in types if layer.activation or layer.normalisation}
    reserved = among(words | WORDS | NOT_NAMES | set(FUNCTIONS))
    wanted = "a name of letters, digits and _ that means nothing else"
    return {"type": "string", **patterned(wanted, reserved, text=IDENTIFIER)}


def _name_of_block(types: Iterable[type[Layer]]) -> Schema:
    """What may name a block."""
    ops = {layer.op for layer in types}
    taken = among({*ops, *STRUCTURE, *MODIFIERS, *WORDS, *NOT_NAMES, *FUNCTIONS})
    return patterned("a name without a dot that means nothing else", taken, text=r"[^.]+")


def _block() -> Schema:
    written = {"title": "block", **keyed(BLOCK_KEYS, schema_keys.BLOCK), "required": ["layers"]}
    return mapped(written, ref("layers"))


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
            **explained(layer),
            "title": f"defaults of {layer.op}",
            "type": "object",
            "properties": options,
            "additionalProperties": False,
        }
    return {
        "title": "defaults",
        "type": "object",
        "properties": found,
        "additionalProperties": False,
    }
