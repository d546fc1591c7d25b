"""Smaller inputs and values, and the largest of them with which a budget holds."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from cnnspec.checks._wording import counted
from cnnspec.fixes.changes import Change, input_change
from cnnspec.fixes.inputs import one_input
from cnnspec.fixes.ways import total_stride

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from cnnspec.fixes.proving import Prover, Trial
    from cnnspec.results import Analysis, Budget

STEPS_DOWN = 8
"""So many smaller values are tried where the largest that fits makes something else wrong."""
MOST_SIZES = 1 << 12
PARTS = (20, 16, 8, 4, 2, 1)
"""A factor such as `width: 1` is tried in twentieths; if the spec cannot take those, in others."""
MOST_FACTOR = 4
"""A larger number is no factor, and is tried in whole steps."""


class Search:
    """Looks for the largest of ascending changes with which a budget holds and nothing is wrong."""

    def __init__(self, prover: Prover, number: int) -> None:
        self.prover = prover
        self.number = number

    def can_be_read(self, change: Change) -> bool:
        """Whether the network can be measured with a change."""
        return self._budget(change) is not None

    def largest(self, changes: Sequence[Change]) -> Trial | None:
        """The last of ascending changes that fits, by halving; where that makes something else
        wrong, one before it."""
        low, high = 0, len(changes)
        while low < high:
            middle = (low + high) // 2
            budget = self._budget(changes[middle])
            # What cannot be measured is too small.
            if budget is not None and budget.holds is not True:
                high = middle
            else:
                low = middle + 1
        for change in reversed(changes[max(low - STEPS_DOWN, 0) : low]):
            budget = self._budget(change)
            if budget is not None and budget.holds:
                unit = f" {budget.unit}" if budget.unit else ""
                said = change.replace(remark=f"{counted(budget.value)}{unit}, fits")
                trial = self.prover.proves(said)
                if trial is not None and not trial.new:
                    if self.prover.breaks_claims(trial):
                        said = said.replace(remark=f"{said.remark}; `expect` needs other figures")
                        return trial.replace(change=said)
                    return trial
        return None

    def _budget(self, change: Change) -> Budget | None:
        result = self.prover.run(change)
        if result is None or result.graph.unknown:
            return None
        budgets = result.budgets
        return budgets[self.number] if len(budgets) == len(self.prover.analysis.budgets) else None


def smaller_inputs(analysis: Analysis) -> list[Change]:
    """Smaller inputs, ascending: by whole steps of the total stride along the longest axis, so that
    windows tile as they do, and along the others as far as the proportions ask for. Frames stay:
    what is filmed is made smaller before it is made shorter."""
    shape = one_input(analysis)
    if shape is None:
        return []
    sizes = shape[1:]
    outputs = tuple(analysis.graph.outputs)
    steps = [total_stride(analysis.graph, outputs, axis)[0] for axis in range(len(sizes))]
    image = range(max(len(sizes) - 2, 0), len(sizes))
    longest = max(image, key=lambda axis: sizes[axis])
    step, long = steps[longest], sizes[longest]
    found: list[Change] = []
    for length in range(long % step or step, long, step)[-MOST_SIZES:]:
        smaller = tuple(
            [
                size if axis < len(sizes) - 2 else _scaled(size, steps[axis], length, long)
                for axis, size in enumerate(sizes)
            ]
        )
        change = _input(analysis, (shape[0], *smaller))
        found.append(change)
    return found


def _scaled(size: int, step: int, length: int, long: int) -> int:
    """The size that is a whole number of steps smaller, and nearest below its part."""
    part = size * length // long
    less = -(-(size - part) // step) * step
    return size - less if size > less else size % step or step


def _input(analysis: Analysis, shape: tuple[int, ...]) -> Change:
    change = input_change(analysis, shape)
    if change is not None:
        return change.replace(distance=0)
    return Change("input", f"input: [{', '.join(map(str, shape))}]", (), shape)


def smaller_values(value: Any) -> Iterator[list[str]]:
    """Smaller values of a variable, ascending, as they are written, in one step after another."""
    if value > MOST_FACTOR:
        if isinstance(value, int):
            step = 8 if value % 8 == 0 and value > 8 else 1
            yield [str(number) for number in range(step, value, step)]
        return
    for parts in PARTS:
        below = -(-value.numerator * parts // value.denominator)
        yield [_decimal(number, parts) for number in range(1, below)]


def _decimal(number: int, parts: int) -> str:
    """So many twentieths, sixteenths, ... as a decimal: `0.35`."""
    places = number * (10_000 // parts)
    return f"{places // 10_000}.{places % 10_000:04}".rstrip("0").rstrip(".")
