"""What a screen is made of: lines of text with roles, and grids of them. No colours, no widths."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from cnnspec.core.record import Record

if TYPE_CHECKING:
    from collections.abc import Iterable

Segment: TypeAlias = tuple[str, str]
"""Some text and its role; the role "" is plain text."""
Line: TypeAlias = tuple[Segment, ...]

GAP = "  "
"""What parts two columns."""
SEPARATOR: Segment = (" · ", "")
"""What parts two facts."""
BLANK: Line = ()
NOTHING: Line = (("-", ""),)
"""An empty cell: columns can be cut by machine."""


class GridColumn(Record):
    """One column of a grid: its title, its side, and whether it may leave when there is no room.

    The columns that share a `leaves` go together, the lowest first; 0 stays. A `flexible` column
    is cut once all others that may have left. What left is told by its title, or by `called`.
    """

    title: str
    right: bool = False
    leaves: int = 0
    flexible: bool = False
    called: str = ""


class Grid(Record):
    """Cells in columns, without any box; `total` stands below a rule.

    `bars` are the shares that a bar shows beside each row, as (part, whole). `headings` are lines
    that stand before a row of that number. `titled` is whether the titles are printed.
    """

    columns: tuple[GridColumn, ...]
    rows: tuple[tuple[Line, ...], ...]
    total: tuple[Line, ...] | None = None
    bars: tuple[tuple[int, int] | None, ...] = ()
    headings: dict[int, tuple[Line, ...]] | None = None
    titled: bool = True


Block: TypeAlias = "Line | Grid"
Screen: TypeAlias = "tuple[Block, ...]"


def plain_text(text: str, role: str = "") -> Line:
    """A line of one segment."""
    return ((text, role),)


def line_width(line: Line) -> int:
    """The cells of the screen that a line takes."""
    return sum([cell_width(text) for text, _ in line])


def cell_width(text: str) -> int:
    """The cells of the screen that a text takes: two for a Korean or Chinese character."""
    return len(text) if text.isascii() else sum(map(_width, text))


def _width(character: str) -> int:
    from unicodedata import category, east_asian_width

    if category(character) in ("Mn", "Me", "Mc", "Cf"):
        return 0
    if "\u1160" <= character < "\u1200" or "\ud7b0" <= character <= "\ud7ff":
        return 0  # vowels and finals of a Korean syllable stand in the cells of its first letter
    return 2 if east_asian_width(character) in "WF" else 1


def escape(text: str) -> str:
    """The text with whatever is not seen, such as control characters, spelt out: `\\x1b`."""
    if text.isprintable():
        return text
    return "".join(
        [
            character
            if character.isprintable()
            else character.encode("unicode_escape", "surrogatepass").decode("ascii")
            for character in text
        ]
    )


def without_commands(text: str) -> str:
    """A line that a workflow of GitHub takes for no command, whatever a spec calls its layers.

    It reads one where a line begins with `::` and a word, behind any blanks, and wherever `##[`
    stands; `::: FILE` leads to a place in another file, and is none.
    """
    if "::" in text and text.lstrip().startswith("::") and not text.lstrip().startswith("::: "):
        text = text.replace("::", "\\x3a:", 1)
    return text.replace("##[", "\\x23#[") if "##[" in text else text


def clean(line: Line) -> Line:
    """The line with control characters spelt out, so that a name cannot steer a terminal."""
    return tuple([(escape(text), role) for text, role in line])


def cut(line: Line, width: int, ellipsis: str = "…") -> Line:
    """The line in at most `width` cells, with an ellipsis where something is missing."""
    if line_width(line) <= width:
        return line
    room = max(width - len(ellipsis), 0)
    kept: list[Segment] = []
    for text, role in line:
        taken = take(text, room)
        kept.append((taken, role))
        room -= cell_width(taken)
        if taken != text:
            break
    last, role = kept[-1]
    kept[-1] = (last.rstrip() + ellipsis, role)
    return tuple(kept)


def take(text: str, width: int) -> str:
    """The longest beginning of a text that takes at most `width` cells."""
    if text.isascii():
        return text[:width]
    used = 0
    for position, character in enumerate(text):
        used += _width(character)
        if used > width:
            return text[:position]
    return text


def facts(parts: Iterable[Line], width: int | None) -> list[Line]:
    """Facts in a row, parted by dots, in as many lines as the width makes necessary; a fact that is
    too long for a line is broken at spaces."""
    lines: list[Line] = []
    current: Line = ()
    for part in parts:
        joined = (*current, SEPARATOR, *part) if current else part
        if current and width is not None and line_width(joined) > width:
            lines.append(current)
            joined = part
        if width is not None and len(joined) == 1 and line_width(joined) > width:
            *before, last = wrap(joined[0][0], width)
            lines += [plain_text(line, joined[0][1]) for line in before]
            joined = plain_text(last, joined[0][1])
        current = joined
    return [*lines, current] if current else lines


def wrap(text: str, width: int) -> list[str]:
    """The text in lines of at most `width` cells, broken at spaces; a longer word runs over.

    Two and more spaces in a row stay: they keep columns straight.
    """
    if cell_width(text) <= width:
        return [text]
    lines: list[str] = []
    current = ""
    for word in text.split(" "):
        longer = f"{current} {word}" if current else word
        if current.strip() and cell_width(longer) > width:
            lines.append(current.rstrip())
            longer = word
        current = longer
    return [*lines, current]
