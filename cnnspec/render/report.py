"""What a check of files has found."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from cnnspec.core.wording import listed, plural
from cnnspec.render.checked import all_findings, left_out
from cnnspec.render.diagnostics import concise, finding_lines, tally
from cnnspec.render.screen import BLANK, SEPARATOR, escape, plain_text, wrap
from cnnspec.render.style import ERROR, GOOD, QUIET, TYPE, WARNING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cnnspec.core.diagnostic import Diagnostic
    from cnnspec.render.checked import Checked
    from cnnspec.render.screen import Line

MOST_CODES = 6
"""So many codes of findings that are not selected are named."""


def report_screen(
    files: Sequence[Checked], width: int | None = None, *, quiet: bool = False
) -> tuple[Line, ...]:
    """All findings in full but those that never fail, which take a line each; then, if it is not
    to be quiet, the summary."""
    lines: list[Line] = []
    infos: list[Line] = []
    for file in files:
        sources = {file.file: file.text}
        for finding in file.findings:
            if finding.severity == "info":
                infos += _folded(_one_line(file, finding), width)
                continue
            lines += finding_lines(finding, sources, width, file.remark(finding))
            if mended_by_fix(finding):
                lines.append(_offer(finding))
            lines.append(BLANK)
    if quiet:
        return (*lines, *infos)[: None if infos else -1]
    if infos:
        infos.append(BLANK)
    return (*lines, *infos, *conditions(files), (*summary_line(files), *_ending(files)))


def _one_line(file: Checked, finding: Diagnostic) -> str:
    remark = file.remark(finding)
    return f"{concise(finding)} ({remark})" if remark else concise(finding)


def _folded(text: str, width: int | None) -> list[Line]:
    """A line, folded with an indentation where the screen is narrower."""
    first, *rest = wrap(escape(text), max((width or len(text) + 2) - 2, 40)) or [""]
    return [plain_text(first), *[plain_text(f"  {part}") for part in rest]]


def mended_by_fix(finding: Diagnostic) -> bool:
    """Whether `--fix` writes something for a finding."""
    return finding.fix is not None and finding.fix.safe


def _offer(finding: Diagnostic) -> Line:
    """`= fix  --fix writes max_pool`."""
    assert finding.fix is not None
    assert finding.primary is not None
    labels = (finding.primary, *finding.related)
    gutter = max([len(str(label.span.line)) for label in labels])
    texts = [edit.text.strip() for edit in finding.fix.edits]
    what = f"writes {', '.join(texts)}" if all(texts) else "removes it"
    return ((f"{' ' * (gutter + 1)}= fix  ", QUIET), ("--fix", TYPE), (f" {escape(what)}", ""))


def _ending(files: Sequence[Checked]) -> Line:
    """What can be done next: ` · 1 is mended by --fix · cnnspec explain E304 tells more`."""
    from cnnspec import pages

    found = all_findings(files)
    number = sum(map(mended_by_fix, found))
    parts: list[Line] = []
    if number:
        parts.append(
            ((f"{number:,} {'is' if number == 1 else 'are'} mended by ", ""), ("--fix", TYPE))
        )
    codes = pages.codes()
    told = [f for f in found if f.code[0] != "I" and f.code in codes and not mended_by_fix(f)]
    told.sort(key=lambda finding: finding.severity != "error")
    if told:
        parts.append(((f"cnnspec explain {told[0].code}", TYPE), (" tells more", "")))
    return tuple([piece for part in parts for piece in (SEPARATOR, *part)])


def concise_screen(files: Sequence[Checked], *, quiet: bool = False) -> tuple[Line, ...]:
    """A line for each finding; then, if it is not to be quiet, the summary."""
    lines = [plain_text(_one_line(file, finding)) for file in files for finding in file.findings]
    return tuple(lines) if quiet else (*lines, *conditions(files), summary_line(files))


def conditions(files: Sequence[Checked]) -> list[Line]:
    """What must hold for symbols, so that what is claimed does: a line for each network."""
    return [
        plain_text(f"{file.file}: {network.name} needs {', '.join(network.needs)}")
        for file in files
        for network in file.networks
        if network.needs
    ]


def summary_line(files: Sequence[Checked]) -> Line:
    """`clean: 2 specs, 12 of 12 expectations hold`, or `1 error in 3 of 10 specs`."""
    found = all_findings(files)
    infos = [finding for finding in found if finding.severity == "info"]
    done = _done(files)
    if len(infos) == len(found):
        held = sum([file.expectations[0] for file in files])
        number = sum([file.expectations[1] for file in files])
        expected = f"{held} of {number} expectations hold" if number else "no expectations"
        limits = sum([file.budgets[1] for file in files])
        if limits:
            kept = sum([file.budgets[0] for file in files])
            expected += f", {kept} of {limits} budgets hold"
        head = _head(files)
        number = sum([file.is_spec for file in files])
        line: Line = ((head, GOOD), (f": {plural(number, 'spec')}, {expected}", ""))
        return (*line, SEPARATOR, (tally(infos), ""), *done) if infos else (*line, *done)
    where = _where(files)
    worst = ERROR if any(finding.severity == "error" for finding in found) else WARNING
    return ((tally(found), worst), (f" in {where}", ""), *done)


def _where(files: Sequence[Checked]) -> str:
    """`1 spec`, `2 of 3 specs`, `2 of 3 specs and pyproject.toml`."""
    specs = [file for file in files if file.is_spec]
    touched = sum([bool(file.findings) for file in specs])
    places = [file.file for file in files if file.findings and not file.is_spec]
    if touched or not places:
        many = f"{touched} of {plural(len(specs), 'spec')}" if len(specs) > 1 else "1 spec"
        places = [many, *places]
    return listed(places)


def _head(files: Sequence[Checked]) -> str:
    """What is said where nothing fails: what a baseline knows, or what is not selected, is not
    mended by that."""
    if any(file.known for file in files):
        return "nothing new"
    hidden = any(code[0] != "I" for code in left_out(files))
    return "nothing selected is found" if hidden else "clean"


def _done(files: Sequence[Checked]) -> Line:
    """What is not among the findings: ` · 2 mended`, ` · 3 known from the baseline`,
    ` · not selected: 2 E201, 1 W301`."""
    mended = sum([file.mended for file in files])
    known = sum([file.known for file in files])
    line: list[tuple[str, str]] = []
    if mended:
        line += [SEPARATOR, (f"{mended:,} mended", GOOD)]
    if known:
        line += [SEPARATOR, (f"{known:,} known from the baseline", "")]
    others = [f"{number:,} {code}" for code, number in left_out(files).items()]
    if others:
        more = f" and {len(others) - MOST_CODES} more codes" if len(others) > MOST_CODES else ""
        line += [SEPARATOR, (f"not selected: {', '.join(others[:MOST_CODES])}{more}", "")]
    return tuple(line)


def report_document(files: Sequence[Checked]) -> dict[str, Any]:
    """The report for machines."""
    from cnnspec.render import json

    found = all_findings(files)
    held = sum([file.expectations[0] for file in files])
    return {
        "schema": json.SCHEMA,
        "summary": {
            "specs": sum([file.is_spec for file in files]),
            "variants": sum([len(file.networks) for file in files]),
            **{
                f"{severity}s": sum([finding.severity == severity for finding in found])
                for severity in ("error", "warning", "info")
            },
            "expectations": sum([file.expectations[1] for file in files]),
            "expectations_held": held,
            "budgets": sum([file.budgets[1] for file in files]),
            "budgets_held": sum([file.budgets[0] for file in files]),
            "fixable": sum(map(mended_by_fix, found)),
            "mended": sum([file.mended for file in files]),
            "known": sum([file.known for file in files]),
            "left_out": left_out(files),
        },
        "specs": [
            {"file": file.file, "variants": [network.document for network in file.networks]}
            for file in files
            if file.is_spec
        ],
        "diagnostics": [
            {**document, "variants": list(file.variants[finding]), "fingerprint": fingerprint}
            for file in files
            for finding, fingerprint, document in zip(
                file.findings, file.fingerprints, json.findings(file.findings), strict=True
            )
        ],
    }
