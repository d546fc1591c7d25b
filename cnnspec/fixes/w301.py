"""Fixes for an input that is not read whole: another padding at a cause, or another input."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from cnnspec.analysis import analyze_changed
from cnnspec.checks._wording import counted, joined
from cnnspec.checks.w301 import cells_text, find_causes, leftover
from cnnspec.core.diagnostic import Diagnostic, Note, SpecError
from cnnspec.core.record import Record
from cnnspec.core.shape import shape_text
from cnnspec.core.window import Window
from cnnspec.passes.reach import Reach

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cnnspec.core.shape import Shape
    from cnnspec.results import Analysis

MOST_SHOWN = 3
MOST_INPUTS = 40
MOST_PADDINGS = 12
MOST_LAYERS = 20_000
"""In a larger network no fix is tried: each one is an analysis of the whole."""


class Trial(Record):
    """A change that was applied to the whole network, and what came of it."""

    kind: int
    distance: int
    text: str
    result: Analysis
    as_in_spec: bool


def notes(analysis: Analysis, finding: Diagnostic) -> Iterator[Note]:
    """The fixes that leave nothing unread and no other finding, the best first."""
    graph = analysis.graph
    if len(graph.nodes) > MOST_LAYERS or len(graph.inputs) != 1:
        return
    name, node = next(iter(graph.inputs.items()))
    if name != "in":
        return
    reach = Reach(graph)
    unread = reach.unread(node)
    causes = [index for index, _ in find_causes(graph, node, unread, reach)[0]]
    trials = [*_paddings(analysis, causes), *_inputs(analysis, node)]
    if any(trial.as_in_spec for trial in trials):
        trials = [trial for trial in trials if trial.as_in_spec]
    trials.sort(key=lambda trial: (trial.kind, trial.distance))
    shown = _best(trials)
    lines = []
    if shown:
        one = "one of these; each was" if len(shown) > 1 else "this was"
        lines.append(f"{one} tried on the whole network and leaves nothing unread")
        lines += _table(shown)
    warned = _not_this_input(analysis, node, causes, trials)
    if warned:
        lines.append(warned)
    if lines:
        yield Note("fix", "\n".join(lines))


def _best(trials: list[Trial]) -> list[Trial]:
    """The nearest change of each kind first, then the next ones."""
    first: dict[int, Trial] = {}
    for trial in trials:
        first.setdefault(trial.kind, trial)
    rest = [trial for trial in trials if trial.kind == 1 and trial not in first.values()]
    return [*first.values(), *rest][:MOST_SHOWN]


def _try(
    analysis: Analysis, text: str, kind: int, distance: int, shape: Shape | None, changes: Any
) -> Trial | None:
    given = analysis.input if shape is None else shape
    try:
        result = analyze_changed(
            analysis.spec,
            given,
            analysis.settings,
            analysis.train,
            changes,
        )
    except SpecError:
        return None
    before = {(finding.code, finding.layer) for finding in analysis.diagnostics}
    if any(
        finding.severity != "info"
        and (finding.code == "W301" or (finding.code, finding.layer) not in before)
        for finding in result.diagnostics
    ):
        return None
    return Trial(kind, distance, text, result, _as_in_spec(result, analysis))


def _as_in_spec(result: Analysis, analysis: Analysis) -> bool:
    """Whether every layer but the input has the shape that the spec's own network gives it."""
    own = analysis.own
    if own is None:
        return False
    first = len(result.graph.inputs)
    ours = [node.facts.shape for node in result.graph.nodes[first:]]
    return ours == [node.facts.shape for node in own.graph.nodes[first:]]


def _paddings(analysis: Analysis, causes: list[int]) -> Iterator[Trial]:
    graph = analysis.graph
    for index in causes:
        node = graph.nodes[index]
        layer = node.facts.layer
        windows = [r for r in node.facts.relations or () if isinstance(r, Window)]
        if layer is None or "pad" not in layer.options or windows[0].rounding in ("same", "causal"):
            continue
        extent = min([w.extent for w in windows if isinstance(w.extent, int)])
        pool = layer.op.endswith("pool")
        most = extent // 2 if pool else extent - 1
        now = windows[0].before
        if not isinstance(now, int):
            continue
        wanted = sorted(range(most + 1), key=lambda pad: (abs(pad - now), pad))[
            1 : MOST_PADDINGS + 1
        ]
        for pad in wanted:
            text = f"{analysis.paths.layer(index)} pad: {pad}"
            trial = _try(analysis, text, 0, abs(pad - now), None, {node.site: {"pad": pad}})
            if trial is not None:
                yield trial
                break


def _inputs(analysis: Analysis, node: int) -> Iterator[Trial]:
    graph = analysis.graph
    shape = graph.shape(node)
    assert shape is not None
    own = None if analysis.own is None else analysis.own.graph.shape(node)
    sizes = [size for size in shape[1:] if isinstance(size, int)]
    wanted: list[Shape] = []
    if own is not None and own != shape:
        wanted.append(own)
    square = len(set(sizes)) == 1
    if square:
        deltas = sorted(range(-MOST_INPUTS // 2, MOST_INPUTS // 2 + 1), key=lambda d: (abs(d), d))
        wanted += [
            (shape[0], *[size + d for size in sizes]) for d in deltas[1:] if sizes[0] + d > 0
        ]
    below = above = False
    for tried in dict.fromkeys(wanted):
        size = tried[1]
        assert isinstance(size, int)
        lower = size < sizes[0]
        if (below if lower else above) and tried != own:
            continue
        text = f"input: [{', '.join(map(str, tried))}]"
        trial = _try(analysis, text, 1, abs(size - sizes[0]), tried, {})
        if trial is not None:
            below, above = below or lower, above or not lower
            yield trial
        if below and above:
            return


def _table(trials: list[Trial]) -> list[str]:
    rows = [(trial.text, _sizes(trial.result), _params(trial)) for trial in trials]
    widths = [max(len(row[column]) for row in rows) for column in range(3)]
    return [
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
        for row in rows
    ]


def _sizes(result: Analysis) -> str:
    """The spatial sizes on the way to the end, each where it changes."""
    sizes: list[str] = []
    first = len(result.graph.inputs)
    before: Any = result.graph.shape(0)
    for node in result.graph.nodes[first:]:
        shape = node.facts.shape
        if shape is None or len(shape) < 2 or shape[1:] == before[1:]:
            continue
        before = shape
        text = str(shape[1]) if len(set(shape[1:])) == 1 else shape_text(shape[1:])
        sizes.append(text)
    return ", ".join(sizes[:8]) + (", ..." if len(sizes) > 8 else "")


def _params(trial: Trial) -> str:
    as_in = ", as in the spec" if trial.as_in_spec else ""
    return f"{counted(trial.result.totals.params)} parameters{as_in}"


def _not_this_input(analysis: Analysis, node: int, causes: list[int], trials: list[Trial]) -> str:
    """The size that mends the first layer alone, where that is not enough."""
    graph = analysis.graph
    first = [index for index in causes if graph.nodes[index].inputs[0] == node]
    shape = graph.shape(node)
    assert shape is not None
    if not first or len(set(shape[1:])) != 1:
        return ""
    left = [len(cells) for cells in leftover(graph, first[0])]
    size = shape[1]
    assert isinstance(size, int)
    smaller: Shape = (shape[0], *(size - left[0],) * (len(shape) - 1))
    if size - left[0] < 1 or any(trial.result.input == smaller for trial in trials):
        return ""
    try:
        result = analyze_changed(analysis.spec, smaller, analysis.settings, analysis.train, {})
    except SpecError:
        return ""
    reach = Reach(result.graph)
    unread = reach.unread(node)
    if not any(unread):
        return ""
    still = [result.paths.layer(i) for i, _ in find_causes(result.graph, node, unread, reach)[0]]
    return (
        f"not input {size - left[0]}: {analysis.paths.layer(first[0])} tiles, "
        f"but {joined(still)} still loses {cells_text((unread[0], *((),) * (len(unread) - 1)))}"
    )
