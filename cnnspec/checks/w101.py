"""unused-ignore: a comment that silences nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cnnspec.core.diagnostic import Diagnostic, Label
from cnnspec.language.ignoring import corrected, removal, renamed, spelt

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cnnspec.core.diagnostic import Fix
    from cnnspec.language.nodes import Ignore, Slip
    from cnnspec.results import Analysis


def check(analysis: Analysis) -> Iterator[Diagnostic]:
    """One finding for each comment that has not the form of one, and for each code of a comment
    that is unknown, is an error, or is not found."""
    source = analysis.spec.source
    for slip in source.slips:
        yield _of_another_form(analysis, slip)
    for ignore in source.ignores:
        if not ignore.codes:
            message = "this comment names no code, so it silences nothing"
            near = _found_on(analysis, ignore.line)
            place = Label(source.name, ignore.span, _meant(near) if near else "")
            yield Diagnostic("W101", message, place, fix=removal(source, ignore))
        for code in ignore.codes:
            message = _why(analysis, ignore, code)
            if message:
                message, _, near_code = message.partition("; ")
                place = Label(source.name, ignore.span, near_code)
                fix = _renamed(analysis, ignore, code) if near_code else None
                fix = fix if near_code else removal(source, ignore, code)
                yield Diagnostic("W101", message, place, fix=fix)


def _of_another_form(analysis: Analysis, slip: Slip) -> Diagnostic:
    """What is nearly a comment that silences something; it is mended where its codes are known."""
    from cnnspec import pages

    source = analysis.spec.source
    if slip.codes:
        message = "this comment silences nothing, since it has not the form of one that does"
        known = all(code in pages.codes() for code in slip.codes)
        fix = corrected(slip) if known else None
        return Diagnostic(
            "W101", message, Label(source.name, slip.span, _meant(slip.codes)), fix=fix
        )
    message = "this comment names no code, so it silences nothing"
    near = _found_on(analysis, slip.span.line) or ("CODE",)
    return Diagnostic("W101", message, Label(source.name, slip.span, _meant(near)))


def _meant(codes: tuple[str, ...]) -> str:
    return f"did you mean `{spelt(codes)}`?"


def _found_on(analysis: Analysis, line: int) -> tuple[str, ...]:
    """The codes of what is found on a line and may be silenced."""
    found = [
        finding.code
        for finding in analysis.diagnostics
        if finding.primary is not None
        and finding.code[0] != "E"
        and finding.primary.span.line <= line <= finding.primary.span.end_line
    ]
    return tuple(dict.fromkeys(found))


def _renamed(analysis: Analysis, ignore: Ignore, code: str) -> Fix | None:
    """The fix that writes the code that is meant: the same in capitals, or the nearest one if that
    is found on the line, too."""
    from cnnspec import pages
    from cnnspec.core.nearest import nearest

    source = analysis.spec.source
    if code.upper() in pages.codes():
        return renamed(source, ignore, code, code.upper())
    near = nearest(code.upper(), pages.codes())
    meant = [one for one in near if one in _found_on(analysis, ignore.line)]
    return renamed(source, ignore, code, meant[0]) if len(meant) == 1 else None


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
