"""The words that find the padding of a window."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from cnnspec.core.algebra import evaluate, symbol
from cnnspec.layers import find

lengths = st.integers(1, 64)
small = st.integers(1, 9)


def padded(pad: Any, kernel: Any, stride: int, dilation: int = 1) -> Any:
    """A convolution along one axis."""
    return find("conv")(out=1, kernel=kernel, stride=stride, pad=pad, dilation=dilation)


@given(st.sampled_from([1, 3, 5, 7, 9, 11]), small, st.integers(1, 4), lengths)
def test_half_and_same_give_the_same_sizes_for_odd_windows(
    kernel: int, stride: int, dilation: int, cells: int
) -> None:
    half = padded("half", kernel, stride, dilation)
    assert half.output((1, cells)) == padded("same", kernel, stride, dilation).output((1, cells))


@given(st.sampled_from([1, 3, 5, 7, 9, 11]), st.integers(1, 4), lengths)
def test_half_and_same_pad_alike_where_an_odd_window_moves_by_one(
    kernel: int, dilation: int, cells: int
) -> None:
    (half,) = padded("half", kernel, 1, dilation).windows((1, cells))
    (same,) = padded("same", kernel, 1, dilation).windows((1, cells))
    assert half.paddings(cells) == same.paddings(cells)


@given(small, small, st.integers(1, 4), lengths)
def test_half_pads_alike_on_both_sides_for_every_input(
    kernel: int, stride: int, dilation: int, cells: int
) -> None:
    (window,) = padded("half", kernel, stride, dilation).windows((1, cells))
    before, after = window.paddings(cells)
    # As much as makes the first window of an odd extent stand on the first cell in its middle.
    assert before == after
    assert window.extent - 1 - 2 * before in (0, 1)


@given(st.sampled_from([1, 3, 5, 7]), small, st.integers(1, 3), lengths)
def test_half_stays_exact_for_letters(kernel: int, stride: int, dilation: int, cells: int) -> None:
    n, k = symbol("N"), symbol("K")
    for pad in ("half", dilation * (kernel - 1) // 2):
        size = padded(pad, kernel, stride, dilation).output((1, n))[1]
        assert (
            evaluate(size, {"N": cells})
            == padded(pad, kernel, stride, dilation).output((1, cells))[1]
        )
    size = padded("half", 2 * k + 1, stride).output((1, n))[1]
    assert size == (n - 1) // stride + 1


def test_half_and_same_look_at_other_pixels() -> None:
    """PyTorch pads the first convolution of its MobileNetV2 by 1, TensorFlow by 0 and 1."""
    (half,), (same,) = (padded(pad, 3, 2).windows((1, 224)) for pad in ("half", "same"))
    assert half.paddings(224) == (1, 1)
    assert same.paddings(224) == (0, 1)
    assert half.size(224) == same.size(224) == 112
