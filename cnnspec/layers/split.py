"""Parting the channels."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cnnspec.core.algebra import condition, divides, is_equal
from cnnspec.core.diagnostic import Note, Violation
from cnnspec.core.shape import dim_text
from cnnspec.core.terms import Number, Quotient, numbers, total
from cnnspec.core.wording import listed
from cnnspec.layers._channels import nearest_divisors
from cnnspec.layers._wording import bracketed
from cnnspec.layers.base import Layer, Requirement, option

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cnnspec.core.algebra import Dim
    from cnnspec.core.shape import Shape
    from cnnspec.core.terms import Term


class Split(Layer):
    """Part the channels: into N equal parts, or into parts of given sizes.

    The parts are called `NAME.0`, `NAME.1`, … Each stands for itself; the layer as a whole has the
    shape of its input.
    """

    group = "Pooling and size"
    memory = "view"
    source = "Ma et al. 2018, §3"
    formulas = {"output": "N tensors of [c/N, ...], or one of [size, ...] for each size"}
    example = {"sizes": (2,)}
    non_negative_if = "all"

    sizes = option("the number of equal parts, or the channels of each part", "counts")

    def parts(self, x: Shape) -> tuple[tuple[Dim, Dim], ...]:
        """The channels of each part: the first one, and the first behind it.

        A Violation if they do not make up the channels of the input.
        """
        for requirement in self.requires(x):
            if requirement.holds is False:
                raise requirement.violation
        widths = self.sizes
        if len(widths) == 1:
            widths = (x[0] // widths[0],) * widths[0]
        bounds = []
        start: Dim = 0
        for width in widths:
            bounds.append((start, start + width))
            start = start + width
        return tuple(bounds)

    def workings(self, *inputs: Shape) -> dict[str, Term]:
        channels = Number(inputs[0][0], "channels")
        if len(self.sizes) == 1:
            return {"channels": Quotient(channels, Number(self.sizes[0], "parts"), "exact")}
        return {"parts": total(*numbers(self.sizes, "channels of a part"))}

    def requires(self, *inputs: Shape) -> Iterator[Requirement]:
        channels = inputs[0][0]
        if len(self.sizes) == 1:
            yield from _equal(channels, self.sizes[0])
        else:
            yield from _summed(channels, self.sizes)


def _equal(channels: Dim, count: Dim) -> Iterator[Requirement]:
    """The number of parts is known and divides the channels."""
    if type(count) is not int:
        raise Violation(
            "E203", f"`split` wants a known number of parts, got {dim_text(count)}", "sizes"
        )
    holds = divides(count, channels)
    if not holds:
        yield Requirement(
            holds,
            f"{dim_text(channels)} divisible by {count}",
            Violation(
                "E302",
                f"channels {bracketed(channels)} do not split into {count} equal parts",
                "sizes",
                *_fitting(count, channels),
            ),
        )


def _fitting(count: int, channels: Dim) -> Iterator[Note]:
    """The nearest numbers of parts that would do."""
    if type(channels) is int:
        numbers = map(str, nearest_divisors(channels, count))
        yield Note("fix", f"{listed(numbers, 'or')} parts fit {channels} channels")


def _summed(channels: Dim, sizes: Shape) -> Iterator[Requirement]:
    """The sizes make up all channels."""
    total = sum(sizes[1:], sizes[0])
    holds = is_equal(total, channels)
    if not holds:
        summands = " + ".join(map(dim_text, sizes))
        yield Requirement(
            holds,
            condition(channels, "==", total),
            Violation(
                "E302",
                f"the parts have {summands} = {dim_text(total)} channels, "
                f"the input has {dim_text(channels)}",
                "sizes",
            ),
        )
