"""The keys of a spec that are no layer types, as parts of its JSON Schema.

The keys themselves are those that the reader of the language knows; a test demands each of them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from cnnspec.claims import LAYER_METRICS, METRICS
from cnnspec.language.figures import FIGURE_KEYS
from cnnspec.language.lesson import COLUMNS, LESSON_KEYS, SUMS
from cnnspec.language.limits import LAYER_LIMIT
from cnnspec.language.spec import CITE_KEYS
from cnnspec.render.schema_snippets import BLOCK_SNIPPETS
from cnnspec.render.schema_values import among, keyed, mapped, number, patterned, ref, told, word

if TYPE_CHECKING:
    from collections.abc import Iterable

Schema = dict[str, Any]

VALUE: Schema = {"type": ["number", "string", "boolean", "array"], "minLength": 1}
"""Any value of the language."""
TENSOR: Schema = {
    **told("a tensor: prev, in, NAME or NAME.OUTPUT"),
    **word(),
    "examples": ["prev", "in"],
}
TENSORS: Schema = {"type": "array", "items": TENSOR, "minItems": 1}
SHAPE: Schema = {
    **told("channels first, without the batch: [3, 224, 224]"),
    "type": "array",
    "errorMessage": "expected a shape, channels first: [3, 224, 224]",
    "items": number(1),
    "minItems": 1,
    "maxItems": 4,
}
METRIC = {
    "params": "all parameters, trainable and frozen",
    "trainable": "parameters that are not frozen",
    "kernels": "kernel weights only",
    "macs": "multiply-adds of kernels",
    "neurons": "values that layers with kernels give",
    "connections": "what values read, as the early papers count",
    "depth": "the most layers with kernels on any path to an output",
    "field": "the receptive field of the last tensor, in pixels of the input",
    "output": "the shape of the last output",
    "shape": "the shape of the result",
}
LAYERS: Schema = {
    **told("the layers, in order", "the layers, in order: `- conv: [16, 3x3, pad: 1]`"),
    "type": "array",
    "allOf": [ref("layers")],
    "minItems": 1,
}
CONDITION: Schema = {"type": ["boolean", "string"], "minLength": 1}


def _referring(help: str, name: str, type: str = "object") -> Schema:
    """A definition under a key with a help text of its own; editors begin a value by its type."""
    return {**told(help), "type": type, "allOf": [ref(name)]}


def _either(help: str, name: str) -> Schema:
    """The same for a definition that takes text as well."""
    return {**told(help), "anyOf": [ref(name)]}


def _mapping(help: str, of: Schema) -> Schema:
    return {**told(help), "type": "object", "additionalProperties": of}


def _one_or_more(of: Schema) -> Schema:
    return {"anyOf": [of, {"type": "array", "items": of, "minItems": 1}]}


INPUT: Schema = {
    **told("the shape of the input, channels first; or several inputs by name"),
    **mapped(
        {
            "title": "inputs by name",
            "type": "object",
            "propertyNames": patterned(
                "a name without a dot, not prev or in", among(["prev", "in"]), text=r"[^.]+"
            ),
            "additionalProperties": ref("shape"),
            "minProperties": 1,
        },
        ref("shape"),
    ),
}
NOTE: Schema = {**told("shown in reports"), **word()}
OUTPUTS: Schema = {
    **told("what counts as output, instead of the last tensor and the ends of sides"),
    **TENSORS,
}
VARS: Schema = {
    **_mapping("variables, evaluated in order", VALUE),
    "propertyNames": ref("variable"),
}
EXPECT: Schema = _referring(
    "what the network is believed to have: params, macs, depth, ...", "expect"
)
BUDGET: Schema = _either(
    "what the network may take at most, or must have at least; or the name of a target", "budget"
)
CITE: Schema = _either("the source: text, or its authors, year, title, where, url", "cite")

COMMAND: Schema = {
    "type": "string",
    "pattern": r"^\s*cnnspec ",
    "patternErrorMessage": "expected a command that begins with cnnspec",
}
LESSON: Schema = {
    "text": {**told("a paragraph: what there is to see"), **word()},
    "columns": {
        **told("figures to set side by side; the first is the point of the lesson"),
        **_one_or_more({"enum": list(COLUMNS)}),
    },
    "why": {
        **told("figures whose sums are shown: params, macs"),
        **_one_or_more({"enum": list(SUMS)}),
    },
    "try": {
        **told("commands of cnnspec that show more"),
        **_one_or_more(COMMAND),
    },
    "next": {**told("the name of another lesson"), **word()},
}
FILE: Schema = {
    "cnnspec": {**told("the version of the language; the first key"), "enum": [1]},
    "name": {**told("the title of reports"), **word()},
    "cite": CITE,
    "task": {
        **told("what the network is for, such as classification, detection or segmentation"),
        **word(),
    },
    "note": NOTE,
    "input": INPUT,
    "symbols": {
        **told("sizes that stay symbolic, so that counts are polynomials in them"),
        "type": "array",
        "items": ref("variable"),
        "uniqueItems": True,
    },
    "vars": VARS,
    "defaults": _referring("arguments for calls that leave them out", "defaults"),
    "blocks": {
        **_mapping(
            "layer types of the file's own: a list of layers, or args and layers", ref("block")
        ),
        "propertyNames": ref("block_name"),
        "defaultSnippets": BLOCK_SNIPPETS,
    },
    "layers": LAYERS,
    "outputs": OUTPUTS,
    "variants": _mapping(
        "overlays on this file by name; {} is the file as it stands",
        mapped(ref("variant"), {"type": "null"}),
    ),
    "expect": EXPECT,
    "budget": BUDGET,
    "lesson": {
        "title": "lesson",
        **told("what the variants show, side by side: cnnspec lesson FILE tells it"),
        **keyed(LESSON_KEYS, LESSON),
        "required": ["text", "columns"],
    },
}
VARIANT: Schema = {
    "input": INPUT,
    "layers": LAYERS,
    "outputs": OUTPUTS,
    "vars": VARS,
    "expect": EXPECT,
    "budget": BUDGET,
    "note": NOTE,
    "cite": CITE,
}
BLOCK: Schema = {
    "in": {
        **told("names of several inputs; a single one is called `in`"),
        "type": "array",
        "items": word(),
        "minItems": 2,
        "uniqueItems": True,
    },
    "args": {
        **told("arguments in the order of positions; those with a default are last"),
        "type": "array",
        "items": {
            "anyOf": [
                ref("variable"),
                {"type": "object", "propertyNames": ref("variable"), "additionalProperties": VALUE},
            ]
        },
    },
    "let": {
        **_mapping("values, evaluated once when the block is entered", VALUE),
        "propertyNames": ref("variable"),
    },
    "out": {
        **told("names of what it returns, if not the last tensor"),
        **TENSORS,
        "uniqueItems": True,
    },
    "defaults": _referring("arguments for calls in this body, over the file's", "defaults"),
    "layers": _referring("the body", "layers", "array"),
}
BRANCH: Schema = {
    "from": TENSOR,
    "layers": _referring("applied to the tensor", "layers", "array"),
    "when": {**told("false: the branch does not exist"), **CONDITION},
    "copies": {**told("so many branches side by side; i is the copy"), **number(0, LAYER_LIMIT)},
}
FIGURE: Schema = {
    "value": {
        **told("the figure: exact, or as it is printed, such as 1.58G"),
        "type": ["number", "string", "array"],
    },
    "within": {
        **told("a percentage of the value, such as 2%"),
        "type": "string",
        "pattern": r"^\s*\d+(\.\d+)?\s*%\s*$",
        "patternErrorMessage": "expected a percentage such as 2%",
    },
    "cut": {**told("whether it was cut off and not rounded"), "type": "boolean"},
    "cite": {**told("where the figure is from"), **word()},
}
MODIFIER: Schema = {
    "name": {
        **word(),
        **patterned(
            "a name without a dot, not prev or in",
            among(["prev", "in"]),
            text=r"[^.]*[^.\s][^.]*",
        ),
    },
    "from": {
        "type": ["string", "number", "boolean", "array"],
        "examples": ["prev", "in"],
        "items": TENSOR,
        "minItems": 1,
    },
    "repeat": number(0, LAYER_LIMIT),
    "first": {"type": "object", "additionalProperties": VALUE},
    "when": CONDITION,
    "share": word(),
    "frozen": {"enum": [True]},
    "size": {"type": ["integer", "string", "array"]},
    "shape": {"type": ["integer", "string", "array"]},
    "note": word(),
}
EXCLUDED: Schema = {
    "properties": {"within": False},
    "errorMessage": "a figure is `cut` off or `within` a percentage, not both",
}
FORMS = "\n\nexact, as printed (`1.58G`), `{value, within, cut, cite}`, or a list of these"


def expect() -> Schema:
    """Metrics of a network, of its training graph, and of single layers."""
    shaped = {"anyOf": [ref("figure"), ref("shape")]}

    def metrics(names: Iterable[str]) -> Schema:
        return {name: {**told(f"{METRIC.get(name, name)}{FORMS}"), **shaped} for name in names}

    single = {
        "title": "expectations of a layer",
        "type": "object",
        "properties": metrics(LAYER_METRICS),
        "additionalProperties": False,
    }
    properties = {
        **metrics(METRICS),
        "train": {
            **told("metrics of the training graph"),
            "type": "object",
            "properties": metrics(METRICS),
            "additionalProperties": False,
        },
        "layers": {
            **told("metrics of layers, by their paths"),
            "type": "object",
            "additionalProperties": single,
        },
    }
    return {
        "title": "expectations",
        "type": "object",
        "properties": properties,
        "additionalProperties": False,
    }


def figure() -> Schema:
    number: Schema = {"type": ["number", "string"]}
    mapping: Schema = {
        "title": "figure",
        **keyed(FIGURE_KEYS, FIGURE),
        "required": ["value"],
        "dependencies": {"cut": EXCLUDED},
    }
    several = {"type": "array", "items": mapped(mapping, number), "minItems": 1}
    return mapped(mapping, number, several)


def cite() -> Schema:
    parts = {name: {**told(name), **word()} for name in CITE_KEYS}
    parts["year"] = {**told("year"), "type": "integer", "minimum": 0, "maximum": 9999}
    return mapped({"title": "source", **keyed(CITE_KEYS, parts)}, word())
