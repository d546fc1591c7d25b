"""Values: numbers, words, extents, lists and expressions, from the text of a spec."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest

from cnnspec.core.diagnostic import Span
from cnnspec.language.nodes import Mapping, Node
from cnnspec.language.problems import Problems
from cnnspec.language.reader import read_text
from cnnspec.language.values import Fault, Names, TensorFault, Value, compile_value

WORDS = {"relu", "bn", "none", "same", "unit"}


class Scope:
    """What expressions see here: some variables, and one tensor of shape 64x56x28."""

    values: dict[str, Any] = {
        "c": 64,
        "s": 2,
        "big": True,
        "xs": (3, 5, 7),
        "ratio": Fraction(1, 4),
    }

    def variable(self, name: str) -> Any:
        return self.values.get(name, name)

    def known_names(self) -> list[str]:
        return list(self.values)

    def size(self, tensor: str, attribute: str) -> Any:
        if tensor != "in":
            raise TensorFault("E217", f"no tensor {tensor}", tensor)
        return {"c": 64, "h": 56, "w": 28, "size": (56, 28)}[attribute]


def node_of(text: str) -> Node:
    root = read_text(f"v: {text}", "net.yaml").root
    assert isinstance(root, Mapping)
    return root.entries[0][1]


def compiled(text: str, repeats: int = 0) -> tuple[Value, Problems]:
    node = node_of(text)
    problems = Problems(node.source)
    names = Names(set(Scope.values), WORDS.__contains__, problems)
    names.repeats = repeats
    return compile_value(node, names), problems


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("64", 64),
        ("08", 8),
        ("1e2", 100),
        ("0.25", Fraction(1, 4)),
        ("true", True),
        ("false", False),
        ("3x3", (3, 3)),
        ("1x7", (1, 7)),
        ("1x2x2", (1, 2, 2)),
        ("2*3 + 1", 7),
        ("1.1*10", 11),
        ("'64'", 64),
        ("relu", "relu"),
        ("unit", "unit"),
        ("[]", ()),
        ("[1, 7]", (1, 7)),
        ("[3x3, relu, [1, 2]]", ((3, 3), "relu", (1, 2))),
        ("max(2, 3) + 1", 4),
    ],
)
def test_known_at_once(text: str, value: Any) -> None:
    found, problems = compiled(text)
    assert not problems.found
    assert found.constant
    assert found.evaluate(None) == value
    assert type(found.evaluate(None)) is type(value)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("c", 64),
        ("4*c", 256),
        ("c//3", 21),
        ("c*ratio", 16),
        ("in.c", 64),
        ("in.h - in.w", 28),
        ("in.size", (56, 28)),
        ("s > 1 or in.c != 4*c", True),
        ("2*s > c and s", False),
        ("relu if big else none", "relu"),
        ("'xs[1]'", 5),
        ("[c, in.h, 3]", (64, 56, 3)),
        ("[[s, 1], relu]", ((2, 1), "relu")),
    ],
)
def test_known_where_it_is_used(text: str, value: Any) -> None:
    found, problems = compiled(text)
    assert not problems.found
    assert not found.constant
    assert found.evaluate(Scope()) == value


def test_a_block_of_text_is_text() -> None:
    found, problems = compiled("|\n  X . c\n  X X .")
    assert not problems.found
    assert found.evaluate(None) == "X . c\nX X ."


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "E203"),
        ("null", "E203"),
        ("{a: 1}", "E203"),
        ("[1, {a: 1}]", "E203"),
        ("1 +", "E208"),
        ("5/0", "E208"),
        ("3 x 3", "E208"),
        ("i + 1", "E207"),
        ("frob(1)", "E207"),
    ],
)
def test_wrong_at_once(text: str, code: str) -> None:
    _, problems = compiled(text)
    assert [finding.code for finding in problems.diagnostics] == [code]


def test_the_iteration_is_known_below_a_repeat() -> None:
    found, problems = compiled("i + 1", repeats=1)
    assert not problems.found
    assert not found.constant


@pytest.mark.parametrize(
    ("text", "code", "pointed"),
    [
        ("c + 5/(s - 2)", "E208", "5/(s - 2)"),
        ("c + tail.h", "E217", "tail.h"),
        ("'xs[3]'", "E208", "xs[3]"),
    ],
)
def test_wrong_where_it_is_used(text: str, code: str, pointed: str) -> None:
    found, problems = compiled(text)
    assert not problems.found
    with pytest.raises(Fault) as caught:
        found.evaluate(Scope())
    assert caught.value.code == code
    place = caught.value.place
    assert isinstance(place, Span)
    line = found.node.source.line(place.line)
    assert line[place.column - 1 : place.end_column - 1] == pointed


def test_what_is_used_is_noted_in_one_place() -> None:
    node = node_of("[c, s*t]")
    names = Names(set(Scope.values), WORDS.__contains__, Problems(node.source))
    compile_value(node, names.also("t"))
    assert names.used == {"c", "s", "t"}
    assert "t" not in names.variables


def test_sizes_of_tensors_are_noted() -> None:
    node = node_of("in.c + up.hi.h")
    names = Names(set(), WORDS.__contains__, Problems(node.source))
    compile_value(node, names)
    assert [(tensor, size) for tensor, size, _ in names.sizes] == [("in", "c"), ("up.hi", "h")]
