"""The networks of two files, paired by name and aligned."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cnnspec.core.diagnostic import UsageError
from cnnspec.core.record import Record
from cnnspec.difference.diff import difference
from cnnspec.difference.records import Difference
from cnnspec.results import Analysis
from cnnspec.targets import MARK

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cnnspec.comparison import Named


class Differences(Record):
    """What became of the networks of two files: those that are in both, aligned; those that are in
    one alone.

    `names` are the files, or the networks, as they were named.
    """

    pairs: tuple[Difference, ...]
    removed: tuple[Analysis, ...]
    added: tuple[Analysis, ...]
    names: tuple[str, str]

    @property
    def equal(self) -> bool:
        """Whether nothing differs at all."""
        return not self.removed and not self.added and all(pair.equal for pair in self.pairs)


def pair_up(
    old: Sequence[Named],
    new: Sequence[Named],
    names: tuple[str, str],
    *,
    levels: int | None = 1,
    strict: bool = True,
) -> Differences:
    """Align the networks of two files by name; one network with another one, whatever they are
    called.

    If `strict`, a single network must be one of the several on the other side: raises a UsageError
    if it is not.
    """
    if len(old) == len(new) == 1:
        ours, theirs = old[0], new[0]
        full = (ours.full, theirs.full)
        found = difference(ours.analysis, theirs.analysis, full, levels=levels)
        return Differences((found,), (), (), names)
    mine = {each.name.partition(MARK)[0]: each for each in old}
    other = {each.name.partition(MARK)[0]: each for each in new}
    if strict and 1 in (len(mine), len(other)):
        few, many, place = (mine, other, names[1]) if len(mine) == 1 else (other, mine, names[0])
        name = next(iter(few))
        if name not in many:
            raise UsageError(
                f"{place} has {len(many)} variants, and none is called {name}; choose one, "
                f"as {place}{MARK}variant={next(iter(many))}",
                ", ".join(many),
            )
        mine = {name: mine[name]}
        other = {name: other[name]}
    pairs = [
        difference(
            mine[name].analysis,
            other[name].analysis,
            (f"{names[0]} {name}", f"{names[1]} {name}"),
            levels=levels,
        )
        for name in mine
        if name in other
    ]
    return Differences(
        tuple(pairs),
        tuple([mine[name].analysis for name in mine if name not in other]),
        tuple([other[name].analysis for name in other if name not in mine]),
        names,
    )
