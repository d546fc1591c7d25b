"""Findings while a spec is read: collected, so that one run tells all that is wrong."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING

from cnnspec.core.diagnostic import Diagnostic, Label, Note, Span, SpecError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from cnnspec.language.nodes import Node, Source

    Key = tuple[str, str, Span | None]

LONGEST_MESSAGE = 400
MOST_FINDINGS = 100
MOST_CANDIDATES = 1000
"""So many names are compared with a misspelt one."""
_NEAR = "; did you mean "


class Problems:
    """The findings of one file, each reported once for its place, code and message.

    Beyond `MOST_FINDINGS` no more are noted: a SpecError ends what is going on, or, without
    `stops`, they are dropped.
    """

    def __init__(self, source: Source, *, stops: bool = True) -> None:
        self.source = source
        self.stops = stops
        self.found: dict[Key, Diagnostic] = {}
        self.torn: list[tuple[Key, Span]] = []
        """Findings about a text that YAML tore apart, each with all that belongs to it."""

    def label(self, place: Node | Span, text: str = "") -> Label:
        """A place in this file."""
        from cnnspec.language.nodes import span

        return Label(self.source.name, place if isinstance(place, Span) else span(place), text)

    def add(
        self,
        code: str,
        message: str,
        place: Node | Span | None,
        *notes: Note,
        text: str = "",
        related: tuple[Label, ...] = (),
        layer: str | None = None,
        torn: Span | None = None,
    ) -> Key:
        """Note a finding at a node or a span; a `suggestion` at its end is said at the place.

        Other findings that begin in the `torn` span are only what comes of this one. Returns what
        the finding is known by in `found`.
        """
        message, text = _parted(message, text)
        primary = None if place is None else self.label(place, text)
        key = (code, message, None if primary is None else primary.span)
        if key not in self.found and self._has_room(primary):
            finding = Diagnostic(code, message, primary, related, notes, layer)
            if text.startswith("did you mean"):
                from cnnspec.language.renaming import renamed

                finding = finding.replace(fix=renamed(self.source, finding))
            self.found[key] = finding
            if torn is not None:
                self.torn.append((key, torn))
        return key

    def _has_room(self, place: Label | None) -> bool:
        if len(self.found) < MOST_FINDINGS:
            return True
        message = f"more than {MOST_FINDINGS} findings: the rest is not told"
        self.found.setdefault(("E107", message, None), Diagnostic("E107", message, place))
        if self.stops:
            raise SpecError(*self.diagnostics)
        return False

    @property
    def diagnostics(self) -> tuple[Diagnostic, ...]:
        """All findings, in the order of the file."""
        return tuple(sorted(self._independent(), key=position))

    def _independent(self) -> Iterable[Diagnostic]:
        for key, finding in self.found.items():
            if not any(key != own and _begins_in(key[2], span) for own, span in self.torn):
                yield finding

    def stop_if_any(self) -> None:
        """Raise a SpecError with all findings, if there are any."""
        if self.found:
            raise SpecError(*self.diagnostics)


def position(finding: Diagnostic) -> tuple[int, int, str]:
    """Where a finding stands in its file, to sort by."""
    if finding.primary is None:
        return (0, 0, finding.code)
    return (finding.primary.span.line, finding.primary.span.column, finding.code)


def _begins_in(place: Span | None, span: Span) -> bool:
    if place is None:
        return False
    start = (place.line, place.column)
    return (span.line, span.column) <= start < (span.end_line, span.end_column)


def _parted(message: str, text: str) -> tuple[str, str]:
    """A message and what is said at the place, where the message ends in a suggestion."""
    head, mark, near = message.rpartition(_NEAR)
    if mark and near.endswith("?"):
        message, text = head, f"did you mean {near}"
    if len(message) > LONGEST_MESSAGE:
        message = f"{message[: LONGEST_MESSAGE - 100]} … {message[-80:]}"
    return message, text


def suggestion(word: str, candidates: Iterable[str]) -> str:
    """`; did you mean x?`, or nothing where no candidate is near.

    Capitals do not count: `ReLU` is `relu`. A single letter is near to everything, so to nothing.
    """
    if len(word) < 2:
        return ""
    known = list(islice(candidates, MOST_CANDIDATES))
    near = [name for name in known if name.lower() == word.lower()]
    near = near or _closest(word, known) or _closest(word.lower(), known)
    return f"{_NEAR}{' or '.join(near)}?" if near else ""


def _closest(word: str, known: list[str]) -> list[str]:
    """The nearest names, without those that are further than the first."""
    from cnnspec.core.nearest import distance, nearest

    near = nearest(word, known)
    least = distance(word, near[0]) if near else 0
    if least > max(1, len(word) // 3):
        return []
    return [name for name in near if distance(word, name) == least]
