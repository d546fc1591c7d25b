"""Two lists side by side: which items of one are which of the other, in the order of both."""

from __future__ import annotations

from bisect import bisect_left
from typing import TYPE_CHECKING, TypeAlias, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Sequence

Item = TypeVar("Item")
Pair: TypeAlias = tuple[int | None, int | None]
"""The places of an item in the first and in the second list; None where it is missing."""
Match: TypeAlias = tuple[int, int]


def align(
    first: Sequence[Item],
    second: Sequence[Item],
    keys: Sequence[Callable[[Item], Hashable]],
) -> list[Pair]:
    """Both lists as one list of pairs, in order: what is only in the first comes before what is
    only in the second.

    Items are the same by the first of the `keys` that tells so; a later key looks only between the
    items that an earlier one found. A key of None matches nothing. The time grows with n·log n.
    """
    matches: list[Match] = []
    gaps = [(0, len(first), 0, len(second))]
    for key in keys:
        ours, theirs = [key(item) for item in first], [key(item) for item in second]
        for gap in gaps:
            matches += _matches(ours, theirs, gap)
        matches.sort()
        gaps = _gaps(matches, len(first), len(second))
    pairs: list[Pair] = []
    for (start, end, from_, to), match in zip(gaps, [*matches, None], strict=True):
        pairs += [(place, None) for place in range(start, end)]
        pairs += [(None, place) for place in range(from_, to)]
        pairs += [match] if match is not None else []
    return pairs


def _gaps(matches: list[Match], first: int, second: int) -> list[tuple[int, int, int, int]]:
    """What lies before each match and behind the last one."""
    gaps = []
    start, from_ = 0, 0
    for end, to in [*matches, (first, second)]:
        gaps.append((start, end, from_, to))
        start, from_ = end + 1, to + 1
    return gaps


def _matches(
    ours: Sequence[Hashable], theirs: Sequence[Hashable], gap: tuple[int, int, int, int]
) -> list[Match]:
    """Pairs of equal keys, rising in both lists: what both begin with and end with, then what
    occurs as often in both, and between these again."""
    found: list[Match] = []
    waiting = [gap]
    while waiting:
        start, end, from_, to = waiting.pop()
        while start < end and from_ < to and _same(ours[start], theirs[from_]):
            found.append((start, from_))
            start, from_ = start + 1, from_ + 1
        while start < end and from_ < to and _same(ours[end - 1], theirs[to - 1]):
            end, to = end - 1, to - 1
            found.append((end, to))
        if start == end or from_ == to:
            continue
        anchors = _anchors(ours, theirs, (start, end, from_, to))
        found += anchors
        if anchors:
            for one, other in [*anchors, (end, to)]:
                waiting.append((start, one, from_, other))
                start, from_ = one + 1, other + 1
    return found


def _same(one: Hashable, other: Hashable) -> bool:
    return one is not None and one == other


def _anchors(
    ours: Sequence[Hashable], theirs: Sequence[Hashable], gap: tuple[int, int, int, int]
) -> list[Match]:
    """The longest rising chain of what occurs as often in both lists; where there is nothing of
    that kind, of whatever occurs in both."""
    start, end, from_, to = gap
    mine: dict[Hashable, list[int]] = {}
    other: dict[Hashable, list[int]] = {}
    for place in range(start, end):
        mine.setdefault(ours[place], []).append(place)
    for place in range(from_, to):
        other.setdefault(theirs[place], []).append(place)
    shared = [key for key in mine if key is not None and key in other]
    as_often = [key for key in shared if len(mine[key]) == len(other[key])]
    pairs = [
        pair for key in as_often or shared for pair in zip(mine[key], other[key], strict=False)
    ]
    return _rising(sorted(pairs))


def _rising(pairs: list[Match]) -> list[Match]:
    """The longest chain of pairs that rises in both places; the pairs are sorted by the first."""
    ends: list[int] = []
    last: list[int] = []
    before: list[int] = []
    for number, (_, place) in enumerate(pairs):
        length = bisect_left(ends, place)
        before.append(last[length - 1] if length else -1)
        if length == len(ends):
            ends.append(place)
            last.append(number)
        else:
            ends[length] = place
            last[length] = number
    chain: list[Match] = []
    number = last[-1] if last else -1
    while number >= 0:
        chain.append(pairs[number])
        number = before[number]
    return chain[::-1]
