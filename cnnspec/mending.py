"""Mending a spec: safe fixes are written into its text, and it is checked again as a whole."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cnnspec.analysis import check
from cnnspec.core.record import Record
from cnnspec.edits import Lines, apply, compatible

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from cnnspec.analysis import FileReport
    from cnnspec.core.diagnostic import Diagnostic, Fix

    Wanted = Callable[[Diagnostic], bool]

MOST_PASSES = 200
"""Each pass mends a finding or gives one up; a file has 100 findings at most."""
FORM = ("E101", "E102")
"""What says that a text is no YAML, or has a key twice."""
BYTE_ORDER_MARK = "\ufeff"


class Mended(Record):
    """A spec before and after: its bytes, what is found at last, and how many fixes hold."""

    before: bytes
    after: bytes
    report: FileReport
    number: int

    @property
    def changed(self) -> bool:
        """Whether there is anything to write."""
        return self.before != self.after


def can_be_mended(finding: Diagnostic) -> bool:
    """Whether a finding has a fix that is safe to write."""
    return finding.fix is not None and finding.fix.safe


def mend(path: str, content: bytes, wanted: Wanted) -> Mended:
    """Write all safe fixes of wanted findings into a spec, as long as new ones come up.

    A fix after which its finding is still there, or after which another error stands in its place
    or in the form of the file, is taken back; one of a warning also if there is an error anywhere
    that was not there before. Errors are mended first, since more may be found behind them.
    """
    report = check(path, content)
    text, refused, number = content.decode("utf-8", "replace"), set[object](), 0
    alone = False
    for _ in range(MOST_PASSES):
        chosen = _chosen(text, report, wanted, refused)
        errors = [mended for mended in chosen if mended[0].severity == "error"]
        chosen = (errors or chosen)[: 1 if alone else None]
        if not chosen:
            break
        edited, places = apply(text, [edit for _, fix in chosen for edit in fix.edits])
        again = check(path, edited.encode())
        if _breaks(chosen, report, again) and len(chosen) > 1:
            alone = True  # one of them does that, and only trying tells which
            continue
        bad = _failed(chosen, edited, places, report, again)
        if bad:
            refused |= bad
            continue
        text, report, number = edited, again, number + len(chosen)
    return Mended(content, text.encode() if number else content, report, number)


def _chosen(
    text: str, report: FileReport, wanted: Wanted, refused: set[object]
) -> list[tuple[Diagnostic, Fix]]:
    by_fix = {
        finding.fix: finding
        for finding in report.diagnostics
        if finding.fix is not None
        and can_be_mended(finding)
        and wanted(finding)
        and _key(finding) not in refused
    }
    mark = text.startswith(BYTE_ORDER_MARK)
    shifted = {_behind_mark(fix) if mark else fix: fix for fix in by_fix}
    return [(by_fix[shifted[fix]], fix) for fix in compatible(text, shifted)]


def _behind_mark(fix: Fix) -> Fix:
    """The fix in a text whose first line begins with a byte order mark, which has no column."""
    edits = []
    for edit in fix.edits:
        span = edit.span
        if span.line == 1:
            span = span.replace(column=span.column + 1)
        if span.end_line == 1:
            span = span.replace(end_column=span.end_column + 1)
        edits.append(edit.replace(span=span))
    return fix.replace(edits=tuple(edits))


def _key(finding: Diagnostic) -> object:
    """What a finding is known by while others are mended, which may move it in its line."""
    return finding.code, finding.message, finding.primary and finding.primary.span.line


def _failed(
    chosen: Sequence[tuple[Diagnostic, Fix]],
    edited: str,
    places: Sequence[tuple[int, int]],
    before: FileReport,
    after: FileReport,
) -> set[object]:
    """Which of the fixes did not help."""
    if _breaks(chosen, before, after):
        return {_key(finding) for finding, _ in chosen}
    still = {_key(finding) for finding in after.diagnostics}
    lines = Lines(edited.removeprefix(BYTE_ORDER_MARK))
    shift = len(edited) - len(lines.text)
    waiting = iter(places)
    bad = set()
    for finding, fix in chosen:
        own = [next(waiting) for _ in fix.edits]
        here = [f for f in after.diagnostics if f.primary and f.primary.file == after.file]
        hit = any(_touches(lines, other, own, shift) for other in here)
        if hit or _key(finding) in still:
            bad.add(_key(finding))
    return bad


def _breaks(
    chosen: Sequence[tuple[Diagnostic, Fix]], before: FileReport, after: FileReport
) -> bool:
    """Whether there are errors now that what was mended cannot have hidden."""
    known = {(finding.code, finding.message) for finding in before.diagnostics}
    errors = any(finding.severity == "error" for finding, _ in chosen)
    return any(
        finding.code in FORM or (finding.severity == "error" and not errors)
        for finding in after.diagnostics
        if (finding.code, finding.message) not in known
    )


def _touches(
    lines: Lines, finding: Diagnostic, places: Sequence[tuple[int, int]], shift: int
) -> bool:
    """Whether an error of the language is told just where something was written."""
    if finding.primary is None or finding.code[:2] not in ("E1", "E2"):
        return False
    span = finding.primary.span
    start = lines.offset(span.line, span.column) + shift
    end = lines.offset(span.end_line, span.end_column) + shift
    return any(start < last and first < end for first, last in places)
