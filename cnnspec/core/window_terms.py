"""The arithmetic of windows as it is written down: `⌊(227 + 2·0 - 11) / 4⌋ + 1`.

Source: Dumoulin & Visin 2016, A guide to convolution arithmetic for deep learning, §2 and §4.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from cnnspec.core.algebra import is_at_most
from cnnspec.core.terms import (
    Least,
    Minus,
    Number,
    Product,
    Quotient,
    Sum,
    evaluate,
    product,
    total,
)

if TYPE_CHECKING:
    from cnnspec.core.algebra import Dim
    from cnnspec.core.terms import Term
    from cnnspec.core.window import Spread, Window

ONE = Number(1)
TWO = Number(2)


def window_size(window: Window, cells: Dim) -> Term:
    """How many windows there are on an axis of `cells`."""
    size, stride = Number(cells, "size"), Number(window.stride, "stride")
    if window.rounding in ("same", "causal"):
        return Quotient(size, stride, "ceil")
    if _is_frame(window):
        return total(size, *_around(window.before), *_around(window.after))
    room = total(size, *_padding(window.before, window.after), *_taken(window.kernel, window))
    if window.rounding == "floor":
        return Sum((Quotient(room, stride), ONE))
    whole = Sum((Quotient(room, stride, "ceil"), ONE))
    started = Quotient(total(size, *_around(window.before)), stride, "ceil")
    if is_at_most(evaluate(whole), evaluate(started)):
        return whole
    return Least((whole, started))


def spread_size(spread: Spread, cells: Dim) -> Term:
    """How many output cells an axis of `cells` is written to."""
    size, stride = Number(cells, "size"), Number(spread.stride, "stride")
    untouched = (spread.before, spread.after, spread.extra, spread.dilation) == (0, 0, 0, 1)
    if spread.rounding != "floor" or (untouched and spread.kernel == spread.stride):
        return product(size, stride)
    moved = product(Sum((size, Minus(ONE))), stride)
    extra = () if spread.extra == 0 else (Number(spread.extra, "added at the end"),)
    cut = _padding(spread.before, spread.after, minus=True)
    return total(moved, *_written(spread), *cut, *extra)


def _is_frame(window: Window) -> bool:
    """Whether nothing slides: cells are only put around the image, or cut off."""
    single = window.kernel == 1 and window.stride == 1 and window.rounding == "floor"
    return single and (window.before != 0 or window.after != 0)


def _taken(kernel: Dim, window: Window) -> tuple[Term, ...]:
    """What a window takes of an axis, to be subtracted."""
    if window.dilation == 1:
        return (Minus(Number(kernel, "window")),)
    reach = Sum((Number(kernel, "window"), Minus(ONE)))
    return (Minus(product(Number(window.dilation, "dilation"), reach)), Minus(ONE))


def _written(spread: Spread) -> tuple[Term, ...]:
    """The cells that the last one is written to."""
    if spread.dilation == 1:
        return (Number(spread.kernel, "window"),)
    reach = Sum((Number(spread.kernel, "window"), Minus(ONE)))
    return (product(Number(spread.dilation, "dilation"), reach), ONE)


def _padding(before: Dim, after: Dim, minus: bool = False) -> tuple[Term, ...]:
    """`2·1` where both sides have as many cells, else `0 + 1`."""
    if before == after:
        both = Product((TWO, Number(before, "padding")))
        return (Minus(both) if minus else both,)
    sides = (Number(before, "padding"), Number(after, "padding"))
    return tuple([Minus(side) for side in sides]) if minus else sides


def _around(cells: Dim) -> tuple[Term, ...]:
    """Cells that are put to one side, or cut off where the number is negative."""
    if cells == 0:
        return ()
    if type(cells) is int and cells < 0:
        return (Minus(Number(-cells, "cut off")),)
    return (Number(cells, "padding"),)
