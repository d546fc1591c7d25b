"""The shipped networks: one line a family, or one line a variant."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from cnnspec.core.record import Record
from cnnspec.core.wording import plural
from cnnspec.render import numbers
from cnnspec.render.facts import shapes_text
from cnnspec.render.screen import BLANK, GAP, Grid, GridColumn, facts, line_width, plain_text, wrap
from cnnspec.render.style import STRONG, TYPE

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from cnnspec.core.algebra import Dim
    from cnnspec.core.citation import Citation
    from cnnspec.core.shape import Shape
    from cnnspec.render.screen import Line, Screen

NO_TASK = "other"
SHORTEST_NAMES = 20
SHORTEST_BARE = 4
"""Letters that a word needs to be looked for without its dashes and dots."""


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
    """By task, then the year of the family, then its name; its variants stay as they are."""
    return [network for family in families(networks) for network in family]


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


class Searchable(Record):
    """What words are looked for in: names, and all words that are told, parted where letters and
    digits meet."""

    names: tuple[str, ...]
    text: str

    def begins(self, word: str) -> bool:
        """Whether a word in small letters begins a word: `net` does not in `lenet5`, `5` does. A
        number is one as a whole."""
        wanted = _parted(word)
        end = " " if wanted[-1:].isdigit() else ""
        return bool(wanted) and f" {wanted}{end}" in self.text

    def has(self, word: str) -> bool:
        """Whether a word in small letters is found anywhere; `resnet-50` is in `resnet50`."""
        if self.begins(word) or any(word in name for name in self.names):
            return True
        if _parted(word) and f" {_parted(word)}" in self.text:
            return True
        bare = _letters(word)
        if len(bare) < SHORTEST_BARE or bare.isdigit():
            return False
        return any(bare in _letters(name) for name in self.names)


def searchable(network: Network) -> Searchable:
    """A network's names, and what else is told of it."""
    names = (network.name.lower(), network.family.lower(), network.title.lower())
    return Searchable(names, f" {' | '.join(map(_parted, (*names, *_told(network))))} ")


def said_of(network: Network) -> list[str]:
    """The words that a misspelt one may have meant."""
    told = " ".join(map(_words, _told(network))).split()
    return [network.name, network.family, *[word for word in told if len(word) > 3]]


def _told(network: Network) -> list[str]:
    cite = network.cite
    source = [cite.authors, cite.title, cite.text, str(cite.year or "")] if cite else []
    return [*source, network.title, network.task, shapes_text(network.input)]


def _words(text: str) -> str:
    """The words of a text in small letters, with one space between them."""
    return " ".join("".join([c if c.isalnum() else " " for c in text.lower()]).split())


def _parted(text: str) -> str:
    """The words of a text, letters and digits apart: `3 224 224`, `resnext 50 32 4 d`."""
    from re import sub

    apart = sub(r"(?<=\d)x(?=\d)", " ", text.lower())
    return _words(sub(r"(?<=\d)(?=[^\W\d])|(?<=[^\W\d])(?=\d)", " ", apart))


def _letters(text: str) -> str:
    return "".join([character for character in text if character.isalnum()])


def families_screen(networks: Sequence[Network], width: int | None = None) -> Screen:
    """One line a family, by task: as many names as fit, then their number."""
    found = families(networks)
    rows = list(map(_family_cells, found))
    headings = _headings([family[0].task for family in found])
    columns = (
        GridColumn("family"),
        GridColumn("input", leaves=1),
        GridColumn("params", True),
        GridColumn("MACs", True),
        GridColumn("year", True),
        GridColumn("variants", flexible=True),
    )
    if width is not None:
        rows = _with_names_that_fit(rows, columns, width)
    grid = Grid(columns, tuple(rows), headings=headings)
    return (grid, BLANK, *_families_foot(networks, len(rows), width))


def _family_cells(family: list[Network]) -> tuple[Line, ...]:
    inputs = list(dict.fromkeys([numbers.size(s) for n in family for s in n.input.values()]))
    years = [network.year for network in family if network.year]
    return (
        plain_text(family[0].family, TYPE),
        plain_text(inputs[0] if len(inputs) == 1 else f"{inputs[0]} ..."),
        plain_text(numbers.span([network.params for network in family])),
        plain_text(numbers.span([network.macs for network in family])),
        plain_text(str(min(years)) if years else "-"),
        plain_text(" ".join([network.name for network in family])),
    )


def _with_names_that_fit(
    rows: list[tuple[Line, ...]], columns: tuple[GridColumn, ...], width: int
) -> list[tuple[Line, ...]]:
    taken = {
        column.title: len(GAP)
        + max([line_width(row[number]) for row in rows] + [len(column.title)])
        for number, column in enumerate(columns[:-1])
    }
    others = sum(taken.values())
    if others + SHORTEST_NAMES > width:
        others -= taken["input"]  # it will leave
    room = max(width - others, SHORTEST_NAMES)
    return [(*row[:-1], plain_text(fitting(row[-1][0][0], room))) for row in rows]


def fitting(names: str, room: int) -> str:
    """As many names as fit, then their number: `resnet18 resnet34 ... (8)`, or `8 variants`."""
    if len(names) <= room:
        return names
    every = names.split(" ")
    tail = f"... ({len(every)})"
    kept: list[str] = []
    for name in every:
        if len(" ".join([*kept, name, tail])) > room:
            break
        kept.append(name)
    return " ".join([*kept, tail]) if kept else plural(len(every), "variant")


def _families_foot(networks: Sequence[Network], number: int, width: int | None) -> list[Line]:
    names = [network.family for network in networks]
    example = "resnet" if "resnet" in names else max(names, key=names.count, default="")
    parts = [plain_text(f"{plural(len(networks), 'variant')} in {_families(number)}")]
    if example:
        parts.append(plain_text(f"cnnspec list --family {example} shows each variant"))
    tasks = list(dict.fromkeys([network.task for network in networks if network.task]))
    task = "detection" if "detection" in tasks else (tasks or [NO_TASK])[-1]
    return [
        *facts(parts, width),
        plain_text(f"narrow it: --task {task} --max-macs 600M --max-params 5M --sort params"),
    ]


def _families(number: int) -> str:
    return "1 family" if number == 1 else f"{number} families"


def variants_screen(
    networks: Sequence[Network],
    width: int | None = None,
    *,
    by_task: bool = False,
    words: Sequence[str] = (),
) -> Screen:
    """One line a variant, with exact figures; `by_task` with a heading for each, if several.

    Of the `words` that were looked for, a family's name is told to be one.
    """
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
    headings = _headings([network.task for network in networks]) if by_task else {}
    families = list(dict.fromkeys([network.family for network in networks]))
    parts = [plain_text(f"{plural(len(networks), 'variant')} in {_families(len(families))}")]
    if networks:
        parts.append(plain_text(f"cnnspec summary {networks[0].name} shows the layers"))
    if len(families) > 1:
        named = [word for word in words if word in families]
        parts += [plain_text(f"--family {word} shows that family alone") for word in named]
    return (Grid(columns, rows, headings=headings), BLANK, *facts(parts, width))


def nothing_screen(nearest: str, width: int | None = None) -> Screen:
    """What stands in the place of a list without networks."""
    lines = ["no network is like that", *([nearest] if nearest else [])]
    parts = [part for line in lines for part in (wrap(line, width) if width else [line])]
    return tuple(map(plain_text, parts))


def _headings(tasks: list[str]) -> dict[int, tuple[Line, ...]]:
    """A heading where another task begins; none if all are for the same."""
    found: dict[int, tuple[Line, ...]] = {}
    if len(set(tasks)) > 1:
        for number, task in enumerate(tasks):
            if number == 0 or task != tasks[number - 1]:
                heading = plain_text(task or NO_TASK, STRONG)
                found[number] = (BLANK, heading) if number else (heading,)
    return found


def _variant_cells(network: Network) -> tuple[Line, ...]:
    sizes = list(map(numbers.size, network.input.values()))
    return (
        plain_text(network.name, TYPE),
        plain_text(sizes[0] if len(sizes) == 1 else f"{sizes[0]} ..."),
        plain_text(numbers.cell(network.params)),
        plain_text(numbers.cell(network.macs)),
        plain_text(numbers.cell(network.depth)),
        plain_text(numbers.field(network.field)),
        plain_text(str(network.year or "-")),
        plain_text(_paper(network.cite)),
    )


def _paper(cite: Citation | None) -> str:
    """Who wrote it, then its title, which may be cut off."""
    if cite is None:
        return "-"
    return ": ".join([part for part in (cite.authors, cite.title) if part]) or cite.text or "-"


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
        "paper", "url",
    )  # fmt: skip
    rows = [
        (
            n.name, n.family, n.task, n.year, shapes_text(n.input), n.params, n.macs, n.depth,
            n.field, n.cite.short() if n.cite else None, n.cite.title if n.cite else None,
            n.cite.url if n.cite else None,
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
