"""Fixes: a changed spec is analysed again as a whole; what leaves or adds a finding is dropped."""

from __future__ import annotations

import os
from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from cnnspec.analysis import FileReport
    from cnnspec.core.diagnostic import Diagnostic
    from cnnspec.results import Analysis


def with_fixes(analysis: Analysis) -> Analysis:
    """The analysis with tried fixes added to the findings for which there are any."""
    found = tuple([_mend(analysis, finding) for finding in analysis.diagnostics])
    return analysis.replace(diagnostics=found)


def report_with_fixes(report: FileReport) -> FileReport:
    """The report with tried fixes added to its findings."""
    mended: dict[Diagnostic, Diagnostic] = {}
    for analysis in (*report.analyses, *report.trained):
        for finding in analysis.diagnostics:
            if finding not in mended:
                mended[finding] = _mend(analysis, finding)
    analyses = [
        analysis.replace(diagnostics=tuple([mended[finding] for finding in analysis.diagnostics]))
        for analysis in report.analyses
    ]
    found = tuple([mended.get(finding, finding) for finding in report.diagnostics])
    return report.replace(analyses=tuple(analyses), diagnostics=found)


def _mend(analysis: Analysis, finding: Diagnostic) -> Diagnostic:
    code = finding.code.lower()
    if not os.path.exists(os.path.join(os.path.dirname(__file__), f"{code}.py")):
        return finding
    notes = import_module(f"{__name__}.{code}").notes(analysis, finding)
    return finding.replace(notes=(*finding.notes, *notes))
