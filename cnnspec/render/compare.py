"""Networks side by side: as a table, JSON, CSV and Markdown."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from cnnspec.render import numbers
from cnnspec.render.facts import CONVENTION, condition_facts, setting_text, shapes_text
from cnnspec.render.layout import stacked
from cnnspec.render.ratios import mebibytes, more, times
from cnnspec.render.screen import BLANK, Grid, GridColumn, facts, plain_text
from cnnspec.render.style import STRONG

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from cnnspec.comparison import Compared, Comparison
    from cnnspec.core.algebra import Dim
    from cnnspec.render.names import ShortNames
    from cnnspec.render.screen import Line, Screen

BASE = "base"
PARAMS_RATIO, MACS_RATIO = "params_ratio", "macs_ratio"
KEYS = (
    "network", "input", "params", PARAMS_RATIO, "macs", MACS_RATIO, "depth", "field",
    "weights_bytes", "peak_bytes",
)  # fmt: skip
INPUT = GridColumn("input")
COLUMNS = {
    "network": GridColumn("network"),
    "input": INPUT,
    "params": GridColumn("params", True),
    PARAMS_RATIO: GridColumn("ratio", True, leaves=6, called="ratio of params"),
    "macs": GridColumn("MACs", True),
    MACS_RATIO: GridColumn("ratio", True, leaves=5, called="ratio of MACs"),
    "depth": GridColumn("depth", True, leaves=4),
    "field": GridColumn("field", True, leaves=1),
    "weights_bytes": GridColumn("weights", True, leaves=3),
    "peak_bytes": GridColumn("peak memory", True, leaves=2),
}


def compare_screen(comparison: Comparison, width: int | None = None) -> Screen:
    """The table, which goes on below where it is too wide, and what holds for all of its rows."""
    grid = compare_grid(comparison)
    told: list[Line] = []
    if width is not None and _is_symbolic(comparison):
        from cnnspec.render.narrow import narrowed

        def build(names: ShortNames) -> Grid:
            return compare_grid(comparison, names)

        grid, told = narrowed(grid, build, _values(comparison), width)
    tables = [block for part in stacked(grid, width) for block in (part, BLANK)]
    return (*tables, *told, *_foot(comparison, width))


def _values(comparison: Comparison) -> list[object]:
    """The sizes and counts that may be told by short names: sizes first, so that names stand for
    them."""
    sizes = [row.out for each in comparison.networks for row in each.analysis.rows() if row.out]
    counts = [value for each in comparison.networks for value in (each.params, each.macs)]
    return [*sizes, *counts] if any(type(count) is not int for count in counts) else []


def _is_symbolic(comparison: Comparison) -> bool:
    return any(
        type(value) is not int
        for each in comparison.networks
        for value in (each.params, each.macs)
        if value is not None
    )


def compare_grid(comparison: Comparison, names: ShortNames | None = None) -> Grid:
    """One row a network; memory only where all of it is numbers, inputs only where they differ."""
    shown = [key for key in KEYS if _is_shown(key, comparison)]
    cells = {key: _column(key, comparison, names) for key in shown}
    rows = [
        tuple([plain_text(cells[key][row], STRONG if key == "network" else "") for key in shown])
        for row in range(len(comparison.networks))
    ]
    return Grid(tuple([COLUMNS[key] for key in shown]), tuple(rows))


def _is_shown(key: str, comparison: Comparison) -> bool:
    if key == "input":
        return not comparison.same_input
    return not key.endswith("_bytes") or has_memory(comparison)


def has_memory(comparison: Comparison) -> bool:
    """Whether all weights and peaks are numbers, or unknown for a reason."""
    bytes = [value for each in comparison.networks for value in (each.weights, each.peak)]
    symbolic = any(each.analysis.symbols for each in comparison.networks)
    return not symbolic and any(type(value) is int for value in bytes)


def _column(key: str, comparison: Comparison, names: ShortNames | None) -> list[str]:
    networks = comparison.networks
    if key == "weights_bytes":
        return _memory([each.weights for each in networks])
    if key == "peak_bytes":
        return _memory([each.peak for each in networks])
    return [_cell(key, each, comparison, names) for each in networks]


def _memory(values: Sequence[Dim | None]) -> list[str]:
    known = iter(mebibytes([value for value in values if type(value) is int]))
    return [next(known) if type(value) is int else numbers.UNKNOWN for value in values]


def _cell(key: str, each: Compared, comparison: Comparison, names: ShortNames | None) -> str:
    short: Callable[[Any], Any] = names.short if names else lambda value: value
    if key == "network":
        return each.name
    if key == "input":
        return shapes_text(each.inputs)
    if key == "params":
        return numbers.cell(short(each.params))
    if key == "macs":
        return numbers.cell(short(each.macs))
    if key == "depth":
        return numbers.UNKNOWN if each.depth is None else str(each.depth)
    if key == "field":
        return numbers.field(short(each.field))
    if each is comparison.base:
        return BASE
    value = each.params if key == PARAMS_RATIO else each.macs
    found = each.params_ratio if key == PARAMS_RATIO else each.macs_ratio
    if found is not None and names:
        found = found.replace(above=short(found.above), below=short(found.below))
    return times(found, symbolic=type(value) is not int)


def _foot(comparison: Comparison, width: int | None) -> list[Line]:
    groups = [_held(comparison), compare_verdict(comparison)]
    first = [part for group in groups for part in group]
    lines = facts([plain_text(part) for part in first], width)
    lines += facts([plain_text(part) for part in _warnings(comparison)], width)
    for each in comparison.networks:
        for group in condition_facts(each.analysis, tiling=False):
            named = [((f"{each.name}: ", ""), *group[0]), *group[1:]] if group else []
            lines += facts(named, width)
    return lines


def _held(comparison: Comparison) -> list[str]:
    """What holds for all rows: the input, what was set, the memory's units."""
    base = comparison.base.analysis
    parts = []
    if comparison.same_input:
        parts.append(f"input {shapes_text(comparison.base.inputs)}")
    symbols = list(
        dict.fromkeys([name for each in comparison.networks for name in each.analysis.symbols])
    )
    if symbols:
        every = " and ".join([", ".join(symbols[:-1]), symbols[-1]]) if symbols[1:] else symbols[0]
        told = f"for every {every}"
        parts = [f"{parts[0]}, {told}", *parts[1:]] if parts else [told]
    if base.train:
        parts.append("training graph")
    parts += [
        f"{name}={setting_text(value)}"
        for name, value in base.settings.items()
        if all(each.analysis.settings.get(name) == value for each in comparison.networks)
    ]
    if has_memory(comparison):
        parts.append(f"{comparison.dtype}, batch {comparison.batch}")
    if not symbols:
        parts.append(CONVENTION)
    return parts


def compare_verdict(comparison: Comparison) -> list[str]:
    """Of two networks that see the same pixels, which has more parameters."""
    if len(comparison.networks) != 2:
        return []
    other = next(each for each in comparison.networks if each is not comparison.base)
    told = more(other.params_ratio, "parameters")
    field = other.field
    if other.params == comparison.base.params:
        return []
    if not told or field is None or field != comparison.base.field:
        return []
    axes = len(next(iter(other.inputs.values()))) - 1
    shown = numbers.field(field) if isinstance(field, tuple) else "x".join([str(field)] * axes)
    return [f"{told} for the same {shown} field"]


def _warnings(comparison: Comparison) -> list[str]:
    """What makes rows hard to compare, and what is not told."""
    parts = []
    if not comparison.same_input:
        parts.append("inputs differ, and with them MACs and memory: --input makes them equal")
    parts += _without_ratio(comparison)
    symbols = [name for each in comparison.networks for name in each.analysis.symbols]
    if symbols:
        example = ",".join(
            [f"{name}={_own_value(comparison, name)}" for name in dict.fromkeys(symbols)]
        )
        parts.append(f"memory needs numbers: --at {example}")
    elif has_memory(comparison):
        parts += [
            f"{each.name}: peak memory unknown, {each.reason}"
            for each in comparison.networks
            if each.peak is None
        ]
    return parts


def _own_value(comparison: Comparison, symbol: str) -> str:
    """A number for a symbol: what a variable that it stands for has in the spec, or 64."""
    for each in comparison.networks:
        own = each.analysis.own
        for name, value in each.analysis.settings.items():
            if own is not None and setting_text(value) == symbol and name in own.values:
                return setting_text(own.values[name])
    return "64"


def _without_ratio(comparison: Comparison) -> list[str]:
    """Why a ratio is a dash."""
    ratios = [
        ratio
        for each in comparison.networks
        if each is not comparison.base
        for ratio in (each.params_ratio, each.macs_ratio)
    ]
    parts = []
    if any(ratio is not None and times(ratio) == NO_RATIO for ratio in ratios):
        parts.append(f"{NO_RATIO} for a ratio whose form is too long to read")
    if any(ratio is None for ratio in ratios):
        parts.append(f"{NO_RATIO} for a ratio to or of what is unknown or 0")
    return parts


NO_RATIO = "-"


def compare_csv(comparison: Comparison) -> str:
    """One row a network: exact figures, ratios with six decimals or as forms."""
    from cnnspec.render.csv import csv_text

    return csv_text(KEYS, [_values_of(each) for each in comparison.networks])


def _values_of(each: Compared) -> list[object]:
    return [
        each.name, shapes_text(each.inputs), each.params, _decimal(each.params_ratio), each.macs,
        _decimal(each.macs_ratio), each.depth, each.field, each.weights, each.peak,
    ]  # fmt: skip


def _decimal(ratio: Any) -> str | None:
    if ratio is None:
        return None
    if not ratio.is_number:
        return str(ratio)
    digits = (2 * ratio.above * 10**6 + ratio.below) // (2 * ratio.below)
    return f"{digits // 10**6}.{digits % 10**6:06}"


def compare_document(comparison: Comparison) -> dict[str, Any]:
    """The comparison as JSON."""
    from cnnspec.render.json import SCHEMA

    return {
        "schema": SCHEMA,
        "base": comparison.base.name,
        "dtype": comparison.dtype,
        "batch": comparison.batch,
        "same_input": comparison.same_input,
        "networks": [_network(each) for each in comparison.networks],
    }


def _network(each: Compared) -> dict[str, Any]:
    from cnnspec.render.json import findings, setting, shapes, value

    analysis = each.analysis
    return {
        "name": each.name,
        "title": analysis.title,
        "file": analysis.file,
        "input": shapes(analysis.input),
        "settings": {key: setting(chosen) for key, chosen in analysis.settings.items()},
        "train": analysis.train,
        "params": value(each.params),
        "params_ratio": None if each.params_ratio is None else str(each.params_ratio),
        "macs": value(each.macs),
        "macs_ratio": None if each.macs_ratio is None else str(each.macs_ratio),
        "depth": each.depth,
        "field": value(each.field),
        "weights_bytes": value(each.weights),
        "peak_bytes": value(each.peak),
        "peak_unknown": each.reason or None,
        "conditions": list(analysis.conditions),
        "diagnostics": findings(analysis.diagnostics),
    }


def compare_markdown(comparison: Comparison) -> str:
    """The comparison for a pull request: a heading that says what came out, and the table."""
    from cnnspec.render.markdown import md_findings, md_grid, md_text

    foot = "\n".join(["".join([text for text, _ in line]) for line in _foot(comparison, None)])
    parts = [
        f"### {md_text(_heading(comparison))}",
        md_grid(compare_grid(comparison)),
        "  \n".join([md_text(line) for line in foot.split("\n")]),
        *[md_findings(each.analysis.diagnostics) for each in comparison.networks],
    ]
    return "\n\n".join([part for part in parts if part]) + "\n"


def _heading(comparison: Comparison) -> str:
    names = [each.name for each in comparison.networks]
    if len(names) > 2:
        return f"{', '.join(names[:-1])} and {names[-1]}"
    other = next(each for each in comparison.networks if each is not comparison.base)
    told = [more(other.params_ratio, "parameters"), more(other.macs_ratio, "MACs")]
    said = ", ".join([part for part in told if part])
    return f"{other.name} against {comparison.base.name}{': ' if said else ''}{said}"
