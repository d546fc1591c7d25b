"""unused-ignore: a comment that silences nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cnnspec.core.diagnostic import Diagnostic, Label
from cnnspec.language.ignoring import removal

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cnnspec.language.nodes import Ignore
    from cnnspec.results import Analysis


def check(analysis: Analysis) -> Iterator[Diagnostic]:
    """One finding for each code of a comment that is unknown, is an error, or is not found."""
    source = analysis.spec.source
    for ignore in source.ignores:
        if not ignore.codes:
            message = "this comment names no code, so it silences nothing"
            place = Label(source.name, ignore.span)
            yield Diagnostic("W101", message, place, fix=removal(source, ignore))
        for code in ignore.codes:
            message = _why(analysis, ignore, code)
            if message:
                message, _, near = message.partition("; ")
                place = Label(source.name, ignore.span, near)
                fix = None if near else removal(source, ignore, code)
                yield Diagnostic("W101", message, place, fix=fix)


def _why(analysis: Analysis, ignore: Ignore, code: str) -> str:
    """What is wrong with a code of a comment; nothing if it silences a finding.

    While there are errors, or a finding that explains all others, more may yet come to be found.
    """
    from cnnspec import pages
    from cnnspec.checks import LEADING
    from cnnspec.language.problems import suggestion

    if code not in pages.codes():
        return f"no finding has the code {code}{suggestion(code, pages.codes())}"
    if code[0] == "E":
        return f"no comment silences an error, and {code} is one"
    found = [finding.code for finding in analysis.diagnostics]
    if any(other[0] == "E" or other in LEADING for other in found) or any(
        finding.code == code and _covers(ignore, finding) for finding in analysis.ignored
    ):
        return ""
    return f"this comment silences nothing: {code} is not found here"


def _covers(ignore: Ignore, finding: Diagnostic) -> bool:
    place = finding.primary
    return place is not None and place.span.line <= ignore.line <= place.span.end_line
