"""Layers that could not be placed: what was wanted of them, and values that they would take."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from cnnspec.core.algebra import Undecidable
from cnnspec.core.diagnostic import Violation
from cnnspec.layers.facts import measure

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from cnnspec.core.diagnostic import Diagnostic
    from cnnspec.core.shape import Shape
    from cnnspec.core.window import Relation
    from cnnspec.graph import Refused
    from cnnspec.layers.base import Layer
    from cnnspec.results import Analysis

FARTHEST = 1000
"""How far from a number the nearest one is looked for that a layer takes."""


def refused_at(analysis: Analysis, finding: Diagnostic) -> tuple[int, Refused] | None:
    """The layer that a finding is about, where it could not be placed."""
    for node, refused in analysis.graph.refused.items():
        if analysis.paths.layer(node) == finding.layer:
            return node, refused
    return None


def relations_of(layer: Layer, shapes: tuple[Shape, ...]) -> tuple[Relation, ...] | None:
    """The windows of a layer; None where it cannot have any over what reaches it."""
    try:
        return layer.relations(*shapes)
    except (Violation, Undecidable):
        return None


def takes(refused: Refused, option: str, value: Any) -> bool:
    """Whether a layer with another value of an option suits what reaches it."""
    values = {name: refused.layer.__dict__[name] for name in refused.layer.options}
    return suits(refused, {**values, option: value}, refused.shapes)


def suits(refused: Refused, values: dict[str, Any], shapes: tuple[Shape, ...]) -> bool:
    """Whether a layer with some values suits some shapes."""
    try:
        measure(type(refused.layer)(**values), shapes)
    except (Violation, Undecidable):
        return False
    return True


def nearest_below_and_above(value: int, least: int, fits: Callable[[int], bool]) -> Iterator[int]:
    """The nearest number below a value and the nearest above it that fit."""
    below = range(value - 1, max(least, value - FARTHEST) - 1, -1)
    above = range(value + 1, value + FARTHEST + 1)
    for numbers in (below, above):
        found = next(filter(fits, numbers), None)
        if found is not None:
            yield found
