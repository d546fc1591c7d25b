"""Default arguments of layer types, evaluated for one body."""

from __future__ import annotations

from typing import Any

from cnnspec.language.default_values import DefaultValues
from cnnspec.language.nodes import Mapping, Node
from cnnspec.language.reader import read_text
from cnnspec.language.values import Value
from cnnspec.layers import find


def node() -> Node:
    root = read_text("v: 1", "net.yaml").root
    assert isinstance(root, Mapping)
    return root.entries[0][1]


def level(**values: dict[str, Any]) -> dict[str, dict[str, Value]]:
    place = node()
    return {
        op: {name: Value(place, value) for name, value in given.items()}
        for op, given in values.items()
    }


def test_none() -> None:
    assert DefaultValues({}).of(find("conv")) is None
    assert DefaultValues({}).of(find("dwconv")) is None


def test_those_of_a_body_come_before_those_around_it() -> None:
    outer = DefaultValues({}).within(level(conv={"pad": 1, "act": "relu"}), None)
    inner = outer.within(level(conv={"act": "none"}, fc={"act": "tanh"}), None)
    assert outer.of(find("conv")) == {"pad": 1, "act": "relu"}
    assert outer.of(find("fc")) is None
    assert inner.of(find("conv")) == {"pad": 1, "act": "none"}
    assert inner.of(find("fc")) == {"act": "tanh"}


def test_a_depthwise_convolution_takes_those_of_conv_that_it_has() -> None:
    found = DefaultValues({"conv": {"groups": 2, "act": "relu"}, "dwconv": {"act": "relu6"}})
    assert found.of(find("dwconv")) == {"act": "relu6"}
    assert DefaultValues({"conv": {"groups": 2, "pad": 1}}).of(find("dwconv")) == {"pad": 1}
    assert DefaultValues({"dwconv": {"pad": 1}}).of(find("conv")) is None
    inner = found.within(level(conv={"act": "none", "pad": 3}), None)
    assert inner.of(find("dwconv")) == {"act": "relu6", "pad": 3}


def test_the_same_object_each_time() -> None:
    """Layers that were made with them are told by their identity."""
    found = DefaultValues({"conv": {"pad": 1}})
    assert found.of(find("conv")) is found.of(find("conv"))
    assert found.of(find("dwconv")) is found.of(find("dwconv"))
