"""Checks: one file a rule, named by its code; each is a question about an analysed network.

Rules of the bands 1 and 2 (`W101`, `W201`) ask about the text of a file, all others about one
network in it.
"""

from __future__ import annotations

import os
from importlib import import_module
from itertools import islice
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cnnspec.core.diagnostic import Diagnostic, Severity
    from cnnspec.results import Analysis

MOST_FINDINGS = 100
"""So many findings of one rule are told."""
LEADING = ("W306",)
"""What explains all other findings of a network, which are told only when this one is mended."""
OF_THE_TEXT = "12"
"""The bands of the rules about the text."""
OF_THE_LAYERS = "1234"
"""The bands of errors in the layers; those of claims are in band 5."""
LETTERS: dict[Severity, str] = {"error": "E", "warning": "EW", "info": "EWI"}

_codes: list[str] = []


def codes() -> list[str]:
    """The codes of all rules, in order, without importing any of them."""
    if _codes:
        return _codes
    stems = (name[:-3] for name in os.listdir(os.path.dirname(__file__)) if name.endswith(".py"))
    _codes.extend(sorted(stem.upper() for stem in stems if stem[0] != "_"))
    return _codes


def run_checks(analysis: Analysis, mildest: Severity = "info") -> Analysis:
    """The network with the findings of all rules about it, down to the mildest severity that is
    asked for. What the spec ignores is kept apart."""
    letters = LETTERS[mildest]
    wanted = [code for code in codes() if code[1] not in OF_THE_TEXT and code[0] in letters]
    found: list[Diagnostic] = []
    ignored: list[Diagnostic] = []
    # A network with a mistake in its layers is not the one that is meant.
    wrong = any(f.code[0] == "E" and f.code[1] in OF_THE_LAYERS for f in analysis.diagnostics)
    for code in sorted(wanted, key=lambda code: code not in LEADING):
        if code not in LEADING and (analysis.graph.unknown or (wrong and code[0] != "E")):
            continue
        for finding in _findings(code, analysis):
            (ignored if is_ignored(analysis, finding) else found).append(finding)
        if code in LEADING and found:
            analysis.graph.kept.clear()
            return analysis.replace(diagnostics=tuple(found), ignored=tuple(ignored))
    analysis.graph.kept.clear()
    return analysis.replace(diagnostics=(*analysis.diagnostics, *found), ignored=tuple(ignored))


def check_text(analyses: Sequence[Analysis]) -> tuple[Diagnostic, ...]:
    """What the rules about the text find in a file: what holds for every network in it.

    The networks are all variants, and their training graphs. What they ignored is looked at too.
    """
    told: list[Diagnostic] = []
    for code in [code for code in reversed(codes()) if code[1] in OF_THE_TEXT]:
        each = [{_place(finding): finding for finding in _findings(code, a)} for a in analyses]
        everywhere = [f for place, f in each[0].items() if all(place in found for found in each)]
        silent = [f for f in everywhere if is_ignored(analyses[0], f)]
        told += [finding for finding in everywhere if finding not in silent]
        analyses = [a.replace(ignored=(*a.ignored, *silent)) for a in analyses]
    return tuple(told)


def is_ignored(analysis: Analysis, finding: Diagnostic) -> bool:
    """Whether a comment at its place silences a finding."""
    if not analysis.spec.source.ignores:
        return False
    from cnnspec.checks._places import ignored

    return ignored(analysis.spec.source, finding.code, finding.primary)


def _findings(code: str, analysis: Analysis) -> list[Diagnostic]:
    rule = import_module(f"{__name__}.{code.lower()}")
    return list(islice(rule.check(analysis), MOST_FINDINGS))


def _place(finding: Diagnostic) -> object:
    return finding.message, finding.primary and finding.primary.span
