"""What would fit into a budget: the largest input, the largest value of a variable, fewer repeats,
another type of numbers.

Each is found by trying it on the whole network, and is told only if nothing else becomes wrong. A
budget is a limit for any input, so that what is claimed of the network as it was is not looked at.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from cnnspec.checks._wording import counted
from cnnspec.core.diagnostic import Edit, Note
from cnnspec.core.dtype import BYTES as DTYPES
from cnnspec.fixes._most import most
from cnnspec.fixes.changes import Change
from cnnspec.fixes.smaller import Search, smaller_inputs, smaller_values
from cnnspec.language.nodes import Scalar, Sequence, span
from cnnspec.language.templates import Line

if TYPE_CHECKING:
    from collections.abc import Iterator
    from collections.abc import Sequence as Sequence_

    from cnnspec.core.diagnostic import Diagnostic
    from cnnspec.fixes.proving import Prover, Trial
    from cnnspec.results import Analysis, Budget

ORDER = ("input", "vars", "repeat")
DOES = "fits"
BESIDES = ("E501", "E505", "W501")
"""Claims of the network as it was."""
MOST_VARIABLES = 3
MOST_REPEATS = 3
NARROWER = ("float32", "float16", "int8")


def budget_of(analysis: Analysis, finding: Diagnostic) -> Budget | None:
    """The limit that a finding is about."""
    return next((b for b in analysis.budgets if b.finding == finding), None)


def trials(prover: Prover) -> Iterator[Trial | None]:
    """The largest smaller input, the largest smaller value of a variable, and fewer repeats."""
    analysis = prover.analysis
    budget = budget_of(analysis, prover.finding)
    if budget is None or budget.bound != "max" or not isinstance(budget.value, int):
        return
    if not prover.work.allows(len(analysis.graph.nodes)):
        return  # not even one trial
    search = Search(prover, analysis.budgets.index(budget))
    if budget.metric.rpartition(".")[2] not in ("depth", "layer_count"):
        yield search.largest(smaller_inputs(analysis))
    yield from _variables(search)
    yield from _repeats(search)


def _variables(search: Search) -> Iterator[Trial | None]:
    """The largest smaller value of each variable that is a number."""
    analysis = search.prover.analysis
    tried, sizes = 0, _names_of_sizes(analysis)
    for name, value in analysis.values.items():
        own = analysis.spec.variables.get(name)
        given = name in analysis.settings
        if own is None or not (own.constant or given) or tried >= MOST_VARIABLES or name in sizes:
            continue
        if isinstance(value, bool) or not hasattr(value, "numerator"):
            continue
        tried += 1
        for values in smaller_values(value):
            changes = [_variable(analysis, name, own, text) for text in values]
            if changes and search.can_be_read(changes[0]):
                yield search.largest(changes)
                break


def _names_of_sizes(analysis: Analysis) -> set[str]:
    """The variables that are sizes of the input, which is tried as such."""
    nodes = [shape.node for shape in analysis.spec.inputs.values()]
    items = [node.items for node in nodes if isinstance(node, Sequence)]
    return {item.text for each in items for item in each if isinstance(item, Scalar)}


def _variable(analysis: Analysis, name: str, own: Any, value: str) -> Change:
    text = f"vars: {{{name}: {value}}}"
    if analysis.replaced or not isinstance(own.node, Scalar):
        return Change("vars", text, settings=((name, value),))
    return Change("vars", text, (Edit(span(own.node), value),))


def _repeats(search: Search) -> Iterator[Trial | None]:
    """Fewer repeats of the lines with the most layers below them."""
    analysis = search.prover.analysis
    layers: dict[Line, int] = {}
    for scope in analysis.graph.scopes:
        line = scope.site
        repeat = line.repeat if isinstance(line, Line) and scope.role == "line" else None
        if repeat is not None and repeat.constant and isinstance(repeat.node, Scalar):
            layers[line] = layers.get(line, 0) + scope.last - scope.first
    for line in sorted(layers, key=lambda line: -layers[line])[:MOST_REPEATS]:
        assert line.repeat is not None
        count = line.repeat.value
        if type(count) is int and count > 1:
            name = line.name or line.kind
            place = span(line.repeat.node)
            yield search.largest(
                [
                    Change("repeat", f"{name} repeat: {n}", (Edit(place, str(n)),))
                    for n in range(1, count)
                ]
            )


# --- what else is told ----------------------------------------------------------------------------


def remarks(prover: Prover, shown: Sequence_[Trial]) -> tuple[str, ...]:
    """The widest type of numbers with which the bytes fit."""
    budget = budget_of(prover.analysis, prover.finding)
    if budget is None or not budget.unit or budget.bound != "max":
        return ()
    if not isinstance(budget.limit, int) or not isinstance(budget.value, int):
        return ()
    values = budget.value // DTYPES[budget.dtype]
    for dtype in NARROWER:
        size = values * DTYPES[dtype]
        if DTYPES[dtype] < DTYPES[budget.dtype] and size <= budget.limit:
            return (f"dtype: {dtype}  {counted(size)} {budget.unit}, fits",)
    return ()


def notes(analysis: Analysis, finding: Diagnostic) -> Iterator[Note]:
    """The layers that take most."""
    budget = budget_of(analysis, finding)
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


def _alive(analysis: Analysis, budget: Budget, path: str) -> Iterator[Note]:
    if not isinstance(budget.value, int):
        return
    memory = analysis.memory(in_place=budget.in_place)
    each = DTYPES[budget.dtype]
    nodes = [node for run in analysis.paths.find(path) for node in range(*run)] if path else None
    level = budget.value // each
    at = [node for node in nodes or memory.at if memory.level(node) == level]
    if not at:
        return
    parts = [
        f"{analysis.paths.layer(node)} {counted(size * each)} B"
        for node, size in memory.alive(at[0])
    ]
    how = "" if budget.in_place else ", nothing in place"
    yield Note("alive", f"{' + '.join(parts)}{how}")


def _odd(analysis: Analysis, budget: Budget) -> str:
    from cnnspec.budgets.measures import Measures

    assert isinstance(budget.limit, int)
    found = [
        f"{analysis.paths.layer(node)} has {size}"
        for node, size in Measures(analysis).channels()
        if isinstance(size, int) and size % budget.limit
    ]
    return ", ".join(found[:4]) + (", ..." if len(found) > 4 else "")
