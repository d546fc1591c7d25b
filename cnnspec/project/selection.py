"""Which findings are asked for: codes, and what codes begin with."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cnnspec.core.diagnostic import UsageError
from cnnspec.core.record import Record
from cnnspec.core.wording import listed

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from cnnspec.core.diagnostic import Diagnostic

ALL = "ALL"


class Selection(Record):
    """Codes that are asked for and codes that are not; the longer prefix has the say, and of two
    equal ones that which leaves out."""

    chosen: tuple[str, ...] = (ALL,)
    left_out: tuple[str, ...] = ()

    def has(self, code: str) -> bool:
        """Whether findings of a code are asked for."""
        return _length(code, self.chosen) > _length(code, self.left_out)

    def wants(self, finding: Diagnostic) -> bool:
        """Whether a finding is asked for."""
        return self.has(finding.code)


def _length(code: str, prefixes: Iterable[str]) -> int:
    """The length of the longest prefix that a code begins with, -1 if it has none of them."""
    fitting = [0 if prefix == ALL else len(prefix) for prefix in prefixes if _fits(code, prefix)]
    return max(fitting, default=-1)


def _fits(code: str, prefix: str) -> bool:
    return prefix == ALL or code.startswith(prefix)


def read_prefixes(texts: Iterable[str], named: Callable[[int], str]) -> tuple[str, ...]:
    """Prefixes of codes from texts with commas between them; `named` says what holds each of them,
    by the number of the text.

    Raises a UsageError for one that no code begins with.
    """
    from cnnspec import pages
    from cnnspec.core.nearest import nearest

    found = []
    codes = pages.codes()
    for number, text in enumerate(texts):
        for prefix in [part.strip() for part in text.split(",") if part.strip()]:
            if not any(_fits(code, prefix) for code in codes):
                known = [*codes, ALL]
                near = nearest(prefix.upper(), known)
                if any(_fits(code, prefix.upper()) for code in codes):
                    near = [prefix.upper()]
                asked = f"; did you mean {listed(near, 'or')}?" if near else ""
                message = f"{named(number)}: no code begins with {prefix}{asked}"
                raise UsageError(message, "a prefix is E, W3, a code such as W301, or ALL")
            found.append(prefix)
    return tuple(found)
