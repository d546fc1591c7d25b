"""Findings, and the places in a file that they point at."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from cnnspec.core.record import Record

if TYPE_CHECKING:
    from cnnspec.core.algebra import Dim
    from cnnspec.core.shape import Shape

    Severity = Literal["error", "warning", "info"]

SEVERITIES: dict[str, Severity] = {"E": "error", "W": "warning", "I": "info"}


class Span(Record):
    """A stretch of text: lines and columns count from 1, the end is the first place behind it."""

    line: int
    column: int
    end_line: int
    end_column: int


class Label(Record):
    """A place in a file, with what is to be said there; `line` is what stands in its line, where
    that is no line of the spec."""

    file: str
    span: Span
    text: str = ""
    line: str = ""


class Note(Record):
    """One remark below a finding, such as its `cause`, its `effect` or a `fix`."""

    kind: str
    text: str


class Edit(Record):
    """A stretch of a file's text, and what stands there instead."""

    span: Span
    text: str


class Fix(Record):
    """Edits of one file that mend a finding; `safe` ones leave no doubt about what is meant.

    One that was solved and tried says what `kind` of change it is (`pad`, `input`), the `change` as
    a reader types it, and what the whole network then gives: its output, parameters and
    multiply-adds. It has no edits where what a reader gave on the command line is to be changed.
    """

    edits: tuple[Edit, ...]
    safe: bool
    kind: str = ""
    change: str = ""
    output: Shape | None = None
    params: Dim | None = None
    macs: Dim | None = None


class Diagnostic(Record):
    """One finding about a spec.

    `code` is stable (`E303`, `W301`); its letter is the severity. `layer` is the dotted path of the
    layer at fault, `related` are other places that take part, in the order of the file. `fix`
    mends it in the text, where that is known; `fixes` are changes that were tried on the whole
    network, the best first. `lines` are all places that one finding about several is about.
    """

    code: str
    message: str
    primary: Label | None = None
    related: tuple[Label, ...] = ()
    notes: tuple[Note, ...] = ()
    layer: str | None = None
    fix: Fix | None = None
    fixes: tuple[Fix, ...] = ()
    lines: tuple[Span, ...] = ()

    @property
    def severity(self) -> Severity:
        """`error`, `warning` or `info`, by the letter of the code."""
        return SEVERITIES[self.code[0]]

    def __str__(self) -> str:
        place = self.primary
        where = f"{place.file}:{place.span.line}:{place.span.column}: " if place else ""
        return f"{where}{self.code} {self.message}"


class SpecError(Exception):
    """A spec that cannot be read or understood; `diagnostics` says where and why."""

    def __init__(self, *diagnostics: Diagnostic) -> None:
        super().__init__("\n".join(map(str, diagnostics)))
        self.diagnostics = diagnostics


class UsageError(Exception):
    """A request that cannot be met as it was made: an unknown name, an unreadable file."""

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(f"{message}: {hint}" if hint else message)
        self.message = message
        self.hint = hint


class Violation(Exception):
    """What a layer objects to: the bare fact, and the option at fault where there is one.

    A layer knows nothing of files; whoever placed the layer adds the line and the column. `item` is
    the part of the option's value at fault: an item of a list, an item of that, and so on.
    """

    def __init__(self, code: str, message: str, option: str | None = None, *notes: Note) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.option = option
        self.notes = notes
        self.item: tuple[int, ...] = ()

    def within(self, *item: int) -> Violation:
        """The same, about one part of the value."""
        self.item = (*item, *self.item)
        return self
