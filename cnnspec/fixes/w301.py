"""Fixes for an input that is not read whole: another padding at a cause, or another input."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from cnnspec.analysis import attempt
from cnnspec.checks._unread import cells_text
from cnnspec.checks._wording import counted, joined
from cnnspec.core.diagnostic import Diagnostic, Note, SpecError
from cnnspec.core.record import Record
from cnnspec.core.shape import shape_text
from cnnspec.core.window import Window
from cnnspec.passes.reach import Reach, decidable
from cnnspec.passes.unread import find_causes, leftover

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cnnspec.core.shape import Shape
    from cnnspec.results import Analysis

MOST_SHOWN = 3
FARTHEST_INPUT = 20
MOST_PADDINGS = 12
MOST_WORK = 100_000
"""So many layers are unfolded for all trials together: each is an analysis of the whole."""


class Trial(Record):
    """A change that was applied to the whole network, and what came of it."""

    kind: int
    distance: int
    text: str
    result: Analysis
    as_in_spec: bool


class _Trials:
    """The changes that are tried for one finding, as long as that does not take too long."""

    def __init__(self, analysis: Analysis, node: int) -> None:
        self.analysis = analysis
        self.node = node
        self.left = MOST_WORK // len(analysis.graph.nodes)
        self.before = set(analysis.diagnostics)

    def run(self, input: Shape | None, changes: Any) -> Analysis | None:
        """The network with a change; None if it fails, or no more is to be tried."""
        self.left -= 1
        if self.left < 0:
            return None
        try:
            return attempt(self.analysis, input, changes)
        except SpecError:
            return None

    def mends(self, result: Analysis) -> bool:
        """Whether nothing is left unread, and nothing else is wrong now."""
        places = {(finding.code, finding.primary) for finding in self.before}
        if any((finding.code, finding.primary) not in places for finding in result.diagnostics):
            return False
        return decidable(result.graph) and not any(Reach(result.graph).unread(self.node))

    def trial(
        self, text: str, kind: int, distance: int, input: Shape | None, changes: Any
    ) -> Trial | None:
        """A change that mends the network, with what came of it."""
        result = self.run(input, changes)
        if result is None or not self.mends(result):
            return None
        return Trial(kind, distance, text, result, _as_in_spec(result, self.analysis.own))


def notes(analysis: Analysis, finding: Diagnostic) -> Iterator[Note]:
    """The fixes that leave nothing unread and no other finding, the best first."""
    graph = analysis.graph
    if list(graph.inputs) != ["in"] or not decidable(graph):
        return
    node = graph.inputs["in"]
    reach = Reach(graph)
    causes = [index for index, _ in find_causes(graph, node, reach.unread(node), reach)[0]]
    trials = _Trials(analysis, node)
    found = [*_paddings(trials, causes), *_inputs(trials)]
    if any(trial.as_in_spec for trial in found):
        found = [trial for trial in found if trial.as_in_spec]
    found.sort(key=lambda trial: (trial.kind, trial.distance))
    shown = _best(found)
    lines = []
    if shown:
        one = "one of these; each was" if len(shown) > 1 else "this was"
        lines.append(f"{one} tried on the whole network and leaves nothing unread")
        lines += _table(shown)
    warned = _not_this_input(trials, causes, found)
    if warned:
        lines.append(warned)
    if lines:
        yield Note("fix", "\n".join(lines))


def _best(trials: list[Trial]) -> list[Trial]:
    """The nearest change of each kind first, then the next inputs."""
    first: dict[int, Trial] = {}
    for trial in trials:
        first.setdefault(trial.kind, trial)
    chosen = list(first.values())
    rest = [trial for trial in trials if trial.kind == 1 and trial not in chosen]
    return [*chosen, *rest][:MOST_SHOWN]


def _as_in_spec(result: Analysis, own: Analysis | None) -> bool:
    """Whether every layer but the input has the shape that the spec's own network gives it."""
    if own is None:
        return False
    first = len(result.graph.inputs)
    ours = [node.facts.shape for node in result.graph.nodes[first:]]
    return ours == [node.facts.shape for node in own.graph.nodes[first:]]


def _paddings(trials: _Trials, causes: list[int]) -> Iterator[Trial]:
    graph = trials.analysis.graph
    seen = set()
    for index in causes:
        node = graph.nodes[index]
        layer = node.facts.layer
        windows = [r for r in node.facts.relations or () if isinstance(r, Window)]
        extents = [w.extent for w in windows if isinstance(w.extent, int)]
        now = windows[0].before if windows else None
        padded = layer is not None and "pad" in layer.options and layer.op != "pad"
        if not padded or node.site in seen or not isinstance(now, int):
            continue
        if windows[0].rounding in ("same", "causal") or len(extents) < len(windows):
            continue
        seen.add(node.site)
        assert layer is not None
        most = max(extents) // 2 if layer.op.endswith("pool") else max(extents) - 1
        wanted = sorted(range(most + 1), key=lambda pad: (abs(pad - now), pad))
        for pad in wanted[1 : MOST_PADDINGS + 1]:
            text = f"{_line_text(trials.analysis, index)} pad: {pad}"
            trial = trials.trial(text, 0, abs(pad - now), None, {node.site: {"pad": pad}})
            if trial is not None:
                yield trial
                break


def _line_text(analysis: Analysis, index: int) -> str:
    """What a change of a layer's line is called: it changes all layers that the line stands for."""
    nodes = analysis.graph.nodes
    site, op = nodes[index].site, nodes[index].facts.op
    alike = sum(node.site is site and node.facts.op == op for node in nodes)
    path = analysis.paths.layer(index)
    return path if alike == 1 else f"{path} and {alike - 1} more of its line"


def _inputs(trials: _Trials) -> Iterator[Trial]:
    """The nearest smaller and the nearest larger input, and the spec's own."""
    analysis = trials.analysis
    shape = analysis.graph.shape(trials.node)
    assert shape is not None
    own = None if analysis.own is None else analysis.own.graph.shape(trials.node)
    size = shape[1]
    assert isinstance(size, int)
    wanted: list[Shape] = []
    if own is not None and own != shape and all(isinstance(cells, int) for cells in own):
        wanted.append(own)
    if len(set(shape[1:])) == 1:
        deltas = range(-FARTHEST_INPUT, FARTHEST_INPUT + 1)
        near = sorted(deltas, key=lambda delta: (abs(delta), delta))[1:]
        axes = len(shape) - 1
        wanted += [(shape[0], *(size + delta,) * axes) for delta in near if size + delta > 0]
    found = {False: False, True: False}
    for tried in dict.fromkeys(wanted):
        first = tried[1]
        assert isinstance(first, int)
        larger = first > size
        if found[larger] and tried != own:
            continue
        text = f"input: [{', '.join(map(str, tried))}]"
        trial = trials.trial(text, 1, abs(first - size), tried, {})
        if trial is not None:
            found[larger] = True
            yield trial
        if all(found.values()):
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
    before: Any = result.graph.shape(0)
    for node in result.graph.nodes[len(result.graph.inputs) :]:
        shape = node.facts.shape
        if shape is None or len(shape) < 2 or shape[1:] == before[1:]:
            continue
        before = shape
        sizes.append(str(shape[1]) if len(set(shape[1:])) == 1 else shape_text(shape[1:]))
    return ", ".join(sizes[:8]) + (", ..." if len(sizes) > 8 else "")


def _params(trial: Trial) -> str:
    as_in = ", as in the spec" if trial.as_in_spec else ""
    return f"{counted(trial.result.totals.params)} parameters{as_in}"


def _not_this_input(trials: _Trials, causes: list[int], found: list[Trial]) -> str:
    """The size that mends the first layer alone, where that is not enough."""
    analysis, node = trials.analysis, trials.node
    graph = analysis.graph
    shape = graph.shape(node)
    first = [index for index in causes if graph.nodes[index].inputs[0] == node]
    assert shape is not None
    if not first or len(set(shape[1:])) != 1:
        return ""
    left = leftover(graph, first[0])
    size, lost = shape[1], len(left[0])
    assert isinstance(size, int)
    tail = tuple(range(size - lost, size))
    if not lost or size == lost or any(cells != tail for cells in left):
        return ""
    smaller: Shape = (shape[0], *(size - lost,) * len(left))
    if any(trial.result.input == smaller for trial in found):
        return ""
    result = trials.run(smaller, {})
    if result is None or not decidable(result.graph):
        return ""
    reach = Reach(result.graph)
    unread = reach.unread(node)
    still = [result.paths.layer(i) for i, _ in find_causes(result.graph, node, unread, reach)[0]]
    if not any(unread) or not still:
        return ""
    axis = next(axis for axis, cells in enumerate(unread) if cells)
    shown = tuple(cells if number == axis else () for number, cells in enumerate(unread))
    loses = "still loses" if len(still) == 1 else "still lose"
    return (
        f"not input {size - lost}: {analysis.paths.layer(first[0])} tiles, "
        f"but {joined(still)} {loses} {cells_text(shown)}"
    )
