"""How tests read an explanation: a figure by its name, and sums as they are printed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cnnspec.render.terms import term_text

if TYPE_CHECKING:
    from cnnspec.derivation.records import Explanation, Figure


def figure(explanation: Explanation, name: str) -> Figure:
    return next(figure for figure in explanation.figures if figure.name == name)


def sums(explanation: Explanation, name: str) -> list[str]:
    """The sums of a figure with their values, as they are printed."""
    return [f"{term_text(w.term)} = {w.value:,}" for w in figure(explanation, name).workings]


def shape(explanation: Explanation) -> list[str]:
    return [f"{term_text(w.term)} = {w.value}" for w in explanation.shape]
