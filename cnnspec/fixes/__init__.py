"""Fixes: a changed spec is analysed again as a whole; what leaves or adds a finding is dropped.

Each file bears the code of the findings that it mends. It says in which `ORDER` kinds of changes
are proposed, what they do (`DOES`), and yields the `trials` of changes that may mend; those
that do are kept, and told. A file with `notes` tells why a figure differs, and what it is made of.
"""

from __future__ import annotations

import os
from importlib import import_module
from typing import TYPE_CHECKING

from cnnspec.core.diagnostic import Note

if TYPE_CHECKING:
    from cnnspec.analysis import FileReport
    from cnnspec.core.diagnostic import Diagnostic
    from cnnspec.fixes.proving import Work
    from cnnspec.results import Analysis

MOST_MENDED = 20
"""For so many findings of a network fixes are looked for."""


def with_fixes(analysis: Analysis) -> Analysis:
    """The analysis with tried fixes added to the findings for which there are any."""
    mended = _mended(analysis, {})
    found = [mended.get(finding, finding) for finding in analysis.diagnostics]
    return analysis.replace(diagnostics=tuple(found))


def report_with_fixes(report: FileReport) -> FileReport:
    """The report with tried fixes added to its findings."""
    mended: dict[Diagnostic, Diagnostic] = {}
    for analysis in (*report.analyses, *report.trained):
        mended = _mended(analysis, mended)
    analyses = [
        analysis.replace(
            diagnostics=tuple([mended.get(finding, finding) for finding in analysis.diagnostics])
        )
        for analysis in report.analyses
    ]
    found = tuple([mended.get(finding, finding) for finding in report.diagnostics])
    return report.replace(analyses=tuple(analyses), diagnostics=found)


def _mended(
    analysis: Analysis, known: dict[Diagnostic, Diagnostic]
) -> dict[Diagnostic, Diagnostic]:
    """The findings that can be mended or explained, with that, beside those that are known."""
    wanted = [f for f in analysis.diagnostics if f not in known and _is_solved(f.code)]
    if not wanted:
        return known
    from cnnspec.fixes.proving import Work

    work, found = Work(), dict(known)
    for finding in wanted[:MOST_MENDED]:
        found[finding] = _mend(analysis, finding, work)
    for finding in wanted[MOST_MENDED : MOST_MENDED + 1]:
        more = Note("note", f"fixes are looked for {MOST_MENDED} findings, and not for the rest")
        found[finding] = finding.replace(notes=(*finding.notes, more))
    return found


def _is_solved(code: str) -> bool:
    """Whether there is a file that solves what has this code."""
    return os.path.exists(os.path.join(os.path.dirname(__file__), f"{code.lower()}.py"))


def _mend(analysis: Analysis, finding: Diagnostic, work: Work) -> Diagnostic:
    """The finding with the fixes that hold, in place of what was proposed untried."""
    module, asked = import_module(f"{__name__}.{finding.code.lower()}"), finding
    if hasattr(module, "notes"):
        finding = finding.replace(notes=(*finding.notes, *module.notes(analysis, finding)))
    if not hasattr(module, "trials"):
        return finding
    from cnnspec.fixes.proving import Prover, best, fix_of
    from cnnspec.fixes.telling import gave_up, told

    prover = Prover(analysis, asked, work, getattr(module, "BESIDES", ()))
    shown = best(prover, module.trials(prover), module.ORDER)
    remarks = module.remarks(prover, shown) if hasattr(module, "remarks") else ()
    notes = told(shown, module.DOES, *remarks)
    if work.ended and not shown:
        notes = (*notes, gave_up(work))
    if not notes:
        return finding
    kept = [note for note in finding.notes if note.kind != "fix" or not shown]
    return finding.replace(notes=(*kept, *notes), fixes=tuple(map(fix_of, shown)))
