"""Ratios and changes as they are read: `0.185x`, `49/27 = 1.81x`, `+17.2%`."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from cnnspec.core.algebra import Dim
    from cnnspec.core.algebra_ratio import Ratio

LONGEST_FRACTION = 3
"""The digits of a numerator and a denominator that are worth reading."""
LONGEST_FORM = 24
"""A longer ratio of forms tells less than the two counts beside it."""

LONGEST_CHANGE = 60
"""The table tells longer forms."""


def times(ratio: Ratio | None, *, symbolic: bool = False) -> str:
    """A ratio: `0.185x`, `1.81x`; where symbols cancelled out, `49/27 = 1.81x`; `-` for none.

    Where they do not, what is left of both forms, if that is short: `(N + 9)/(9·N)`.
    """
    if ratio is None:
        return "-"
    if not ratio.is_number:
        forms = _forms(ratio)
        return forms if len(forms) <= LONGEST_FORM else "-"
    above, below = _numbers(ratio)
    number = f"{_three_digits(above, below)}x"
    short = max(len(str(above)), len(str(below))) <= LONGEST_FRACTION
    return f"{above}/{below} = {number}" if symbolic and short and below != 1 else number


def _numbers(ratio: Ratio) -> tuple[int, int]:
    assert type(ratio.above) is int
    assert type(ratio.below) is int
    return ratio.above, ratio.below


def _forms(ratio: Ratio) -> str:
    from cnnspec.core.algebra import text

    above, below = text(ratio.above, unicode=True), text(ratio.below, unicode=True)
    if ratio.below == 1:
        return above
    above = above if above.replace("·", "").isalnum() else f"({above})"
    return f"{above}/{below}" if below.isalnum() else f"{above}/({below})"


def _three_digits(above: int, below: int) -> str:
    """A quotient with three digits from 1 on, and three decimals below it."""
    whole = above // below
    places = max(3 - len(str(whole)), 0) if whole else 3
    digits = (2 * above * 10**places + below) // (2 * below)
    if whole and digits >= 1000 and places:  # 9.996 is 10.0
        places -= 1
        digits = (2 * above * 10**places + below) // (2 * below)
    if not digits and above:
        return "<0.001"
    head, tail = divmod(digits, 10**places)
    return f"{head:,}.{tail:0{places}}" if places else f"{head:,}"


def change(old: Dim | None, new: Dim | None) -> str:
    """A change in percent with its sign and one decimal: `+17.2%`; `=` for none.

    Where that is no number, both values, if they are short: `27·C -> 49·C²`, or `changed`.
    """
    from cnnspec.core.algebra_ratio import ratio
    from cnnspec.render.numbers import count

    if old == new:
        return "="
    found = None if old is None or new is None else ratio(new, old)
    if found is None or not found.is_number:
        both = f"{count(old)} -> {count(new)}"
        return both if len(both) <= LONGEST_CHANGE else "changed"
    above, below = _numbers(found)
    return percent_change(above, below)


def percent_change(above: int, below: int) -> str:
    """How far a ratio is from 1, in percent with one decimal: `+17.2%`, `-0.3%`, `+<0.1%`."""
    sign = "+" if above > below else "-"
    tenths = (2000 * abs(above - below) + below) // (2 * below)
    if not tenths:
        return f"{sign}<0.1%"
    return f"{sign}{tenths // 10:,}.{tenths % 10}%"


def more(ratio: Ratio | None, noun: str) -> str:
    """A ratio in words: `81% more parameters`, `18% fewer parameters`; "" if it is no number."""
    if ratio is None or not ratio.is_number:
        return ""
    above, below = _numbers(ratio)
    if above == below:
        return f"as many {noun}"
    percent = (200 * abs(above - below) + below) // (2 * below)
    share = f"{percent:,}%" if percent else "<1%"
    return f"{share} {'more' if above > below else 'fewer'} {noun}"


def signed(value: Dim | None) -> str:
    """A difference with its sign and commas: `+3,759,360`, `-6,144`, `-` for none."""
    from cnnspec.render.numbers import count

    if type(value) is int:
        return f"{value:+,}" if value else "-"
    written = count(value)
    return written if value is None or written.startswith("-") else f"+{written}"


def mebibytes(values: list[int]) -> list[str]:
    """Bytes in MiB, or in GiB or TiB where all have ten of those and more; all with as many
    decimals as give the least of them three digits."""
    from cnnspec.core.dtype import LARGE, MEBI

    least = min([value for value in values if value], default=0)
    large = [each for each in LARGE if least >= 10 * each[0]]
    unit, name = large[0] if large else (MEBI, "MiB")
    places = 1 if least >= 10 * unit else 2 if least >= unit else 3
    scale = 10**places
    texts = []
    for value in values:
        digits = (2 * value * scale + unit) // (2 * unit)
        shown = f"{digits // scale:,}.{digits % scale:0{places}}"
        texts.append(f"{shown} {name}" if digits or not value else f"<{1 / scale} {name}")
    return texts
