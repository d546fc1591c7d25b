"""The ladder of diagnosis: figures of tools and papers, and the way of counting behind each."""

from __future__ import annotations

import os
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING

import pytest

from cnnspec import ladder, library
from cnnspec.analysis import analyze
from cnnspec.fixes import with_fixes
from cnnspec.ladder import ORDER
from cnnspec.language.reader import read_text
from cnnspec.language.spec import read_spec

if TYPE_CHECKING:
    from collections.abc import Callable

    from cnnspec.core.diagnostic import Diagnostic
    from cnnspec.results import Analysis


def told(name: str, expect: str) -> list[Diagnostic]:
    """What is told of a shipped network if it is expected to have other figures."""
    stem, file, _ = library.find(name)
    source = library_text(file)
    spec = read_spec(read_text(source, os.path.basename(file)), stem, name)
    other = f"cnnspec: 1\nname: x\ninput: [1]\nlayers: [relu]\nexpect: {{{expect}}}\n"
    claims = read_spec(read_text(other, "x.yaml"), "x").expectations
    spec.expectations = claims
    return list(with_fixes(analyze(spec, check="error")).diagnostics)


def library_text(file: str) -> str:
    with open(file, encoding="utf-8") as opened:
        return opened.read()


def notes(finding: Diagnostic, kind: str) -> list[str]:
    return [note.text for note in finding.notes if note.kind == kind]


@pytest.mark.parametrize(
    ("name", "expect", "why"),
    [
        # ResNet-50 with biases in all convolutions, as KaimingHe/deep-residual-networks and Keras
        (
            "resnet50", "params: 25583592",
            "25,557,032 + 26,560 = 25,583,592: 26,560 is exactly a bias for each channel of 53 "
            "layers whose batch norm would cancel it",
        ),
        (
            "resnet50", "params: 25610152",
            "25,557,032 + 53,120 = 25,610,152: 53,120 is exactly the running statistics of the "
            "batch norms, which are no parameters",
        ),
        # keras.applications.ResNet50: total params 25,636,712
        (
            "resnet50", "params: 25636712",
            "25,557,032 + 26,560 + 53,120 = 25,636,712: 26,560 is exactly a bias for each channel "
            "of 53 layers whose batch norm would cancel it; 53,120 is exactly the running "
            "statistics of the batch norms, which are no parameters",
        ),
        # torchvision 0.29.1, googlenet with and without aux_logits
        (
            "googlenet_torchvision", "params: 13004888",
            "6,624,904 + 6,379,984 = 13,004,888: 6,379,984 is exactly what the training graph has "
            "beside",
        ),
        (
            "googlenet_torchvision", "train: {params: 6624904}",
            "13,004,888 - 6,379,984 = 6,624,904: 6,379,984 is exactly what the training graph has "
            "beside",
        ),
        (
            "resnet50", "macs: 7.72G",
            "perhaps 2 · 3,857,973,248 = 7,715,946,496, printed as 7.72G: the figure is of FLOPs, "
            "two for each multiply-add",
        ),
        # He et al. 2015, Table 1
        ("resnet50", "macs: 3.8G", "3,857,973,248 is 3.8G where it is cut off and not rounded"),
        ("resnet50", "params: 25600000", "25,600,000 is 25,557,032, rounded"),
        # AlexNet in one piece: osmr/imgclsmob
        (
            "alexnet", "params: 62.38M",
            "perhaps 60,965,224 + 1,413,120 = 62,378,344, printed as 62.38M: 1,413,120 is "
            "exactly the connections that the groups of 3 convolutions leave out",
        ),
        # timm 1.0.31, resnet50 with num_classes=10 and 0
        (
            "resnet50", "params: 23528522",
            "25,557,032 - 2,028,510 = 23,528,522: 2,028,510 is exactly 990 of the outputs of fc, "
            "at 2,049 each",
        ),
        (
            "resnet50", "params: 23508032",
            "25,557,032 - 2,049,000 = 23,508,032: 2,049,000 is exactly 1,000 of the outputs of fc, "
            "at 2,049 each",
        ),
        # Simonyan and Zisserman's 15.47G, of which the convolutions have 15.35G
        (
            "vgg16", "macs: 15346630656",
            "15,470,264,320 - 123,633,664 = 15,346,630,656: 123,633,664 is exactly the share of 3 "
            "fully connected layers",
        ),
        # He et al. 2015 at the size of the test in Huang et al. 2018
        (
            "resnet50_torchvision", "macs: 5.34G",
            "perhaps 4,089,184,256 + 1,251,164,160 = 5,340,348,416, printed as 5.34G: "
            "1,251,164,160 is exactly the difference to an input of 3x256x256",
        ),
    ],
)  # fmt: skip
def test_the_way_of_counting_is_named(name: str, expect: str, why: str) -> None:
    (finding,) = told(name, expect)
    assert finding.code == "E501"
    assert notes(finding, "why") == [why]


@pytest.mark.parametrize(
    ("name", "expect"),
    [
        ("alexnet", "params: 61.10M"),  # torchvision's has other widths
        ("resnet50", "params: 25557033"),
        ("resnet50", "macs: 4.5G"),
        ("resnet50", "depth: 51"),
        ("resnet50", "output: [10]"),
        ("resnet50", "layers: {conv2_x: {params: 1}}"),
    ],
)
def test_nothing_is_told_of_what_only_comes_near(name: str, expect: str) -> None:
    (finding,) = told(name, expect)
    assert notes(finding, "why") == []


def test_the_layers_that_contribute_most() -> None:
    (network,) = told("resnet50", "params: 1")
    assert notes(network, "most") == [
        "conv5_x 14,964,736 (59%), conv4_x 7,098,368 (28%), fc 2,049,000 (8%)"
    ]
    (block,) = told("resnet50", "layers: {conv2_x: {params: 1}}")
    assert notes(block, "most") == ["conv2_x.1-2 140,800 (65%), conv2_x.0 75,008 (35%)"]


def test_biases_that_are_there(net: Callable[..., Analysis]) -> None:
    # 27·8 + 8 + 16; without the bias it is 232
    text = "layers: [conv: [8, 3, bias: true, norm: bn]]\nexpect: {params: 232}"
    (finding,) = with_fixes(net(text, check="error")).diagnostics
    assert notes(finding, "why") == [
        "240 - 8 = 232: 8 is exactly the biases of 1 layer whose batch norm cancels them"
    ]
    assert notes(finding, "fix")[0].startswith("bias: auto  ")


def test_additions_of_biases_are_counted(net: Callable[..., Analysis]) -> None:
    # 216·30·30 = 194,400, and 8·30·30 = 7,200 values get a bias
    text = "layers: [conv: [8, 3]]\nexpect: {macs: 201600}"
    (finding,) = with_fixes(net(text, check="error")).diagnostics
    assert notes(finding, "why") == [
        "194,400 + 7,200 = 201,600: 7,200 is exactly one for each value to which a bias is added"
    ]


def test_every_step_is_a_file() -> None:
    files = {path.stem for path in Path(str(ladder.__file__)).parent.glob("*.py")}
    assert files - {"__init__", "step"} == set(ORDER)


@pytest.mark.parametrize("name", ["resnet50", "alexnet", "vgg16", "mobilenet_v2", "googlenet"])
@pytest.mark.parametrize("metric", ["params", "macs"])
def test_no_cause_is_named_for_exact_figures_drawn_at_random(name: str, metric: str) -> None:
    random = Random(f"{name} {metric}")
    found = getattr(analyze(name, check=False).totals, metric)
    for _ in range(12):
        figure = found * random.randint(500, 1600) // 1000 + random.randint(1, 997)
        (finding,) = told(name, f"{metric}: {figure}")
        assert notes(finding, "why") == []


def test_what_comes_near_a_rounded_figure_is_no_fact() -> None:
    """1.14G is as far from AlexNet's 724M as what its groups leave out, by chance."""
    (finding,) = told("alexnet", "macs: 1.14G")
    (why,) = notes(finding, "why")
    assert why.startswith("perhaps ")
    assert "groups of 3 convolutions" in why


def test_of_two_causes_near_a_rounded_figure_the_one_without_a_guess_is_told() -> None:
    """A thousand or 990 classes less would be 3.856G as well."""
    (finding,) = told("resnet50", "macs: 3.856G")
    assert ["1 fully connected layer" in why for why in notes(finding, "why")] == [True]
