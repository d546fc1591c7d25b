"""Frames: the variables and tensors that one body sees."""

from __future__ import annotations

from typing import Any

import pytest

from cnnspec.graph import Graph, Node
from cnnspec.language.default_values import DefaultValues
from cnnspec.language.frames import Bundle, Frame, Unknown
from cnnspec.language.nodes import Mapping
from cnnspec.language.reader import read_text
from cnnspec.language.templates import Reference
from cnnspec.language.values import Fault, TensorFault
from cnnspec.layers.facts import given

SHAPES: list[Any] = [(3, 224, 112), (64, 56), (16, 4, 28, 14), (10,), None]


def graph() -> Graph:
    made = Graph()
    for number, shape in enumerate(SHAPES):
        made.nodes.append(Node(given("input", shape), (), 0, str(number), True, None))
    return made


def frame(inputs: dict[str, int] | None = None, **values: Any) -> Frame:
    made = Frame(graph(), values, inputs or {"in": 0}, DefaultValues({}), train=False)
    made.tensors = {"sound": 1, "film": 2, "flat": 3, "broken": 4}
    made.tensors["two"] = Bundle(("a", "b"), (1, 2))
    return made


def reference(text: str) -> Reference:
    root = read_text(f"from: {text}", "net.yaml").root
    assert isinstance(root, Mapping)
    return Reference(text, root.entries[0][1])


@pytest.mark.parametrize(
    ("tensor", "attribute", "size"),
    [
        ("in", "c", 3),
        ("in", "h", 224),
        ("in", "w", 112),
        ("in", "size", (224, 112)),
        ("prev", "h", 224),
        ("sound", "l", 56),
        ("sound", "size", (56,)),
        ("film", "d", 4),
        ("film", "h", 28),
        ("film", "w", 14),
        ("flat", "c", 10),
        ("flat", "size", ()),
        ("two.a", "l", 56),
        ("two.b", "d", 4),
    ],
)
def test_sizes(tensor: str, attribute: str, size: Any) -> None:
    assert frame().size(tensor, attribute) == size


@pytest.mark.parametrize(
    ("tensor", "attribute", "code"),
    [
        ("in", "l", "E217"),
        ("in", "d", "E217"),
        ("sound", "h", "E217"),
        ("flat", "w", "E217"),
        ("later", "c", "E217"),
        ("two", "c", "E309"),
        ("two.c", "c", "E217"),
        ("in.a", "c", "E217"),
    ],
)
def test_sizes_that_are_not_there(tensor: str, attribute: str, code: str) -> None:
    with pytest.raises(TensorFault) as caught:
        frame().size(tensor, attribute)
    assert (caught.value.code, caught.value.tensor) == (code, tensor)


def test_what_failed_has_unknown_sizes_and_outputs() -> None:
    with pytest.raises(Unknown):
        frame().size("broken", "c")
    assert frame().resolve(reference("broken.hi")) == 4


def test_variables() -> None:
    here = frame(c=64)
    assert here.variable("c") == 64
    assert here.variable("relu") == "relu"
    assert here.variable("train") is False
    here.iteration = 5
    assert here.variable("i") == 5
    assert "c" in set(here.known_names())


def test_the_current_tensor_begins_as_the_input() -> None:
    assert frame().prev == 0
    both = frame({"left": 0, "right": 1}).prev
    assert isinstance(both, Bundle)
    assert (both.names, both.nodes) == (("left", "right"), (0, 1))
    assert frame({"left": 0, "right": 1}).size("right", "l") == 56


def test_references() -> None:
    here = frame()
    assert here.resolve(reference("in")) == 0
    assert here.resolve_single(reference("two.b")) == 2
    here.prev = 3
    assert here.resolve(reference("prev")) == 3
    assert isinstance(here.resolve(reference("two")), Bundle)


@pytest.mark.parametrize(
    ("text", "code"), [("later", "E217"), ("two", "E309"), ("two.c", "E217"), ("in.a", "E217")]
)
def test_references_that_lead_nowhere(text: str, code: str) -> None:
    named = reference(text)
    with pytest.raises(Fault) as caught:
        frame().resolve_single(named)
    assert caught.value.code == code
    assert caught.value.place is named.node


def test_a_skipped_layer_is_told_apart_from_a_later_one() -> None:
    here = frame()
    here.skipped.add("aux")
    with pytest.raises(TensorFault, match="`when` is false"):
        here.find("aux", "", "aux")
    with pytest.raises(TensorFault, match="before the line"):
        here.find("later", "", "later")
