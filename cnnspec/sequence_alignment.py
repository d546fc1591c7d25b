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
Gap: TypeAlias = tuple[int, int, int, int]
"""A run of the first list and a run of the second: start and end of both."""

WINDOWS = (16, 4, 1)
"""How many items in a row are looked for that occur once in both lists."""
SMALL = 4_096
"""In a gap of so many pairs of items, the longest common sequence is found exactly."""


def align(
    first: Sequence[Item],
    second: Sequence[Item],
    keys: Sequence[Callable[[Item], Hashable]],
) -> list[Pair]:
    """Both lists as one list of pairs, in order: what is only in the first comes before what is
    only in the second.

    Items are the same by the first of the `keys` that tells so; a later key looks only between the
    items that an earlier one found. A key of None matches nothing. The time is about that of
    sorting both lists.
    """
    matches: list[Match] = []
    gaps: list[Gap] = [(0, len(first), 0, len(second))]
    for key in keys:
        open_gaps = [gap for gap in gaps if gap[0] < gap[1] and gap[2] < gap[3]]
        if not open_gaps:
            break
        numbers: dict[Hashable, int] = {}
        ours, theirs = [-1] * len(first), [-2] * len(second)
        for start, end, from_, to in open_gaps:
            _number(first, key, numbers, ours, start, end)
            _number(second, key, numbers, theirs, from_, to)
        for gap in open_gaps:
            matches += _matches(ours, theirs, gap)
        matches.sort()
        gaps = _gaps(matches, len(first), len(second))
    pairs: list[Pair] = []
    for (start, end, from_, to), match in zip(gaps, [*matches, None], strict=True):
        pairs += [(place, None) for place in range(start, end)]
        pairs += [(None, place) for place in range(from_, to)]
        pairs += [match] if match is not None else []
    return pairs


def _number(
    items: Sequence[Item],
    key: Callable[[Item], Hashable],
    numbers: dict[Hashable, int],
    into: list[int],
    start: int,
    end: int,
) -> None:
    """Give every item the number of its key; one without a key keeps a number that no other list
    has."""
    for place in range(start, end):
        found = key(items[place])
        if found is not None:
            into[place] = numbers.setdefault(found, len(numbers))


def _gaps(matches: list[Match], first: int, second: int) -> list[Gap]:
    """What lies before each match and behind the last one."""
    gaps = []
    start, from_ = 0, 0
    for end, to in [*matches, (first, second)]:
        gaps.append((start, end, from_, to))
        start, from_ = end + 1, to + 1
    return gaps


def _matches(ours: list[int], theirs: list[int], gap: Gap) -> list[Match]:
    """Pairs of equal numbers, rising in both lists: what both begin and end with, then what stands
    out between, and between these again."""
    found: list[Match] = []
    waiting = [gap]
    while waiting:
        start, end, from_, to = waiting.pop()
        while start < end and from_ < to and ours[start] == theirs[from_]:
            found.append((start, from_))
            start, from_ = start + 1, from_ + 1
        while start < end and from_ < to and ours[end - 1] == theirs[to - 1]:
            end, to = end - 1, to - 1
            found.append((end, to))
        if start == end or from_ == to:
            continue
        rest = (start, end, from_, to)
        if (end - start) * (to - from_) <= SMALL:
            found += _longest_common(ours, theirs, rest)
            continue
        anchors = _anchors(ours, theirs, rest)
        found += anchors
        if anchors:
            for one, other in [*anchors, (end, to)]:
                waiting.append((start, one, from_, other))
                start, from_ = one + 1, other + 1
    return found


def _longest_common(ours: list[int], theirs: list[int], gap: Gap) -> list[Match]:
    """The longest sequence that two short runs have in common."""
    start, end, from_, to = gap
    width = to - from_
    lengths = [[0] * (width + 1)]
    for place in range(end - 1, start - 1, -1):
        below, row, own = lengths[-1], [0] * (width + 1), ours[place]
        for other in range(width - 1, -1, -1):
            if own == theirs[from_ + other]:
                row[other] = below[other + 1] + 1
            else:
                row[other] = max(below[other], row[other + 1])
        lengths.append(row)
    lengths.reverse()
    found: list[Match] = []
    one, other = 0, 0
    while one < end - start and other < width:
        if ours[start + one] == theirs[from_ + other]:
            found.append((start + one, from_ + other))
            one, other = one + 1, other + 1
        elif lengths[one + 1][other] >= lengths[one][other + 1]:
            one += 1
        else:
            other += 1
    return found


def _anchors(ours: list[int], theirs: list[int], gap: Gap) -> list[Match]:
    """The longest rising chain of runs that occur once in both lists, long ones first; where there
    are none, of what occurs in both, the first with the first."""
    for window in WINDOWS:
        mine = _places(ours, gap[0], gap[1], window)
        other = _places(theirs, gap[2], gap[3], window)
        chain = _rising(
            [
                (places[0], other[run][0])
                for run, places in mine.items()
                if len(places) == 1 and len(other.get(run, ())) == 1
            ]
        )
        if chain:
            return chain
    return _rising(
        sorted(
            [
                pair
                for number, places in mine.items()
                if number in other
                for pair in zip(places, other[number], strict=False)
            ]
        )
    )


def _places(numbers: list[int], start: int, end: int, window: int) -> dict[Hashable, list[int]]:
    """Where every run of so many numbers begins."""
    found: dict[Hashable, list[int]] = {}
    if window == 1:
        for place in range(start, end):
            found.setdefault(numbers[place], []).append(place)
        return found
    for place in range(start, end - window + 1):
        found.setdefault(tuple(numbers[place : place + window]), []).append(place)
    return found


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
