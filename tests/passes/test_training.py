"""What training keeps for the way back, and what the weights bring along."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from cnnspec.analysis import analyze, load
from cnnspec.core.algebra import symbol
from cnnspec.layers import find, names
from cnnspec.passes.training import Training

if TYPE_CHECKING:
    from collections.abc import Callable

    from cnnspec.results import Analysis

    Net = Callable[..., Analysis]


# What each layer type keeps, written down once more; those of torch were seen there (below), the
# others follow from what the derivative needs. Types that are not named keep nothing.
KEEPS = {
    ("inputs for weights",): ["conv", "conv_transpose", "dwconv", "fc", "rbf", "scale"],
    ("inputs",): [
        "abs", "adaptive_avg_pool", "avg_pool", "bn", "gelu", "gn", "grn", "hard_sigmoid",
        "hard_swish", "inorm", "l2_norm", "ln", "maximum", "mish", "mul", "prelu", "relu6", "silu",
    ],
    ("output",): ["elu", "leaky_relu", "relu", "sigmoid", "softmax", "tanh"],
    ("inputs", "output"): ["l2_pool", "lrn"],
    ("inputs", "places"): ["channel_max_pool", "global_max_pool", "max_pool"],
    ("mask",): ["dropout"],
}  # fmt: skip


def test_what_layer_types_keep() -> None:
    found: dict[tuple[str, ...], list[str]] = {}
    for name in sorted(names()):
        if keeps := find(name).keeps:
            found.setdefault(keeps, []).append(name)
    assert found == KEEPS


# The bytes of float32 tensors that torch 2.14.1 and torchvision 0.29.1 save for the way back of an
# image, in training mode, each storage once, without weights and buffers:
# `torch.autograd.graph.saved_tensors_hooks`, with a softmax behind the network; and those of its
# int64 places of maxima. What is not in our count: the mean and the deviation of each channel of a
# batch norm, once a batch of two images; dropout's mask, which is float32 on a CPU; and a copy by
# an adaptive pool that changes nothing.
@pytest.mark.parametrize(
    ("name", "floats", "integers", "statistics", "others"),
    [
        ("resnet50_torchvision", 84_414_112, 1_605_632, 106_240, 0),
        ("densenet121", 128_927_008, 1_605_632, 167_296, 0),
        ("shufflenet_v2_x1_0", 19_819_208, 602_112, 36_360, 0),
        ("squeezenet1_1", 18_432_320, 2_641_408, 0, 86_528 * 4),
        ("vgg16", 61_116_320, 12_242_944, 0, 2 * 4096 * 4 + 512 * 7 * 7 * 4),
    ],
)
def test_exactly_what_torch_saves(
    name: str, floats: int, integers: int, statistics: int, others: int
) -> None:
    training = Training(analyze(load(name), check=False).graph)
    assert training.kept is not None
    assert training.places is not None
    assert 4 * training.kept + statistics + others == floats
    assert 8 * training.places == integers


@pytest.mark.parametrize(
    ("name", "floats"),
    [
        # the same, without taking it apart: within 0.3%, which is statistics and masks
        ("mobilenet_v2", 78_281_760),
        ("mobilenet_v3_large", 44_166_752),
        ("efficientnet_b0", 88_282_084),
        ("mnasnet1_0", 44_345_312),
        ("inception_v3", 92_584_396),
        ("convnext_tiny", 109_159_876),
        ("regnet_y_400mf", 33_689_152),
    ],
)
def test_nearly_what_torch_saves(name: str, floats: int) -> None:
    training = Training(analyze(load(name), check=False).graph)
    assert isinstance(training.kept, int)
    assert 0 <= floats - 4 * training.kept <= floats * 3 // 1000


@pytest.mark.parametrize(
    ("layers", "kept", "places", "masks"),
    [
        # a convolution its input, a norm its own, a rectifier its output
        ("conv: [4, 1]", ["input"], 0, 0),
        ("conv: [4, 1], bn, relu, conv: [1, 1]", ["input", "conv1", "relu"], 0, 0),
        # one tensor is kept once
        ("{conv: [4, 1], name: a}, relu, conv: [1, 1], add: [prev, prev]", ["input", "relu"], 0, 0),
        # additions, joins and global means keep nothing
        ("conv: [4, 1], add: [prev, prev], global_avg_pool", ["input"], 0, 0),
        # a product keeps its factors
        ("conv: [4, 1], mul: [prev, [sigmoid]]", ["input", "conv", "1.sigmoid"], 0, 0),
        ("conv: [4, 1], max_pool: [2, 2]", ["input", "conv"], 4 * 4, 0),
        # dropout's result is a new tensor
        ("conv: [4, 1], dropout, fc: 3", ["input", "dropout"], 0, 4 * 16),
        # a view is what it looks at
        ("conv: [4, 1], flatten, fc: 3", ["input", "conv"], 0, 0),
        # nothing is kept on the way to nothing that is trained
        ("max_pool: [2, 2], sigmoid", [], 0, 0),
        ("{conv: [4, 1], frozen: true}, relu, conv: [1, 1]", ["relu"], 0, 0),
        # a frozen layer is led through: its weights suffice
        ("conv: [4, 1], {conv: [4, 1], frozen: true}, sigmoid", ["input", "sigmoid"], 0, 0),
    ],
)
def test_what_is_kept(net: Net, layers: str, kept: list[str], places: int, masks: int) -> None:
    analysis = net(f"input: [2, 4, 4]\nlayers: [{layers}]")
    training = Training(analysis.graph)
    assert [analysis.paths.layer(node) for node, _ in training.tensors] == kept
    assert (training.places, training.masks) == (places, masks)


def test_weights(net: Net) -> None:
    """Shared weights have one gradient, frozen ones none."""
    text = (
        "layers: [{conv: [3, 1], share: k}, {conv: [3, 1], share: k}, "
        "{conv: [5, 1], frozen: true}, fc: 2]"
    )
    training = Training(net(f"input: [3, 4, 4]\n{text}").graph)
    assert training.gradients == (3 * 3 + 3) + (5 * 16 * 2 + 2)
    assert [training.states(name) for name in ("sgd", "momentum", "adam")] == [0, 174, 348]


def test_unknown_shapes(net: Net) -> None:
    training = Training(net("layers: [conv: [4, 64]]").graph)
    assert (training.kept, training.gradients, training.states("adam")) == (None, None, None)


def test_symbols(net: Net) -> None:
    text = "input: [3, H, W]\nsymbols: [H, W]\nlayers: [conv: [8, 1, norm: bn, act: relu], fc: 2]"
    training = Training(net(text).graph)
    assert training.kept == (3 + 8 + 8) * symbol("H") * symbol("W")
