"""One network unfolded and counted, as a reader asks for it; nothing is checked yet."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from cnnspec.core.algebra_atoms import TooLarge
from cnnspec.core.deep_calls import deep_calls
from cnnspec.core.diagnostic import SpecError
from cnnspec.core.record import Record
from cnnspec.language.point import NO_POINT, Point
from cnnspec.language.problems import Problems
from cnnspec.passes.counts import METRICS, Sums
from cnnspec.passes.depth import depth
from cnnspec.passes.field import Fields
from cnnspec.paths import Paths
from cnnspec.results import Analysis, Totals

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from cnnspec.core.algebra import Dim
    from cnnspec.core.diagnostic import Diagnostic
    from cnnspec.graph import Graph
    from cnnspec.language.spec import Spec

    Sizes = str | int | Sequence[Dim | str]
    InputArgument = Sizes | Mapping[str, Sizes] | None


class Asked(Record):
    """What of a spec is looked at: another input, other variables, symbols with forms and numbers,
    the training graph; and the most layers that it may unfold to, where that is not the usual
    number.

    `replaced` is whether a reader's values stand in place of the spec's own, so that what the spec
    asserts does not hold of them.
    """

    input: InputArgument
    settings: dict[str, object]
    train: bool
    point: Point = NO_POINT
    limit: int | None = None
    replaced: bool = False


def unfold(spec: Spec, asked: Asked, own: Analysis | None = None) -> Analysis:
    """The network with its shapes and counts; `own` is the network as the spec has it.

    Raises a SpecError where the values of variables and inputs leave nothing to unfold, and where
    the totals are too large to be written out.
    """
    from cnnspec.language.bind import bind
    from cnnspec.language.elaborate import Elaborator
    from cnnspec.language.limits import LAYER_LIMIT

    problems = Problems(spec.source)
    bound = bind(spec, problems, asked.input, asked.settings, asked.train, asked.point.known)
    problems.stop_if_any()
    elaborator = Elaborator(
        spec,
        problems,
        train=asked.train,
        asserts=not asked.replaced,
        limit=LAYER_LIMIT if asked.limit is None else asked.limit,
    )
    with deep_calls():
        graph = elaborator.run(bound.values, bound.inputs, bound.defaults)
    if elaborator.stopped:
        problems.stop_if_any()
    paths = Paths(graph)
    try:
        sums, fields = Sums(graph), Fields(graph)
        totals = _totals(graph, sums, fields)
    except TooLarge as beyond:
        if not problems.found:
            problems.add("E208", f"{beyond} in the totals", spec.symbols_node)
        raise SpecError(*problems.diagnostics) from None
    return Analysis(
        name=spec.name,
        title=spec.title,
        cite=spec.cite,
        task=spec.task,
        note=spec.note,
        file=spec.source.name,
        input=bound.inputs if spec.several_inputs else bound.inputs["in"],
        train=asked.train,
        totals=totals,
        diagnostics=_with_layers(problems, elaborator.failed, paths),
        claims=(),
        conditions=tuple(elaborator.conditions),
        given=asked.input,
        settings=asked.settings,
        values=bound.values,
        own=own,
        replaced=asked.replaced,
        point=asked.point,
        symbolic=None,
        graph=graph,
        sums=sums,
        fields=fields,
        paths=paths,
        spec=spec,
    )


def _totals(graph: Graph, sums: Sums, fields: Fields) -> Totals:
    counts = {metric: sums.total(metric) for metric in METRICS}
    known = not graph.unknown
    return Totals(
        **counts,
        depth=depth(graph) if known else None,
        field=fields.of(graph.last) if known else None,
        layers=len(graph.nodes) - len(graph.inputs),
    )


def _with_layers(
    problems: Problems, failed: dict[tuple[Any, ...], int], paths: Paths
) -> tuple[Diagnostic, ...]:
    """The findings, with the path of the layer at which each was found."""
    found = []
    for finding in problems.diagnostics:
        where = None if finding.primary is None else finding.primary.span
        node = failed.get((finding.code, finding.message, where))
        found.append(finding if node is None else finding.replace(layer=paths.layer(node)))
    return tuple(found)
