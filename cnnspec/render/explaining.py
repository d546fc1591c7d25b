"""An explanation as a screen: label, sum, remark."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cnnspec.core.record import Record
from cnnspec.render import numbers
from cnnspec.render.ascii import ascii_line
from cnnspec.render.explaining_words import (
    connection_marks,
    expected_lines,
    figure_remark,
    heading,
    inner_what,
    input_names,
    network_facts,
    place_parts,
    seen_lines,
    shape_change,
    shown_figures,
)
from cnnspec.render.screen import (
    BLANK,
    SEPARATOR,
    Grid,
    GridColumn,
    cell_width,
    line_width,
    plain_text,
    wrap,
)
from cnnspec.render.style import ERROR, QUIET, STRONG, TYPE
from cnnspec.render.terms import term_text

if TYPE_CHECKING:
    from cnnspec.derivation.records import Explanation, Figure, Working
    from cnnspec.render.screen import Line, Screen

LABELS = 12
"""The cells of the first column."""
MOST_BESIDE = 2
"""A remark that takes more lines beside its sum stands below it."""
WIDEST_SUM = 44
"""A wider sum has its remark on a line of its own."""


class Told(Record):
    """One line of an explanation: a label or none, a sum or a fact, and a remark."""

    label: str
    line: Line
    remark: str = ""
    role: str = QUIET


def explanation_screen(
    explanation: Explanation, width: int | None = None, ascii: bool = False
) -> Screen:
    """Why the figures of a layer, a block or a network are what they are.

    In ASCII, sums are longer: remarks are set beside them as they are printed.
    """
    told = _told(explanation)
    blocks: list[Line | Grid] = [*_title(explanation, width), BLANK, *laid_out(told, width, ascii)]
    if explanation.kind == "block":
        blocks += [BLANK, parts_grid(explanation)]
    for number, note in enumerate(explanation.notes):
        blocks += [] if number else [BLANK]
        said = f"note: {' '.join(note.split())}"
        blocks += [plain_text(part, QUIET) for part in (wrap(said, width) if width else [said])]
    return tuple(blocks)


def _title(explanation: Explanation, width: int | None) -> list[Line]:
    """What is explained and where it stands, in two lines if one is too short."""
    name, path, what = heading(explanation)
    line: Line = ((name, STRONG),)
    if path:
        line = (*line, ("  ", ""), (path, STRONG))
    if what:
        line = (*line, ("  ", ""), (what, ""))
    place: Line = ()
    for part in place_parts(explanation):
        place = (*place, (SEPARATOR[0], QUIET), (part, QUIET)) if place else ((part, QUIET),)
    joined = (*line, ("  ", ""), *place)
    return [line, place] if width is not None and line_width(joined) > width else [joined]


def _told(explanation: Explanation) -> list[Told]:
    told = [Told("shape", shape_line(explanation), input_names(explanation))]
    told += [Told("", sum_line(working), working.remark) for working in explanation.shape]
    if explanation.computes:
        told.append(Told("computes", plain_text(explanation.computes)))
    for figure in shown_figures(explanation):
        told += figure_lines(figure, figure_remark(explanation, figure))
    for number, (seen, remark) in enumerate(seen_lines(explanation)):
        told.append(Told("" if number else "sees", plain_text(seen), remark))
    told += [
        Told("" if number else "table", plain_text(row), remark)
        for number, (row, remark) in enumerate(connection_marks(explanation))
    ]
    told += [
        Told(label, plain_text(fact), remark) for label, fact, remark in network_facts(explanation)
    ]
    if explanation.kind == "layer" and explanation.parts:
        names = ", ".join([row.label for row in explanation.parts])
        told.append(Told("parts", plain_text(names, TYPE)))
    return [*told, *_claims(explanation)]


def shape_line(explanation: Explanation) -> Line:
    """`6x14x14 -> 16x10x10`."""
    before, after = shape_change(explanation)
    return ((before, ""), (" -> ", ""), (after, STRONG)) if before else ((after, STRONG),)


def sum_line(working: Working, left: int = 0, right: int = 0) -> Line:
    """`(5·5·3 + 1)·6 = 456`; a number alone is not said twice."""
    term, value = term_text(working.term), numbers.count(working.value)
    if term == value:
        return ((f"{'':{left}}   " if left else "", ""), (f"{value:>{right}}", STRONG))
    return ((f"{term:<{left}} = ", ""), (f"{value:>{right}}", STRONG))


def figure_lines(figure: Figure, last: str) -> list[Told]:
    """A line for each sum, and one for what they add up to where they are several."""
    value = numbers.count(figure.value)
    if len(figure.workings) < 2:
        working = next(iter(figure.workings), None)
        if working is None:
            return [Told(figure.name, plain_text(value, STRONG), last)]
        remark = "; ".join([part for part in (working.remark, last) if part])
        return [Told(figure.name, sum_line(working), remark)]
    left = max([cell_width(term_text(working.term)) for working in figure.workings])
    right = len(value)
    told = [
        Told("" if number else figure.name, sum_line(working, left, right), working.remark)
        for number, working in enumerate(figure.workings)
    ]
    return [*told, Told("", ((" " * (left + 3), ""), (value, STRONG)), last)]


def _claims(explanation: Explanation) -> list[Told]:
    """What the spec expects of the layer; what has a source, or fails, on a line of its own."""
    told: list[Told] = []
    for expected, remark, holds in expected_lines(explanation):
        label = "" if told else "expected"
        told.append(Told(label, plain_text(expected), remark, QUIET if holds else ERROR))
    return told


def laid_out(told: list[Told], width: int | None, ascii: bool = False) -> list[Line]:
    """The lines with their remarks in a column; what has no room goes on below."""
    if ascii:
        told = [entry.replace(line=ascii_line(entry.line)) for entry in told]
    widths = [line_width(entry.line) for entry in told if entry.remark]
    column = max([size for size in widths if size <= WIDEST_SUM], default=0) + 2
    lines: list[Line] = []
    for entry in told:
        label = (f"{entry.label:<{LABELS}}", QUIET)
        room = None if width is None else width - LABELS
        for number, part in enumerate(broken_sum(entry.line, room)):
            lines.append((label if number == 0 else (" " * LABELS, ""), *part))
        if entry.remark:
            _add_remark(lines, entry, column, width)
    return [tuple([segment for segment in line if segment[0]]) for line in lines]


def _add_remark(lines: list[Line], entry: Told, column: int, width: int | None) -> None:
    """Put a remark beside the last line, or below it where there is no room."""
    size = line_width(lines[-1]) - LABELS
    gap = max(column - size, 2)
    free = None if width is None else width - LABELS - size - gap
    remark = entry.remark
    if free is None or cell_width(remark) <= free:
        lines[-1] = (*lines[-1], (" " * gap, ""), (remark, entry.role))
        return
    indent = LABELS + column
    assert width is not None
    beside = wrap(remark, max(width - indent, 1))
    if len(beside) <= MOST_BESIDE and size + 2 <= column:
        first, *rest = beside
        lines[-1] = (*lines[-1], (" " * gap, ""), (first, entry.role))
    else:
        indent = LABELS + 2
        rest = wrap(remark, width - indent)
    lines += [((" " * indent, ""), (part, entry.role)) for part in rest]


def broken_sum(line: Line, room: int | None) -> list[Line]:
    """A sum in lines that fit, broken before a plus sign or at a space."""
    if room is None or line_width(line) <= room:
        return [line]
    lines: list[Line] = [()]
    for text, role in line:
        for number, word in enumerate(text.split(" ")):
            piece = word if number == 0 else f" {word}"
            if line_width(lines[-1]) + cell_width(piece) > room and line_width(lines[-1]):
                lines.append(())
                piece = piece.lstrip(" ")
            lines[-1] = (*lines[-1], (piece, role))
    return lines


def parts_grid(explanation: Explanation) -> Grid:
    """What a block consists of, with a total."""
    totals = explanation.analysis.totals
    rows = []
    for row in explanation.parts:
        role = QUIET if row.params == 0 and row.macs == 0 else ""
        cells = (
            row.label,
            inner_what(row) or "-",
            numbers.size(row.out),
            numbers.cell(row.params),
            numbers.percent(row.params, totals.params),
            numbers.cell(row.macs),
            numbers.percent(row.macs, totals.macs),
        )
        rows.append(tuple([plain_text(cell, role) for cell in cells]))
    return Grid(
        (
            GridColumn("part"),
            GridColumn("what", flexible=True),
            GridColumn("output"),
            GridColumn("params", True),
            GridColumn("%", True, 2),
            GridColumn("MACs", True),
            GridColumn("%", True, 2),
        ),
        tuple(rows),
    )
