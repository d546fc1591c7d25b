"""What rules about windows say, beside all small windows counted cell by cell.

Nothing here is worked out from a formula: positions are counted by moving the window, and cells by
looking at each of them.
"""

from __future__ import annotations

from itertools import product
from random import Random
from typing import TYPE_CHECKING, Any, NamedTuple

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from cnnspec.core.diagnostic import Diagnostic

    Told = Callable[..., list[Diagnostic]]

Pad = int | str | tuple[int, int]
PADS: tuple[Pad, ...] = (0, 1, 2, (0, 1), (1, 0), (0, 3), "same", "causal")


def written(pad: Pad) -> str:
    return f"[[{pad[0]}, {pad[1]}]]" if isinstance(pad, tuple) else str(pad)


class Slid(NamedTuple):
    """A window in one dimension."""

    kernel: int
    stride: int = 1
    pad: Pad = 0
    dilation: int = 1
    ceil: bool = False

    def positions(self, cells: int) -> list[list[int]]:
        """The cells below each position; below 0, or behind the last, are padding."""
        span = self.dilation * (self.kernel - 1) + 1
        before, after = self.paddings(cells, span)
        found: list[list[int]] = []
        start = -before
        while start + span <= cells + after:
            found.append([start + tap * self.dilation for tap in range(self.kernel)])
            start += self.stride
        # one more for cells that are left over, if it starts before the padding at the end
        if self.ceil and start - self.stride + span < cells + after and start < cells:
            found.append([start + tap for tap in range(self.kernel)])
        return found

    def paddings(self, cells: int, span: int) -> tuple[int, int]:
        if isinstance(self.pad, tuple):
            return self.pad
        if isinstance(self.pad, int):
            return self.pad, self.pad
        count = len(range(0, cells, self.stride))
        total = max((count - 1) * self.stride + span - cells, 0)
        return (total, 0) if self.pad == "causal" else (total // 2, total - total // 2)


def fits(window: Slid, cells: int) -> bool:
    before, after = window.paddings(cells, window.dilation * (window.kernel - 1) + 1)
    return cells + before + after >= window.dilation * (window.kernel - 1) + 1


@pytest.mark.parametrize("cells", range(1, 8))
def test_cells_that_nothing_reads_and_weights_that_meet_padding(told: Told, cells: int) -> None:
    for kernel, stride, dilation, pad in product(range(1, 6), range(1, 5), (1, 2), PADS):
        window = Slid(kernel, stride, pad, dilation)
        if not fits(window, cells):
            continue
        text = (
            f"input: [1, {cells}]\nlayers: "
            f"[conv: [1, {kernel}, {stride}, pad: {written(pad)}, dilation: {dilation}]]"
        )
        below = window.positions(cells)
        unread = set(range(cells)) - {cell for position in below for cell in position}
        live = sum(any(0 <= place[tap] < cells for place in below) for tap in range(kernel))
        assert bool(told("W301", text)) == bool(unread), text
        assert bool(told("W302", text)) == (2 * live <= kernel), text


@pytest.mark.parametrize("cells", range(1, 9))
def test_cells_that_a_pool_does_not_read(told: Told, cells: int) -> None:
    for kernel, stride, pad, ceil in product(range(1, 6), range(1, 5), (0, 1, 2), (False, True)):
        window = Slid(kernel, stride, pad, 1, ceil)
        if 2 * pad > kernel or not fits(window, cells):
            continue
        options = f"{kernel}, {stride}, pad: {pad}, ceil: {str(ceil).lower()}"
        text = f"input: [1, {cells}]\nlayers: [max_pool: [{options}]]"
        below = window.positions(cells)
        unread = set(range(cells)) - {cell for position in below for cell in position}
        assert bool(told("W301", text)) == bool(unread), text


@pytest.mark.parametrize("cells", range(1, 6))
def test_windows_that_overlap_unevenly_or_leave_holes(told: Told, cells: int) -> None:
    for kernel, stride, pad in product(range(1, 8), range(1, 5), (0, 1, 2, 3, "same", "causal")):
        for more in range(stride if isinstance(pad, int) else 1):
            own = (cells - 1) * stride + kernel
            cut = pad if isinstance(pad, int) else 0
            size = own - 2 * cut + more
            if isinstance(pad, str):
                cut = max(kernel - stride, 0) // 2 if pad == "same" else 0
                size = cells * stride
            if size < 1:
                continue
            assert bool(
                told(
                    "W304",
                    f"input: [1, {cells}]\nlayers: "
                    f"[conv_transpose: [1, {kernel}, {stride}, pad: {pad}, out_pad: {more}]]",
                )
            ) == overlaps_unevenly(cells, kernel, stride, range(cut, cut + size)), (
                cells, kernel, stride, pad, more,
            )  # fmt: skip


def overlaps_unevenly(cells: int, kernel: int, stride: int, output: range) -> bool:
    """Whether a cell gets nothing, or two that miss no window at the border get more and less."""
    whole = set()
    for cell in output:
        windows = [cell - tap for tap in range(kernel) if (cell - tap) % stride == 0]
        there = [start for start in windows if 0 <= start // stride < cells]
        if not there:
            return True
        if len(there) == len(windows):
            whole.add(len(there))
    return len(whole) > 1


def test_averages_of_all_at_many_positions(told: Told) -> None:
    for cells, kernel, stride, pad in product(range(1, 8), range(1, 8), range(1, 4), range(4)):
        window = Slid(kernel, stride, pad)
        if 2 * pad > kernel or not fits(window, cells):
            continue
        text = f"input: [2, {cells}]\nlayers: [avg_pool: [{kernel}, {stride}, pad: {pad}], fc: 1]"
        assert bool(told("W305", text)) == (kernel >= cells and len(window.positions(cells)) > 1), (
            text
        )


NORMS = (("inorm", 1), ("ln", 1), ("gn: 1", 1), ("gn: 2", 2), ("gn: 4", 4))


def test_means_of_one_value(told: Told) -> None:
    for channels, rows, columns in product((1, 2, 4), (1, 2), (1, 3)):
        for norm, groups in NORMS:
            if channels % groups:
                continue
            together = {
                "inorm": rows * columns, "ln": channels,
            }.get(norm, channels // groups * rows * columns)  # fmt: skip
            text = f"input: [{channels}, {rows}, {columns}]\nlayers: [{norm}]"
            assert bool(told("W303", text)) == (together == 1), text


def test_channels_that_come_last(told: Told) -> None:
    for shape in product((1, 3, 4, 5, 16, 32), (3, 15, 16, 32), (1, 2, 3, 4, 5, 16)):
        text = f"input: [{', '.join(map(str, shape))}]\nlayers: [relu]"
        last = shape[2] in (1, 3, 4) and shape[0] >= 16 and shape[1] >= 16
        assert bool(told("W306", text)) == last, text


def chains(random: Random) -> Iterator[tuple[str, tuple[object, ...]]]:
    """Layers in one dimension, as they are written and as numbers."""
    for _ in range(random.randint(1, 4)):
        op = random.choice(("conv", "conv", "max_pool", "pad", "spread"))
        if op == "pad":
            before, after = random.randint(0, 3), random.randint(0, 3)
            yield f"pad: {{amount: [[{before}, {after}]]}}", ("pad", before, after)
        elif op == "spread":
            stride = random.randint(1, 3)
            kernel, cut = random.randint(stride, stride + 2), random.choice((0, 0, 1))
            text = f"conv_transpose: [1, {kernel}, {stride}, pad: {cut}]"
            yield text, ("spread", kernel, stride, cut)
        else:
            kernel, stride = random.randint(1, 5), random.randint(1, 3)
            pad = random.choice((0, 0, 1, 2, (0, 1), (1, 0), "same") if op == "conv" else (0, 1))
            out = "1, " if op == "conv" else ""
            text = f"{op}: [{out}{kernel}, {stride}, pad: {written(pad)}]"
            yield text, (op, Slid(kernel, stride, pad))


def followed(
    cells: int, layers: list[tuple[object, ...]]
) -> tuple[list[set[int]], list[tuple[int, int]]]:
    """Which cells of the input each cell at the end has seen; and of each convolution how many taps
    have met one that has seen any, of how many."""
    seen: list[set[int]] = [{cell} for cell in range(cells)]
    taps: list[tuple[int, int]] = []
    for layer in layers:
        if layer[0] == "pad":
            _, before, after = layer
            assert isinstance(before, int)
            assert isinstance(after, int)
            seen = [set() for _ in range(before)] + seen + [set() for _ in range(after)]
        elif layer[0] == "spread":
            _, kernel, stride, cut = layer
            assert isinstance(kernel, int)
            assert isinstance(stride, int)
            assert isinstance(cut, int)
            wide: list[set[int]] = [set() for _ in range((len(seen) - 1) * stride + kernel)]
            for number, cell in enumerate(seen):
                for tap in range(kernel):
                    wide[number * stride + tap] |= cell
            seen = wide[cut : len(wide) - cut]
        else:
            window = layer[1]
            assert isinstance(window, Slid)
            below = window.positions(len(seen))
            real = [[seen[i] if 0 <= i < len(seen) else set() for i in place] for place in below]
            if layer[0] == "conv":
                met = [any(place[tap] for place in real) for tap in range(window.kernel)]
                taps.append((sum(met), window.kernel))
            seen = [set().union(*place) for place in real]
    return seen, taps


@pytest.mark.parametrize("seed", range(8))
def test_chains_of_layers(told: Told, net: Callable[..., object], seed: int) -> None:
    random = Random(seed)
    for _ in range(250):
        cells = random.randint(1, 9)
        layers = list(chains(random))
        text = f"input: [1, {cells}]\nlayers: [{', '.join(text for text, _ in layers)}]"
        analysis: Any = net(text, check=False)
        if analysis.diagnostics:
            continue
        seen, taps = followed(cells, [numbers for _, numbers in layers])
        assert len(seen) == analysis.graph.shape(analysis.graph.last)[1], text
        assert bool(told("W301", text)) == (set().union(*seen) != set(range(cells))), text
        assert bool(told("W302", text)) == any(2 * live <= all_ for live, all_ in taps), text
