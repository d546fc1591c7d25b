"""Channels that come in groups: a number of groups must divide a number of channels."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from cnnspec.core.algebra import divides
from cnnspec.core.diagnostic import Note, Violation
from cnnspec.core.shape import dim_text
from cnnspec.core.wording import listed
from cnnspec.layers._wording import bracketed
from cnnspec.layers.base import Requirement

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cnnspec.core.algebra import Dim

FARTHEST = 1000
"""How far from a number its nearest divisors are looked for."""


def in_group(channels: Dim, groups: Dim) -> Dim:
    """The channels of one group. Symbolic ones are taken to be divisible: that is a condition."""
    if type(channels) is int and type(groups) is int:
        return channels // groups
    if type(groups) is int:
        return cast("Dim", channels / groups)
    return channels // groups


def divide_channels(groups: Dim, channels: Dim, out: Dim | None = None) -> Iterator[Requirement]:
    """`groups` must divide the channels that come in and, where given, those that go out."""
    if groups == 1:
        return
    counts = {"channels": channels}
    if out is not None:
        counts = {"input channels": channels, "output channels": out}
    for what, count in counts.items():
        holds = divides(groups, count)
        if not holds:
            yield Requirement(
                holds,
                f"{dim_text(count)} divisible by {dim_text(groups)}",
                Violation(
                    "E303",
                    f"{what} {bracketed(count)} are not divisible by `groups` {bracketed(groups)}",
                    "groups",
                    *_nearest(groups, count, what, tuple(counts.values())),
                ),
            )


def _nearest(groups: Dim, count: Dim, what: str, counts: tuple[Dim, ...]) -> Iterator[Note]:
    """The nearest numbers that would do, where all of them are known."""
    known = [number for number in counts if type(number) is int]
    if type(groups) is not int or type(count) is not int or len(known) < len(counts):
        return
    from math import gcd

    divisors = nearest_divisors(gcd(*known), groups)
    if divisors and divisors != [1]:
        channels = listed(map(str, sorted(set(known))))
        yield Note("fix", f"{listed(map(str, divisors), 'or')} groups fit {channels} channels")
    below = count // groups * groups
    fitting = [str(number) for number in (below, below + groups) if number]
    yield Note("fix", f"{listed(fitting, 'or')} {what} fit {groups} groups")


def nearest_divisors(number: int, wanted: int) -> list[int]:
    """The divisors of a number next to a wanted one: the nearest below and the nearest above."""
    start = min(wanted, number)
    below = range(start, max(0, start - FARTHEST), -1)
    above = range(wanted + 1, min(number, wanted + FARTHEST) + 1)
    found = []
    for candidates in (below, above):
        found += [divisor for divisor in candidates if number % divisor == 0][:1]
    return found
