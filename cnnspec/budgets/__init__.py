"""Budgets: what a network may take at most, or must have at least, beside what was measured."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cnnspec.budgets.holding import judge
from cnnspec.budgets.measures import Measures
from cnnspec.budgets.reading import Reader
from cnnspec.core.algebra_atoms import TooLarge

if TYPE_CHECKING:
    from cnnspec.core.diagnostic import Diagnostic
    from cnnspec.results import Analysis, Budget


class Verdict:
    """The budgets of a spec, the findings about those that are exceeded, and what must hold of
    symbols so that the others are not."""

    def __init__(
        self,
        budgets: tuple[Budget, ...],
        diagnostics: tuple[Diagnostic, ...],
        conditions: tuple[str, ...],
    ) -> None:
        self.budgets = budgets
        self.diagnostics = diagnostics
        self.conditions = conditions


def hold(analysis: Analysis) -> Verdict:
    """Hold every limit under `budget:` against the analysis, whatever its input and variables."""
    reader = Reader(analysis)
    limits = reader.read()
    measures = Measures(analysis)
    budgets = []
    for limit in limits:
        try:
            found = judge(limit, measures, reader)
        except TooLarge as beyond:
            message = f"`{limit.name}` cannot be measured: {beyond}"
            reader.about(limit, "E504", message, limit.node)
            continue
        if found is not None:
            budgets.append(found)
    conditions = dict.fromkeys([one for budget in budgets for one in budget.conditions])
    told = (*reader.problems.diagnostics, *reader.elsewhere)
    return Verdict(tuple(budgets), told, tuple(conditions))
