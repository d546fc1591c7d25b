"""`explain`: a layer, a block or a network, with the sum behind each of its figures."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from cnnspec.claims import expected_metrics
from cnnspec.core.diagnostic import UsageError
from cnnspec.core.terms import names
from cnnspec.derivation.gathering import Gathering, repeated
from cnnspec.derivation.parts import only_inside, part_row, parts_of
from cnnspec.derivation.places import find_place, source_name
from cnnspec.derivation.records import Explanation
from cnnspec.derivation.seeing import seeing
from cnnspec.derivation.sums import (
    LABELS,
    depth,
    kernels,
    summed,
    units_by_row,
    units_of,
)
from cnnspec.outline import are_equal, iteration_rows, member_row
from cnnspec.passes.counts import UNITS
from cnnspec.paths import Level

if TYPE_CHECKING:
    import os
    from collections.abc import Mapping

    from cnnspec.core.algebra import Dim
    from cnnspec.core.shape import Shape
    from cnnspec.derivation.places import Place
    from cnnspec.derivation.records import Figure
    from cnnspec.language.spec import Spec
    from cnnspec.results import Analysis, Claim, Row
    from cnnspec.unfolding import InputArgument


def explain(
    target: Analysis | Spec | str | os.PathLike[str],
    layer: str = "",
    *,
    variant: str | None = None,
    input: InputArgument = None,
    settings: Mapping[str, object] | None = None,
    where: Mapping[str, Dim | str] | None = None,
    at: Mapping[str, int | str] | None = None,
    train: bool = False,
) -> Explanation:
    """Why the figures of a layer, a block or a whole network are what they are.

    `layer` is a dotted path, such as `conv4_x.0.residual.conv2`, or the end of a single one;
    without it the network is explained. Raises a UsageError for a path that leads nowhere, and for
    whatever `analyze` refuses.
    """
    from cnnspec.results import Analysis

    if not isinstance(target, Analysis):
        from cnnspec.analysis import analyze

        target = analyze(
            target,
            variant=variant,
            input=input,
            settings=settings,
            where=where,
            at=at,
            train=train,
        )
    return explain_place(target, find_place(target, layer)) if layer else explain_network(target)


def explain_place(analysis: Analysis, place: Place) -> Explanation:
    """A layer or a block, or the same one in several iterations."""
    if len(place.members) > 1:
        return _together(analysis, place)
    member = place.members[0]
    if isinstance(member, int):
        return _flat(analysis, place, member, [member])
    scope = member.scopes[0]
    inside = analysis.paths.members(only_inside(analysis, scope))
    if inside and all(index >= 0 for index in inside):
        return _flat(analysis, place, -1 - scope, inside)
    rows = iteration_rows(analysis, scope)
    if len(rows) == 1 and rows[0].count > 1:
        first = analysis.paths.children(member)[0][1]
        assert isinstance(first, Level)
        return _iterated(analysis, place, -1 - scope, first, rows[0].count)
    parts = rows if len(rows) > 1 else parts_of(analysis, member)
    return _block(analysis, place, -1 - scope, parts)


def _together(analysis: Analysis, place: Place) -> Explanation:
    """Several iterations, or one layer in each of them."""
    members = [m if isinstance(m, int) else -1 - m.scopes[0] for m in place.members]
    first = place.members[0]
    scopes = [-1 - member for member in members if member < 0]
    nodes = {id(analysis.graph.nodes[member].facts) for member in members if member >= 0}
    if len(scopes) == len(members) and are_equal(analysis, scopes):
        assert isinstance(first, Level)
        return _iterated(analysis, place, members[0], first, len(members))
    if not scopes and len(nodes) == 1:
        return _flat(analysis, place, members[0], members[:1], len(members))
    names = analysis.paths.all()
    rows = [part_row(analysis, names[member], member) for member in members]
    return _block(analysis, place, members[0], tuple(rows))


def _iterated(
    analysis: Analysis, place: Place, member: int, first: Level, times: int
) -> Explanation:
    """Equal iterations: one of them, and how often it stands there."""
    inside = analysis.paths.members(only_inside(analysis, first.scopes[0]))
    if all(index >= 0 for index in inside):
        return _flat(analysis, place, member, inside, times)
    return _block(analysis, place, member, parts_of(analysis, first), times)


def _flat(
    analysis: Analysis, place: Place, member: int, nodes: list[int], times: int = 1
) -> Explanation:
    """A layer, or a few that stand for themselves, with the sums of each."""
    row = part_row(analysis, place.path.rpartition(".")[2], member)
    gathering = Gathering(analysis, nodes, place, times, row.kind)
    graph = analysis.graph
    parts = () if len(nodes) == 1 else tuple([member_row(analysis, node) for node in nodes])
    shape = gathering.shape()
    op = graph.nodes[nodes[0]].facts.op if member >= 0 else row.kind
    return _explanation(
        analysis,
        place,
        member,
        row,
        kind="layer",
        op="" if graph.is_input(nodes[0]) else op,
        shape=shape,
        computes="" if shape or len(nodes) > 1 else gathering.formula(),
        figures=gathering.figures(),
        sees=seeing(graph, analysis.fields, nodes if times == 1 else [], place.runs[-1][1] - 1),
        parts=parts,
        times=times,
        table=gathering.table(),
        extra=gathering.notes(),
    )


def _block(
    analysis: Analysis, place: Place, member: int, rows: tuple[Row, ...], times: int = 1
) -> Explanation:
    """A block: its figures are sums over its parts."""
    row = part_row(analysis, place.path, member)
    sums = [_opened(analysis, name, rows, times) for name in LABELS]
    figures = [figure for figure in sums if figure.value != 0 or figure.remark]
    figures.append(kernels(analysis, place.runs))
    figures += [units_of(analysis, name, place.runs) for name in UNITS]
    return _explanation(
        analysis,
        place,
        member,
        row,
        kind="block",
        op=row.kind,
        figures=tuple(figures),
        sees=seeing(analysis.graph, analysis.fields, [], place.runs[-1][1] - 1),
        parts=rows,
        times=times,
    )


def _opened(analysis: Analysis, name: str, rows: tuple[Row, ...], times: int) -> Figure:
    """A figure as the sum over rows; where only one of them counts, its own sums are told, since a
    number alone explains nothing."""
    figure = summed(analysis, name, rows, times)
    counting = [row for row in rows if getattr(row, name) not in (0, None)]
    if len(counting) != 1 or figure.value is None:
        return figure
    try:
        place = find_place(analysis, counting[0].path)
    except UsageError:  # several layers are called so
        return figure
    if place.runs != counting[0].covered:
        return figure
    inside = explain_place(analysis, place)
    for inner in inside.figures:
        if inner.name == figure.name and inner.workings:
            told = repeated(inner.workings, times)
            if inside.kind == "block" and len(told) == 1 and not told[0].remark:
                parts = f"{counting[0].label}: {', '.join(names(inner.workings[0].term))}"
                told = (told[0].replace(remark=parts),)
            return figure.replace(workings=told)
    return figure


def explain_network(analysis: Analysis) -> Explanation:
    """A whole network: its figures are sums over the outermost rows."""
    rows = analysis.rows()
    graph = analysis.graph
    figures = [summed(analysis, name, rows) for name in LABELS]
    if analysis.totals.depth:
        figures.append(depth(analysis))
    figures.append(kernels(analysis, ((0, len(graph.nodes)),)))
    figures += [units_by_row(analysis, name) for name in UNITS]
    inputs = analysis.input if isinstance(analysis.input, dict) else {"input": analysis.input}
    known = graph.last >= 0 and not graph.unknown
    own = analysis.own
    return Explanation(
        analysis=analysis,
        kind="network",
        path="",
        op="",
        row=None,
        inputs=tuple(inputs.items()),
        out=graph.shape(graph.last) if graph.last >= 0 else None,
        own=None if own is None else own.graph.shape(own.graph.last),
        shape=(),
        computes="",
        figures=tuple(figures),
        sees=seeing(graph, analysis.fields, [], graph.last) if known else None,
        parts=rows,
        claims=analysis.claims,
        units=_spoken_of(analysis),
        notes=tuple([analysis.note] if analysis.note else []),
    )


def _explanation(
    analysis: Analysis,
    place: Place,
    member: int,
    row: Row,
    *,
    extra: tuple[str, ...] = (),
    **given: Any,
) -> Explanation:
    graph = analysis.graph
    site = graph.nodes[member].site if member >= 0 else graph.scopes[-1 - member].site
    notes = [row.note] if row.note else []
    return Explanation(
        analysis=analysis,
        path=place.path,
        row=row,
        inputs=_reads(analysis, place.runs[0]),
        out=graph.shape(place.runs[-1][1] - 1),
        own=_own(analysis, place.path),
        line=None if site is None else site.node.source.position(site.node.start)[0],
        claims=_claims(analysis, place.path),
        units=_spoken_of(analysis),
        notes=(*notes, *extra),
        **{"shape": (), "computes": "", **given},
    )


def _reads(analysis: Analysis, run: tuple[int, int]) -> tuple[tuple[str, Any], ...]:
    """What is read from outside a run of nodes, each once, with its shape."""
    first, last = run
    graph = analysis.graph
    sources = [
        source
        for node in graph.nodes[first:last]
        for source in node.inputs
        if not first <= source < last
    ]
    return tuple(
        [(source_name(analysis, first, node), graph.shape(node)) for node in dict.fromkeys(sources)]
    )


def _own(analysis: Analysis, path: str) -> Shape | None:
    """The shape of the same layer with the spec's own input and variables, where it is there."""
    runs = [] if analysis.own is None else analysis.own.paths.find(path)
    return analysis.own.graph.shape(runs[-1][1] - 1) if runs and analysis.own else None


def _claims(analysis: Analysis, path: str) -> tuple[Claim, ...]:
    """What the spec expects of a layer by this path."""
    return tuple(
        [
            claim
            for claim in analysis.claims
            if claim.metric.removeprefix("train.").rpartition(".")[0] == path
        ]
    )


def _spoken_of(analysis: Analysis) -> frozenset[str]:
    return frozenset(["kernels", *UNITS]) & expected_metrics(analysis.spec)
