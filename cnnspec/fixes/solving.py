"""Solving: which value of one argument gives a window a wanted number of positions.

The output has ⌊(n + before + after - extent) / stride⌋ + 1 positions (Dumoulin & Visin 2016, §2).
Each formula here is that one, solved for one of its parts, in integers; `least` and `most` bound
the wanted size, so that what a later layer leaves open may be used.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from cnnspec.core.record import Record
from cnnspec.core.window import Spread, Window
from cnnspec.fixes.refused import relations_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from cnnspec.core.window import Relation
    from cnnspec.layers.base import Layer

    Range = tuple[int, int]
    Solve = Callable[[Relation, int, int, int], Range]

FARTHEST = 1 << 20
"""Larger sizes are not looked for."""


class Solution(Record):
    """A value of one option with which a layer has a size that is wanted."""

    option: str
    value: int | bool | tuple[int, ...]
    distance: int


def solutions(layer: Layer, cells: tuple[int, ...], wanted: tuple[Range, ...]) -> list[Solution]:
    """The nearest values of single options with which the layer has the wanted sizes, one range an
    axis, for an input of so many cells. What the layer forbids is left to whoever tries them."""
    relations = relations_of(layer, ((1, *cells),))
    if relations is None or not all(map(_is_known, relations)):
        return []
    found: list[Solution] = []
    for option, solve in SOLVERS.items():
        if option not in layer.options or (option != "stride" and _is_worked_out(relations)):
            continue
        ranges = [
            solve(relation, size, *bounds)
            for relation, size, bounds in zip(relations, cells, wanted, strict=True)
        ]
        now = [_now(relation, option) for relation in relations]
        found += _nearest(option, now, ranges)
    return found + list(_rounded(layer, relations, cells, wanted))


def _is_known(relation: Relation) -> bool:
    if not isinstance(relation, (Window, Spread)):
        return False
    lengths = (relation.extent, relation.stride, relation.before, relation.after)
    return all(type(length) is int for length in lengths)


def _is_worked_out(relations: tuple[Relation, ...]) -> bool:
    """Whether padding follows from the size, so that another window has the same."""
    return any(getattr(relation, "rounding", "") in ("same", "causal") for relation in relations)


def _now(relation: Relation, option: str) -> int:
    field = {"pad": "before", "out_pad": "extra"}.get(option, option)
    value = getattr(relation, field)
    assert isinstance(value, int)
    return value


def _nearest(option: str, now: list[int], ranges: list[Range]) -> Iterator[Solution]:
    """The value for all axes that is nearest to the one that is there; one an axis where none is
    for all."""
    low, high = max(a for a, _ in ranges), min(b for _, b in ranges)
    same = len(set(now)) == 1
    if same and low <= high:
        nearest = _clamped(now[0], low, high)
        values = [nearest]
        if option == "kernel":  # one more or less keeps an odd window odd
            values += [v for v in (nearest - 1, nearest + 1) if low <= v <= high]
            values = sorted(values, key=lambda v: ((v - now[0]) % 2, abs(v - now[0])))[:2]
        for value in values:
            if value != now[0]:
                yield Solution(option, value, abs(value - now[0]))
    elif all(low <= high for low, high in ranges) and len(ranges) > 1:
        each = tuple([_clamped(n, *bounds) for n, bounds in zip(now, ranges, strict=True)])
        if list(each) != now and option != "pad":
            distance = sum(abs(a - b) for a, b in zip(each, now, strict=True))
            yield Solution(option, each, distance)


def _clamped(value: int, low: int, high: int) -> int:
    return min(max(value, low), high)


def _rounded(
    layer: Layer,
    relations: tuple[Relation, ...],
    cells: tuple[int, ...],
    wanted: tuple[Range, ...],
) -> Iterator[Solution]:
    """The other rounding, where the layer has one to choose."""
    ceil = layer.__dict__.get("ceil") if "ceil" in layer.options else None
    if ceil is None or _is_worked_out(relations):
        return
    for relation, size, (least, most) in zip(relations, cells, wanted, strict=True):
        assert isinstance(relation, Window)
        other = relation.replace(rounding="floor" if ceil else "ceil").size(size)
        if type(other) is not int or not least <= other <= most:
            return
    yield Solution("ceil", not ceil, 1)


def paddings_for(relation: Relation, cells: int, least: int, most: int) -> Range:
    """Equal padding on both sides: (least-1)·s <= n + 2p - e < most·s."""
    stride, extent = _lengths(relation)
    if isinstance(relation, Spread):
        written = (cells - 1) * stride + extent + _now(relation, "out_pad")
        return max(-(-(written - most) // 2), 0), (written - least) // 2
    low = -(-((least - 1) * stride + extent - cells) // 2)
    high = (most * stride - 1 + extent - cells) // 2
    return max(low, 0), min(high, extent - 1)


def strides_for(relation: Relation, cells: int, least: int, most: int) -> Range:
    """⌊N / s⌋ + 1 within the bounds, for N = n + before + after - e."""
    _, extent = _lengths(relation)
    before, after = _now(relation, "before"), _now(relation, "after")
    if isinstance(relation, Spread):
        if cells == 1:
            return 1, 0
        rest = extent - before - after + _now(relation, "out_pad")
        return max(-(-(least - rest) // (cells - 1)), 1), (most - rest) // (cells - 1)
    assert isinstance(relation, Window)
    if relation.rounding in ("same", "causal"):
        return -(-cells // most), (-(-cells // (least - 1)) - 1 if least > 1 else cells)
    room = cells + before + after - extent
    if room < 0:
        return 1, 0
    return room // most + 1, (room // (least - 1) if least > 1 else max(room, 1))


def kernels_for(relation: Relation, cells: int, least: int, most: int) -> Range:
    """N - most·s + 1 <= e <= N - (least-1)·s, for N = n + before + after, e = d·(k-1) + 1."""
    stride, _ = _lengths(relation)
    before, after = _now(relation, "before"), _now(relation, "after")
    dilation = _now(relation, "dilation")
    if isinstance(relation, Spread):
        rest = (cells - 1) * stride - before - after + _now(relation, "out_pad")
        low, high = least - rest, most - rest
    else:
        room = cells + before + after
        low, high = room - most * stride + 1, room - (least - 1) * stride
    return max(-(-(low - 1) // dilation), 0) + 1, (high - 1) // dilation + 1


def outer_for(relation: Relation, cells: int, least: int, most: int) -> Range:
    """The cells that a transposed convolution adds at the end, below its stride."""
    assert isinstance(relation, Spread)
    stride, extent = _lengths(relation)
    own = (cells - 1) * stride + extent - _now(relation, "before") - _now(relation, "after")
    return max(least - own, 0), min(most - own, stride - 1)


SOLVERS: dict[str, Solve] = {
    "pad": paddings_for,
    "out_pad": outer_for,
    "kernel": kernels_for,
    "stride": strides_for,
}
"""How each option is solved for a size; a layer type with such an option needs nothing more."""


def _lengths(relation: Relation) -> Range:
    assert isinstance(relation, (Window, Spread))
    stride, extent = relation.stride, relation.extent
    assert isinstance(stride, int)
    assert isinstance(extent, int)
    return stride, extent


def inputs_for(relation: Relation, least: int, most: int) -> Range | None:
    """The sizes of an input that give a size within bounds; None where it gives the same for all.

    Sizes grow with the input, so that both ends are found by halving.
    """
    if not isinstance(relation, (Window, Spread)):
        return None
    low = _first(relation, least)
    return low, _first(relation, most + 1) - 1


def _first(relation: Window | Spread, wanted: int) -> int:
    """The smallest input that gives at least a size."""
    low, high = 1, 1
    while high < FARTHEST and _size(relation, high) < wanted:
        low, high = high + 1, 2 * high
    while low < high:
        middle = (low + high) // 2
        if _size(relation, middle) < wanted:
            low = middle + 1
        else:
            high = middle
    return low


def _size(relation: Window | Spread, cells: int) -> int:
    size = relation.size(cells)
    assert isinstance(size, int)
    return size
