"""The screen of `field`, and its table as CSV and Markdown."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cnnspec.render import numbers
from cnnspec.render.columns import what_text
from cnnspec.render.entries import entries
from cnnspec.render.facts import strongest, title_line
from cnnspec.render.field import (
    exact,
    is_enlarged,
    is_shown,
    notes_of,
    seen,
    sees_everything,
    together,
)
from cnnspec.render.field_sum import last_node, number
from cnnspec.render.screen import BLANK, Grid, GridColumn, facts, plain_text, wrap
from cnnspec.render.style import QUIET, STRONG

if TYPE_CHECKING:
    from cnnspec.render.entries import Entry
    from cnnspec.render.field import Look
    from cnnspec.render.screen import Line, Screen

MOST_NOTES = 3
"""So many misaligned joins are told one by one."""
MOST_NAMED = 3
COLUMNS = (
    GridColumn("layer"),
    GridColumn("what", flexible=True),
    GridColumn("how"),
    GridColumn("field", True),
    GridColumn("stride", True, leaves=3),
    GridColumn("centre", True, leaves=2),
    GridColumn("first sees", True, leaves=1),
    GridColumn("last sees", True, leaves=1),
)
KEYS = (
    "level", "layer", "what", "how", "smallest", "largest", "stride", "centre_least", "centre_most",
    "first_from", "first_to", "last_from", "last_to",
)  # fmt: skip
COUNTED = (
    "behind an enlargement cells are counted back: n of a window are (n - 1)·stride + extent, "
)
COUNTED += "n of an enlargement ⌊(n + extent - 2)/stride⌋ + 1"


def shown_entries(given: Look, levels: int | None) -> list[Entry]:
    """The lines of the table."""
    found = entries(given.analysis, levels, lambda row: is_shown(given, row))
    return [entry for entry in found if entry.part == "layer"]


def field_screen(given: Look, levels: int | None = 1, width: int | None = None) -> Screen:
    """Title, table, what the figures mean, and joins of misaligned branches."""
    blocks: list[Line | Grid] = [title_line(given.analysis, ""), BLANK]
    lines = shown_entries(given, levels)
    if lines:
        blocks += [field_grid(given, lines), BLANK]
    blocks += facts([plain_text(text) for text in remarks(given, bool(lines))], width)
    if lines and is_enlarged(given):
        blocks += [plain_text(line) for line in (wrap(COUNTED, width) if width else [COUNTED])]
    for text in notes(given):
        blocks += [plain_text(line) for line in (wrap(text, width) if width else [text])]
    if given.analysis.conditions:
        blocks.append(plain_text(f"needs {', '.join(strongest(given.analysis.conditions))}"))
    return tuple(blocks)


def field_grid(given: Look, lines: list[Entry]) -> Grid:
    """The table: a line a layer that changes what is seen."""
    return Grid(COLUMNS, tuple([_cells(given, entry) for entry in lines]))


def _cells(given: Look, entry: Entry) -> tuple[Line, ...]:
    found = seen(given, entry.row)
    role = STRONG if entry.opened else ""
    return (
        ((entry.tree, QUIET), (entry.row.label, role)),
        plain_text(what_text(entry) or "-", role),
        plain_text(found.how, role),
        plain_text(found.field, role),
        plain_text(found.stride, role),
        plain_text(found.centre, role),
        plain_text(found.first, role),
        plain_text(found.last, role),
    )


def remarks(given: Look, told: bool = True) -> list[str]:
    """What the figures are of, and which layers see everything."""
    analysis, said = given.analysis, []
    if not given.grid.axes:
        return ["the input is a flat vector: it has no axes along which something is seen"]
    if told:
        axis = "the axis" if given.grid.axes == 1 else "one axis"
        image = f"the image is {_image(given)}, beyond it lies padding"
        said.append(f"pixels of {axis}; {image}")
    everything = [row for row in analysis.rows() if row.kind and sees_everything(given, row)]
    if not told and not everything:
        said.append("every value sees one pixel: no layer has a window")
    if everything:
        rest = [row for row in analysis.rows() if row.covered[0][0] > everything[0].covered[0][0]]
        if len(everything) == len(rest) + 1:
            later = " and later see" if rest else " sees"
            said.append(f"{everything[0].label}{later} everything")
        else:
            named = ", ".join([row.label for row in everything[:MOST_NAMED]])
            more = len(everything) - MOST_NAMED
            said.append(f"{named}{f' and {more} more' if more > 0 else ''} see everything")
    return said


def _image(given: Look) -> str:
    inputs = [
        given.analysis.graph.shape(node) or () for node in given.analysis.graph.inputs.values()
    ]
    sizes = max(inputs, key=len)[1:]
    return together([f"0..{number(size - 1)}" for size in sizes])


def notes(given: Look) -> list[str]:
    """The first joins of misaligned branches, and how many more there are."""
    found = notes_of(given)
    told = [f"note: {text}" for text in found[:MOST_NOTES]]
    more = len(found) - MOST_NOTES
    kind = "join" if more == 1 else "joins"
    return [*told, f"note: {more} more {kind} of that kind"] if more > 0 else told


# --- other formats --------------------------------------------------------------------------------


def field_csv(given: Look, levels: int | None = 1) -> str:
    """The lines with their full paths; one value where the axes are alike, else one for each."""
    from cnnspec.render.ascii import ascii_text
    from cnnspec.render.csv import csv_text

    rows = []
    for entry in shown_entries(given, levels):
        how = ascii_text(seen(given, entry.row).how)
        told = [_together(values) for values in _figures(given, last_node(entry.row))]
        rows.append((str(entry.level), entry.row.path, what_text(entry), how, *told))
    return csv_text(KEYS, rows)


def _figures(given: Look, node: int) -> list[list[int | str | None]]:
    """The figures of a node, each with one value for each axis."""
    grid = given.grid
    axes = grid.of(node) or ()
    first, last = grid.first(node), grid.last(node)
    centres = [axis.centres for axis in axes]
    return [
        [exact(axis.smallest) for axis in axes],
        [exact(axis.largest) for axis in axes],
        [exact(axis.jump) for axis in axes],
        *[[None if pair is None else exact(pair[end]) for pair in centres] for end in (0, 1)],
        *[[None if run is None else exact(run[end]) for run in first] for end in (0, 1)],
        *[[None if run is None else exact(run[end]) for run in last] for end in (0, 1)],
    ]


def _together(values: list[int | str | None]) -> int | str | None:
    if not values or all(value == values[0] for value in values):
        return values[0] if values else None
    return ", ".join(["" if value is None else str(value) for value in values])


def field_markdown(given: Look, levels: int | None = 1) -> str:
    """The field of the last layer, the table, notes and findings."""
    from cnnspec.render.markdown import md_findings, md_grid, md_text

    analysis = given.analysis
    lines = shown_entries(given, levels)
    field = numbers.field(analysis.totals.field)
    blocks = [
        f"### {md_text(f'{analysis.name}: receptive field {field}')}",
        md_grid(field_grid(given, lines)) if lines else "",
        md_text(" · ".join(remarks(given, bool(lines)))),
        md_text(COUNTED) if lines and is_enlarged(given) else "",
        "\n".join([f"- {md_text(text)}" for text in notes(given)]),
        md_findings(analysis.diagnostics),
    ]
    return "\n\n".join([block for block in blocks if block]) + "\n"
