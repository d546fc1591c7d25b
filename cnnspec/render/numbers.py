"""How numbers are written: counts exact, shares whole, roundings to three digits."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from cnnspec.core.algebra import Dim
    from cnnspec.core.shape import Shape

UNKNOWN = "?"
SUFFIXES = ("", "K", "M", "G", "T", "P", "E")


def count(value: Dim | None) -> str:
    """An exact count: `1,234`, `27·C²`, `?` where it is unknown."""
    if type(value) is int:
        return f"{value:,}"
    if value is None:
        return UNKNOWN
    from cnnspec.core.algebra import text

    return text(value, unicode=True)


def cell(value: Dim | None) -> str:
    """An exact count in a table, where nothing is `-`."""
    return "-" if type(value) is int and value == 0 else count(value)


def size(shape: Shape | None) -> str:
    """A shape as it is typed, `?` where it is unknown."""
    if shape is None:
        return UNKNOWN
    from cnnspec.core.shape import shape_text

    return shape_text(shape)


def sizes(shapes: tuple[Shape, ...]) -> str:
    """Several shapes: `64x28x28, 128x14x14`."""
    return ", ".join([size(shape) for shape in shapes])


def field(value: Dim | tuple[Dim, ...] | None) -> str:
    """A receptive field: `483`, or `3x7` where the axes differ."""
    if value is None:
        return "-"
    return size(value) if isinstance(value, tuple) else count(value)


def rounded(value: Dim | None) -> str:
    """A count in three digits: `60.8K`, `7.00M`, `152G`; below a thousand it stays exact."""
    if type(value) is not int:
        return count(value)
    if abs(value) < 1000:
        return str(value)
    if value < 0:
        return f"-{rounded(-value)}"
    power = (len(str(value)) - 1) // 3
    places = 2 - (len(str(value)) - 1) % 3
    unit = 10 ** (3 * power - places)
    digits = (2 * value + unit) // (2 * unit)
    if digits >= 1000:  # 9.995 became 10.00, and 999.6 became 1000
        digits //= 10
        places -= 1
        if places < 0:
            places, power = 2, power + 1
    if power >= len(SUFFIXES):
        return count(value)
    whole, rest = divmod(digits, 10**places)
    return f"{whole}.{rest:0{places}}{SUFFIXES[power]}" if places else f"{whole}{SUFFIXES[power]}"


LONGEST_SPAN = 13
"""The cells of `1.81G - 11.3G`; forms that take more are not told in a list of families."""


def span(values: list[Dim | None]) -> str:
    """Several counts in three digits, from the least to the greatest: `133M - 144M`."""
    known = [value for value in values if type(value) is int]
    if len(known) < len(values) or not known:
        texts = " ".join(dict.fromkeys([rounded(value) for value in values]))
        return "symbolic" if len(texts) > LONGEST_SPAN else texts or "-"
    least, most = rounded(min(known)), rounded(max(known))
    return least if least == most else f"{least} - {most}"


def percent(part: Dim | None, whole: Dim | None) -> str:
    """A share in whole percent: `36%`, `<1%` above nothing, `-` for nothing.

    Symbolic counts have one where their ratio is a number.
    """
    if type(part) is int and type(whole) is int:
        return ratio_percent(part, whole) if whole else "-"
    if part is None or whole is None or part == 0:
        return "-"
    if part == whole:
        return "100%"
    ratio = constant_ratio(part, whole)
    return "-" if ratio is None else ratio_percent(*ratio)


def ratio_percent(part: int, whole: int) -> str:
    """A share of two whole numbers in percent, halves rounded up."""
    if part == 0:
        return "-"
    if 100 * part < whole:
        return "<1%"
    return f"{(200 * part + whole) // (2 * whole)}%"


def constant_ratio(part: Dim, whole: Dim) -> tuple[int, int] | None:
    """The ratio of two counts as a fraction, None where it depends on the symbols."""
    if type(part) is int and type(whole) is int:
        return (part, whole) if whole else None
    if isinstance(part, int) or isinstance(whole, int):
        return None
    if part.terms.keys() != whole.terms.keys():
        return None
    from fractions import Fraction

    ratios = {Fraction(c) / whole.terms[monomial] for monomial, c in part.terms.items()}
    if len(ratios) > 1:
        return None
    ratio = ratios.pop()
    return ratio.numerator, ratio.denominator
