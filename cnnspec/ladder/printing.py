"""A figure that was cut off or rounded before it was printed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cnnspec.ladder.step import Counted, Step

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cnnspec.language.figures import Figure

METRICS = ("params", "trainable", "kernels", "macs", "neurons", "connections")
SUFFIXES = ((10**9, "G"), (10**6, "M"), (10**3, "K"))
FEWEST_ZEROS = 2
FEWEST_DIGITS = 10
"""A number with one digit before its zeros is near to too many."""


def steps(counted: Counted, figure: Figure) -> Iterator[Step]:
    """A printed figure that is cut off, or a whole number that ends in zeros and is rounded."""
    found, value = counted.found, figure.value
    if figure.unit:
        if figure.within is None and value <= found < value + figure.unit:
            written = figure.text.split()[0]
            what = f"{found:,} is {written} where it is cut off and not rounded"
            yield Step(what=what, fix=f"{{value: {written}, cut: true}}", told=True)
        return
    unit = _zeros(value) if figure.exact else 1
    if (
        FEWEST_DIGITS * unit <= value
        and unit >= 10**FEWEST_ZEROS
        and 2 * abs(found - value) <= unit
    ):
        what = f"{value:,} is {found:,}, rounded"
        yield Step(what=what, fix=_printed(value, unit), told=True)


def _zeros(value: object) -> int:
    """The power of ten at the end of a whole number."""
    unit = 1
    if type(value) is int and value > 0:
        while value % (unit * 10) == 0:
            unit *= 10
    return unit


def _printed(value: int, unit: int) -> str:
    """`25.6M`, with the digits that are not zeros at the end."""
    for power, suffix in SUFFIXES:
        if value >= power >= unit:
            whole, rest = divmod(value // unit, power // unit)
            digits = len(str(power // unit)) - 1
            return f"{whole}.{rest:0{digits}}{suffix}" if digits else f"{whole}{suffix}"
    return ""
