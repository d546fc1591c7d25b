"""What every layer type declares: its arguments, as in the language reference, and its help."""

from __future__ import annotations

import re
from typing import Any

import pytest

from cnnspec.layers import find, names
from cnnspec.layers.base import REQUIRED, Layer, Option

# The tables of the language reference, §5: what stands before the bar may be positional.
SIGNATURES = {
    "conv": "out, kernel, stride: 1 | pad: 0, dilation: 1, groups: 1, bias: auto, norm: none, "
    "act: none, connect: none",
    "dwconv": "kernel, stride: 1 | multiplier: 1, pad: 0, dilation: 1, bias: auto, norm: none, "
    "act: none",
    "conv_transpose": "out, kernel, stride: 1 | pad: 0, out_pad: 0, groups: 1, bias: auto, "
    "norm: none, act: none",
    "fc": "out | bias: auto, norm: none, act: none",
    "rbf": "out",
    "se": "squeeze | act: relu, gate: sigmoid",
    "bn": "| scale: true, shift: true",
    "ln": "",
    "gn": "groups",
    "inorm": "| affine: false",
    "grn": "",
    "l2_norm": "| scale: true",
    "prelu": "",
    "scale": "| bias: false, per: channel",
    "max_pool": "kernel, stride | pad: 0, ceil: false",
    "avg_pool": "kernel, stride | pad: 0, ceil: false",
    "l2_pool": "kernel, stride | pad: 0, ceil: false",
    "blur_pool": "kernel, stride | pad: 0",
    "global_avg_pool": "",
    "global_max_pool": "",
    "adaptive_avg_pool": "size",
    "channel_avg_pool": "",
    "channel_max_pool": "",
    "pad": "amount",
    "upsample": "scale",
    "resize": "size",
    "max_unpool": "size",
    "crop": "size",
    "pixel_shuffle": "r",
    "pixel_unshuffle": "r",
    "channel_shuffle": "groups",
    "split": "sizes...",
    "slice": "start, stop",
    "pad_channels": "out",
    "reshape": "sizes...",
    "flatten": "",
    "concat": "",
    "add": "",
    "sub": "",
    "mul": "",
    "maximum": "",
    "relu": "",
    "relu6": "",
    "leaky_relu": "",
    "elu": "",
    "gelu": "",
    "silu": "",
    "mish": "",
    "hard_swish": "",
    "sigmoid": "",
    "hard_sigmoid": "",
    "tanh": "",
    "softmax": "",
    "abs": "",
    "dropout": "p: 0.5",
    "drop_path": "p",
    "lrn": "size: 5",
    "times": "x",
}
ACTIVATIONS = {
    "relu", "relu6", "leaky_relu", "elu", "gelu", "silu", "mish", "hard_swish", "sigmoid",
    "hard_sigmoid", "tanh", "softmax", "prelu",
}  # fmt: skip
GROUPS = {"With weights", "Pooling and size", "Merging", "Activations", "Free"}
WORDS: dict[Any, str] = {None: "none", True: "true", False: "false"}
KINDS = sorted(names())


def spelt(option: Option) -> str:
    name = f"{option.name}..." if option.kind == "counts" else option.name
    if option.required:
        return name
    default = option.default
    return f"{name}: {default if type(default) in (int, float) else WORDS.get(default, default)}"


def signature(kind: type[Layer]) -> str:
    options = kind.options.values()
    positional = [spelt(option) for option in options if not option.keyword]
    named = [spelt(option) for option in options if option.keyword]
    written = ", ".join(positional)
    return f"{written} | {', '.join(named)}".strip() if named else written


def test_there_is_a_layer_type_for_every_op_and_no_other() -> None:
    assert names() == set(SIGNATURES)


@pytest.mark.parametrize("op", KINDS)
def test_arguments(op: str) -> None:
    assert signature(find(op)) == SIGNATURES[op]


@pytest.mark.parametrize("op", KINDS)
def test_positional_arguments_come_first_and_every_one_has_help(op: str) -> None:
    options = list(find(op).options.values())
    order = [option.keyword for option in options]
    assert order == sorted(order)
    for option in options:
        assert re.fullmatch(r"[a-z1].*[^.]", option.help), option.name
        assert (option.kind == "word") == bool(option.choices)
        assert option.default is REQUIRED or not option.choices or option.default in option.choices


@pytest.mark.parametrize("op", KINDS)
def test_help(op: str) -> None:
    kind = find(op)
    assert kind.op == op
    first, *_ = (kind.__doc__ or "").splitlines()
    assert re.fullmatch(r"[A-Z][^.]*\.", first), first
    assert kind.__doc__ != kind.__mro__[1].__doc__
    assert kind.group in GROUPS
    assert kind.formulas["output"]
    assert set(kind.formulas) <= {"output", "parameters", "MACs", "buffers"}
    assert not kind.source.endswith(".")


def test_activations_and_norms_are_what_the_options_may_name() -> None:
    assert {op for op in KINDS if find(op).activation} == ACTIVATIONS
    assert {op for op in KINDS if find(op).normalisation} == {"bn", "ln", "inorm"}
    for op in ACTIVATIONS | {"bn", "ln", "inorm"}:  # they follow a layer without arguments
        assert not any(option.required for option in find(op).options.values())


def test_merges() -> None:
    merges = {"concat", "add", "sub", "mul", "maximum"}
    assert {op for op in KINDS if find(op).merges} == merges
    assert {op for op in KINDS if find(op).gates} == {"mul"}
    assert {op for op in KINDS if find(op).group == "Merging"} == merges


@pytest.mark.parametrize("op", ["base", "facts", "options", "_sliding", "softmax2d"])
def test_no_other_file_is_a_layer_type(op: str) -> None:
    with pytest.raises(LookupError):
        find(op)


def test_options_that_are_left_out_have_their_defaults() -> None:
    conv = find("conv")
    given = conv.complete(out=8, kernel=3)
    assert list(given) == list(conv.options)
    assert (given["out"], given["stride"], given["bias"]) == (8, 1, "auto")
    assert vars(conv(out=8, kernel=3)) == given


def test_a_layer_shows_its_options() -> None:
    assert repr(find("max_pool")(kernel=3, stride=2)) == (
        "max_pool(kernel: 3, stride: 2, pad: 0, ceil: False)"
    )
