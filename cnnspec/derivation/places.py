"""Places: what is meant by a layer's path, as it is typed or as a table prints it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cnnspec.core.diagnostic import UsageError
from cnnspec.core.nearest import nearest
from cnnspec.core.record import Record
from cnnspec.core.wording import listed
from cnnspec.paths import Level

if TYPE_CHECKING:
    from cnnspec.graph import Graph
    from cnnspec.paths import Paths
    from cnnspec.results import Analysis

MOST_LISTED = 40
"""So many layers are named where none is meant."""
MOST_COMPARED = 1000
MOST_NAMED = 4
"""So many of several layers are named that end in the same word."""


class Place(Record):
    """A layer or a block, or the same one in several iterations: levels and nodes of the graph."""

    path: str
    members: tuple[Level | int, ...]
    runs: tuple[tuple[int, int], ...]


def find_place(analysis: Analysis, path: str) -> Place:
    """What a path leads to: a whole one, or the end of a single one.

    Raises a UsageError that names the nearest layers, or those beside it.
    """
    paths = analysis.paths
    places = paths.places(path)
    if not places:
        whole = _ending(paths, path)
        if len(whole) == 1:
            path, places = whole[0], paths.places(whole[0])
        elif whole:
            shown = ", ".join(whole[:MOST_NAMED])
            more = f" and {len(whole) - MOST_NAMED} more" if len(whole) > MOST_NAMED else ""
            raise UsageError(f"{path} is in several places of {analysis.name}", f"{shown}{more}")
    if not places:
        raise _unknown(analysis, path)
    places = [_meant(analysis.graph, place) for place in places]
    if any(isinstance(place, Level) and len(place.scopes) > 1 for place in places):
        raise UsageError(
            f"{path} fits several layers of {analysis.name}",
            "give the merges or groups around them a name, or take a part: "
            + " ".join(_inside(paths, places)[:MOST_LISTED]),
        )
    runs = tuple([run for place in places for run in paths.runs(place)])
    return Place(path, tuple(places), runs)


def _meant(graph: Graph, place: Level | int) -> Level | int:
    """What a path means: a merge without a name together with its branches, as tables show it; and
    a layer with a name, rather than a branch of another that is labelled so."""
    if isinstance(place, int):
        scope = graph.nodes[place].scope
        level = graph.scopes[scope]
        merges = level.kind == graph.nodes[place].facts.op and level.last == place + 1
        alone = level.last - level.first == 1
        label = graph.nodes[place].label
        whole = level.transparent and merges and not alone
        return Level(label, label, [scope]) if whole else place
    named = [scope for scope in place.scopes if graph.scopes[scope].role == "line"]
    return Level(place.label, place.path, named) if len(named) == 1 else place


def _ending(paths: Paths, path: str) -> list[str]:
    """The paths of all levels and nodes that end in the parts of this one."""
    end = f".{path}"
    scopes = paths.graph.scopes
    found = [
        (member if member >= 0 else scopes[-1 - member].first, whole)
        for member, whole in paths.all().items()
        if whole.endswith(end)
    ]
    return list(dict.fromkeys([whole for _, whole in sorted(found)]))


def _inside(paths: Paths, places: list[Level | int]) -> list[str]:
    found: dict[str, None] = {}
    for place in places:
        if isinstance(place, Level):
            found.update(dict.fromkeys([label for label, _ in paths.children(place)]))
    return list(found)


def _unknown(analysis: Analysis, path: str) -> UsageError:
    level, known, rest = analysis.paths.deepest(path.split("."))
    start = f"{level}." if level else ""
    near = nearest(rest[0], known[:MOST_COMPARED])
    found = _without_a_part(analysis.paths, path)
    found = found or [".".join([start + name, *rest[1:]]) for name in near]
    guess = f"; did you mean {listed(found, 'or')}?" if found else ""
    more = " ..." if len(known) > MOST_LISTED else ""
    shown = f"{' '.join(known[:MOST_LISTED])}{more}"
    hint = f"the layers of {level}: {shown}" if level else f"its layers: {shown}"
    if not known:
        hint = f"{level} is a layer by itself"
    return UsageError(f"{analysis.name} has no layer {path}{guess}", hint)


def _without_a_part(paths: Paths, path: str) -> list[str]:
    """The path without one of its parts, where that leads somewhere: of a group or merge without a
    name, as tables show it, nothing stands in the paths of what is inside."""
    parts = path.split(".")
    shorter = [".".join(parts[:i] + parts[i + 1 :]) for i in range(len(parts) - 1)]
    return [each for each in dict.fromkeys(shorter) if paths.places(each)]


def source_name(analysis: Analysis, target: int, source: int) -> str:
    """What a layer reads, by the outermost level that ends in it without having the reader."""
    graph, names = analysis.graph, analysis.paths.all()
    found = names[source]
    index = graph.nodes[source].scope
    while index > 0:
        scope = graph.scopes[index]
        if scope.first <= target < scope.last or scope.last != source + 1:
            break
        if not scope.transparent:
            found = names[-1 - index]
        index = scope.parent
    return found
