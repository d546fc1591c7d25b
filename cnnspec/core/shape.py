"""Shapes: channels first, then one size per spatial axis; the batch is no part of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Iterable

    from cnnspec.core.algebra import Dim

    Shape: TypeAlias = tuple[Dim, ...]

LARGEST = 10**15
"""The largest size: beyond any network, and short enough that every product can be printed."""

AXES = {1: ("l",), 2: ("h", "w"), 3: ("d", "h", "w")}
"""The names of the spatial axes, by their number."""
AXIS_WORDS = {1: ("the axis",), 2: ("height", "width"), 3: ("depth", "height", "width")}
"""What a reader calls the spatial axes; a single one needs no name."""
CELL_WORDS = {1: ("position",), 2: ("row", "column"), 3: ("plane", "row", "column")}
"""What a reader calls one cell of each axis: planes lie along the depth, such as the frames of a
video or the slices of a scan."""


def axis_names(shape: Shape) -> tuple[str, ...]:
    """The names of the sizes of a shape: `c`, then those of its spatial axes."""
    return ("c", *AXES.get(len(shape) - 1, ()))


def product(sizes: Shape) -> Dim:
    """The product of some sizes, 1 for none."""
    result: Dim = 1
    for size in sizes:
        result = result * size
    return result


def dim_text(size: Dim) -> str:
    """A size as it is typed: `224`, `H`, `(H + 31)//32`."""
    if type(size) is int:
        return str(size)
    from cnnspec.core.algebra import text

    written = text(size, unicode=False)
    return written if written.isalnum() else f"({written})"


def shape_text(shape: Shape) -> str:
    """A shape as it is typed: `3x224x224`."""
    return "x".join([dim_text(size) for size in shape])


def integers(sizes: Iterable[Dim] | None) -> tuple[int, ...] | None:
    """The sizes, if all of them are known and whole; None if one is not, or there are none."""
    if sizes is None:
        return None
    found = tuple(sizes)
    known = tuple([size for size in found if type(size) is int])
    return known if len(known) == len(found) else None
