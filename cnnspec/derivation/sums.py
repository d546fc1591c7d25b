"""Figures of blocks and networks: sums over the parts, row by row."""

from __future__ import annotations

from bisect import bisect_left
from typing import TYPE_CHECKING

from cnnspec.core.terms import Number, Product, evaluate, total
from cnnspec.core.wording import listed
from cnnspec.derivation.records import Figure, Working
from cnnspec.outline import member_row
from cnnspec.passes.depth import deepest_path
from cnnspec.passes.units import units

if TYPE_CHECKING:
    from cnnspec.core.algebra import Dim
    from cnnspec.core.terms import Term
    from cnnspec.results import Analysis, Row

LABELS = {"params": "parameters", "macs": "MACs"}


def units_of(analysis: Analysis, name: str, runs: tuple[tuple[int, int], ...]) -> Figure:
    """The neurons or connections of some runs of nodes; how they come about is told by layer."""
    found: Dim | None = 0
    for first, last in runs:
        more = units(analysis.graph, name, first, last)
        found = None if found is None or more is None else found + more
    return Figure(name, (), found)


def kernels(analysis: Analysis, runs: tuple[tuple[int, int], ...]) -> Figure:
    """The kernel weights of some runs of nodes: what parameters are without biases and norms."""
    found: Dim | None = 0
    for first, last in runs:
        more = analysis.sums.between("kernels", first, last)
        found = None if found is None or more is None else found + more
    return Figure("kernels", (), found, "", analysis.totals.kernels)


def summed(analysis: Analysis, name: str, rows: tuple[Row, ...], times: int = 1) -> Figure:
    """A figure as the sum over rows, which are there `times` times."""
    whole = getattr(analysis.totals, name)
    values: list[Dim | None] = [getattr(row, name) for row in rows]
    known = [value for value in values if value is not None]
    if len(known) < len(values):
        return Figure(LABELS[name], (), None, "unknown: a layer inside has no shape", whole)
    terms = [Number(value, row.label) for value, row in zip(known, rows, strict=True) if value != 0]
    term: Term = total(*terms)
    if times > 1:
        term = Product((Number(times, "times"), term))
    value = evaluate(term)
    remark = shared_with(rows) if name == "params" else ""
    return Figure(LABELS[name], (Working(term, value),), value, remark, whole)


def shared_with(rows: tuple[Row, ...]) -> str:
    """Which rows use the weights of another layer, that are counted there."""
    sharing = [row for row in rows if row.shares is not None]
    if not sharing:
        return ""
    labels = listed([row.label for row in sharing])
    owners = listed(dict.fromkeys([str(row.shares) for row in sharing]))
    verb = "uses" if len(sharing) == 1 and sharing[0].count == 1 else "use"
    return f"{labels} {verb} the weights of {owners}, which count there"


def units_by_row(analysis: Analysis, name: str) -> Figure:
    """The neurons or connections of a network, as a sum over its outermost rows."""
    terms: list[Term] = []
    for member in analysis.paths.members(0):
        found = units(analysis.graph, name, *_run(analysis, member))
        if found is None:
            return Figure(name, (), None)
        if found != 0:
            terms.append(Number(found, member_row(analysis, member).label))
    term = total(*terms)
    value = evaluate(term)
    return Figure(name, (Working(term, value),), value)


def depth(analysis: Analysis) -> Figure:
    """The layers with kernels on the deepest path, row by row."""
    deepest = sorted(deepest_path(analysis.graph))
    counts: list[Number] = []
    for member in analysis.paths.members(0):
        first, last = _run(analysis, member)
        count = bisect_left(deepest, last) - bisect_left(deepest, first)
        if count:
            counts.append(Number(count, member_row(analysis, member).label))
    term = total(*counts)
    value = evaluate(term)
    return Figure(
        "depth", (Working(term, value, "layers with kernels on the longest path"),), value
    )


def _run(analysis: Analysis, member: int) -> tuple[int, int]:
    """The nodes of a member of a level: itself, or those inside it."""
    if member >= 0:
        return member, member + 1
    scope = analysis.graph.scopes[-1 - member]
    return scope.first, scope.last
