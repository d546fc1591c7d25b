"""Every CNN of torchvision's for an input that leaves something over, and each of its pools.

The figures in rounding.json come from torch; regenerate_rounding.py measures them again.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import comparing
import pytest
from comparing import weighted
from rounding import pools
from test_torchvision import MODELS, OTHERWISE

if TYPE_CHECKING:
    from cnnspec import Analysis

ODD: dict[str, Any] = json.loads(
    Path(__file__).with_name("rounding.json").read_text(encoding="utf-8")
)["models"]


def network(name: str) -> Analysis:
    """The shipped network that is torchvision's of that name, for the second input."""
    shipped = f"{name}_torchvision" if name in OTHERWISE else name
    return comparing.network(shipped, input=ODD[name]["side"])


def rows(name: str, key: str) -> list[str]:
    """What torch ran."""
    return [ODD[name]["rows"][number] for number in ODD[name][key]]


def test_all_of_them_are_here() -> None:
    assert ODD.keys() == MODELS.keys()
    assert sum(len(model["pools"]) for model in ODD.values()) == 735


@pytest.mark.parametrize("name", ODD)
def test_every_weighted_layer_gives_the_same(name: str) -> None:
    assert ["x".join(map(str, layer.out)) for layer in weighted(network(name))] == rows(
        name, "outs"
    )


@pytest.mark.parametrize("name", ODD)
def test_every_pool_in_order(name: str) -> None:
    assert pools(network(name)) == rows(name, "pools")


@pytest.mark.parametrize(("side", "out"), [(240, (1024, 8, 8)), (208, (1024, 7, 7))])
def test_the_last_pool_of_googlenet_is_2x2(side: int, out: tuple[int, ...]) -> None:
    analysis = comparing.network("googlenet_torchvision", input=side)
    # torchvision's maxpool4 is MaxPool2d(2, stride=2, ceil_mode=True).
    [size] = [
        node.facts.inputs[0] for node in analysis.graph.nodes if node.facts.op == "global_avg_pool"
    ]
    assert size == out
    assert analysis.totals.field == 379
