"""Joining channels."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cnnspec.core.diagnostic import Violation
from cnnspec.core.shape import shape_text
from cnnspec.core.wording import listed
from cnnspec.layers._merging import Merge, agree, differ
from cnnspec.layers.base import Requirement

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cnnspec.core.shape import Shape
    from cnnspec.core.terms import Term


class Concat(Merge):
    """Put the channels of all branches behind one another."""

    source = "Szegedy et al. 2014, §4; Huang et al. 2016, Densely connected networks, §3"
    formulas = {"output": "[sum of all c, ...]"}
    of_one = "each of its channels {times} times"
    non_negative_if = "all"

    def requires(self, *inputs: Shape) -> Iterator[Requirement]:
        first = inputs[0]
        if any(len(x) != len(first) for x in inputs):
            yield Requirement(False, "", differ(self, inputs))
            return
        others = [x for x in inputs[1:] if x[1:] != first[1:]]
        if others:
            maps = listed([shape_text(x[1:]) for x in inputs])
            pairs = [pair for x in others for pair in zip(first[1:], x[1:], strict=True)]
            yield from agree(pairs, Violation("E304", f"concat joins maps of {maps}"))

    def workings(self, *inputs: Shape) -> dict[str, Term]:
        from cnnspec.core.terms import numbers, total

        return {"channels": total(*numbers(tuple([x[0] for x in inputs]), "channels"))}

    def output(self, *inputs: Shape) -> Shape:
        channels = [x[0] for x in inputs]
        return (sum(channels[1:], channels[0]), *inputs[0][1:])
