"""Closed forms: each value that is solved gives the wanted size, and no other value does."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cnnspec.core.window import Spread, Window
from cnnspec.fixes.solving import (
    inputs_for,
    kernels_for,
    outer_for,
    paddings_for,
    solutions,
    strides_for,
)
from cnnspec.layers import find

small = st.integers(1, 7)
windows = st.builds(
    Window, small, st.integers(1, 4), st.integers(0, 3), st.integers(0, 3), st.integers(1, 3)
)
spreads = st.builds(
    Spread, small, st.integers(1, 4), st.integers(0, 2), st.integers(0, 2), st.just(1)
)
bounds = st.tuples(st.integers(1, 12), st.integers(0, 3)).map(lambda pair: (pair[0], sum(pair)))


def size(relation: Window | Spread, cells: int) -> int:
    """The size; 0 where a window does not fit, which its formula does not say."""
    found = relation.size(cells)
    assert isinstance(found, int)
    if isinstance(relation, Window):
        room = cells + relation.before + relation.after - relation.extent
        return found if isinstance(room, int) and room >= 0 else 0
    return found


@given(windows | spreads, st.integers(1, 24), bounds)
def test_paddings(relation: Window | Spread, cells: int, wanted: tuple[int, int]) -> None:
    low, high = paddings_for(relation, cells, *wanted)
    extent = relation.extent
    assert isinstance(extent, int)
    most = extent - 1 if isinstance(relation, Window) else 60
    fitting = [
        pad
        for pad in range(most + 1)
        if wanted[0] <= size(relation.replace(before=pad, after=pad), cells) <= wanted[1]
    ]
    assert fitting == list(range(low, high + 1))


@given(windows | spreads, st.integers(1, 24), bounds)
def test_strides(relation: Window | Spread, cells: int, wanted: tuple[int, int]) -> None:
    low, high = strides_for(relation, cells, *wanted)
    fitting = [
        stride
        for stride in range(1, 30)
        if wanted[0] <= size(relation.replace(stride=stride), cells) <= wanted[1]
    ]
    if isinstance(relation, Spread) and cells == 1:
        assert (low, high) == (1, 0)
    else:
        # beyond the room there is one position, however long the step
        assert fitting[: max(high - low + 1, 0)] == list(range(low, high + 1))


@given(windows | spreads, st.integers(1, 24), bounds)
def test_kernels(relation: Window | Spread, cells: int, wanted: tuple[int, int]) -> None:
    low, high = kernels_for(relation, cells, *wanted)
    fitting = [
        kernel
        for kernel in range(1, 60)
        if wanted[0] <= size(relation.replace(kernel=kernel), cells) <= wanted[1]
    ]
    assert fitting == list(range(low, high + 1))


@given(spreads, st.integers(1, 24), bounds)
def test_cells_at_the_end(relation: Spread, cells: int, wanted: tuple[int, int]) -> None:
    low, high = outer_for(relation, cells, *wanted)
    assert isinstance(relation.stride, int)
    fitting = [
        extra
        for extra in range(relation.stride)
        if wanted[0] <= size(relation.replace(extra=extra), cells) <= wanted[1]
    ]
    assert fitting == list(range(low, high + 1))


@given(windows | spreads, bounds)
def test_inputs(relation: Window | Spread, wanted: tuple[int, int]) -> None:
    found = inputs_for(relation, *wanted)
    assert found is not None
    low, high = found
    fitting = [n for n in range(1, 200) if wanted[0] <= size(relation, n) <= wanted[1]]
    smallest = next(n for n in range(1, 200) if relation.size(n) >= wanted[0])
    assert low == smallest
    assert [n for n in fitting if n >= low] == list(range(low, high + 1))


@pytest.mark.parametrize(
    ("op", "options", "cells", "wanted", "expected"),
    [
        # AlexNet's first layer: 55 of 224 (Krizhevsky et al. 2012, §3.5, Figure 2)
        ("conv", {"out": 96, "kernel": 11, "stride": 4}, 224, 55, {"pad": 2, "kernel": 7}),
        ("max_pool", {"kernel": 3, "stride": 2}, 12, 6, {"pad": 1, "kernel": 1, "ceil": True}),
        ("conv_transpose", {"out": 8, "kernel": 3, "stride": 2, "pad": 1}, 44, 88, {"out_pad": 1}),
        ("conv", {"out": 8, "kernel": 3, "pad": "same", "stride": 2}, 30, 10, {"stride": 3}),
    ],
)
def test_single_options(
    op: str, options: dict[str, object], cells: int, wanted: int, expected: dict[str, object]
) -> None:
    layer = find(op)(**options)
    found: dict[str, object] = {}
    for solution in solutions(layer, (cells, cells), ((wanted, wanted),) * 2):
        found.setdefault(solution.option, solution.value)
    assert expected.items() <= found.items()
    for option, value in found.items():
        other = find(op)(**{**options, option: value})
        assert [r.size(cells) for r in other.relations((3, cells, cells)) or ()] == [wanted] * 2
