"""Facts: what one layer gives and costs for the shapes that reach it."""

from __future__ import annotations

from typing import Any

import pytest

from cnnspec.core.algebra import symbol
from cnnspec.core.diagnostic import Violation
from cnnspec.core.shape import LARGEST
from cnnspec.layers import find
from cnnspec.layers.facts import Facts, given, measure

H = symbol("H")


def conv(**options: Any) -> Any:
    return find("conv")(**options)


def test_counts_come_from_the_arrays() -> None:
    facts = measure(conv(out=96, kernel=11, stride=4), ((3, 227, 227),))
    assert (facts.op, facts.inputs, facts.shape) == ("conv", ((3, 227, 227),), (96, 55, 55))
    assert facts.kernels == 96 * 3 * 11 * 11
    assert facts.params == facts.kernels + 96
    assert facts.macs == facts.kernels * 55 * 55
    assert facts.buffers == 0


def test_running_statistics_are_buffers_and_factors_no_kernels() -> None:
    facts = measure(find("bn")(), ((64, 7, 7),))
    assert (facts.params, facts.buffers, facts.kernels, facts.macs) == (128, 128, 0, 0)


def test_a_layer_without_weights_costs_nothing() -> None:
    facts = measure(find("relu")(), ((64, 7, 7),))
    assert facts.arrays == {}
    assert (facts.params, facts.buffers, facts.kernels, facts.macs) == (0, 0, 0, 0)
    assert facts.relations is None


def test_what_is_known_to_fail_is_raised() -> None:
    with pytest.raises(Violation) as caught:
        measure(conv(out=4, kernel=9), ((3, 8, 8),))
    assert caught.value.code == "E301"


def test_what_symbols_leave_open_is_a_condition() -> None:
    facts = measure(conv(out=4, kernel=7), ((3, H, H),))
    assert facts.shape == (4, H - 6, H - 6)
    assert set(facts.conditions) == {"H >= 7"}
    assert measure(conv(out=4, kernel=7, pad="same"), ((3, H, H),)).conditions == ()


def test_no_size_is_beyond_printing() -> None:
    assert measure(find("upsample")(scale=LARGEST), ((1, 1),)).shape == (1, LARGEST)
    with pytest.raises(Violation) as caught:
        measure(find("upsample")(scale=LARGEST), ((1, 2),))
    assert caught.value.code == "E205"


@pytest.mark.parametrize("shape", [(3, 8, 8), None])
def test_an_input_has_a_shape_and_no_layer(shape: tuple[int, ...] | None) -> None:
    facts: Facts = given("input", shape)
    assert (facts.op, facts.layer, facts.inputs, facts.shape) == ("input", None, (), shape)
    assert (facts.params, facts.macs, facts.conditions) == (0, 0, ())
