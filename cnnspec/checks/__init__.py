"""Checks: one file a rule, named by its code; each is a question about an analysed network."""

from __future__ import annotations

import os
from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from cnnspec.core.diagnostic import Diagnostic
    from cnnspec.language.spec import Spec
    from cnnspec.results import Analysis


_codes: list[str] = []


def codes() -> list[str]:
    """The codes of all rules, in order, without importing any of them."""
    if _codes:
        return _codes
    stems = (name[:-3] for name in os.listdir(os.path.dirname(__file__)) if name.endswith(".py"))
    _codes.extend(sorted(stem.upper() for stem in stems if stem[0] != "_"))
    return _codes


def run_checks(analysis: Analysis) -> tuple[Diagnostic, ...]:
    """The findings of all rules, without those that the spec ignores with a reason."""
    found: list[Diagnostic] = []
    for code in codes():
        rule = import_module(f"{__name__}.{code.lower()}")
        found.extend(rule.check(analysis))
    return tuple([finding for finding in found if not _ignored(analysis.spec, finding)])


def _ignored(spec: Spec, finding: Diagnostic) -> bool:
    if finding.primary is None:
        return False
    first, last = finding.primary.span.line, finding.primary.span.end_line
    return any(
        finding.code in ignore.codes and first <= ignore.line <= last
        for ignore in spec.source.ignores
    )
