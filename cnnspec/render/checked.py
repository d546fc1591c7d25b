"""One file that was checked, as plain data: small enough to be sent from process to process."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from cnnspec.core.record import Record
from cnnspec.render.diagnostics import in_order

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from cnnspec.analysis import FileReport
    from cnnspec.core.diagnostic import Diagnostic, Label
    from cnnspec.results import Analysis

    Same = tuple[str, str, Label | None]
    Names = dict[Diagnostic, list[str]]

MOST_NAMES = 4
"""So many variants are named that have a finding with other figures."""


class CheckedNetwork(Record):
    """One variant of a file: what JSON tells of it, how many expectations hold, and what its
    symbols need."""

    document: dict[str, Any]
    held: int
    needs: tuple[str, ...]

    @property
    def name(self) -> str:
        """The name of the network."""
        return str(self.document["name"])


class Checked(Record):
    """One file that was checked: its text, its variants, and what was found.

    `variants` are the names of the networks that a finding is about; `remarks` say which, where it
    is not about all of them. `known` is how many findings a baseline has, `mended` how many were
    mended, `left_out` are the codes of those that are not selected. `is_spec` is off for a file
    that specs share, in which something was found.
    """

    file: str
    text: str
    networks: tuple[CheckedNetwork, ...]
    findings: tuple[Diagnostic, ...]
    variants: dict[Diagnostic, tuple[str, ...]]
    remarks: dict[Diagnostic, str]
    fingerprints: tuple[str, ...]
    known: int = 0
    mended: int = 0
    left_out: tuple[str, ...] = ()
    is_spec: bool = True

    @property
    def expectations(self) -> tuple[int, int]:
        """How many expectations hold, and how many there are."""
        held = sum([network.held for network in self.networks])
        return held, sum([len(network.document["expectations"]) for network in self.networks])

    @property
    def budgets(self) -> tuple[int, int]:
        """How many budgets surely hold, and how many there are."""
        budgets = [budget for network in self.networks for budget in network.document["budgets"]]
        return sum([budget["holds"] is True for budget in budgets]), len(budgets)

    def remark(self, finding: Diagnostic) -> str:
        """Which variants a finding is about, where it is not about all of them."""
        return self.remarks.get(finding, "")

    def only(self, wanted: Callable[[Diagnostic], bool]) -> Checked:
        """The same without findings that are not wanted."""
        pairs = zip(self.findings, self.fingerprints, strict=True)
        kept = [pair for pair in pairs if wanted(pair[0])]
        return self.replace(
            findings=tuple([finding for finding, _ in kept]),
            fingerprints=tuple([fingerprint for _, fingerprint in kept]),
        )

    def selected(self, wanted: Callable[[Diagnostic], bool]) -> Checked:
        """The same with the findings that are asked for; the codes of the others are kept."""
        others = [finding.code for finding in self.findings if not wanted(finding)]
        return self.only(wanted).replace(left_out=tuple(others)) if others else self


def checked(report: FileReport) -> Checked:
    """A file with its findings in order, each once, however many variants have it."""
    from cnnspec.project.fingerprint import fingerprints
    from cnnspec.project.repository import Paths

    first: dict[Same, Diagnostic] = {}
    for finding in report.diagnostics:
        first.setdefault(_same(finding), finding)
    exactly, nearly = _by_network(first, report.analyses)
    variants = {
        one: (*names, *[name for name in nearly.get(one, ()) if name not in names])
        for one, names in exactly.items()
    }
    remarks = {
        one: _remark(exactly[one], nearly.get(one, []))
        for one in variants
        if len(exactly[one]) < len(report.analyses)
    }
    findings = tuple(in_order(first.values()))
    text = report.source.text if report.source is not None and findings else ""
    return Checked(
        report.file,
        text,
        tuple([_network(analysis) for analysis in report.analyses]),
        findings,
        {finding: variants.get(finding, ()) for finding in findings},
        remarks,
        fingerprints(Paths()(report.file), text, findings) if findings else (),
    )


def _by_network(first: dict[Same, Diagnostic], analyses: Sequence[Analysis]) -> tuple[Names, Names]:
    """The networks that have each finding as it is told, and those that have it with other figures;
    what none of the findings tells is added to them."""
    alike: dict[tuple[str, Label | None], Diagnostic] = {}
    for finding in first.values():
        alike.setdefault(_cause(finding), finding)
    exactly: Names = {}
    nearly: Names = {}
    for analysis in analyses:
        for finding in analysis.diagnostics:
            one, other = first.get(_same(finding)), alike.get(_cause(finding))
            if one is None and other is None:
                one = first[_same(finding)] = finding
            if one is not None:
                names = exactly.setdefault(one, [])
                if analysis.name not in names:
                    names.append(analysis.name)
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


def _same(finding: Diagnostic) -> Same:
    """What a finding has in common with the same one of another variant: all but what led there."""
    return (finding.code, finding.message, finding.primary)


def _cause(finding: Diagnostic) -> tuple[str, Label | None]:
    """What findings of one cause have in common, whatever their figures are."""
    place = finding.primary
    return finding.code, None if place is None else place.replace(text="")


def _network(analysis: Analysis) -> CheckedNetwork:
    from cnnspec.render import json
    from cnnspec.render.facts import strongest

    document = {
        "name": analysis.name,
        "params": json.value(analysis.totals.params),
        "macs": json.value(analysis.totals.macs),
        "expectations": [json.claim(claim) for claim in analysis.claims],
        "budgets": [json.budget(budget) for budget in analysis.budgets],
        "conditions": list(analysis.conditions),
    }
    held = sum([claim.holds for claim in analysis.claims])
    return CheckedNetwork(document, held, tuple(strongest(analysis.conditions)))


def all_findings(files: Iterable[Checked]) -> list[Diagnostic]:
    """The findings of all files, in their order."""
    return [finding for file in files for finding in file.findings]


def left_out(files: Iterable[Checked]) -> dict[str, int]:
    """How many findings of each code are not selected, by code: errors first."""
    numbers: dict[str, int] = {}
    for code in [code for file in files for code in file.left_out]:
        numbers[code] = numbers.get(code, 0) + 1
    return dict(sorted(numbers.items(), key=lambda entry: ("EWI".index(entry[0][0]), entry[0])))


def failed(files: Sequence[Checked], strict: bool = False) -> bool:
    """Whether anything was found that is more than an information; when `strict`, that too."""
    return any(strict or finding.severity != "info" for finding in all_findings(files))
