"""What every layer type does with values: one table for each fact, and the formulas beside it."""

from __future__ import annotations

from math import erf, exp, inf, log1p, sqrt, tanh
from typing import TYPE_CHECKING

import pytest

from cnnspec.layers import find, names

if TYPE_CHECKING:
    from collections.abc import Callable

KINDS = sorted(names())
ACTIVATIONS = {
    "relu", "relu6", "leaky_relu", "elu", "gelu", "silu", "mish", "hard_swish", "sigmoid",
    "hard_sigmoid", "tanh", "prelu",
}  # fmt: skip
POOLS = {"max_pool", "avg_pool", "l2_pool", "blur_pool"}

# For each fact the types that it holds for; all others have none of it.
FLAGS = {
    "linear": {"conv", "dwconv", "conv_transpose", "fc"},
    "flattens": {"fc", "rbf", "flatten"},
    "slides": {"conv", "dwconv", *POOLS},
    "channelwise": {
        *ACTIVATIONS, *POOLS, "global_avg_pool", "global_max_pool", "adaptive_avg_pool", "upsample",
        "resize", "max_unpool", "crop", "pad", "bn", "inorm", "scale", "times", "abs", "dropout",
        "drop_path", "add", "sub", "maximum",
    },
    "training_only": {"dropout", "drop_path"},
    "same_values": {"dropout", "drop_path", "flatten", "reshape"},
}  # fmt: skip
WORDS = {
    "pools": {
        "max_pool": "maximum",
        "global_max_pool": "maximum",
        "channel_max_pool": "maximum",
        "avg_pool": "mean",
        "adaptive_avg_pool": "mean",
        "global_avg_pool": "mean",
        "channel_avg_pool": "mean",
        "blur_pool": "weighted mean",
        "l2_pool": "length",
    },
    "normalises": {"bn": "batch", "inorm": "channel", "gn": "group", "ln": "position"},
    "bounds": {
        "relu": (0, None),
        "abs": (0, None),
        "l2_pool": (0, None),
        "rbf": (0, None),
        "relu6": (0, 6),
        "sigmoid": (0, 1),
        "hard_sigmoid": (0, 1),
        "softmax": (0, 1),
        "tanh": (-1, 1),
    },
    "leaves": {
        "relu": (0, None),
        "leaky_relu": (0, None),
        "prelu": (0, None),
        "elu": (0, None),
        "abs": (0, None),
        "relu6": (0, 6),
    },
    "non_negative_if": {
        **dict.fromkeys([*ACTIVATIONS, *POOLS, "softmax", "lrn", "dropout", "drop_path"], "all"),
        **dict.fromkeys(["global_avg_pool", "global_max_pool", "adaptive_avg_pool"], "all"),
        **dict.fromkeys(["channel_avg_pool", "channel_max_pool", "channel_shuffle"], "all"),
        **dict.fromkeys(["upsample", "max_unpool", "crop", "pad", "pad_channels"], "all"),
        **dict.fromkeys(["pixel_shuffle", "pixel_unshuffle", "split", "slice"], "all"),
        **dict.fromkeys(["flatten", "reshape", "add", "concat", "mul"], "all"),
        "maximum": "any",
    },
    "defaults_of": {"dwconv": "conv"},
}
NOTHING = {"bounds": (None, None), "defaults_of": ""}


@pytest.mark.parametrize("fact", FLAGS)
def test_flags(fact: str) -> None:
    assert {op for op in KINDS if getattr(find(op), fact)} == FLAGS[fact]


@pytest.mark.parametrize("fact", WORDS)
def test_words(fact: str) -> None:
    none = NOTHING.get(fact)
    found = {op: value for op in KINDS if (value := getattr(find(op), fact)) != none}
    assert found == WORDS[fact]


def test_other_types_whose_defaults_hold_are_there() -> None:
    for op in KINDS:
        other = find(op).defaults_of
        assert not other or set(find(op).options) & set(find(other).options)


def sigmoid(x: float) -> float:
    return 1 / (1 + exp(-x))


def hard_sigmoid(x: float) -> float:
    return min(max(x / 6 + 0.5, 0), 1)


# As in the papers that the types name; slopes and factors as in PyTorch 2.14.
FORMULAS: dict[str, Callable[[float], float]] = {
    "relu": lambda x: max(x, 0),
    "relu6": lambda x: min(max(x, 0), 6),
    "leaky_relu": lambda x: x if x > 0 else 0.01 * x,
    "prelu": lambda x: x if x > 0 else -3 * x,  # its slope is learned, and may be anything
    "elu": lambda x: x if x > 0 else exp(x) - 1,
    "gelu": lambda x: x * (1 + erf(x / sqrt(2))) / 2,
    "silu": lambda x: x * sigmoid(x),
    "mish": lambda x: x * tanh(log1p(exp(x))),
    "hard_swish": lambda x: x * hard_sigmoid(x),
    "sigmoid": sigmoid,
    "hard_sigmoid": hard_sigmoid,
    "tanh": tanh,
    "abs": abs,
}
GRID = [number / 8 for number in range(-80, 81)]


def within(value: float, bounds: tuple[int | None, int | None]) -> bool:
    low, high = bounds
    return (-inf if low is None else low) <= value <= (inf if high is None else high)


def test_every_activation_has_a_formula() -> None:
    assert set(FORMULAS) == ACTIVATIONS | {"abs"}


@pytest.mark.parametrize("op", FORMULAS)
def test_the_facts_hold_of_the_formulas(op: str) -> None:
    layer, formula = find(op), FORMULAS[op]
    assert all(within(formula(x), layer.bounds) for x in GRID)
    left = [x for x in GRID if formula(x) == x]
    assert layer.leaves is None or left[0] == layer.leaves[0]
    assert layer.leaves is None or left == [x for x in GRID if within(x, layer.leaves)]
    stays = all(formula(x) >= 0 for x in GRID if x >= 0)
    assert stays == (layer.non_negative_if == "all" or layer.bounds[0] == 0)
