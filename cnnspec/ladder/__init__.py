"""The ladder of diagnosis: which way of counting gives the figure that was expected.

Tools and papers count differently. Each step is one such way; the first one that gives exactly the
figure is told, or for an exact figure two together. Nothing is told of what only comes near.
"""

from __future__ import annotations

from importlib import import_module
from itertools import combinations
from typing import TYPE_CHECKING

from cnnspec.ladder.step import Counted, Step

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cnnspec.language.figures import Figure

ORDER = (
    "printing", "biases", "auxiliary", "statistics", "classifier", "doubling", "bias_adds",
    "linear", "groups", "input_size",
)  # fmt: skip
"""The steps, each a file with `steps`, in the order in which they are tried."""
TOGETHER = ("biases", "auxiliary", "statistics", "doubling", "bias_adds", "linear")
"""Those of which two are tried together: with few steps, two that fit by accident are rare."""
OF_FEW_DIGITS = ("printing", "auxiliary", "doubling")
"""Those that are tried for a figure of two digits, which others would fit by accident."""

OF_MANY_VALUES = ("classifier", "input_size")
"""Those that try many values: of two that come near a rounded figure, the other one is meant."""


def climb(counted: Counted, figure: Figure) -> tuple[Step, ...]:
    """The step that leads from what was found to a figure, or two; none if none does.

    Many steps come near a figure that is rounded: if two ways of counting lead to it, neither is
    known to be meant.
    """
    additions: list[tuple[str, Step]] = []
    hits: dict[str, Step] = {}
    for name in OF_FEW_DIGITS if _has_few_digits(figure) else ORDER:
        for step in _steps(name, counted, figure):
            reached = step.applied(counted.found)
            fits = reached is not None and figure.holds(reached)
            if step.told or (fits and figure.exact):
                return (step,)
            if fits:
                hits.setdefault(name, step)
            if name in TOGETHER:
                additions.append((name, step))
    fixed = {name: step for name, step in hits.items() if name not in OF_MANY_VALUES}
    if len(fixed or hits) == 1:
        return tuple((fixed or hits).values())
    if not figure.exact:
        return ()
    for (one, first), (other, second) in combinations(additions, 2):
        between = first.applied(counted.found) if one != other else None
        reached = None if between is None else second.applied(between)
        if reached is not None and figure.holds(reached):
            return (first, second)
    return ()


def _has_few_digits(figure: Figure) -> bool:
    """Whether a figure leaves more room than a hundredth of it."""
    if figure.within is not None:
        return figure.within[0] * 100 > figure.within[1]
    return bool(figure.unit and figure.value < 100 * figure.unit)


def _steps(name: str, counted: Counted, figure: Figure) -> Iterator[Step]:
    module = import_module(f"{__name__}.{name}")
    if counted.metric in module.METRICS:
        for step in module.steps(counted, figure):
            if step.told or step.change or step.times != step.over:
                yield step
