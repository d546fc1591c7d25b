"""Findings of several networks at once, and which of them cannot be read."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from cnnspec.cli.output import Output
    from cnnspec.core.diagnostic import Diagnostic, SpecError
    from cnnspec.render.screen import Line
    from cnnspec.results import Analysis


def _errors(analysis: Analysis) -> list[Diagnostic]:
    return [finding for finding in analysis.diagnostics if finding.severity == "error"]


def findings_of(analyses: Iterable[Analysis], width: int | None) -> tuple[Line, ...]:
    """The errors of networks, below a table of them."""
    from cnnspec.cli.views import findings_below

    lines: tuple[Line, ...] = ()
    for analysis in analyses:
        found = _errors(analysis)
        lines = (*lines, *findings_below(found, analysis.file, analysis.spec.source.text, width))
    return lines


def tell_all(analyses: Iterable[Analysis], out: Output) -> None:
    """The errors of networks on stderr, where the output itself has no place for them."""
    from cnnspec.cli.views import tell

    for analysis in analyses:
        tell(_errors(analysis), analysis.spec.source.text, out)


def show_culprit(targets: Sequence[str], error: SpecError, format: str, out: Output) -> int:
    """Show what is wrong with the one spec that cannot be understood; the exit code."""
    from cnnspec.cli.sources import source_of
    from cnnspec.cli.views import show_unread
    from cnnspec.targets import read_target

    files = [finding.primary.file for finding in error.diagnostics if finding.primary]
    places = [read_target(target).place for target in targets]
    culprits = [place for place in places if source_of(place).name in files]
    show_unread((culprits or places)[0], error.diagnostics, format, out)
    return 1
