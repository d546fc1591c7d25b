"""An explanation as Markdown, for notes and pull requests."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cnnspec.render import numbers
from cnnspec.render.explaining import parts_grid
from cnnspec.render.explaining_words import (
    connection_marks,
    expected_lines,
    figure_remark,
    heading,
    input_names,
    network_facts,
    place_text,
    seen_lines,
    shape_change,
    shown_figures,
)
from cnnspec.render.markdown import md_grid, md_table, md_text
from cnnspec.render.terms import term_text

if TYPE_CHECKING:
    from cnnspec.derivation.records import Explanation, Figure, Working

TITLES = ("", "sum", "remark")


def explanation_markdown(explanation: Explanation) -> str:
    """A heading, a table of sums, and what is inside."""
    name, path, what = heading(explanation)
    title = " ".join([part for part in (name, path) if part])
    parts = [
        f"### {md_text(f'{title}: {what}' if what else title)}",
        md_text(place_text(explanation)),
        md_table(TITLES, _rows(explanation)),
    ]
    table = connection_marks(explanation)
    if table:
        marks = "\n".join([row for row, _ in table])
        parts.append(f"{md_text(table[0][1])}\n\n```\n{marks}\n```")
    if explanation.kind == "block":
        parts.append(md_grid(parts_grid(explanation)))
    parts += [md_text(note) for note in explanation.notes]
    return "\n\n".join(parts) + "\n"


def _rows(explanation: Explanation) -> list[tuple[str, str, str]]:
    before, after = shape_change(explanation)
    shape = f"{before} -> {after}" if before else after
    rows = [("shape", shape, input_names(explanation))]
    rows += [("", _equation(working), working.remark) for working in explanation.shape]
    if explanation.computes:
        rows.append(("computes", explanation.computes, ""))
    for figure in shown_figures(explanation):
        rows += _figure(explanation, figure)
    rows += [
        ("" if number else "sees", seen, remark)
        for number, (seen, remark) in enumerate(seen_lines(explanation))
    ]
    rows += network_facts(explanation)
    rows += [
        ("" if number else "expected", said, remark)
        for number, (said, remark, _) in enumerate(expected_lines(explanation))
    ]
    return rows


def _equation(working: Working) -> str:
    term, value = term_text(working.term), numbers.count(working.value)
    return value if term == value else f"{term} = {value}"


def _figure(explanation: Explanation, figure: Figure) -> list[tuple[str, str, str]]:
    last = figure_remark(explanation, figure)
    value = numbers.count(figure.value)
    if len(figure.workings) == 1:
        working = figure.workings[0]
        remark = "; ".join([part for part in (working.remark, last) if part])
        return [(figure.name, _equation(working), remark)]
    rows = [
        ("" if number else figure.name, _equation(working), working.remark)
        for number, working in enumerate(figure.workings)
    ]
    return [*rows, ("" if rows else figure.name, value, last)]
