"""Fixes for a size that a line asserts and does not have: one argument, or another input."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cnnspec.core.shape import integers
from cnnspec.fixes.changes import input_change
from cnnspec.fixes.inputs import one_input
from cnnspec.fixes.ways import channels, resizing, wanted_inputs
from cnnspec.language.nodes import span
from cnnspec.language.templates import Line

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cnnspec.core.diagnostic import Diagnostic
    from cnnspec.fixes.proving import Prover, Trial
    from cnnspec.language.values import Value
    from cnnspec.results import Analysis

ORDER = ("pad", "input", "out_pad", "ceil", "out", "stride", "kernel")
DOES = "has the asserted size"


def trials(prover: Prover) -> Iterator[Trial | None]:
    """Single arguments on the way to the layer, the last layer first, and the nearest input."""
    analysis = prover.analysis
    found = _asserted(analysis, prover.finding)
    shape = None if found is None else integers(analysis.graph.shape(found[0]))
    if found is None or shape is None:
        return
    node, wanted = found
    if len(wanted) not in (1, len(shape) - 1, len(shape)):
        return
    if len(wanted) == len(shape):
        if wanted[0] != shape[0]:
            for change in channels(analysis, node, wanted[0]):
                yield prover.proves(change)
        wanted = wanted[1:]
    sizes = wanted * (len(shape) - 1) if len(wanted) == 1 else wanted
    if not sizes or sizes == shape[1:]:
        return
    ranges = tuple([(size, size) for size in sizes])
    for change in resizing(analysis, node, ranges):
        yield prover.proves(change)
    given, inputs = one_input(analysis), wanted_inputs(analysis.graph, node, ranges)
    if given is not None and inputs is not None:
        pairs = zip(given[1:], inputs, strict=True)
        nearest = [min(max(cells, low), high) for cells, (low, high) in pairs]
        yield prover.proves(input_change(analysis, (given[0], *nearest)))


def _asserted(analysis: Analysis, finding: Diagnostic) -> tuple[int, tuple[int, ...]] | None:
    """The layer whose size is asserted, and the size; None where it is no plain one."""
    graph = analysis.graph
    nodes = [
        index
        for index in range(len(graph.inputs), len(graph.nodes))
        if analysis.paths.layer(index) == finding.layer
    ]
    if not nodes or finding.primary is None:
        return None
    node = nodes[-1]
    sites = [graph.nodes[node].site]
    scope = graph.nodes[node].scope
    while scope > 0:
        sites.append(graph.scopes[scope].site)
        scope = graph.scopes[scope].parent
    for site in sites:
        for value in (site.size, site.shape) if isinstance(site, Line) else ():
            if value is not None and span(value.node) == finding.primary.span:
                sizes = _plain(value)
                return None if sizes is None else (node, sizes)
    return None


def _plain(value: Value) -> tuple[int, ...] | None:
    given = value.value if value.constant else None
    return integers(given if isinstance(given, tuple) else (given,))
