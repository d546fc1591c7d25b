"""Networks beside torchvision's classifiers, layer by layer as another implementation runs them.

others.py says which one, and others.json holds what it builds; regenerate_others.py measures that
again where the packages are installed.
"""

from __future__ import annotations

import json
from difflib import unified_diff
from pathlib import Path
from typing import TYPE_CHECKING, Any

import comparing
import pytest
from comparing import Layer, alike, recorded, recorded_windows, summed, weighted, windowed
from others import NETWORKS

if TYPE_CHECKING:
    from cnnspec import Analysis

MODELS: dict[str, Any] = json.loads(
    Path(__file__).with_name("others.json").read_text(encoding="utf-8")
)["models"]


def network(name: str) -> Analysis:
    """The network here, for the input that the other implementation was given."""
    settings = tuple((NETWORKS[name].ours or {}).items())
    own = comparing.network(name, settings=settings)
    sizes = [tuple(size) for size in MODELS[name]["inputs"]]
    if isinstance(own.input, dict):
        assert list(own.input.values()) == sizes
        return own
    if [own.input] == sizes:
        return own
    return comparing.network(name, settings=settings, input=sizes[0])


def test_all_of_them_are_measured() -> None:
    assert list(MODELS) == list(NETWORKS) == sorted(NETWORKS)
    assert len(MODELS) >= 20


@pytest.mark.parametrize("name", MODELS)
def test_totals(name: str) -> None:
    totals, model = network(name).totals, MODELS[name]
    assert totals.params == model["params"] - model["unrun"]
    assert totals.macs == model["macs"]
    assert bool(model["unrun"]) == bool(NETWORKS[name].unrun)


@pytest.mark.parametrize("name", MODELS)
def test_every_layer(name: str) -> None:
    """In the order of execution, but for networks that say why theirs is another."""
    ours, theirs = alike(weighted(network(name))), alike(recorded(MODELS[name]))
    if NETWORKS[name].order:
        assert ours != theirs, "the order is the same: no reason for another is needed"
        ours, theirs = sorted(ours), sorted(theirs)
    if ours != theirs:
        pytest.fail(
            "\n".join(unified_diff(lines(theirs), lines(ours), "theirs", "ours", "", "", 1))
        )


@pytest.mark.parametrize("name", MODELS)
def test_every_window_pads_alike(name: str) -> None:
    """Kernel, stride, dilation and the cells before and after each axis, in any order, since pools
    beside layers run before or after them; but for networks that say why theirs differ."""
    ours, theirs = sorted(windowed(network(name))), sorted(recorded_windows(MODELS[name]))
    if NETWORKS[name].windows:
        assert ours != theirs, "the windows are the same: no reason for others is needed"
    elif ours != theirs:
        pytest.fail("\n".join(unified_diff(theirs, ours, "theirs", "ours", "", "", 1)))


@pytest.mark.parametrize("name", MODELS)
def test_every_sum_is_taken(name: str) -> None:
    """As many sums of maps of each shape: without a shortcut, all layers are what they were."""
    ours, theirs = summed(network(name)), MODELS[name]["sums"]
    if NETWORKS[name].sums:
        assert ours != theirs, "the sums are the same: no reason for others is needed"
    else:
        assert ours == theirs


def test_padding_as_tensorflow_pads_is_among_them() -> None:
    assert "conv 112x112 3x3 /2x2 0+1 0+1" in MODELS["mobilenet_v1"]["windows"]


def lines(layers: list[Layer]) -> list[str]:
    """Layers as they stand in others.json."""
    return [
        f"{kind} {'x'.join(map(str, out))} {params} {macs}" for kind, out, params, macs in layers
    ]
