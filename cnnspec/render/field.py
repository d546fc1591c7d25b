"""`field`: the receptive field of every layer, and the sum behind it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from cnnspec.core.record import Record
from cnnspec.core.shape import axis_names
from cnnspec.passes.field import followed
from cnnspec.passes.lattice import counted
from cnnspec.passes.misalignment import misalignments
from cnnspec.render.field_sum import how, last_node, number

if TYPE_CHECKING:
    from cnnspec.core.algebra import Number
    from cnnspec.passes.grid import AxisGrid, Grid
    from cnnspec.passes.lattice import Run
    from cnnspec.passes.misalignment import Misalignment
    from cnnspec.results import Analysis, Row


class Look(Record):
    """A network with its grid, and the joins whose branches are misaligned."""

    analysis: Analysis
    grid: Grid
    misaligned: tuple[Misalignment, ...]


def look(analysis: Analysis) -> Look:
    """A network with its grid."""
    grid = analysis.grid()
    return Look(analysis, grid, misalignments(grid))


class Seen(Record):
    """What a row sees, as texts: the axes together where they are alike."""

    how: str
    field: str
    stride: str
    centre: str
    first: str
    last: str


def is_shown(given: Look, row: Row) -> bool:
    """Whether a row has a line: blocks, and layers with a window or several branches; neither what
    only looks at each value by itself, nor what sees everything."""
    if not given.grid.axes:
        return False
    graph = given.analysis.graph
    return any(
        (graph.nodes[node].facts.relations or len(followed(graph.nodes[node])) > 1)
        and not given.grid.everything(node)
        for first, last in row.covered
        for node in range(first, last)
    )


def sees_everything(given: Look, row: Row) -> bool:
    """Whether every path to a row leads through a layer that reads all of its input."""
    return given.grid.everything(last_node(row))


def seen(given: Look, row: Row) -> Seen:
    """What a row sees, and how that comes about."""
    node = last_node(row)
    axes = given.grid.of(node)
    if not axes:
        return Seen("unknown", *["?"] * 5)
    return Seen(
        together([how(given.grid, row, axis) for axis in range(len(axes))]),
        together([_field(axis) for axis in axes], "x"),
        together([_stride(given.grid, node, axis) for axis in range(len(axes))], "x"),
        together([_centre(axis) for axis in axes]),
        together([_pixels(axis, run) for axis, run in _zip(axes, given.grid.first(node))]),
        together([_pixels(axis, run) for axis, run in _zip(axes, given.grid.last(node))]),
    )


def _zip(
    axes: tuple[AxisGrid, ...], runs: tuple[Run | None, ...]
) -> list[tuple[AxisGrid, Run | None]]:
    return list(zip(axes, runs, strict=True))


def together(texts: list[str], joint: str = ", ") -> str:
    """One text for axes that are alike, else that of each."""
    if all(text == texts[0] for text in texts):
        return texts[0]
    spaced = any(" " in text for text in texts)
    return (", " if spaced else joint).join(texts)


def _field(axis: AxisGrid) -> str:
    if axis.everything:
        return "all"
    if axis.smallest is None or axis.largest is None:
        return "?"
    if axis.whole:
        return f"{number(axis.smallest)} - all"
    if axis.smallest == axis.largest:
        return number(axis.largest)
    return f"{number(axis.smallest)} - {number(axis.largest)}"


def _stride(grid: Grid, node: int, axis: int) -> str:
    states = grid.states[node]
    jumps = [] if states is None else [lattice.jump for lattice in states[axis].lattices]
    return " or ".join([number(jump) for jump in jumps]) or "-"


def _centre(axis: AxisGrid) -> str:
    if axis.centres is None:
        return "-" if axis.everything else "?"
    least, greatest = axis.centres
    return number(least) if least == greatest else f"{number(least)} to {number(greatest)}"


def _pixels(axis: AxisGrid, run: Run | None) -> str:
    if axis.whole:
        return "all"
    return "?" if run is None else f"{number(run[0])}..{number(run[1])}"


def is_enlarged(given: Look) -> bool:
    """Whether cells are counted back anywhere, which wants a word of explanation."""
    states = [state for state in given.grid.states if state]
    return any(not counted(axis) for state in states for axis in state)


def notes_of(given: Look) -> list[str]:
    """The joins of misaligned branches, in words and pixels."""
    return [_note(given, found) for found in given.misaligned]


def _note(given: Look, found: Misalignment) -> str:
    names, shape = given.analysis.paths, given.analysis.graph.shape(found.node)
    axis = axis_names(shape)[1 + found.axis] if shape is not None else ""
    join = names.layer(found.node)
    labels = [_branch(given, found.node, branch) for branch in found.branches]
    if len(set(found.jumps)) > 1:
        told = [
            f"{label} every {number(jump)}" for label, jump in zip(labels, found.jumps, strict=True)
        ]
        return f"{join} joins branches of different strides along {axis}: {', '.join(told)} pixels"
    told = [
        f"{label} {number(centre)}" for label, centre in zip(labels, found.centres, strict=True)
    ]
    pixels = "pixel" if found.apart == 1 else "pixels"
    return (
        f"{join} joins branches that lie {number(found.apart)} {pixels} apart along {axis}, at a "
        f"stride of {number(found.jumps[0])}; first centres: {', '.join(told)}"
    )


def _branch(given: Look, join: int, branch: int) -> str:
    """A branch by its label, or else by the layer that it ends in."""
    names = given.analysis.paths
    stem = names.layer(join).rpartition(".")[0]
    path = names.layer(branch)
    inner = path.removeprefix(f"{stem}.") if stem and path.startswith(f"{stem}.") else path
    return inner.partition(".")[0] if inner != path or not stem else inner


# --- for machines ---------------------------------------------------------------------------------


def field_document(given: Look) -> dict[str, Any]:
    """Fields as JSON: every axis of every unfolded layer."""
    from cnnspec.render import json

    analysis, grid = given.analysis, given.grid
    names = analysis.paths
    return {
        **json.head(analysis),
        "totals": {"field": json.value(analysis.totals.field)},
        "layers": [
            {
                "name": result.name,
                "op": result.op,
                "out": json.value(result.out),
                "axes": _axes_document(grid, node),
                "inputs": list(result.inputs),
            }
            for node, result in enumerate(analysis.layers, len(analysis.graph.inputs))
        ],
        "misaligned": [
            {
                "name": names.of(found.node),
                "fork": names.of(found.fork),
                "axis": found.axis,
                "branches": [names.of(branch) for branch in found.branches],
                "centres": list(map(exact, found.centres)),
                "strides": list(map(exact, found.jumps)),
                "apart": exact(found.apart),
            }
            for found in given.misaligned
        ],
        **json.tail(analysis),
    }


def _axes_document(grid: Grid, node: int) -> list[dict[str, Any]] | None:
    axes = grid.of(node)
    if axes is None:
        return None
    first, last = grid.first(node), grid.last(node)
    return [
        {
            "smallest": exact(axis.smallest),
            "largest": exact(axis.largest),
            "whole": axis.whole,
            "stride": exact(axis.jump),
            "centres": None if axis.centres is None else list(map(exact, axis.centres)),
            "first": None if one is None else list(map(exact, one)),
            "last": None if other is None else list(map(exact, other)),
        }
        for axis, one, other in zip(axes, first, last, strict=True)
    ]


def exact(value: Number | None) -> int | str | None:
    """A number for machines: whole ones as they are, fractions and forms as text: `31/2`."""
    if value is None or type(value) is int:
        return value
    from cnnspec.core.algebra import text

    return text(value, unicode=False)
