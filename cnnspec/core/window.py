"""Windows: how the cells of an output depend on the cells of an input, along one axis.

Every rule about sizes reads these declarations: the shape of an output, the cells that nothing
reads, the receptive field, and the changes that are proposed as fixes.
Source: Dumoulin & Visin 2016, A guide to convolution arithmetic for deep learning.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from cnnspec.core.record import Record

if TYPE_CHECKING:
    from cnnspec.core.algebra import Dim
    from cnnspec.core.terms import Term

    Rounding = Literal["floor", "ceil", "same", "causal"]


class Window(Record):
    """A window of `kernel` cells, `dilation` apart, that moves `stride` cells at a time.

    `floor` ignores cells after the last whole window; `ceil` adds a window for them, but never one
    that starts in the padding after the end; `same` and `causal` pad so that there are
    ⌈n / stride⌉ windows: `same` on both sides with the odd cell after, as TensorFlow does,
    `causal` before only. A negative padding cuts cells off.
    """

    kernel: Dim
    stride: Dim = 1
    before: Dim = 0
    after: Dim = 0
    dilation: Dim = 1
    rounding: Rounding = "floor"

    @property
    def extent(self) -> Dim:
        """The cells from the first to the last that one window covers."""
        return self.dilation * (self.kernel - 1) + 1

    def size(self, cells: Dim) -> Dim:
        """How many windows there are on an axis of `cells`."""
        stride = self.stride
        if self.rounding in ("same", "causal"):
            return (cells + stride - 1) // stride
        room = cells + self.before + self.after - self.extent
        if self.rounding == "floor":
            return room // stride + 1
        whole = (room + stride - 1) // stride + 1
        started = (cells + self.before + stride - 1) // stride
        if type(whole) is int and type(started) is int:
            return min(whole, started)
        from cnnspec.core.algebra import minimum

        return minimum(whole, started)

    def sized(self, cells: Dim) -> Term:
        """How `size` comes about, as it is written down."""
        from cnnspec.core import window_terms

        return window_terms.window_size(self, cells)

    def paddings(self, cells: int) -> tuple[int, int]:
        """The padding cells before and after an axis of `cells`; all three are integers."""
        if self.rounding in ("same", "causal"):
            covered = known((self.size(cells) - 1) * self.stride + self.extent)
            total = max(covered - cells, 0)
            before = total if self.rounding == "causal" else total // 2
            return before, total - before
        return known(self.before), known(self.after)

    def padding_before(self, cells: Dim) -> Dim | None:
        """The padding cells before an axis of `cells`; None where symbols leave it open."""
        if self.rounding not in ("same", "causal"):
            return self.before
        extent, stride = self.extent, self.stride
        if type(cells) is type(extent) is type(stride) is int:
            return self.paddings(cells)[0]
        if stride != 1:
            return None
        return extent - 1 if self.rounding == "causal" else (extent - 1) // 2

    def reads(self, needed: bytes, cells: int) -> bytes:
        """Which input cells the needed windows read, one byte per cell: 1 needed, 0 not."""
        before, _ = self.paddings(cells)
        stride = known(self.stride)
        spread = bytearray((len(needed) - 1) * stride + 1)
        spread[::stride] = needed
        # One byte a cell makes a whole axis one integer, and a tap of the window one shift.
        starts = int.from_bytes(spread, "little")
        seen = _smear(starts, known(self.kernel), known(self.dilation))
        return _cut(seen, before, cells)

    def sees(self, cells: Dim) -> Dim:
        """How many input cells a run of `cells` neighbouring windows covers."""
        return (cells - 1) * self.stride + self.extent


class Spread(Record):
    """The reverse of a window: every input cell is written to `kernel` output cells.

    Transposed convolutions, and resizing by an integer (`kernel` and `stride` are then the factor).
    `same` gives n · stride cells.
    """

    kernel: Dim
    stride: Dim = 1
    before: Dim = 0
    after: Dim = 0
    dilation: Dim = 1
    extra: Dim = 0
    rounding: Rounding = "floor"

    @property
    def extent(self) -> Dim:
        """The cells from the first to the last that one input cell is written to."""
        return self.dilation * (self.kernel - 1) + 1

    def size(self, cells: Dim) -> Dim:
        """How many output cells an axis of `cells` gives."""
        if self.rounding in ("same", "causal"):
            return cells * self.stride
        written = (cells - 1) * self.stride + self.extent
        return written - self.before - self.after + self.extra

    def sized(self, cells: Dim) -> Term:
        """How `size` comes about, as it is written down."""
        from cnnspec.core import window_terms

        return window_terms.spread_size(self, cells)

    def cut_before(self) -> Dim:
        """The cells that are cut off before the first output cell."""
        if self.rounding != "same":
            return 0 if self.rounding == "causal" else self.before
        overlap = self.extent - self.stride
        if type(overlap) is int:
            return max(overlap, 0) // 2
        from cnnspec.core.algebra import maximum

        return maximum(overlap, 0) // 2

    def reads(self, needed: bytes, cells: int) -> bytes:
        """Which input cells write to a needed output cell, one byte per cell."""
        wanted = int.from_bytes(needed, "little") << 8 * known(self.cut_before())
        stride = known(self.stride)
        # Cell i writes to i·stride + t·dilation: gather the taps at i·stride, then keep every
        # stride-th.
        gathered = _smear(wanted, known(self.kernel), known(self.dilation))
        return _cut(gathered, known(self.extent) - 1, (cells - 1) * stride + 1)[::stride]

    def sees(self, cells: Dim) -> Dim:
        """How many input cells take part in a run of `cells` neighbouring output cells."""
        return (cells + self.extent - 2) // self.stride + 1


class Rescale(Record):
    """Resizing to a given size: every output cell may depend on every input cell."""

    source: Dim
    target: Dim

    def size(self, cells: Dim) -> Dim:
        """The given size."""
        return self.target

    def sized(self, cells: Dim) -> Term:
        """The size as it is: there is nothing to work out."""
        from cnnspec.core.terms import Number

        return Number(self.target)

    def reads(self, needed: bytes, cells: int) -> bytes:
        """All cells, where anything is needed at all."""
        return (b"\1" if any(needed) else b"\0") * cells

    def sees(self, cells: Dim) -> Dim:
        """How many input cells take part in a run of `cells` output cells, as for a factor of
        target / source: ⌊(cells - 2) · source / target⌋ + 2, at least 1."""
        count = ((cells - 2) * self.source) // self.target + 2
        if type(count) is int:
            return max(count, 1)
        from cnnspec.core.algebra import maximum

        return maximum(count, 1)


class Bins(Record):
    """Pooling to a given size that does not divide the axis: parts that overlap by a cell.

    Output cell i reads the cells from ⌊i · source / target⌋ to ⌈(i + 1) · source / target⌉. Where
    the size does divide the axis, this is a window of source / target cells.
    """

    source: Dim
    target: Dim

    def size(self, cells: Dim) -> Dim:
        """The given size."""
        return self.target

    def sized(self, cells: Dim) -> Term:
        """The size as it is: there is nothing to work out."""
        from cnnspec.core.terms import Number

        return Number(self.target)

    def reads(self, needed: bytes, cells: int) -> bytes:
        """Which input cells the needed parts read, one byte per cell."""
        parts = known(self.target)
        seen = bytearray(cells)
        for part in range(parts):
            if needed[part]:
                first, behind = part * cells // parts, -(-(part + 1) * cells // parts)
                seen[first:behind] = b"\1" * (behind - first)
        return bytes(seen)

    def sees(self, cells: Dim) -> Dim:
        """How many input cells a run of `cells` neighbouring parts covers, wherever it covers most.

        Raises Undecidable with symbols, where it depends on the factors that both have in common.
        """
        if type(self.source) is not int or type(self.target) is not int:
            from cnnspec.core.algebra import Undecidable

            raise Undecidable("the sizes of adaptive pooling are known")
        from math import gcd

        shared = gcd(self.source, self.target)
        return (cells * self.source - shared - 1) // self.target + 2


class Whole(Record):
    """One value that depends on the whole axis: global pooling, a fully connected layer."""

    target: Dim = 1

    def size(self, cells: Dim) -> Dim:
        """One cell, or as many as were asked for."""
        return self.target

    def sized(self, cells: Dim) -> Term:
        """The size as it is: there is nothing to work out."""
        from cnnspec.core.terms import Number

        return Number(self.target)

    def reads(self, needed: bytes, cells: int) -> bytes:
        """All cells, where anything is needed at all."""
        return (b"\1" if any(needed) else b"\0") * cells

    def sees(self, cells: Dim) -> Dim:
        """Nothing is added: a field that is the whole image anyway tells no more than the one
        before it, which is what papers print."""
        return cells


Relation = Window | Spread | Rescale | Bins | Whole


def known(size: Dim) -> int:
    """The size, where it is a number: single cells cannot be told apart for a symbol."""
    if not isinstance(size, int):
        raise TypeError(f"cells cannot be told apart on an axis with a size of {size}")
    return size


def _smear(cells: int, kernel: int, dilation: int) -> int:
    """The union of `kernel` copies of some cells, each `dilation` further than the last."""
    done = 1
    while done < kernel:
        step = min(done, kernel - done)
        cells |= cells << 8 * dilation * step
        done += step
    return cells


def _cut(cells: int, before: int, length: int) -> bytes:
    """`length` cells, from the one at `before`; a negative start puts empty cells first."""
    cells = cells >> 8 * before if before >= 0 else cells << -8 * before
    size = max((cells.bit_length() + 7) // 8, length)
    return cells.to_bytes(size, "little")[:length]
