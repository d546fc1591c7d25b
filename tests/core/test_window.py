"""Windows against the plainest possible count: a loop over positions and taps."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from cnnspec.core.algebra import Undecidable, evaluate, symbol, text
from cnnspec.core.window import Bins, Rescale, Spread, Whole, Window

FAR = 60  # beyond the reach of any window that is drawn here

small = st.integers(1, 6)
lengths = st.integers(1, 24)


@st.composite
def windows(draw: st.DrawFn, *roundings: Any) -> Any:
    """Any window; `same` and `causal` find their own padding, a negative one cuts cells off."""
    kernel, stride, dilation = draw(small), draw(small), draw(st.integers(1, 3))
    rounding = draw(st.sampled_from(roundings))
    if rounding in ("same", "causal"):
        return Window(kernel, stride, 0, 0, dilation, rounding)
    before, after = draw(st.integers(-2, 4)), draw(st.integers(-2, 4))
    return Window(kernel, stride, before, after, dilation, rounding)


@st.composite
def spreads(draw: st.DrawFn) -> Any:
    """Any reversed window."""
    kernel, stride, dilation = draw(small), draw(small), draw(st.integers(1, 3))
    rounding: Any = draw(st.sampled_from(["floor", "same", "causal"]))
    if rounding != "floor":
        return Spread(kernel, stride, 0, 0, dilation, 0, rounding)
    before, after = draw(st.integers(0, 4)), draw(st.integers(0, 4))
    return Spread(kernel, stride, before, after, dilation, draw(st.integers(0, stride - 1)))


def taps(window: Any, position: int) -> set[int]:
    """The cells that the window at a position covers, counted from where the first one starts."""
    return {position * window.stride + tap * window.dilation for tap in range(window.kernel)}


def marked(cells: set[int], length: int) -> bytes:
    """One byte per cell."""
    return bytes(cell in cells for cell in range(length))


def some(data: st.DataObject, length: int) -> set[int]:
    return data.draw(st.sets(st.integers(0, length - 1)), label="needed")


def span(cells: set[int]) -> int:
    """The cells from the first to the last."""
    return max(cells) - min(cells) + 1


def padding_before(window: Any, cells: int) -> int:
    """For `same` and `causal` by TensorFlow's definition, which asks for the remainder."""
    if window.rounding not in ("same", "causal"):
        return int(window.before)
    total = max(window.extent - (cells % window.stride or window.stride), 0)
    return int(total if window.rounding == "causal" else total // 2)


@given(windows("floor"), lengths)
def test_floor_counts_the_windows_that_fit(window: Any, cells: int) -> None:
    padded = cells + window.before + window.after
    assume(padded >= window.extent)
    fitting = [at for at in range(FAR) if max(taps(window, at)) < padded]
    assert window.size(cells) == len(fitting)


@given(windows("ceil"), lengths)
def test_ceil_covers_all_but_starts_nowhere_behind_the_input(window: Any, cells: int) -> None:
    padded = cells + window.before + window.after
    assume(padded >= window.extent)
    assume(cells + window.before >= 1)
    count = 1
    while max(taps(window, count - 1)) < padded - 1 and count * window.stride < (
        cells + window.before
    ):
        count += 1
    assert window.size(cells) == count


@given(windows("same", "causal"), lengths)
def test_same_and_causal_count_the_strides(window: Any, cells: int) -> None:
    assert window.size(cells) == len(range(0, cells, window.stride))
    before, after = window.paddings(cells)
    assert before == padding_before(window, cells)
    assert after - before in ((0, 1) if window.rounding == "same" else (-before,))
    # The windows end with the padded axis, unless the stride leaves cells out.
    last = max(taps(window, window.size(cells) - 1))
    assert last == before + cells + after - 1 or (before == after == 0 and last < cells)


@pytest.mark.parametrize(
    ("cells", "kernel", "stride", "pad", "dilation", "floor", "ceil"),
    [  # PyTorch 2.13.0: MaxPool1d with and without ceil_mode
        (6, 3, 2, 0, 1, 2, 3),
        (7, 3, 2, 0, 1, 3, 3),
        (5, 2, 2, 1, 1, 3, 3),
        (6, 2, 2, 1, 1, 4, 4),
        (3, 2, 3, 0, 1, 1, 1),
        (4, 2, 3, 0, 1, 1, 2),
        (5, 2, 3, 0, 1, 2, 2),
        (112, 3, 2, 0, 1, 55, 56),
        (9, 3, 4, 1, 1, 3, 3),
        (11, 3, 2, 1, 2, 5, 5),
        (12, 3, 3, 1, 2, 4, 4),
        (8, 1, 3, 0, 1, 3, 3),
        (13, 5, 4, 2, 1, 4, 4),
    ],
)
def test_pytorch_rounds_alike(
    cells: int, kernel: int, stride: int, pad: int, dilation: int, floor: int, ceil: int
) -> None:
    assert Window(kernel, stride, pad, pad, dilation).size(cells) == floor
    assert Window(kernel, stride, pad, pad, dilation, "ceil").size(cells) == ceil


@pytest.mark.parametrize(
    ("cells", "kernel", "stride", "size", "paddings"),
    [  # TensorFlow's same padding: the odd cell after
        (224, 3, 2, 112, (0, 1)),
        (225, 3, 2, 113, (1, 1)),
        (224, 7, 2, 112, (2, 3)),
        (5, 4, 1, 5, (1, 2)),
        (5, 2, 5, 1, (0, 0)),
        (2, 7, 3, 1, (2, 3)),
    ],
)
def test_same_padding(
    cells: int, kernel: int, stride: int, size: int, paddings: tuple[int, int]
) -> None:
    window = Window(kernel, stride, 0, 0, 1, "same")
    assert window.size(cells) == size
    assert window.paddings(cells) == paddings


@given(windows("floor", "ceil", "same", "causal"), lengths, st.data())
def test_reads_are_the_cells_under_needed_windows(
    window: Any, cells: int, data: st.DataObject
) -> None:
    size = window.size(cells)
    assume(size >= 1)
    needed = some(data, size)
    before = padding_before(window, cells)
    read = {cell - before for at in needed for cell in taps(window, at)}
    assert window.reads(marked(needed, size), cells) == marked(read, cells)


def test_the_row_that_squeezenet_leaves_unread() -> None:
    # 7x7 /2 on 224: the last of 109 windows ends at cell 2·108 + 7 = 223.
    window = Window(7, 2)
    assert window.size(224) == 109
    assert window.reads(b"\1" * 109, 224) == b"\1" * 223 + b"\0"


@given(windows("floor", "ceil"), st.integers(1, 9), st.integers(0, 9))
def test_neighbouring_windows_see_a_run_of_cells(window: Any, run: int, start: int) -> None:
    seen = {cell for at in range(start, start + run) for cell in taps(window, at)}
    assert window.sees(run) == span(seen)


@given(spreads(), st.integers(1, 12), st.data())
def test_spread_reads_the_cells_that_write_what_is_needed(
    spread: Any, cells: int, data: st.DataObject
) -> None:
    size = spread.size(cells)
    assume(size >= 1)
    if spread.rounding == "floor":
        written = max(taps(spread, cells - 1)) + 1
        assert size == written - spread.before - spread.after + spread.extra
        cut = spread.before
    else:
        # TensorFlow: the gradient of a convolution with same padding on the output.
        assert size == cells * spread.stride
        forward = Window(spread.kernel, spread.stride, 0, 0, spread.dilation, spread.rounding)
        cut = padding_before(forward, size) if spread.rounding == "same" else 0
    needed = some(data, size)
    read = {at for at in range(cells) if {cell - cut for cell in taps(spread, at)} & needed}
    assert spread.reads(marked(needed, size), cells) == marked(read, cells)


def writers(spread: Any, first: int, run: int) -> set[int]:
    """The input cells that write to some of a run of output cells, far from any border."""
    wanted = set(range(first, first + run))
    return {at for at in range(FAR) if taps(spread, at) & wanted}


@given(spreads(), st.integers(1, 9))
def test_spread_sees_the_widest_span_of_writers(spread: Any, run: int) -> None:
    found = [writers(spread, FAR // 2 + shift, run) for shift in range(spread.stride)]
    widest = max((span(cells) for cells in found if cells), default=1)
    assert spread.sees(run) >= widest
    if spread.dilation == 1:
        assert spread.sees(run) == widest


def test_field_of_the_language_reference() -> None:
    # A convolution 3, an upsampling by 2 and another convolution 3 see 4 cells.
    seen = Window(3).sees(Spread(2, 2).sees(Window(3).sees(1)))
    assert seen == 4
    assert Window(3).sees(Rescale(20, 40).sees(Window(3).sees(1))) == 4


@given(small, st.integers(1, 9), lengths)
def test_rescaling_by_a_whole_factor_sees_as_upsampling_does(
    factor: int, run: int, cells: int
) -> None:
    rescale = Rescale(cells, factor * cells)
    assert rescale.sees(run) == Spread(factor, factor).sees(run)
    assert rescale.size(cells) == Spread(factor, factor).size(cells) == factor * cells


@pytest.mark.parametrize(
    ("source", "target", "run", "seen"),
    [  # ⌊(run - 2) · source / target⌋ + 2, at least 1
        (10, 5, 1, 1),
        (10, 5, 3, 4),
        (10, 15, 5, 4),
        (9, 65, 9, 2),
        (9, 65, 10, 3),
    ],
)
def test_rescaling_by_a_fraction(source: int, target: int, run: int, seen: int) -> None:
    assert Rescale(source, target).sees(run) == seen


def parts(cells: int, count: int, part: int) -> set[int]:
    """The cells of a part: all that overlap with [part/count, (part + 1)/count) of the axis."""
    return {at for at in range(-FAR * cells, FAR * cells)
            if at * count < (part + 1) * cells and (at + 1) * count > part * cells}  # fmt: skip


@given(st.integers(1, 12), st.integers(1, 9), st.data())
@example(7, 3, None)
def test_bins_read_the_cells_that_they_overlap(cells: int, count: int, data: Any) -> None:
    needed = {1} if data is None else some(data, count)
    read = {cell for part in needed for cell in parts(cells, count, part)}
    bins = Bins(cells, count)
    assert bins.reads(marked(needed, count), cells) == marked(read, cells)
    assert bins.size(cells) == count


@given(st.integers(1, 12), st.integers(1, 9), st.integers(1, 5))
def test_bins_see_the_widest_span(cells: int, count: int, run: int) -> None:
    spans = [
        span(parts(cells, count, start) | parts(cells, count, start + run - 1))
        for start in range(count)
    ]
    assert Bins(cells, count).sees(run) == max(spans)


@given(st.integers(1, 5), small, st.data())
def test_even_bins_are_windows(width: int, count: int, data: st.DataObject) -> None:
    cells = width * count
    bins, window = Bins(cells, count), Window(width, width)
    needed = marked(some(data, count), count)
    assert bins.reads(needed, cells) == window.reads(needed, cells)
    assert bins.sees(2) == window.sees(2)


def test_bins_of_pytorch() -> None:
    # PyTorch 2.13.0: where AdaptiveAvgPool1d has a gradient, 7 cells to 3 and 4 cells to 9.
    reads = [Bins(7, 3).reads(marked({part}, 3), 7) for part in range(3)]
    assert [list(read) for read in reads] == [
        [1, 1, 1, 0, 0, 0, 0],
        [0, 0, 1, 1, 1, 0, 0],
        [0, 0, 0, 0, 1, 1, 1],
    ]
    reads = [Bins(4, 9).reads(marked({part}, 9), 4) for part in range(9)]
    first = [min(cell for cell, seen in enumerate(read) if seen) for read in reads]
    assert first == [0, 0, 0, 1, 1, 2, 2, 3, 3]
    assert [sum(read) for read in reads] == [1, 1, 2, 1, 2, 1, 2, 1, 1]


@pytest.mark.parametrize("relation", [Whole(), Whole(3), Rescale(5, 3)])
def test_whole_and_rescale_read_everything_or_nothing(relation: Any) -> None:
    assert relation.reads(b"\0\1\0", 5) == b"\1" * 5
    assert relation.reads(b"\0\0\0", 5) == b"\0" * 5
    assert relation.size(5) == relation.target


def test_a_whole_axis_adds_nothing_to_a_field() -> None:
    assert [Whole().sees(cells) for cells in (1, 5)] == [1, 5]


@given(windows("floor", "ceil", "same", "causal"), lengths)
def test_a_symbolic_size_is_the_number_at_every_value(window: Any, cells: int) -> None:
    assume(window.size(cells) >= 1)
    assert evaluate(window.size(symbol("H")), {"H": cells}) == window.size(cells)


@given(spreads(), lengths)
def test_a_symbolic_spread_is_the_number_at_every_value(spread: Any, cells: int) -> None:
    assert evaluate(spread.size(symbol("H")), {"H": cells}) == spread.size(cells)


@pytest.mark.parametrize(
    ("relation", "run", "seen"),
    [
        (Window(symbol("K"), 2), 3, "K + 4"),
        (Spread(symbol("K"), 2), 3, "(K + 1)//2 + 1"),
        (Rescale(symbol("H"), 2 * symbol("H")), 4, "3"),
        (Rescale(symbol("H"), 5), 2, "2"),
        (Rescale(symbol("H"), 5), 1, "1"),
        (Rescale(5, symbol("H")), 4, "10//H + 2"),
    ],
)
def test_what_is_seen_with_symbols(relation: Any, run: int, seen: str) -> None:
    assert text(relation.sees(run)) == seen


def test_uneven_parts_of_a_symbolic_axis_are_not_decided() -> None:
    with pytest.raises(Undecidable):
        Bins(symbol("H"), 5).sees(1)


@pytest.mark.parametrize(
    "relation",
    [Window(symbol("K")), Window(3, 1, symbol("P")), Spread(symbol("K")), Bins(7, symbol("K"))],
)
def test_single_cells_need_numbers(relation: Any) -> None:
    with pytest.raises(TypeError, match="cells cannot be told apart on an axis with a size of"):
        relation.reads(b"\1\1", 7)
