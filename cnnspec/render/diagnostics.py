"""Findings as code frames: where it is, with carets, then the notes that belong to it."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from cnnspec.core.wording import plural
from cnnspec.render.screen import BLANK, cell_width, escape, plain_text, wrap
from cnnspec.render.style import ERROR, INFO, QUIET, STRONG, TYPE, WARNING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from cnnspec.core.diagnostic import Diagnostic, Label, Note
    from cnnspec.render.screen import Line

ROLES = {"error": ERROR, "warning": WARNING, "info": INFO}
NOTES_WIDTH = 100
"""Where notes are wrapped if the screen has no width."""
LONGEST_SOURCE = 300
"""A longer line of a spec is shown in part."""
TAB = "    "


def in_order(findings: Iterable[Diagnostic]) -> list[Diagnostic]:
    """Findings by file, line, column and code; equal ones once."""
    return sorted(dict.fromkeys(findings), key=_place)


def _place(finding: Diagnostic) -> tuple[str, int, int, str, str]:
    label = finding.primary
    if label is None:
        return ("", 0, 0, finding.code, finding.message)
    return (label.file, label.span.line, label.span.column, finding.code, finding.message)


def finding_lines(
    finding: Diagnostic, sources: Mapping[str, str], width: int | None = None, remark: str = ""
) -> list[Line]:
    """One finding as it is shown; `remark` is what the place is said to be besides its layer.

    `sources` are the texts of the files that findings point at, by the name that is shown.
    """
    role = ROLES[finding.severity]
    lines: list[Line] = [
        ((f"{finding.severity}[{finding.code}]", role), (f": {finding.message}", STRONG))
    ]
    labels = ([finding.primary] if finding.primary else []) + list(finding.related)
    gutter = max([len(str(label.span.line)) for label in labels], default=1)
    if finding.primary is not None:
        primary = finding.primary
        where = f"{primary.file}:{primary.span.line}:{primary.span.column}"
        layer = " ".join([part for part in (finding.layer or "", remark) if part])
        place: Line = ((f"{' ' * gutter}--> ", QUIET), (where, ""))
        lines.append((*place, (f" {layer}", "")) if layer else place)
        lines += _frame(finding, sources.get(primary.file), gutter, role, width)
        for other in _elsewhere(finding):
            lines += _other_file(other, sources.get(other.file), gutter, width)
    lines += _notes(finding.notes, gutter, width or NOTES_WIDTH)
    return lines


def _elsewhere(finding: Diagnostic) -> list[Label]:
    here = finding.primary.file if finding.primary else ""
    return [label for label in finding.related if label.file != here]


def _frame(
    finding: Diagnostic, text: str | None, gutter: int, role: str, width: int | None
) -> list[Line]:
    """The lines of the file that take part, in their order, with what is said about them."""
    primary = finding.primary
    assert primary is not None
    here = [label for label in finding.related if label.file == primary.file]
    labels = sorted([primary, *here], key=lambda label: (label.span.line, label.span.column))
    source = _lines(text)
    bar = (f"{' ' * gutter} |", QUIET)
    lines: list[Line] = [(bar,)]
    shown = 0
    for label in labels:
        number = label.span.line
        text = _line_of(label, source)
        if text is None:
            continue
        room = None if width is None else width - gutter - 3
        written, marks = _marked(text, label, room)
        if number != shown:
            lines.append(((f"{number:>{gutter}} |", QUIET), (f" {written}", "")))
            shown = number
        caret, colour = ("^", role) if label is primary else ("-", TYPE)
        said = f" {label.text}" if label.text else ""
        before, length = marks
        lines.append((bar, (f" {' ' * before}", ""), (caret * length + said, colour)))
    return lines if shown else []


def _other_file(label: Label, text: str | None, gutter: int, width: int | None) -> list[Line]:
    """A place in another file, with its own head."""
    where = f"{label.file}:{label.span.line}:{label.span.column}"
    lines: list[Line] = [((f"{' ' * gutter}::: ", QUIET), (where, ""))]
    source = _lines(text)
    bar = (f"{' ' * gutter} |", QUIET)
    said = f" {label.text}" if label.text else ""
    line = _line_of(label, source)
    if line is not None:
        room = None if width is None else width - gutter - 3
        written, (before, length) = _marked(line, label, room)
        lines.append(((f"{label.span.line:>{gutter}} |", QUIET), (f" {written}", "")))
        lines.append((bar, (f" {' ' * before}", ""), ("-" * length + said, TYPE)))
    elif said:
        lines.append((bar, (said, TYPE)))
    return lines


def _line_of(label: Label, source: Sequence[str]) -> str | None:
    """The line of a place, if it is known."""
    if label.line:
        return label.line
    return source[label.span.line - 1] if 0 < label.span.line <= len(source) else None


@lru_cache(maxsize=1)  # the findings of a file come one after another
def _lines(text: str | None) -> Sequence[str]:
    """The lines as YAML counts them: other breaks than these are no lines of their own."""
    if text is None:
        return ()
    return text.replace("\r\n", "\n").replace("\r", "\n").split("\n")


def _marked(line: str, label: Label, room: int | None) -> tuple[str, tuple[int, int]]:
    """A line as it is shown, and where its marks stand: cells before them, and their number."""
    span = label.span
    start = min(span.column - 1, len(line))
    end = span.end_column - 1 if span.end_line == span.line else len(line.rstrip())
    end = min(max(end, start + 1), max(len(line), start + 1))
    limit = min(room or LONGEST_SOURCE, LONGEST_SOURCE)
    if len(line) > limit and _shown_width(line[: 2 * limit]) > limit:
        return _window(line, start, end, limit)
    shown = _shown(line)
    before = _shown_width(line[:start])
    return shown, (before, max(_shown_width(line[start:end]), 1))


def _window(line: str, start: int, end: int, limit: int) -> tuple[str, tuple[int, int]]:
    """The part of a long line around its marks, with dots where something is left out."""
    first = max(min(start - limit // 4, len(line) - limit), 0)
    last = min(first + limit, len(line))
    head, tail = "... " if first else "", " ..." if last < len(line) else ""
    first, last = first + len(head), last - len(tail)
    start, end = max(start, first), min(end, last)
    before = len(head) + _shown_width(line[first:start])
    return head + _shown(line[first:last]) + tail, (before, max(_shown_width(line[start:end]), 1))


def _shown(text: str) -> str:
    return escape(text.replace("\t", TAB))


def _shown_width(text: str) -> int:
    return cell_width(_shown(text))


def _notes(notes: tuple[Note, ...], gutter: int, width: int) -> list[Line]:
    """`= cause  why it is so`: kinds in one column, texts in another, wrapped."""
    lines: list[Line] = []
    kinds = max([len(note.kind) for note in notes], default=0)
    for note in notes:
        head = f"{' ' * (gutter + 1)}= {note.kind:<{kinds}}  "
        room = max(width - len(head), 40)
        texts = [part for text in note.text.split("\n") for part in _wrapped(escape(text), room)]
        for number, text in enumerate(texts):
            start = (head if number == 0 else " " * len(head), QUIET)
            lines.append((start, *_fix(text)) if note.kind == "fix" else (start, (text, "")))
    return lines


def _wrapped(text: str, room: int) -> list[str]:
    """The text in lines; the last of several columns goes on below itself, if it has room there."""
    start = text.rfind("  ") + 2
    if cell_width(text) <= room or start < 2 or room - start < NARROWEST:
        return wrap(text, room)
    first, *more = wrap(text[start:], room - start)
    return [text[:start] + first, *[" " * start + line for line in more]]


NARROWEST = 16
"""The cells in which the last column of a note is wrapped by itself."""


def _fix(text: str) -> Line:
    """What can be typed, in its colour, and what is said beside it."""
    typed, gap, remark = text.partition("  ")
    if not gap:
        return plain_text(text)
    return ((typed, TYPE), (gap + remark, ""))


def concise(finding: Diagnostic) -> str:
    """A finding in one line: `models/tiny.yaml:8:5: E201 no layer type is called max_pol`."""
    label = finding.primary
    where = f"{label.file}:{label.span.line}:{label.span.column}: " if label else ""
    near = label.text if label and label.text.startswith("did you mean") else ""
    message = f"{finding.message}; {near}" if near else finding.message
    return f"{where}{finding.code} {message}"


def findings_screen(
    findings: Iterable[Diagnostic], sources: Mapping[str, str], width: int | None = None
) -> tuple[Line, ...]:
    """Findings one below the other, parted by empty lines."""
    lines: list[Line] = []
    for finding in in_order(findings):
        if lines:
            lines.append(BLANK)
        lines += finding_lines(finding, sources, width)
    return tuple(lines)


def tally(findings: Iterable[Diagnostic]) -> str:
    """How many there are: `1 error, 2 warnings`; "" for none."""
    numbers = dict.fromkeys(ROLES, 0)
    for finding in findings:
        numbers[finding.severity] += 1
    return ", ".join([plural(number, name) for name, number in numbers.items() if number])
