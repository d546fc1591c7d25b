"""Where the values of each layer lie over the input."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Any

import pytest

from cnnspec.analysis import analyze, load
from cnnspec.core.algebra import evaluate, symbol
from cnnspec.passes.grid import Grid

if TYPE_CHECKING:
    from collections.abc import Callable

    from cnnspec.results import Analysis

    Net = Callable[..., Analysis]
    Network = Callable[[str], Analysis]


def test_smallest_and_largest_path_of_resnet50() -> None:
    """Every unit has a shortcut: the smallest path sees what the first pool does. He et al. 2015
    stride in the 1x1."""
    analysis = analyze(load("resnet50"))
    grid = Grid(analysis.graph)
    node = analysis.paths.find("conv5_x")[0][1] - 1
    assert grid.fields(node, 0) == (11, 483)


# --- by hand --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("layers", "jump", "centre", "first", "last"),
    [
        # 32 cells; jump, centre of the first value, what the first and the last one see
        ("relu", 1, 0, (0, 0), (31, 31)),
        ("conv: [3, 3]", 1, 1, (0, 2), (29, 31)),
        ("conv: [3, 3, pad: 1]", 1, 0, (-1, 1), (30, 32)),
        ("conv: [3, 3, 2, pad: 1]", 2, 0, (-1, 1), (29, 31)),
        # TensorFlow pads one cell, and that one after
        ("conv: [3, 3, 2, pad: same]", 2, 1, (0, 2), (30, 32)),
        ("max_pool: [2, 2]", 2, Fraction(1, 2), (0, 1), (30, 31)),
        ("conv: [3, 4, pad: 1]", 1, Fraction(1, 2), (-1, 2), (29, 32)),
        ("conv: [3, 3, dilation: 4]", 1, 4, (0, 8), (23, 31)),
        ("crop: 30", 1, 1, (1, 1), (30, 30)),
        ("pad: 2", 1, -2, (-2, -2), (33, 33)),
        # enlarging: two values stand for one pixel, a quarter of a pixel beside its centre
        ("upsample: 2", Fraction(1, 2), Fraction(-1, 4), (0, 0), (31, 31)),
        ("upsample: 3", Fraction(1, 3), Fraction(-1, 3), (0, 0), (31, 31)),
        ("max_pool: [2, 2], upsample: 2", 1, 0, (0, 1), (30, 31)),
        ("conv: [12, 1], pixel_shuffle: 2", Fraction(1, 2), Fraction(-1, 4), (0, 0), (31, 31)),
        ("conv_transpose: [3, 2, 2]", Fraction(1, 2), Fraction(-1, 4), (0, 0), (31, 31)),
        ("conv_transpose: [3, 4, 2, pad: 1]", Fraction(1, 2), Fraction(-1, 4), (-1, 0), (31, 32)),
        ("conv_transpose: [3, 3, 2, pad: 1, out_pad: 1]", Fraction(1, 2), 0, (0, 0), (31, 32)),
        ("conv_transpose: [3, 3]", 1, -1, (-2, 0), (31, 33)),
        ("resize: 48", Fraction(2, 3), Fraction(-1, 6), (0, 0), (31, 31)),
        ("adaptive_avg_pool: 8", 4, Fraction(3, 2), (0, 3), (28, 31)),
        ("adaptive_avg_pool: 5", Fraction(32, 5), Fraction(27, 10), (0, 6), (25, 31)),
    ],
)
def test_one_layer(
    net: Net, layers: str, jump: Any, centre: Any, first: tuple[int, int], last: tuple[int, int]
) -> None:
    graph = net(f"layers: [{layers}]").graph
    grid = Grid(graph)
    axes = grid.of(graph.last)
    assert axes is not None
    assert len(axes) == 2
    assert axes[0] == axes[1]
    assert (axes[0].jump, axes[0].centres) == (jump, (centre, centre))
    assert grid.first(graph.last) == (first, first)
    assert grid.last(graph.last) == (last, last)


def test_axes_that_differ(net: Net) -> None:
    graph = net("layers: [conv: [3, 1x7, 1x2, pad: 0x3]]").graph
    axes = Grid(graph).of(graph.last)
    assert axes is not None
    assert [(axis.largest, axis.jump, axis.centres) for axis in axes] == [
        (1, 1, (0, 0)), (7, 2, (0, 0))
    ]  # fmt: skip


def test_three_axes_and_none(net: Net) -> None:
    film = net("input: [3, 16, 32, 32]\nlayers: [conv: [4, 3x5x5], max_pool: [1x2x2, 1x2x2]]")
    axes = Grid(film.graph).of(film.graph.last)
    assert axes is not None
    assert [(axis.largest, axis.jump) for axis in axes] == [(3, 1), (6, 2), (6, 2)]
    flat = net("input: [10]\nlayers: [fc: 3]").graph
    assert Grid(flat).of(flat.last) == ()


def test_what_sees_everything(net: Net) -> None:
    graph = net("layers: [conv: [3, 3], global_avg_pool, fc: 2]").graph
    grid = Grid(graph)
    for node in (2, 3):
        axes = grid.of(node)
        assert axes is not None
        assert axes[0].everything
        assert grid.first(node) == (None, None)
    # a branch alone: the others keep what they are
    graph = net(
        "layers: [conv: [4, 3, pad: 1], concat: [prev, [global_avg_pool, resize: 32]]]"
    ).graph
    axes = Grid(graph).of(graph.last)
    assert axes is not None
    assert (axes[0].whole, axes[0].everything, axes[0].largest) == (True, False, 3)
    # a gate is not followed
    graph = net("layers: [conv: [4, 3], se: 2]").graph
    axes = Grid(graph).of(graph.last)
    assert axes is not None
    assert (axes[0].whole, axes[0].largest) == (False, 3)


def test_paths_of_different_jumps(net: Net) -> None:
    """Maps of one cell fit together whatever their stride."""
    text = "input: [3, 1, 1]\nlayers: [add: [in, [conv: [3, 1, 2]]], conv: [3, 3, pad: 1]]"
    graph = net(text).graph
    axes = Grid(graph).of(graph.last)
    assert axes is not None
    assert (axes[0].smallest, axes[0].largest, axes[0].jump) == (3, 5, None)


def test_symbols(net: Net) -> None:
    K = symbol("K")  # noqa: N806  # a symbol of the language
    text = (
        "input: [3, N, N]\nsymbols: [K, N]\n"
        "layers: [{conv: [3, K]}, {conv: [3, 3, 2, pad: 1]}, {conv: [3, 3, pad: same]}]"
    )
    analysis = net(text)
    grid = Grid(analysis.graph)
    axes = grid.of(3)
    assert axes is not None
    assert (axes[0].largest, axes[0].jump) == (K + 6, 2)
    assert axes[0].centres == ((K - 1) / 2, (K - 1) / 2)
    assert grid.first(3)[0] == (-3, K + 2)
    last = grid.last(3)[0]
    assert last is not None
    # with 9 and 3: sizes 7, 4, 4, so the last value begins at -3 + 3·2
    assert [evaluate(end, {"N": 9, "K": 3}) for end in last] == [3, 11]


def test_padding_that_symbols_leave_open(net: Net) -> None:
    """`same` with a stride pads as the size demands."""
    text = "input: [3, N, N]\nsymbols: [N]\nlayers: [conv: [3, 3, 2, pad: same]]"
    graph = net(text).graph
    grid = Grid(graph)
    axes = grid.of(1)
    assert axes is not None
    assert (axes[0].largest, axes[0].jump, axes[0].centres) == (3, 2, None)
    assert grid.first(1) == (None, None)
