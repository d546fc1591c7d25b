"""The shipped networks: one line a family, or one line a variant."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from cnnspec.core.record import Record
from cnnspec.render import numbers
from cnnspec.render.diagnostics import plural
from cnnspec.render.facts import shapes_text
from cnnspec.render.screen import BLANK, GAP, Grid, GridColumn, facts, line_width, plain_text
from cnnspec.render.style import STRONG, TYPE

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from cnnspec.core.algebra import Dim
    from cnnspec.core.citation import Citation
    from cnnspec.core.shape import Shape
    from cnnspec.render.screen import Line, Screen

NO_TASK = "other"
SHORTEST_NAMES = 20


class Network(Record):
    """One shipped network: what can be said of it in a line. Counts that are unknown are None."""

    name: str
    family: str
    title: str
    task: str
    cite: Citation | None
    input: dict[str, Shape]
    params: Dim | None
    macs: Dim | None
    depth: int | None
    field: Dim | tuple[Dim, ...] | None

    @property
    def year(self) -> int | None:
        """The year of its source."""
        return self.cite.year if self.cite else None


def in_order(networks: Iterable[Network]) -> list[Network]:
    """By task, then year, then family; the variants of a family stay as they are."""
    return sorted(networks, key=lambda n: (not n.task, n.task, n.year or 9999, n.family))


def families(networks: Iterable[Network]) -> list[list[Network]]:
    """Networks by family, ordered by the family's first task and its earliest year."""
    found: dict[str, list[Network]] = {}
    for network in networks:
        found.setdefault(network.family, []).append(network)
    return sorted(found.values(), key=_place)


def _place(family: list[Network]) -> tuple[bool, str, int, str]:
    first = family[0]
    years = [network.year for network in family if network.year]
    return (not first.task, first.task, min(years, default=9999), first.family)


def families_screen(networks: Sequence[Network], width: int | None = None) -> Screen:
    """One line a family, by task: as many names as fit, then their number."""
    rows: list[tuple[Line, ...]] = []
    headings: dict[int, tuple[Line, ...]] = {}
    task: str | None = None
    for family in families(networks):
        if family[0].task != task:
            task = family[0].task
            heading = plain_text(task or NO_TASK, STRONG)
            headings[len(rows)] = (BLANK, heading) if rows else (heading,)
        rows.append(_family_cells(family))
    columns = (
        GridColumn("family"),
        GridColumn("variants"),
        GridColumn("input"),
        GridColumn("params", True),
        GridColumn("MACs", True),
        GridColumn("year", True),
    )
    if width is not None:
        rows = _with_names_that_fit(rows, columns, width)
    grid = Grid(columns, tuple(rows), headings=headings)
    return (grid, BLANK, *_families_foot(networks, len(rows), width))


def _family_cells(family: list[Network]) -> tuple[Line, ...]:
    inputs = list(dict.fromkeys([shapes_text(network.input) for network in family]))
    years = [network.year for network in family if network.year]
    return (
        plain_text(family[0].family, TYPE),
        plain_text(" ".join([network.name for network in family])),
        plain_text(inputs[0] if len(inputs) == 1 else f"{inputs[0]} ..."),
        plain_text(numbers.span([network.params for network in family])),
        plain_text(numbers.span([network.macs for network in family])),
        plain_text(str(min(years)) if years else "-"),
    )


def _with_names_that_fit(
    rows: list[tuple[Line, ...]], columns: tuple[GridColumn, ...], width: int
) -> list[tuple[Line, ...]]:
    others = 0
    for number, column in enumerate(columns):
        if number != 1:
            widest = max([line_width(row[number]) for row in rows], default=0)
            others += max(widest, len(column.title)) + len(GAP)
    room = max(width - others, SHORTEST_NAMES)
    return [(row[0], plain_text(fitting(row[1][0][0], room)), *row[2:]) for row in rows]


def fitting(names: str, room: int) -> str:
    """As many names as fit, then their number: `resnet18 resnet34 ... (8)`."""
    if len(names) <= room:
        return names
    every = names.split(" ")
    tail = f"... ({len(every)})"
    kept = every[:1]
    for name in every[1:]:
        if len(" ".join([*kept, name, tail])) > room:
            break
        kept.append(name)
    return " ".join([*kept, tail])


def _families_foot(networks: Sequence[Network], number: int, width: int | None) -> list[Line]:
    names = [network.family for network in networks]
    example = "resnet" if "resnet" in names else max(names, key=names.count, default="")
    parts = [plain_text(f"{plural(len(networks), 'variant')} in {_families(number)}")]
    if example:
        parts.append(plain_text(f"cnnspec list {example} shows each variant"))
    lines = facts(parts, width)
    return [
        *lines,
        plain_text("narrow it: --task lesson --max-macs 600M --max-params 5M --sort params"),
    ]


def _families(number: int) -> str:
    return "1 family" if number == 1 else f"{number} families"


def variants_screen(networks: Sequence[Network], width: int | None = None) -> Screen:
    """One line a variant, with exact figures."""
    columns = (
        GridColumn("network"),
        GridColumn("input"),
        GridColumn("params", True),
        GridColumn("MACs", True),
        GridColumn("depth", True, leaves=2),
        GridColumn("field", True, leaves=1),
        GridColumn("year", True),
        GridColumn("paper", flexible=True),
    )
    rows = tuple([_variant_cells(network) for network in networks])
    number = len({network.family for network in networks})
    foot = f"{plural(len(networks), 'variant')} in {_families(number)}"
    parts = [plain_text(foot)]
    if networks:
        parts.append(plain_text(f"cnnspec summary {networks[0].name} shows the layers"))
    return (Grid(columns, rows), BLANK, *facts(parts, width))


def _variant_cells(network: Network) -> tuple[Line, ...]:
    cite = network.cite
    return (
        plain_text(network.name, TYPE),
        plain_text(shapes_text(network.input)),
        plain_text(numbers.cell(network.params)),
        plain_text(numbers.cell(network.macs)),
        plain_text(numbers.cell(network.depth)),
        plain_text(numbers.field(network.field)),
        plain_text(str(network.year or "-")),
        plain_text((cite.title or cite.short() if cite else "") or "-"),
    )


def network_document(network: Network) -> dict[str, Any]:
    """A network for machines."""
    from cnnspec.render import json

    shapes = network.input
    single = shapes["input"] if shapes.keys() == {"input"} else shapes
    return {
        "name": network.name,
        "family": network.family,
        "title": network.title,
        "task": network.task or None,
        "year": network.year,
        "cite": json.citation(network.cite),
        "input": json.shapes(single),
        "params": json.value(network.params),
        "macs": json.value(network.macs),
        "depth": network.depth,
        "field": json.value(network.field),
    }


def catalogue_csv(networks: Iterable[Network]) -> str:
    """One row a variant."""
    from cnnspec.render.csv import csv_text

    titles = (
        "name", "family", "task", "year", "input", "params", "macs", "depth", "field", "cite",
    )  # fmt: skip
    rows = [
        (
            n.name, n.family, n.task, n.year, shapes_text(n.input), n.params, n.macs, n.depth,
            n.field, n.cite.short() if n.cite else None,
        )
        for n in networks
    ]  # fmt: skip
    return csv_text(titles, rows)


def catalogue_markdown(networks: Sequence[Network]) -> str:
    """One row a variant, below the number of them."""
    from cnnspec.render.markdown import md_grid

    screen = variants_screen(networks)
    grid = screen[0]
    assert isinstance(grid, Grid)
    return f"### {plural(len(networks), 'network')}\n\n{md_grid(grid)}\n"
