"""cancelled-bias: a bias that a norm takes away again."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from cnnspec.analysis import analyze, load
from cnnspec.checks.i402 import check
from cnnspec.language.reader import read_text
from cnnspec.language.spec import read_spec

if TYPE_CHECKING:
    from collections.abc import Callable

    from cnnspec.core.diagnostic import Diagnostic

    Told = Callable[..., list[Diagnostic]]

FILES = Path(__file__).parents[2] / "specs"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (
            "layers: [conv: [8, 3, bias: true, norm: bn]]",
            "1 layer carries a bias that the norm behind takes away again: 8 of 240 parameters",
        ),
        ("layers: [{conv: [8, 3], repeat: 2, name: c}, bn]", "8 of"),
        ("layers: [fc: 100, bn]", "100 of"),
        ("layers: [conv_transpose: [8, 2, 2], inorm]", "8 of"),
        ("layers: [dwconv: 3, bn]", "3 of"),
        (
            "layers: [{conv: [3, 1, bias: true, norm: bn], share: k, repeat: 2}]",
            "1 layer carries a bias that the norm behind takes away again: 3 of",
        ),
    ],
)
def test_found(told: Told, text: str, message: str) -> None:
    (finding,) = told("I402", text)
    assert finding.code == "I402"
    assert message in finding.message


@pytest.mark.parametrize(
    "text",
    [
        "layers: [conv: [8, 3, norm: bn]]",
        "layers: [conv: [8, 3, bias: true, norm: ln]]",
        "layers: [conv: [8, 3], gn: 2]",
        # a second reader, an output, or a use without the norm
        "layers: [{conv: [8, 3], name: a}, bn, add: [prev, a]]",
        "layers: [{conv: [8, 3], name: a}, bn]\noutputs: [a, prev]",
        "layers: [{conv: [3, 1], share: k}, bn, {conv: [3, 1], share: k}]",
        "layers: [conv: [8, 3], max_pool: [2, 2], bn]",
        "layers: [scale: [bias: true], bn]",
    ],
)
def test_silent(told: Told, text: str) -> None:
    assert told("I402", text) == []


# The widths of their convolutions, added up; torchvision's models have these biases.
@pytest.mark.parametrize(
    ("name", "layers", "biases"),
    [("vgg11_bn", 8, "2,752"), ("vgg13_bn", 10, "2,944"), ("vgg16_bn", 13, "4,224"),
     ("vgg19_bn", 16, "5,504")],
)  # fmt: skip
def test_vgg_with_batch_norm(name: str, layers: int, biases: str) -> None:
    (finding,) = check(analyze(load(name), check=False))
    assert finding.message.startswith(f"{layers} layers carry a bias")
    assert f"{biases} of " in finding.message


def test_it_explains_the_gap_between_two_counts(told: Told) -> None:
    """Keras' ResNet-50 has a bias before every norm: 25,583,592 parameters, torchvision's none:
    25,557,032."""
    text = (FILES / "resnet.yaml").read_text(encoding="utf-8")
    biased = text.replace("defaults: {conv: {", "defaults: {conv: {bias: true, ", 1)
    assert biased != text
    spec = read_spec(read_text(biased, "resnet.yaml"), "resnet", "resnet50_torchvision")
    analysis = analyze(spec, check=False)
    assert analysis.totals.params == 25_583_592
    (finding,) = check(analysis)
    assert finding.message == (
        "53 layers carry a bias that the norm behind takes away again: "
        "26,560 of 25,583,592 parameters change nothing"
    )
    assert finding.notes[0].text == "without them the network has 25,557,032 parameters"
