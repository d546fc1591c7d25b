"""channels-last-input: an input whose last size looks like the number of channels."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    from cnnspec.core.diagnostic import Diagnostic
    from cnnspec.results import Analysis

    Told = Callable[..., list[Diagnostic]]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("input: [224, 224, 3]\nlayers: [relu]", "224 channels of 224x3"),
        ("input: [28, 28, 1]\nlayers: [relu]", "28 channels of 28x1"),
        (
            (
                "input: {a: [3, 8, 8], b: [48, 64, 4]}\nlayers: [{global_avg_pool: [], "
                "from: a, name: x}, {global_avg_pool: [], from: b}, concat: [prev, x]]"
            ),
            "the input `b` is 48x64x4",
        ),
    ],
)
def test_found(told: Told, text: str, message: str) -> None:
    (finding,) = told("W306", text)
    assert finding.code == "W306"
    assert message in finding.message


@pytest.mark.parametrize(
    "text",
    [
        "input: [3, 224, 224]\nlayers: [relu]",
        "input: [64, 100, 2]\nlayers: [relu]",
        "input: [8, 8, 3]\nlayers: [relu]",
        "input: [1, 1024, 3]\nlayers: [relu]",
        "input: [32, 100]\nlayers: [relu]",
        "symbols: [H]\ninput: [H, H, 3]\nlayers: [relu]",
    ],
)
def test_silent(told: Told, text: str) -> None:
    assert told("W306", text) == []


def test_it_is_told_alone(net: Callable[..., Analysis]) -> None:
    """All that follows from it, errors among them, is about a network that nobody means."""
    text = (
        "input: [224, 224, 3]\nlayers: [conv: [64, 7, 2], max_pool: [3, 2], conv: [64, 3]]\n"
        "expect: {params: 9408}"
    )
    analysis = net(text)
    assert [finding.code for finding in analysis.diagnostics] == ["W306"]
    assert analysis.failed, "shapes are unknown"
    # and where the comment says that it is meant, all is told
    meant = text.replace("3]\n", "3]  # cnnspec: ignore[W306] it is meant\n", 1)
    assert {finding.code for finding in net(meant).diagnostics} == {"E301"}


def test_a_readers_input_has_no_place_in_the_file(net: Callable[..., Analysis]) -> None:
    (finding,) = net("layers: [conv: [8, 3]]", input="224x224x3").diagnostics
    assert (finding.code, finding.primary) == ("W306", None)
