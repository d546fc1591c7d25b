"""A value as a message says it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cnnspec.language.number_kinds import fraction

if TYPE_CHECKING:
    from cnnspec.language.arithmetic import Value

_SHOWN_BITS = 128


def show(value: Value) -> str:
    """A value as a message says it: `0.35`, `2/3`, `about 1.58496`, `[3, 3]`, `the word relu`."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        bits = value.bit_length()
        return str(value) if bits <= _SHOWN_BITS else f"a number of {bits:,} bits"
    if isinstance(value, float):
        return f"about {value:.6g}"
    if isinstance(value, str):
        return f"the word {value}"
    if isinstance(value, tuple):
        items = [item if isinstance(item, str) else show(item) for item in value[:8]]
        return f"[{', '.join(items)}{', …' if len(value) > 8 else ''}]"
    if isinstance(value, fraction()):
        if 10_000 % value.denominator == 0 and abs(value.numerator) < 10**12:
            return f"{float(value):.15g}"
        bits = max(value.numerator.bit_length(), value.denominator.bit_length())
        return str(value) if bits <= _SHOWN_BITS else f"a fraction of {bits:,} bits"
    return str(value)
