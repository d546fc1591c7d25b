"""What an alignment of two networks is made of, as plain frozen data."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from cnnspec.core.record import Record

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cnnspec.core.algebra import Dim
    from cnnspec.results import Analysis, Row

ChangeKind = Literal["equal", "changed", "removed", "added"]
MOST_DETAILS = 3


class Change(Record):
    """What became of one line of the folded view, and of what is inside of it.

    `old` is None for what was added, `new` for what was removed. `params` and `macs` are new less
    old, None where that is unknown. `details` say what changed inside, what counts first:
    `kernel: 5x5 -> 3x3`, `relu -> gelu`.
    """

    kind: ChangeKind
    old: Row | None
    new: Row | None
    params: Dim | None
    macs: Dim | None
    details: tuple[str, ...] = ()
    children: tuple[Change, ...] = ()

    @property
    def detail(self) -> str:
        """The first of the details in one text, with `...` where there are more."""
        return shortened(self.details)


def shortened(details: Sequence[str]) -> str:
    """A few details in one text, with `...` where there are more."""
    return ", ".join([*details[:MOST_DETAILS], *(["..."] if details[MOST_DETAILS:] else [])])


class Difference(Record):
    """Two networks, and what leads from the old one to the new one, in order."""

    old: Analysis
    new: Analysis
    changes: tuple[Change, ...]
    names: tuple[str, str] = ("", "")
    """What both are called: the network's name, or the file as it was named."""

    @property
    def equal(self) -> bool:
        """Whether every layer is the same, and the totals are."""
        same = all(change.kind == "equal" for change in self.changes)
        return same and self.old.totals == self.new.totals

    @property
    def params(self) -> Dim | None:
        """How many parameters more the new network has."""
        return less(self.new.totals.params, self.old.totals.params)

    @property
    def macs(self) -> Dim | None:
        """How many multiply-adds more the new network does."""
        return less(self.new.totals.macs, self.old.totals.macs)


def less(new: Dim | None, old: Dim | None) -> Dim | None:
    """New less old; None where one of both is unknown."""
    return None if new is None or old is None else new - old


def own_name(row: Row) -> str | None:
    """The name that the spec gives a row; None for a number or the name of a type."""
    return row.label if row.named else None
