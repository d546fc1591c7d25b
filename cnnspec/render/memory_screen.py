"""The screen of `memory`, and its table as CSV and Markdown."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from cnnspec.core.wording import listed
from cnnspec.render import numbers
from cnnspec.render.columns import what_text
from cnnspec.render.entries import entries
from cnnspec.render.facts import strongest, title_line
from cnnspec.render.memory import (
    alive_at_peak,
    assumptions,
    highest,
    own,
    parts,
    rounded,
    training_assumptions,
    training_parts,
    training_total,
)
from cnnspec.render.narrow import whole_width, with_sums_below
from cnnspec.render.screen import BLANK, Grid, GridColumn, facts, plain_text, wrap
from cnnspec.render.style import QUIET, STRONG, TYPE

if TYPE_CHECKING:
    from cnnspec.core.algebra import Dim
    from cnnspec.render.entries import Entry
    from cnnspec.render.memory import Alive, Part, Use
    from cnnspec.render.names import ShortNames
    from cnnspec.render.screen import Line, Screen

MOST_NAMED = 3
"""So many other layers that reach the peak are named."""
COLUMNS = (
    GridColumn("layer"),
    GridColumn("what", leaves=2, flexible=True),
    GridColumn("output", leaves=1),
    GridColumn("activations", True),
    GridColumn("alive", True),
)
KEYS = ("level", "layer", "what", "output", "activations", "alive")
SUMS = (GridColumn(""), GridColumn("", True), GridColumn("", True), GridColumn(""))


def memory_screen(use: Use, levels: int | None = 1, width: int | None = None) -> Screen:
    """Title, sums, the peak, every layer, what was assumed; with an optimiser, training.

    Of forms that are too wide for the screen, short names are told, and the longest stand below.
    """
    names: ShortNames | None = None
    told: list[Line] = []
    layers = layers_grid(use, levels)
    if width is not None and use.analysis.symbols and whole_width(layers) > width:
        from cnnspec.render.names import ShortNames

        names = ShortNames(_values(use))
        layers, told = with_sums_below(layers_grid(use, levels, names), width)
        told += facts([plain_text(part) for part in names.legend()], width)
    batch = f"batch {use.batch}, {use.dtype}"
    blocks: list[Line | Grid] = [title_line(use.analysis, batch), BLANK]
    blocks.append(sums_grid(parts(use), names=names))
    blocks += _open(use, names, width)
    alive = alive_at_peak(use)
    if alive:
        blocks += [BLANK, plain_text("alive at the peak", STRONG), _alive_grid(alive, names)]
        blocks += _again(use)
    blocks += [BLANK, layers, BLANK, *told]
    blocks += _facts("assumed: ", assumptions(use), width, " --no-in-place", use.memory.in_place)
    if use.optimizer is not None:
        found = training_parts(use)
        heading = plain_text(f"to train with {use.optimizer}, an estimate", STRONG)
        blocks += [BLANK, heading, sums_grid(found, total=True, names=names), BLANK]
        blocks += _facts("assumed: ", training_assumptions(use), width)
    if use.analysis.conditions:
        blocks.append(plain_text(f"needs {', '.join(strongest(use.analysis.conditions))}"))
    if use.analysis.symbols:
        example = ",".join([f"{name}=64" for name in use.analysis.symbols])
        blocks.append(plain_text(f"MiB need numbers: --at {example}"))
    return tuple(blocks)


def _short(value: Any, names: ShortNames | None) -> Any:
    """A value as it is, or with short names where there are some."""
    return value if names is None else names.short(value)


def _open(use: Use, names: ShortNames | None, width: int | None) -> list[Line]:
    """Why the peak is not told, where it is not."""
    if not use.memory.reason:
        return []
    reason = use.memory.reason if names is None else names.within(use.memory.reason)
    text = f"the peak is open: {reason}"
    return [plain_text(line) for line in (wrap(text, width) if width else [text])]


def _values(use: Use) -> list[object]:
    """The sizes and counts of bytes that may be told by short names: sizes first, so that names
    stand for them."""
    rows = use.analysis.rows()
    sizes: list[object] = [row.out for row in rows if row.out]
    return [*sizes, use.activations(use.memory.total), use.activations(use.memory.peak)]


def _facts(
    label: str, said: list[str], width: int | None, switch: str = "", switched: bool = False
) -> list[Line]:
    """Facts behind a label, wrapped; the option that changes them last."""
    text = f"{label}{'; '.join(said)}{switch if switched else ''}"
    lines = wrap(text, width) if width else [text]
    found = [plain_text(line) for line in lines]
    if switched:
        last = lines[-1].removesuffix(switch.strip())
        found[-1] = ((last, ""), (switch.strip(), TYPE))
    return found


def sums_grid(found: list[Part], *, total: bool = False, names: ShortNames | None = None) -> Grid:
    """Sums of bytes, one a line."""
    rows = [
        (
            plain_text(part.label),
            plain_text(
                numbers.count(_short(part.size, names)), STRONG if part.key == "peak" else ""
            ),
            plain_text(rounded(part.size)),
            plain_text(part.how, QUIET),
        )
        for part in found
    ]
    if not total:
        return Grid(SUMS, tuple(rows), titled=False)
    size = training_total(found)
    last = (
        plain_text("total", STRONG),
        plain_text(numbers.count(_short(size, names)), STRONG),
        plain_text(rounded(size), STRONG),
        plain_text(""),
    )
    return Grid(SUMS, tuple(rows), last, titled=False)


def _alive_grid(alive: list[Alive], names: ShortNames | None) -> Grid:
    rows = [
        (
            plain_text(each.name, TYPE),
            plain_text(numbers.size(_short(each.shape, names))),
            plain_text(numbers.count(_short(each.size, names))),
            plain_text(each.why, QUIET),
        )
        for each in alive
    ]
    columns = (GridColumn(""), GridColumn(""), GridColumn("", True), GridColumn(""))
    return Grid(columns, tuple(rows), titled=False)


def _again(use: Use) -> list[Line]:
    """Other layers at which as much is alive."""
    others = list(dict.fromkeys([use.analysis.paths.layer(node) for node in use.memory.at]))[1:]
    if not others:
        return []
    more = len(others) - MOST_NAMED
    named = others[:MOST_NAMED]
    text = f"{', '.join(named)} and {more} more" if more > 0 else listed(named)
    return [plain_text(f"as much again at {text}")]


def layers_grid(use: Use, levels: int | None, names: ShortNames | None = None) -> Grid:
    """Every row with the tensors that it makes, and the most that is alive while it runs."""
    *shown, total = entries(use.analysis, levels)
    peak = use.activations(use.memory.peak)
    tops = [highest(use, entry.row) for entry in shown]
    rows = [_cells(use, entry, top, names) for entry, top in zip(shown, tops, strict=True)]
    whole = use.activations(use.memory.total)
    last = (
        plain_text("total", STRONG),
        plain_text("-", STRONG),
        plain_text(numbers.size(_short(total.row.out, names)), STRONG),
        plain_text(numbers.cell(_short(whole, names)), STRONG),
        plain_text(f"peak {numbers.count(_short(peak, names))}", STRONG),
    )
    bars = tuple([(top, peak) if type(top) is int and type(peak) is int else None for top in tops])
    return Grid(COLUMNS, tuple(rows), last, bars)


def _cells(use: Use, entry: Entry, top: Dim | None, names: ShortNames | None) -> tuple[Line, ...]:
    made = own(use, entry.row)
    role = STRONG if entry.opened else QUIET if made == 0 else ""
    return (
        ((entry.tree, QUIET), (entry.row.label, role)),
        plain_text(what_text(entry) or "-", role),
        plain_text(numbers.size(_short(entry.row.out, names)), role),
        plain_text(numbers.cell(_short(made, names)), role),
        plain_text(numbers.count(_short(top, names)), role),
    )


# --- other formats --------------------------------------------------------------------------------


def memory_csv(use: Use, levels: int | None = 1) -> str:
    """The rows with their full paths, in bytes."""
    from cnnspec.render.csv import csv_text

    rows = [
        (
            str(entry.level),
            entry.row.path,
            what_text(entry),
            entry.row.out,
            own(use, entry.row),
            highest(use, entry.row),
        )
        for entry in entries(use.analysis, levels)
        if entry.part == "layer"
    ]
    return csv_text(KEYS, rows)


def memory_markdown(use: Use, levels: int | None = 1) -> str:
    """Sums, who is alive at the peak, findings, layers."""
    from cnnspec.render.markdown import md_findings, md_grid, md_table, md_text

    peak = use.activations(use.memory.peak)
    said = rounded(peak) if type(peak) is int else numbers.count(peak)
    titles = (f"batch {use.batch}, {use.dtype}", "bytes", "")
    sums = [(part.label, numbers.count(part.size), rounded(part.size)) for part in parts(use)]
    grid = layers_grid(use, levels)
    blocks = [
        f"### {md_text(f'{use.analysis.name}: peak activations {said}')}",
        md_table(titles, sums, 2),
        md_text(f"the peak is open: {use.memory.reason}") if use.memory.reason else "",
        _alive_markdown(use),
        md_text(f"assumed: {'; '.join(assumptions(use))}"),
        _training_markdown(use),
        md_findings(use.analysis.diagnostics),
        f"<details><summary>{len(grid.rows)} rows</summary>\n\n{md_grid(grid)}\n\n</details>",
    ]
    return "\n\n".join([block for block in blocks if block]) + "\n"


def _alive_markdown(use: Use) -> str:
    from cnnspec.render.markdown import md_table

    rows = [
        (each.name, numbers.size(each.shape), each.why, numbers.count(each.size))
        for each in alive_at_peak(use)
    ]
    return md_table(("alive at the peak", "", "", "bytes"), rows, 1) if rows else ""


def _training_markdown(use: Use) -> str:
    if use.optimizer is None:
        return ""
    from cnnspec.render.markdown import md_table, md_text

    found = training_parts(use)
    rows = [(part.label, numbers.count(part.size), rounded(part.size)) for part in found]
    total = training_total(found)
    rows.append(("total", numbers.count(total), rounded(total)))
    said = "; ".join(training_assumptions(use))
    table = md_table((f"to train with {use.optimizer}", "bytes", ""), rows, 2)
    return f"{table}\n\n{md_text(f'assumed: {said}')}"
