"""dead-layer: layers that no output depends on."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    from cnnspec.core.diagnostic import Diagnostic

    Told = Callable[..., list[Diagnostic]]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (
            "layers: [{conv: [8, 3], name: a}, {relu: [], name: r}, {conv: [8, 3], from: a}]",
            "r is never used: 1 layer, 0 parameters and 0 MACs",
        ),
        # 3·8 + 8, then 8·4 + 4; 32² positions of 24 and of 32
        (
            "layers: [{conv: [8, 1], name: a}, {conv: [4, 1], name: b}, {relu: [], from: in}]",
            "b is never used: 2 layers, 68 parameters and 57,344 MACs",
        ),
        ("layers: [{split: 3, name: s}, {relu: [], from: s.1}]", "s.0 and s.2 are never used"),
        # the layer that is used has the same weights
        (
            "layers: [{conv: [3, 1], share: k, name: dead}, "
            "{conv: [3, 1], share: k, name: used, from: in}]",
            "dead is never used: 1 layer, 0 parameters and 9,216 MACs",
        ),
        (
            (
                "blocks: {u: [{conv: [3, 1], name: a}, {relu: [], from: in}]}\n"
                "layers: [{u: [], repeat: 3}]"
            ),
            "u.0.a, u.1.a and u.2.a are never used: 3 layers",
        ),
        (
            "layers: [{relu: [], name: a}, {side: [tanh], name: s}]\noutputs: [a]",
            "s.tanh is never used",
        ),
    ],
)
def test_found(told: Told, text: str, message: str) -> None:
    (finding,) = told("W401", text)
    assert finding.code == "W401"
    assert message in finding.message


@pytest.mark.parametrize(
    "text",
    [
        "layers: [conv: [8, 3], relu]",
        "layers: [{side: [tanh]}, relu]",
        "layers: [{side: [tanh], when: train}, relu]",
        "layers: [{split: 3, name: s}, {relu: [], from: s.1, name: r}, add: [r, s.0, s.2]]",
        "layers: [{relu: [], name: a}, {tanh: [], from: a}]\noutputs: [a, prev]",
    ],
)
def test_silent(told: Told, text: str) -> None:
    assert told("W401", text) == []


def test_what_reads_the_layer_before_is_named(told: Told) -> None:
    """Most often the layer behind reads the one before it."""
    text = (
        "layers: [{conv: [8, 3], name: a}, {relu: [], name: r}, {conv: [8, 3], from: a, name: b}]"
    )
    (finding,) = told("W401", text)
    assert [note.text for note in finding.notes] == ["b reads a as well: was r meant?"]
    # a pool of another size could not have been meant
    text = "layers: [{conv: [8, 3], name: a}, {max_pool: [2, 2]}, {conv: [8, 3], from: a, name: b}]"
    (finding,) = told("W401", text)
    assert finding.notes == ()


def test_shared_weights_are_counted_once(told: Told) -> None:
    text = "layers: [{conv: [3, 1], repeat: 3, share: k, name: c}, {relu: [], from: in}]"
    (finding,) = told("W401", text)
    assert "c.2 is never used: 3 layers, 12 parameters" in finding.message
