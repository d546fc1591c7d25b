"""Which layers can give no negative value."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from cnnspec.passes.sign import never_negative

if TYPE_CHECKING:
    from collections.abc import Callable

    from cnnspec.results import Analysis

    Net = Callable[..., Analysis]


@pytest.mark.parametrize(
    ("layers", "wanted"),
    [
        ("relu", True),
        ("sigmoid", True),
        ("tanh", False),
        ("conv: [4, 1, act: relu]", True),
        ("relu, conv: [4, 1]", False),
        ("relu, max_pool: [2, 2], dropout, flatten", True),
        ("relu, bn", False),
        ("relu, resize: 7", False),  # some interpolations go below
        ("relu, times: -1", False),
        ("relu, l2_norm", False),  # its factors are learned
        ("add: [[relu], [softmax]]", True),
        ("add: [[relu], [tanh]]", False),
        ("concat: [[relu], [abs]]", True),
        ("mul: [[relu], [tanh]]", False),
        ("sub: [[relu], [relu6]]", False),
        ("maximum: [[relu], [tanh]]", True),
    ],
)
def test_signs(net: Net, layers: str, wanted: bool) -> None:
    graph = net(f"layers: [{layers}]", check=False).graph
    assert never_negative(graph)[graph.last] is wanted


def test_parts_of_a_split(net: Net) -> None:
    text = "layers: [relu, {split: 3, name: s}, {tanh: [], from: s.1}, add: [s.0, s.2]]"
    assert never_negative(net(text, check=False).graph)[-1]


def test_the_input_may_be_negative(net: Net) -> None:
    assert never_negative(net("layers: [max_pool: [2, 2]]", check=False).graph) == [False, False]
