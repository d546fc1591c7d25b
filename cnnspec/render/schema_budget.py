"""The key `budget` of a spec, as a part of its JSON Schema."""

from __future__ import annotations

from typing import Any

from cnnspec.budgets.limits import BYTES, LAYER_METRICS, METRICS, UNITS
from cnnspec.core.dtype import BYTES as DTYPES
from cnnspec.render.schema_values import mapped, number, told, word

Schema = dict[str, Any]

METRIC = {
    "params": "all parameters, trainable and frozen",
    "macs": "multiply-adds for one input",
    "weights": "bytes of all parameters",
    "buffers": "bytes of running statistics",
    "peak_memory": "the most bytes of tensors that are alive at once, for one input",
    "field": "the receptive field, in pixels of the input",
    "depth": "the most layers with kernels on any path to an output",
    "layer_count": "the number of unfolded layers",
    "channel_multiple": "what the channels of every convolution are a multiple of",
}
SIZE: Schema = {
    "type": "string",
    "pattern": rf"^\s*\d+(\.\d+)?\s*({'|'.join(UNITS)})\s*$",
    "patternErrorMessage": f"expected a size with a unit: {', '.join(UNITS)}",
    "examples": ["256 KiB", "1 MiB"],
}


def budget() -> Schema:
    """Limits of a network and of single layers, or the name of a target."""
    single = {
        "title": "limits of a layer",
        "type": "object",
        "properties": _limits(LAYER_METRICS),
        "additionalProperties": False,
    }
    properties = {
        **_limits(METRICS),
        "layers": {
            **told("limits of layers, by their paths"),
            "type": "object",
            "additionalProperties": single,
        },
        "dtype": {**told("the type of numbers that bytes are counted for"), "enum": list(DTYPES)},
        "in_place": {**told("whether layers may write over what they read"), "type": "boolean"},
        "target": {**told("a name under [tool.cnnspec.budget] in pyproject.toml"), **word()},
    }
    limits = {
        "title": "limits",
        "type": "object",
        "properties": properties,
        "additionalProperties": False,
    }
    several = {"type": "array", "items": mapped(limits, word())}
    return mapped(limits, word(), several)


def _limits(metrics: tuple[str, ...]) -> Schema:
    return {name: {**told(METRIC[name]), **_limit(name)} for name in metrics}


def _limit(metric: str) -> Schema:
    one = SIZE if metric in BYTES else number(0)
    if metric == "channel_multiple":
        return number(1)
    both = {
        "title": "min and max",
        "type": "object",
        "properties": {
            "min": {**told("the least that it must have"), **one},
            "max": {**told("the most that it may have"), **one},
        },
        "additionalProperties": False,
        "minProperties": 1,
    }
    return both if metric == "field" else mapped(both, one)
