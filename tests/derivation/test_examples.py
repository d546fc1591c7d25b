"""Examples of layer types: what they are called with can be typed."""

from __future__ import annotations

import pytest

from cnnspec import analyze
from cnnspec.derivation.examples import worked_example
from cnnspec.language.reader import read_text
from cnnspec.language.spec import read_spec
from cnnspec.layers import find, names
from cnnspec.render.explaining_type import called


@pytest.mark.parametrize(
    ("kind", "typed"),
    [
        ("conv", "conv: [96, 11, 4]"),
        ("drop_path", "drop_path: 0.5"),
        ("reshape", "reshape: [64, 784]"),
        ("split", "split: 2"),
        ("conv_transpose", "conv_transpose: [32, 4, 2, pad: 1]"),
        ("relu", "relu"),
    ],
)
def test_an_example_as_it_is_typed(kind: str, typed: str) -> None:
    assert called(worked_example(find(kind))) == typed


@pytest.mark.parametrize("kind", [name for name in sorted(names()) if not find(name).merges])
def test_what_is_typed_gives_what_is_told(kind: str) -> None:
    example = worked_example(find(kind))
    text = f"cnnspec: 1\nname: x\ninput: {list(example.inputs[0])}\nlayers: [{{{called(example)}}}]"
    if ":" not in called(example):
        text = text.replace("{", "").replace("}", "")
    found = analyze(read_spec(read_text(text, "net.yaml"), "net"), check=False)
    if kind != "split":  # its parts stand for themselves
        assert found.graph.shape(found.graph.last) == example.out


def test_the_parts_of_a_layer_are_named() -> None:
    # Hu et al. 2017, §3: 2·c·squeeze multiply-adds, here with biases in the weights
    parameters = worked_example(find("se")).figures[0]
    assert [(w.remark, w.value) for w in parameters.workings] == [("conv1", 1040), ("conv2", 1088)]
