"""Results as Markdown for a pull request: the verdict, the totals, the layers folded away."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cnnspec.render import numbers
from cnnspec.render.entries import input_shapes
from cnnspec.render.facts import shapes_text, strongest
from cnnspec.render.screen import escape

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from cnnspec.core.diagnostic import Diagnostic
    from cnnspec.render.screen import Grid, Line
    from cnnspec.render.views import ViewName
    from cnnspec.results import Analysis

ENTITIES = {"&": "&amp;", "<": "&lt;", ">": "&gt;", "@": "&#64;", "\n": " ", "\r": " "}
SIGNS = frozenset("\\`*[]|~#!")


def view_markdown(name: ViewName, analysis: Analysis, levels: int | None = 1) -> str:
    """A view of a network: heading, totals, findings, layers."""
    from cnnspec.render.views import view_grid

    grid = view_grid(name, analysis, levels)
    parts = [
        f"### {md_text(_verdict(name, analysis))}",
        _totals(name, analysis),
        _conditions(analysis),
        md_findings(analysis.diagnostics),
        f"<details><summary>{len(grid.rows)} rows</summary>\n\n{md_grid(grid)}\n\n</details>",
    ]
    return "\n\n".join([part for part in parts if part]) + "\n"


def _conditions(analysis: Analysis) -> str:
    """What must hold for symbols, so that the figures do."""
    if not analysis.conditions:
        return ""
    return f"needs {md_text(', '.join(strongest(analysis.conditions)))}"


def _verdict(name: ViewName, analysis: Analysis) -> str:
    totals = analysis.totals
    said = []
    if name in ("summary", "params"):
        said.append(f"{numbers.count(totals.params)} parameters")
    if name in ("summary", "macs"):
        said.append(f"{numbers.count(totals.macs)} MACs")
    if name == "shapes":
        rows = analysis.rows()
        output = numbers.size(rows[-1].out) if rows else "-"
        said.append(f"{shapes_text(input_shapes(analysis))} -> {output}")
    return f"{analysis.name}: {', '.join(said)}"


def _totals(name: ViewName, analysis: Analysis) -> str:
    totals = analysis.totals
    rows = [("input", shapes_text(input_shapes(analysis)))]
    if name in ("summary", "params"):
        rows.append(("parameters", numbers.count(totals.params)))
        rows.append(("trainable", numbers.count(totals.trainable)))
        rows.append(("running statistics", numbers.count(totals.buffers)))
    if name in ("summary", "macs"):
        rows.append(("MACs", numbers.count(totals.macs)))
    if name == "macs":
        flops = None if totals.macs is None else 2 * totals.macs
        rows.append(("FLOPs", numbers.count(flops)))
    if name == "summary":
        rows.append(("depth", numbers.count(totals.depth)))
        rows.append(("field", numbers.field(totals.field)))
        if analysis.claims and analysis.own is None:
            held = sum([claim.holds for claim in analysis.claims])
            rows.append(("expectations that hold", f"{held} of {len(analysis.claims)}"))
        if analysis.budgets:
            held = sum([budget.holds is True for budget in analysis.budgets])
            rows.append(("budgets that hold", f"{held} of {len(analysis.budgets)}"))
    lines = ["| | |", "|---|--:|", *[f"| {label} | {md_text(text)} |" for label, text in rows]]
    return "\n".join(lines)


def md_findings(found: Iterable[Diagnostic]) -> str:
    """Findings as a list."""
    from cnnspec.render.diagnostics import concise, in_order

    return "\n".join(
        [f"- **{finding.severity}** {md_text(concise(finding))}" for finding in in_order(found)]
    )


def md_grid(grid: Grid) -> str:
    """A grid as a table; the strokes of nesting become spaces."""
    titles = [column.title for column in grid.columns]
    rules = ["--:" if column.right else "---" for column in grid.columns]
    lines = [_row(titles), f"|{'|'.join(rules)}|"]
    for number, row in enumerate(grid.rows):
        for heading in (grid.headings or {}).get(number, ()):
            if heading:
                texts = [md_text(_text(heading)), *[""] * (len(titles) - 1)]
                lines.append(_row([f"**{texts[0]}**", *texts[1:]]))
        lines.append(_row([_cell(cell) for cell in row]))
    if grid.total:
        lines.append(_row([f"**{_cell(cell)}**" for cell in grid.total]))
    return "\n".join(lines)


def md_table(titles: Sequence[str], rows: Iterable[Sequence[str]], right: int = 0) -> str:
    """A table of texts; the last `right` columns are aligned right."""
    rules = ["---"] * (len(titles) - right) + ["--:"] * right
    lines = [_row(titles), f"|{'|'.join(rules)}|"]
    return "\n".join([*lines, *[_row([md_text(text) for text in row]) for row in rows]])


def _row(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _text(line: Line) -> str:
    return "".join([text for text, _ in line])


def _cell(line: Line) -> str:
    text = _text(line)
    stroked = text.lstrip("│├└─ ")
    depth = (len(text) - len(stroked)) // 3
    return "&nbsp;&nbsp;" * depth + md_text(stroked)


def md_text(text: str) -> str:
    """Text that Markdown leaves alone: no emphasis, no links, no HTML, nobody mentioned."""
    text = escape(text.replace("\n", " ").replace("\r", " "))
    written = []
    for position, character in enumerate(text):
        if character in ENTITIES:
            written.append(ENTITIES[character])
        elif character in SIGNS or (character == "_" and _at_edge(text, position)):
            written.append(f"\\{character}")
        else:
            written.append(character)
    return "".join(written)


def _at_edge(text: str, position: int) -> bool:
    """Whether an underscore stands at the edge of a word, where it would be emphasis."""
    inside = 0 < position < len(text) - 1
    return not (inside and text[position - 1].isalnum() and text[position + 1].isalnum())
