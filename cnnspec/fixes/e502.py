"""What would fit into a budget: the largest input, the largest value of a variable, another type.

Each is found by trying it on the whole network, and is told only if nothing else becomes wrong.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from cnnspec.analysis import analyze
from cnnspec.checks._wording import counted
from cnnspec.core.diagnostic import Note, SpecError, UsageError
from cnnspec.core.dtype import BYTES as DTYPES
from cnnspec.core.record import Record
from cnnspec.core.window import Window
from cnnspec.fixes._most import most

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from cnnspec.core.diagnostic import Diagnostic
    from cnnspec.graph import Graph
    from cnnspec.results import Analysis, Budget

MOST_WORK = 60_000
"""So many layers are unfolded for all trials together."""
MOST_VARIABLES = 3
STEPS_DOWN = 4
"""So many smaller values are tried where the largest that fits makes something else wrong."""
NARROWER = ("float32", "float16", "int8")
PARTS = (20, 16, 8, 4, 2, 1)
"""A factor such as `width: 1` is tried in twentieths; if the spec cannot take those, in others."""
MOST_FACTOR = 4
"""A larger number is no factor, and is tried in whole steps."""


class Trial(Record):
    """A change that fits, as it is written, and the budget with it."""

    text: str
    budget: Budget


class _Trials:
    """Changes of one network that are tried for one of its budgets."""

    def __init__(self, analysis: Analysis, budget: Budget) -> None:
        self.analysis = analysis
        self.budget = budget
        self.number = analysis.budgets.index(budget)
        self.left = max(MOST_WORK // len(analysis.graph.nodes), 12)
        self.before = {(finding.code, finding.primary) for finding in analysis.diagnostics}

    def run(self, input: Any, settings: dict[str, Any]) -> tuple[Budget | None, bool]:
        """The budget with a change, and whether nothing else is wrong; None if it fails."""
        self.left -= 1
        if self.left < 0:
            return None, False
        analysis = self.analysis
        given = analysis.given if input is None else input
        try:
            result = analyze(analysis.spec, input=given, settings={**analysis.settings, **settings})
        except (SpecError, UsageError):
            return None, False
        if result.graph.unknown or len(result.budgets) != len(analysis.budgets):
            return None, False
        added = [
            finding
            for finding in result.diagnostics
            if finding.severity != "info" and (finding.code, finding.primary) not in self.before
        ]
        return result.budgets[self.number], not added

    def largest(
        self, values: Sequence[Any], change: Callable[[Any], tuple[Any, dict[str, Any]]]
    ) -> tuple[Any, Budget] | None:
        """The largest of ascending values with which the budget holds, by halving."""
        low, high = 0, len(values)
        while low < high:
            middle = (low + high) // 2
            budget, _ = self.run(*change(values[middle]))
            if budget is not None and budget.holds is not True:
                high = middle
            else:
                low = middle + 1
        for value in reversed(values[max(low - STEPS_DOWN, 0) : low]):
            budget, clean = self.run(*change(value))
            if budget is not None and budget.holds and clean:
                return value, budget
        return None


def notes(analysis: Analysis, finding: Diagnostic) -> Iterator[Note]:
    """The layers that take most, and what would fit."""
    budget = next((b for b in analysis.budgets if b.finding == finding), None)
    if budget is None:
        return
    path, _, metric = budget.metric.rpartition(".")
    if metric == "peak_memory":
        yield from _alive(analysis, budget, path)
    elif said := most(analysis, {"weights": "params"}.get(metric, metric), path):
        unit = " (parameters)" if metric == "weights" else ""
        yield Note("most", f"{said}{unit}")
    elif metric == "channel_multiple":
        yield Note("layers", _odd(analysis, budget))
    if budget.bound != "max" or not isinstance(budget.value, int):
        return
    trials = _Trials(analysis, budget)
    found = [*_inputs(trials, metric), *_variables(trials), *_types(analysis, budget)]
    if found:
        yield Note("fix", "\n".join(_table(found)))


def _alive(analysis: Analysis, budget: Budget, path: str) -> Iterator[Note]:
    memory = analysis.memory(in_place=budget.in_place)
    each = DTYPES[budget.dtype]
    nodes = [node for run in analysis.paths.find(path) for node in range(*run)] if path else None
    at = [node for node in nodes or memory.at if memory.level(node) == _values(budget)]
    if not at:
        return
    parts = [
        f"{analysis.paths.layer(node)} {counted(size * each)} B"
        for node, size in memory.alive(at[0])
    ]
    how = "" if budget.in_place else ", nothing in place"
    yield Note("alive", f"{' + '.join(parts)}{how}")


def _values(budget: Budget) -> int:
    assert isinstance(budget.value, int)
    return budget.value // DTYPES[budget.dtype]


def _odd(analysis: Analysis, budget: Budget) -> str:
    from cnnspec.budgets.measures import Measures

    assert isinstance(budget.limit, int)
    found = [
        f"{analysis.paths.layer(node)} has {size}"
        for node, size in Measures(analysis).channels()
        if isinstance(size, int) and size % budget.limit
    ]
    return ", ".join(found[:4]) + (", ..." if len(found) > 4 else "")


def _table(found: list[Trial]) -> list[str]:
    """What fits, each with what it comes to."""
    width = max([len(trial.text) for trial in found])
    return [
        f"{trial.text:<{width}}  {counted(trial.budget.value)}{_unit(trial.budget)}, fits"
        for trial in found
    ]


def _unit(budget: Budget) -> str:
    return f" {budget.unit}" if budget.unit else ""


# --- what is tried --------------------------------------------------------------------------------


def _inputs(trials: _Trials, metric: str) -> Iterator[Trial]:
    """The largest smaller input whose size is a multiple of the total stride."""
    analysis = trials.analysis
    shape = analysis.input
    if metric in ("depth", "layer_count") or not isinstance(shape, tuple) or len(shape) < 2:
        return
    size = shape[1]
    if type(size) is not int or any(other != size for other in shape[1:]):
        return
    step = total_stride(analysis.graph)
    axes = len(shape) - 1
    found = trials.largest(range(step, size, step), lambda n: ((shape[0], *(n,) * axes), {}))
    if found is not None:
        sizes = ", ".join([str(shape[0]), *[str(found[0])] * axes])
        text = f"input: [{sizes}]"
        yield Trial(text, found[1])


def total_stride(graph: Graph) -> int:
    """How many pixels of the input one step of the coarsest layer is, without pools of all that is
    left."""
    strides = [1] * len(graph.nodes)
    for index, node in enumerate(graph.nodes):
        stride = max([strides[source] for source in node.inputs], default=1)
        relations = node.facts.relations or ()
        shape = node.facts.shape or ()
        if len(relations) and len(shape) > 1 and shape[1] != 1:
            window = relations[0]
            if isinstance(window, Window) and isinstance(window.stride, int):
                stride *= max(window.stride, 1)
        strides[index] = stride
    return max(strides)


def _variables(trials: _Trials) -> Iterator[Trial]:
    """The largest smaller value of each variable that is a number."""
    spec = trials.analysis.spec
    tried = 0
    for name, value in trials.analysis.values.items():
        own = spec.variables.get(name)
        if own is None or not (own.constant or name in trials.analysis.settings):
            continue
        if isinstance(value, bool) or not hasattr(value, "numerator") or tried >= MOST_VARIABLES:
            continue
        tried += 1
        for smaller in _smaller(value):
            budget = trials.run(None, {name: smaller[0]})[0] if smaller else None
            if budget is None:
                continue
            found = trials.largest(smaller, _setting(name)) if budget.holds else None
            if found is not None:
                yield Trial(f"vars: {{{name}: {found[0]}}}", found[1])
            break


def _setting(name: str) -> Callable[[Any], tuple[Any, dict[str, Any]]]:
    return lambda value: (None, {name: value})


def _smaller(value: Any) -> Iterator[list[str]]:
    """Smaller values of a variable, ascending, as they are written, in one step after another."""
    if value > MOST_FACTOR:
        if isinstance(value, int):
            step = 8 if value % 8 == 0 and value > 8 else 1
            yield [str(number) for number in range(step, value, step)]
        return
    for parts in PARTS:
        below = -(-value.numerator * parts // value.denominator)
        yield [_decimal(number, parts) for number in range(1, below)]


def _decimal(number: int, parts: int) -> str:
    """So many twentieths, sixteenths, ... as a decimal: `0.35`."""
    places = number * (10_000 // parts)
    return f"{places // 10_000}.{places % 10_000:04}".rstrip("0").rstrip(".")


def _types(analysis: Analysis, budget: Budget) -> Iterator[Trial]:
    """The widest type of numbers with which the bytes fit."""
    if not budget.unit or not isinstance(budget.limit, int):
        return
    now = DTYPES[budget.dtype]
    for dtype in NARROWER:
        size = _values(budget) * DTYPES[dtype]
        if DTYPES[dtype] < now and size <= budget.limit:
            yield Trial(f"dtype: {dtype}", budget.replace(value=size))
            return
