"""Fixes for layers that cannot share weights: the same arguments, as many channels as reach them,
or weights of their own."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from cnnspec.fixes.changes import Change, arguments_change
from cnnspec.fixes.lines import way_to, without_key
from cnnspec.language.nodes import Mapping
from cnnspec.language.templates import Line

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cnnspec.core.diagnostic import Diagnostic
    from cnnspec.fixes.proving import Prover, Trial
    from cnnspec.results import Analysis

ORDER = ("same", "out", "own")
DOES = "has weights that fit"


def trials(prover: Prover) -> Iterator[Trial | None]:
    """What the first of them has, or the last; channels that stay; no sharing."""
    analysis = prover.analysis
    pair = _pair(analysis, prover.finding)
    if pair is not None:
        yield prover.proves(_as(analysis, pair[1], pair[0]))
        other = _as(analysis, pair[0], pair[1])
        yield prover.proves(None if other is None else other.replace(distance=1))
        channels = analysis.graph.nodes[pair[0]].facts.inputs[0][0]
        if type(channels) is int:
            change = arguments_change(analysis, list(pair), {"out": channels})
            yield prover.proves(None if change is None else change.replace(kind="out"))
    yield prover.proves(_own(analysis, prover.finding))


def _pair(analysis: Analysis, finding: Diagnostic) -> tuple[int, int] | None:
    """The first layer with the key, and the one that differs, where each is written as one."""
    graph = analysis.graph
    later = [
        index
        for index, node in enumerate(graph.nodes)
        if node.facts.arrays and analysis.paths.layer(index) == finding.layer
    ]
    site = graph.nodes[later[0]].site if later else None
    if not isinstance(site, Line) or site.share is None:
        return None
    for index, node in enumerate(graph.nodes[: later[0]]):
        other = node.site
        if isinstance(other, Line) and other.share == site.share and node.facts.arrays:
            return index, later[0]
    return None


def _as(analysis: Analysis, node: int, other: int) -> Change | None:
    """A layer with the options of another one that bear on its weights."""
    ours, theirs = (analysis.graph.nodes[index].facts.layer for index in (node, other))
    if ours is None or theirs is None or type(ours) is not type(theirs):
        return None
    values: dict[str, Any] = {
        option: theirs.__dict__[option]
        for option in ("out", "kernel", "groups", "bias")
        if option in ours.options and ours.__dict__[option] != theirs.__dict__[option]
    }
    if not values:
        return None
    change = arguments_change(analysis, [node], values)
    return None if change is None else change.replace(kind="same")


def _own(analysis: Analysis, finding: Diagnostic) -> Change | None:
    """The layer without the key."""
    place = finding.primary
    if place is None:
        return None
    source = analysis.spec.source
    start = source.start(place.span.line) + place.span.column - 1
    for around, number in reversed(way_to(source, start)):
        if isinstance(around, Mapping) and around.entries[number][0].text == "share":
            edits = without_key(around, "share")
            text = f"{finding.layer} without share"
            return Change("own", text, edits) if edits else None
    return None
