"""A lesson as a screen: a paragraph, its designs side by side, their sums, and where to go on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from cnnspec.core.terms import Sum
from cnnspec.render import numbers
from cnnspec.render.compare import compare_verdict
from cnnspec.render.explaining import broken_sum, sum_line
from cnnspec.render.facts import shapes_text
from cnnspec.render.ratios import mebibytes, times
from cnnspec.render.screen import BLANK, Grid, GridColumn, cell_width, line_width, plain_text, wrap
from cnnspec.render.style import QUIET, STRONG, TYPE
from cnnspec.render.terms import term_text

if TYPE_CHECKING:
    from cnnspec.derivation.records import Working
    from cnnspec.lessons import ToldLesson
    from cnnspec.render.screen import Line, Screen

TITLES = {
    "params": "params",
    "macs": "MACs",
    "kernels": "weights",
    "train_params": "train params",
    "train_macs": "train MACs",
    "nonlinearities": "nonlinearities",
    "peak_bytes": "peak memory",
}
"""The columns whose title is not their word."""
NOUNS = {
    "params": "params",
    "macs": "MACs",
    "kernels": "weights",
    "train_params": "train params",
    "train_macs": "train MACs",
    "peak_bytes": "at peak",
}
"""What a column's figures are figures of, in a point."""
SUMMED = {"params": "parameters", "macs": "MACs"}
RATIOS = {"params": "params_ratio", "macs": "macs_ratio"}
SHAPES = ("input", "output")
PROSE = 90
"""A paragraph that is wider is read worse."""
LABEL = 6
SMALL = 100_000
"""Counts below it are told as they are in a point."""


def lesson_screen(told: ToldLesson, width: int | None = None) -> Screen:
    """What a lesson says."""
    blocks: list[Line | Grid] = [*_title(told, width), BLANK]
    blocks += [plain_text(part) for part in paragraphs(told.lesson.text, width)]
    blocks += [BLANK, lesson_grid(told), *_foot(told, width)]
    if told.sums:
        blocks += [BLANK, *_why(told, width)]
    if told.lesson.tries:
        blocks.append(BLANK)
    for number, command in enumerate(told.lesson.tries):
        blocks.append((_label("" if number else "Try"), (command, TYPE)))
    if told.lesson.next:
        blocks.append((_label("Next"), (f"cnnspec lesson {told.lesson.next}", TYPE)))
    return tuple(blocks)


def _title(told: ToldLesson, width: int | None) -> list[Line]:
    title = plain_text(told.spec.title, STRONG)
    cite = told.spec.cite
    if cite is None:
        return [title]
    source = plain_text(cite.short(), QUIET)
    joined = (*title, ("  ", ""), *source)
    return [title, source] if width is not None and line_width(joined) > width else [joined]


def paragraphs(text: str, width: int | None) -> list[str]:
    """Prose in lines that are read well; a line of its own in the spec begins a paragraph."""
    wide = PROSE if width is None else min(width, PROSE)
    return [line for part in text.splitlines() for line in wrap(" ".join(part.split()), wide)]


def lesson_grid(told: ToldLesson) -> Grid:
    """One row a design; the ratio stands beside the figure that the lesson is about."""
    columns = [GridColumn("design")]
    cells: list[list[str]] = [[each.name for each in told.comparison.networks]]
    last = len(told.lesson.columns)
    for number, word in enumerate(told.lesson.columns):
        leaves = last - number if number else 0
        columns.append(GridColumn(TITLES.get(word, word), word not in SHAPES, leaves))
        cells.append(_column(told, word))
        if number == 0 and word in RATIOS:
            columns.append(GridColumn("ratio", True, last))
            cells.append(_ratios(told, word))
    rows = [
        tuple([plain_text(cell, "" if number else STRONG) for number, cell in enumerate(row)])
        for row in zip(*cells, strict=True)
    ]
    return Grid(tuple(columns), tuple(rows))


def _column(told: ToldLesson, word: str) -> list[str]:
    values = [figures[word] for figures in told.figures]
    if word == "peak_bytes" and all(type(value) is int for value in values):
        return mebibytes(values)
    return [figure_text(word, value) for value in values]


def figure_text(word: str, value: Any) -> str:
    """A figure of a column as it is printed."""
    if word in SHAPES:
        return numbers.size(value)
    if word == "field":
        return numbers.field(value)
    return numbers.cell(value)


def _ratios(told: ToldLesson, word: str) -> list[str]:
    base = told.comparison.base
    found = []
    for each, figures in zip(told.comparison.networks, told.figures, strict=True):
        ratio = getattr(each, RATIOS[word])
        symbolic = type(figures[word]) is not int
        found.append("base" if each is base else times(ratio, symbolic=symbolic))
    return found


def _foot(told: ToldLesson, width: int | None) -> list[Line]:
    """What holds for all rows, and what came out."""
    comparison = told.comparison
    parts = []
    if comparison.same_input and "input" not in told.lesson.columns:
        parts.append(f"input {shapes_text(comparison.base.inputs)}")
    symbols = comparison.base.analysis.symbols
    if symbols and parts:
        parts[0] += f", for every {', '.join(symbols)}"
    parts += compare_verdict(comparison)
    said = " · ".join(parts)
    lines = wrap(said, width) if width else [said]
    return [BLANK, *[plain_text(line, QUIET) for line in lines]] if parts else []


def _why(told: ToldLesson, width: int | None) -> list[Line]:
    """The sum behind each design's figure, broken where it is too wide."""
    names = max([cell_width(each.design) for each in told.sums])
    words = max([len(SUMMED[each.metric]) for each in told.sums])
    lines: list[Line] = []
    before = ""
    for number, each in enumerate(told.sums):
        noun = "" if each.metric == before else SUMMED[each.metric]
        before = each.metric
        head: Line = (
            _label("" if number else "Why"),
            (f"{noun:<{words}}  ", QUIET),
            (f"{each.design:<{names}}  ", ""),
        )
        indent = line_width(head)
        room = None if width is None else max(width - indent, 24)
        for row, part in enumerate(_sum_lines(each.working, room)):
            lines.append((*head, *part) if row == 0 else ((" " * indent, ""), *part))
    return lines


def _sum_lines(working: Working, room: int | None) -> list[Line]:
    """A sum in lines that fit, broken before a plus or the equals sign."""
    whole = sum_line(working)
    if room is None or line_width(whole) <= room or not isinstance(working.term, Sum):
        return [whole] if room is None else broken_sum(whole, room)
    first, *rest = map(term_text, working.term.terms)
    lines: list[Line] = [plain_text(first)]
    pieces = [*[(f"+ {text}", "") for text in rest], (f"= {numbers.count(working.value)}", STRONG)]
    for piece in pieces:
        joined = (*lines[-1], (" ", ""), piece)
        if line_width(joined) > room:
            lines.append((piece,))
        else:
            lines[-1] = joined
    return lines


def _label(text: str) -> tuple[str, str]:
    return (f"{text:<{LABEL}}", STRONG)


def point(columns: tuple[str, ...], values: list[Any]) -> str:
    """A lesson in a few words: what its designs have of its first column."""
    word = columns[0]
    distinct = list(dict.fromkeys(values))
    texts = _short(word, distinct)
    noun = NOUNS.get(word)
    if len(texts) == 1:
        held = f"{texts[0]} {noun}" if noun else f"{TITLES.get(word, word)} {texts[0]}"
        return f"{held} in all {len(values)}"
    told = (
        " against ".join(texts) if len(texts) == 2 else f"{', '.join(texts[:-1])} and {texts[-1]}"
    )
    return f"{told} {noun}" if noun else f"{TITLES.get(word, word)} {told}"


def _short(word: str, values: list[Any]) -> list[str]:
    """Figures of a column in a point: exact if all are short, else in three digits."""
    whole = all(type(value) is int for value in values)
    if word == "peak_bytes" and whole:
        return mebibytes(values)
    if word in NOUNS and not (whole and max(values) < SMALL):
        return list(map(numbers.rounded, values))
    if word in NOUNS:
        return list(map(numbers.count, values))
    return [figure_text(word, value) for value in values]
