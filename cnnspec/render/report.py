"""What a check of files has found."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from cnnspec.core.record import Record
from cnnspec.render.diagnostics import concise, finding_lines, in_order, plural, tally
from cnnspec.render.facts import strongest
from cnnspec.render.screen import BLANK, SEPARATOR, escape, plain_text, wrap
from cnnspec.render.style import ERROR, GOOD, WARNING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from cnnspec.core.diagnostic import Diagnostic, Label
    from cnnspec.render.screen import Line
    from cnnspec.results import Analysis

    Same = tuple[str, str, Label | None]

MOST_NAMES = 4
"""So many variants are named that have a finding with other figures."""


class Checked(Record):
    """One file that was checked: its text, its variants, and what was found.

    `variants` are the networks that each finding is about; `remarks` say which, where it is not
    about all of them.
    """

    file: str
    text: str
    analyses: tuple[Analysis, ...]
    findings: tuple[Diagnostic, ...]
    variants: dict[Diagnostic, list[str]]
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
    exactly, nearly = _by_network(first, analyses)
    variants = {
        one: [*names, *[name for name in nearly.get(one, ()) if name not in names]]
        for one, names in exactly.items()
    }
    remarks = {
        one: _remark(exactly[one], nearly.get(one, []))
        for one, names in variants.items()
        if len(analyses) > 1 and len(exactly[one]) < len(analyses)
    }
    ordered = tuple(in_order(first.values()))
    return Checked(file, text, tuple(analyses), ordered, variants, remarks)


def _by_network(
    first: dict[Same, Diagnostic], analyses: Sequence[Analysis]
) -> tuple[dict[Diagnostic, list[str]], dict[Diagnostic, list[str]]]:
    """The networks that have each finding as it is told, and those that have it with other figures;
    what none of the findings tells is added to them."""
    alike: dict[tuple[str, Label | None], Diagnostic] = {}
    for finding in first.values():
        alike.setdefault(_cause(finding), finding)
    exactly: dict[Diagnostic, list[str]] = {}
    nearly: dict[Diagnostic, list[str]] = {}
    for analysis in analyses:
        for finding in analysis.diagnostics:
            one, other = first.get(same(finding)), alike.get(_cause(finding))
            if one is None and other is None:
                one = first[same(finding)] = finding
            if one is not None:
                exactly.setdefault(one, []).append(analysis.name)
            elif other is not None and analysis.name not in nearly.setdefault(other, []):
                nearly[other].append(analysis.name)
    return exactly, nearly


def _remark(exactly: list[str], nearly: list[str]) -> str:
    """`in a, b`, `in a, and alike in b, c`, `in a, and alike in 9 others`."""
    told = f"in {', '.join(exactly)}"
    if not nearly:
        return told
    others = ", ".join(nearly) if len(nearly) <= MOST_NAMES else f"{len(nearly)} others"
    return f"{told}, and alike in {others}"


def same(finding: Diagnostic) -> Same:
    """What a finding has in common with the same one of another variant: all but what led there."""
    return (finding.code, finding.message, finding.primary)


def _cause(finding: Diagnostic) -> tuple[str, Label | None]:
    """What findings of one cause have in common, whatever their figures are."""
    place = finding.primary
    return finding.code, None if place is None else place.replace(text="")


def all_findings(files: Iterable[Checked]) -> list[Diagnostic]:
    """The findings of all files, in their order."""
    return [finding for file in files for finding in file.findings]


def failed(files: Iterable[Checked]) -> bool:
    """Whether anything was found that is more than an information."""
    return any(finding.severity != "info" for finding in all_findings(files))


def report_screen(files: Sequence[Checked], width: int | None = None) -> tuple[Line, ...]:
    """All findings in full but those that never fail, which take a line each; then the summary."""
    lines: list[Line] = []
    infos: list[Line] = []
    for file in files:
        sources = {file.file: file.text}
        for finding in file.findings:
            if finding.severity == "info":
                infos += _folded(_one_line(file, finding), width)
                continue
            lines += finding_lines(finding, sources, width, file.remarks.get(finding, ""))
            lines.append(BLANK)
    if infos:
        infos.append(BLANK)
    return (*lines, *infos, *conditions(files), summary_line(files))


def _one_line(file: Checked, finding: Diagnostic) -> str:
    remark = file.remarks.get(finding)
    return f"{concise(finding)} ({remark})" if remark else concise(finding)


def _folded(text: str, width: int | None) -> list[Line]:
    """A line, folded with an indentation where the screen is narrower."""
    first, *rest = wrap(escape(text), max((width or len(text) + 2) - 2, 40)) or [""]
    return [plain_text(first), *[plain_text(f"  {part}") for part in rest]]


def concise_screen(files: Sequence[Checked]) -> tuple[Line, ...]:
    """A line for each finding, then the summary."""
    lines = [plain_text(_one_line(file, finding)) for file in files for finding in file.findings]
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
            {**document, "variants": file.variants.get(finding, [])}
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
