"""Names that are close to a misspelt one."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

FARTHEST = 2
SHORT = 4  # words below this length have too many neighbours at distance 2


def nearest(word: str, candidates: Iterable[str], most: int = 3) -> list[str]:
    """The candidates that differ from `word` by a slip or two, closest first, then by name.

    A slip is a character added, left out or replaced, or two neighbours swapped. Words of less than
    four characters may have one slip, others two.
    """
    limit = FARTHEST if len(word) >= SHORT else 1
    found = []
    for candidate in set(candidates):
        away = distance(word, candidate, limit)
        if away <= limit:
            found.append((away, candidate))
    found.sort()
    return [candidate for _, candidate in found[:most]]


def distance(first: str, second: str, limit: int = FARTHEST) -> int:
    """How many slips part two words; anything above `limit` comes back as `limit + 1`.

    This is the optimal string alignment distance: no stretch of text is edited twice, so
    `ca` and `abc` are 3 apart.
    """
    if first == second:
        return 0
    beyond = limit + 1
    if abs(len(first) - len(second)) > limit:
        return beyond
    earlier: list[int] = []
    previous = list(range(len(second) + 1))
    for row, left in enumerate(first, 1):
        current = [row]
        for column, right in enumerate(second, 1):
            best = previous[column - 1]
            if left != right:
                best = 1 + min(best, previous[column], current[column - 1])
                swapped = row > 1 and column > 1 and left == second[column - 2]
                if swapped and first[row - 2] == right:
                    best = min(best, 1 + earlier[column - 2])
            current.append(best)
        if min(current) > limit and min(previous) > limit:
            return beyond
        earlier, previous = previous, current
    return min(previous[-1], beyond)
