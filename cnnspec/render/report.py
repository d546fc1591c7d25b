"""What a check of files has found."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from cnnspec.core.record import Record
from cnnspec.render.diagnostics import concise, finding_lines, in_order, plural, tally
from cnnspec.render.facts import strongest
from cnnspec.render.screen import BLANK, SEPARATOR, plain_text
from cnnspec.render.style import ERROR, GOOD, WARNING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from cnnspec.core.diagnostic import Diagnostic, Label
    from cnnspec.render.screen import Line
    from cnnspec.results import Analysis

    Same = tuple[str, str, Label | None]


class Checked(Record):
    """One file that was checked: its text, its variants, and what was found.

    `remarks` say which variants a finding is about, where it is not about all of them.
    """

    file: str
    text: str
    analyses: tuple[Analysis, ...]
    findings: tuple[Diagnostic, ...]
    remarks: dict[Diagnostic, str]

    @property
    def expectations(self) -> tuple[int, int]:
        """How many expectations hold, and how many there are."""
        claims = [claim for analysis in self.analyses for claim in analysis.claims]
        return sum([claim.holds for claim in claims]), len(claims)


def checked(
    file: str, text: str, analyses: Sequence[Analysis], findings: Iterable[Diagnostic]
) -> Checked:
    """A file with its findings in order, each once, however many variants have it."""
    first: dict[Same, Diagnostic] = {}
    for finding in findings:
        first.setdefault(same(finding), finding)
    variants: dict[Diagnostic, list[str]] = {}
    for analysis in analyses:
        for finding in analysis.diagnostics:
            one = first.setdefault(same(finding), finding)
            variants.setdefault(one, []).append(analysis.name)
    remarks = {
        finding: f"in {', '.join(names)}"
        for finding, names in variants.items()
        if len(analyses) > 1 and len(names) < len(analyses)
    }
    return Checked(file, text, tuple(analyses), tuple(in_order(first.values())), remarks)


def same(finding: Diagnostic) -> Same:
    """What a finding has in common with the same one of another variant: all but what led there."""
    return (finding.code, finding.message, finding.primary)


def all_findings(files: Iterable[Checked]) -> list[Diagnostic]:
    """The findings of all files, in their order."""
    return [finding for file in files for finding in file.findings]


def failed(files: Iterable[Checked]) -> bool:
    """Whether anything was found that is more than an information."""
    return any(finding.severity != "info" for finding in all_findings(files))


def report_screen(files: Sequence[Checked], width: int | None = None) -> tuple[Line, ...]:
    """All findings in full, then the summary."""
    lines: list[Line] = []
    for file in files:
        sources = {file.file: file.text}
        for finding in file.findings:
            lines += finding_lines(finding, sources, width, file.remarks.get(finding, ""))
            lines.append(BLANK)
    return (*lines, *conditions(files), summary_line(files))


def concise_screen(files: Sequence[Checked]) -> tuple[Line, ...]:
    """A line for each finding, then the summary."""
    lines = []
    for file in files:
        for finding in file.findings:
            remark = file.remarks.get(finding)
            text = concise(finding)
            lines.append(plain_text(f"{text} ({remark})" if remark else text))
    return (*lines, *conditions(files), summary_line(files))


def conditions(files: Sequence[Checked]) -> list[Line]:
    """What must hold for symbols, so that what is claimed does: a line for each network."""
    return [
        plain_text(
            f"{file.file}: {analysis.name} needs {', '.join(strongest(analysis.conditions))}"
        )
        for file in files
        for analysis in file.analyses
        if analysis.conditions
    ]


def summary_line(files: Sequence[Checked]) -> Line:
    """`clean: 2 specs, 12 of 12 expectations hold`, or `1 error in 3 of 10 specs`."""
    found = all_findings(files)
    infos = [finding for finding in found if finding.severity == "info"]
    if len(infos) == len(found):
        held = sum([file.expectations[0] for file in files])
        number = sum([file.expectations[1] for file in files])
        expected = f"{held} of {number} expectations hold" if number else "no expectations"
        line: Line = (("clean", GOOD), (f": {plural(len(files), 'spec')}, {expected}", ""))
        return (*line, SEPARATOR, (tally(infos), "")) if infos else line
    touched = sum([bool(file.findings) for file in files])
    where = f"{touched} of {plural(len(files), 'spec')}" if len(files) > 1 else "1 spec"
    worst = ERROR if any(finding.severity == "error" for finding in found) else WARNING
    return ((tally(found), worst), (f" in {where}", ""))


def report_document(files: Sequence[Checked]) -> dict[str, Any]:
    """The report for machines."""
    from cnnspec.render import json

    found = all_findings(files)
    held = sum([file.expectations[0] for file in files])
    return {
        "schema": json.SCHEMA,
        "summary": {
            "specs": len(files),
            "variants": sum([len(file.analyses) for file in files]),
            **{
                f"{severity}s": sum([finding.severity == severity for finding in found])
                for severity in ("error", "warning", "info")
            },
            "expectations": sum([file.expectations[1] for file in files]),
            "expectations_held": held,
        },
        "specs": [
            {
                "file": file.file,
                "variants": [_variant(analysis) for analysis in file.analyses],
            }
            for file in files
        ],
        "diagnostics": [
            {**document, "variants": _variants(file, finding)}
            for file in files
            for finding, document in zip(file.findings, json.findings(file.findings), strict=True)
        ],
    }


def _variant(analysis: Analysis) -> dict[str, Any]:
    from cnnspec.render import json

    return {
        "name": analysis.name,
        "params": json.value(analysis.totals.params),
        "macs": json.value(analysis.totals.macs),
        "expectations": [json.claim(claim) for claim in analysis.claims],
        "conditions": list(analysis.conditions),
    }


def _variants(file: Checked, finding: Diagnostic) -> list[str]:
    return [
        analysis.name
        for analysis in file.analyses
        if same(finding) in map(same, analysis.diagnostics)
    ]
