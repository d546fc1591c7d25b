"""The arithmetic behind an output size: `(224 - 11)/4 + 1 = 54.25`."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from cnnspec.core.shape import dim_text
from cnnspec.core.window import Spread, Window
from cnnspec.layers import find, names
from cnnspec.render.numbers import count
from cnnspec.render.screen import NOTHING, plain_text
from cnnspec.render.style import WARNING

if TYPE_CHECKING:
    from cnnspec.core.algebra import Dim
    from cnnspec.core.shape import Shape
    from cnnspec.core.window import Relation
    from cnnspec.render.screen import Line
    from cnnspec.results import Row


def is_fed_flat(row: Row) -> bool:
    """Whether a row is a layer that takes all values of an image at once, and makes new ones."""
    if row.kind not in names():
        return False
    layer = find(row.kind)
    return layer.flattens and not layer.same_values


def arithmetic(row: Row) -> Line:
    """The sum along one spatial axis, or along each where they differ; `-` where there is none.

    A sum that does not tile is an exact decimal, with the role of a warning.
    """
    if not row.inputs:
        return NOTHING
    shape = row.inputs[0]
    if is_fed_flat(row):
        return _features(shape)
    told: list[tuple[Line, Dim]] = []
    for cells, relation in zip(shape[1:], row.relations, strict=False):
        line = _sum(cells, relation)
        if line and not any(_alike(line, cells, *other) for other in told):
            told.append((line, cells))
    joined: Line = ()
    for line, _ in told:
        joined = (*joined, (", ", ""), *line) if joined else line
    return joined or NOTHING


def _alike(line: Line, cells: Dim, other: Line, others: Dim) -> bool:
    """Whether two sums are the same, if only the name of their symbol differs."""
    if line == other:
        return True
    if isinstance(cells, int) or isinstance(others, int):
        return False
    from cnnspec.core.algebra import symbols_of

    mine, theirs = symbols_of(cells), symbols_of(others)
    if len(mine) != 1 or len(theirs) != 1:
        return False
    renamed = re.sub(rf"\b{mine[0]}\b", theirs[0], "".join([text for text, _ in line]))
    return renamed == "".join([text for text, _ in other])


def _features(shape: Shape) -> Line:
    """What a layer that flattens its input is fed with: `256·5·5 = 6,400 features in`."""
    from cnnspec.core.shape import product

    features = product(shape)
    number = f"{count(features)} features in"
    if len(shape) == 1 or type(features) is not int:
        return plain_text(number)
    return plain_text(f"{'·'.join(map(str, shape))} = {number}")


def _sum(cells: Dim, relation: Relation) -> Line:
    if isinstance(relation, Window):
        return _window(cells, relation)
    if isinstance(relation, Spread):
        return _spread(cells, relation)
    return ()


def _window(cells: Dim, window: Window) -> Line:
    """A window: ⌊(cells + padding - extent) / stride⌋ + 1."""
    extent, stride = window.extent, window.stride
    if type(cells) is not int:
        return _symbolic_window(cells, window)
    before, after = window.paddings(cells)
    padding = before + after
    if type(padding) is not int or type(extent) is not int or type(stride) is not int:
        return _symbolic_window(cells, window)
    padded = f"{cells}{_signed(padding)}"
    room = cells + padding - extent
    written = f"({padded} - {extent})/{stride} + 1 = "
    whole, rest = divmod(room, stride)
    if rest == 0:
        return plain_text(f"{written}{whole + 1}")
    found = exact(room + stride, stride)
    if window.rounding == "ceil":
        return plain_text(f"{written}{found}, rounded up")
    if rest <= after:  # only padding is left over, which loses nothing of the input
        return plain_text(f"⌊({padded} - {extent})/{stride}⌋ + 1 = {whole + 1}")
    return ((written, ""), (found, WARNING))


def _symbolic_window(cells: Dim, window: Window) -> Line:
    size, by = _bare(window.size(cells)), dim_text(window.stride)
    padding = window.before + window.after
    if window.rounding in ("same", "causal"):
        if window.stride != 1:
            return plain_text(f"⌈{_bare(cells)}/{by}⌉ = {size}")
        padding = window.extent - 1
    given = f"({_bare(cells)}{_signed(padding)} - {_bare(window.extent)})/{by}"
    if window.stride == 1:
        return plain_text(f"{given} + 1 = {size}")
    ends = "⌈⌉" if window.rounding == "ceil" else "⌊⌋"
    return plain_text(f"{ends[0]}{given}{ends[1]} + 1 = {size}")


def _bare(cells: Dim) -> str:
    """A size in a sum: no commas, since it may be typed."""
    return str(cells) if type(cells) is int else count(cells)


def _spread(cells: Dim, spread: Spread) -> Line:
    """A transposed window: (cells - 1) · stride + extent - padding + the cells added after."""
    size, written, by = _bare(spread.size(cells)), _factor(cells), dim_text(spread.stride)
    if spread.rounding != "floor" or (spread.kernel == spread.stride and not _is_cut(spread)):
        return plain_text(f"{written}·{by} = {size}")
    trimmed = f"{_signed(-(spread.before + spread.after))}{_signed(spread.extra)}"
    return plain_text(f"({_bare(cells)} - 1)·{by} + {_bare(spread.extent)}{trimmed} = {size}")


def _factor(cells: Dim) -> str:
    text = _bare(cells)
    return text if text.isalnum() or text[0] == "⌊" else f"({text})"


def _is_cut(spread: Spread) -> bool:
    return (spread.before, spread.after, spread.extra, spread.dilation) != (0, 0, 0, 1)


def _signed(value: Dim) -> str:
    """A term of a sum: ` + 4`, ` - 2`, nothing for 0."""
    if type(value) is not int:
        return f" + {dim_text(value)}"
    if value == 0:
        return ""
    return f" + {value}" if value > 0 else f" - {-value}"


def exact(numerator: int, denominator: int) -> str:
    """A fraction as an exact decimal, `54.25`; as `3 2/3` where no decimal is exact."""
    from math import gcd

    shared = gcd(numerator, denominator)
    numerator, denominator = numerator // shared, denominator // shared
    whole, rest = divmod(numerator, denominator)
    places, power = 0, 1
    while power % denominator:
        if places > denominator.bit_length():
            return f"{whole} {rest}/{denominator}" if whole else f"{rest}/{denominator}"
        places, power = places + 1, power * 10
    digits = rest * power // denominator
    return f"{whole}.{digits:0{places}}" if places else str(whole)
