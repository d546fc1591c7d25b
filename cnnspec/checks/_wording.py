"""Words that several rules share: axes, ranges of cells, lists, counts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cnnspec.core.shape import CELL_WORDS

if TYPE_CHECKING:
    from collections.abc import Sequence

MOST_RANGES = 4


def axis_words(axes: int) -> tuple[str, ...]:
    """What the cells along each axis are called."""
    return tuple([f"{word}s" for word in CELL_WORDS[axes]])


def ranges(cells: Sequence[int]) -> str:
    """`219-223`, `1, 3, 5 and so on`."""
    runs: list[list[int]] = []
    for cell in cells:
        if runs and cell == runs[-1][1] + 1:
            runs[-1][1] = cell
        else:
            runs.append([cell, cell])
    shown = [str(a) if a == b else f"{a}-{b}" for a, b in runs[:MOST_RANGES]]
    return ", ".join(shown) + (f", ... ({len(cells)} of them)" if len(runs) > MOST_RANGES else "")


def counted(number: object) -> str:
    """A count with thousands commas; a symbolic one as it is."""
    return f"{number:,}" if isinstance(number, int) else str(number)


def share(part: int, whole: int) -> str:
    """`4.4%`, to one decimal; of what is there, but less than that, `less than 0.1%`."""
    thousandths = (part * 1000 * 2 + whole) // (2 * whole)
    return f"{thousandths // 10}.{thousandths % 10}%" if thousandths else "less than 0.1%"
