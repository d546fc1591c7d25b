"""Every CNN of torchvision's, layer by layer, beside the shipped spec of the same name.

The figures in torchvision.json come from torch, not from this project: its own `source` says how,
and regenerate_torchvision.py measures them again where torch is installed.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import comparing
import pytest
from comparing import recorded, recorded_windows, summed, weighted, windowed

if TYPE_CHECKING:
    from cnnspec import Analysis

MODELS: dict[str, Any] = json.loads(
    Path(__file__).with_name("torchvision.json").read_text(encoding="utf-8")
)["models"]
OTHERWISE = ("alexnet", "googlenet", "resnet50", "resnet101", "resnet152")
"""Networks whose bare name is the paper's: torchvision's form ends in `_torchvision`."""
WITHOUT_HEADS = {"googlenet": 6_624_904, "inception_v3": 23_834_568}
"""Parameters without the auxiliary heads: osmr/imgclsmob, gluon/README.md (Inception-v3), and
torchvision's model card (GoogLeNet)."""
WITH_HEADS = {"googlenet": 13_004_888, "inception_v3": 27_161_264}
"""Parameters with them: torch's count of what torchvision builds."""


def network(name: str, train: bool = False) -> Analysis:
    """The shipped network that is torchvision's of that name."""
    return comparing.network(f"{name}_torchvision" if name in OTHERWISE else name, train)


def test_all_of_them_are_here() -> None:
    assert len(MODELS) == 68
    assert sum(len(model["layers"]) for model in MODELS.values()) == 10_914


@pytest.mark.parametrize("name", MODELS)
def test_the_input_is_that_of_torchvision(name: str) -> None:
    assert network(name).input == tuple(MODELS[name]["input"])


@pytest.mark.parametrize("name", MODELS)
def test_parameters(name: str) -> None:
    params = WITHOUT_HEADS.get(name, MODELS[name]["params"])
    assert network(name).totals.params == params
    assert sum(layer.params for layer in recorded(MODELS[name])) == params


@pytest.mark.parametrize(("name", "params"), WITH_HEADS.items())
def test_auxiliary_heads_count_in_training_only(name: str, params: int) -> None:
    assert network(name, train=True).totals.params == params
    assert MODELS[name]["params"] == params


@pytest.mark.parametrize("name", MODELS)
def test_multiply_adds(name: str) -> None:
    assert network(name).totals.macs == MODELS[name]["macs"]


@pytest.mark.parametrize("name", MODELS)
def test_every_layer_in_order(name: str) -> None:
    assert weighted(network(name)) == recorded(MODELS[name])


@pytest.mark.parametrize("name", MODELS)
def test_every_window_pads_as_torchvision_does(name: str) -> None:
    """Kernel, stride, dilation and the cells before and after each axis, in the order of
    execution."""
    assert windowed(network(name)) == recorded_windows(MODELS[name])


@pytest.mark.parametrize("name", MODELS)
def test_every_sum_is_taken(name: str) -> None:
    """As many sums of maps of each shape: without a shortcut, all layers are what they were."""
    assert summed(network(name)) == MODELS[name]["sums"]


def test_all_windows_are_here() -> None:
    """A window of one cell that moves by one has nothing to tell."""
    assert sum(len(model["slid"]) for model in MODELS.values()) == 2104
    assert "conv 112x112 7x7 /2x2 3+3 3+3" in MODELS["resnet50"]["windows"]


@pytest.mark.parametrize("name", MODELS)
def test_the_model_card(name: str) -> None:
    card, totals = MODELS[name]["published"], network(name).totals
    # The card of GoogLeNet leaves out the auxiliary heads, that of Inception-v3 counts them.
    params = WITH_HEADS["inception_v3"] if name == "inception_v3" else totals.params
    assert card["params"] == params
    assert isinstance(totals.macs, int)
    assert abs(totals.macs - round(1000 * card["gflops"]) * 10**6) <= 500_000


@pytest.mark.parametrize("name", MODELS)
def test_the_spec_is_clean(name: str) -> None:
    analysis = network(name)
    assert [finding for finding in analysis.diagnostics if finding.severity != "info"] == []
    assert analysis.claims
    assert all(claim.holds for claim in analysis.claims)
