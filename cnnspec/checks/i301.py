"""unread-features: values that are computed, and that nothing behind reads."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cnnspec.checks._lines import once
from cnnspec.checks._wording import share
from cnnspec.core.algebra import is_less
from cnnspec.core.diagnostic import Diagnostic, Note
from cnnspec.core.shape import shape_text
from cnnspec.core.window import Window
from cnnspec.core.wording import listed
from cnnspec.passes.kept import kept
from cnnspec.passes.reach import Reach, decidable
from cnnspec.passes.readers import readers

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cnnspec.graph import Graph
    from cnnspec.passes.reach import Need
    from cnnspec.results import Analysis


def check(analysis: Analysis) -> Iterator[Diagnostic]:
    """One finding for the network, if its input is read whole and layers in it are not."""
    graph = analysis.graph
    if not kept(graph, decidable):
        return
    reach = kept(graph, Reach)
    if any(any(reach.unread(node)) for node in graph.inputs.values()):
        return
    wasted = _wasted(graph, reach)
    causes = _causes(graph, reach, wasted) if wasted else []
    if causes:
        yield _finding(analysis, causes, wasted, reach)


def _wasted(graph: Graph, reach: Reach) -> dict[int, int]:
    """The multiply-adds for positions that nothing reads, of each layer that has any."""
    found = {}
    for index, node in enumerate(graph.nodes):
        macs, need = node.facts.macs, reach.need[index]
        if type(macs) is not int or not macs or need is None or not _slides(node.facts.relations):
            continue
        if any(0 in axis for axis in need):
            positions, read = _positions(need)
            found[index] = macs * (positions - read) // positions
    return found


def _slides(relations: object) -> bool:
    """Whether each position of the output costs the same."""
    return isinstance(relations, tuple) and all(isinstance(each, Window) for each in relations)


def _positions(need: Need) -> tuple[int, int]:
    """All positions, and those that are read."""
    every, read = 1, 1
    for axis in need:
        every *= len(axis)
        read *= len(axis) - axis.count(0)
    return every, read


def _causes(graph: Graph, reach: Reach, wasted: dict[int, int]) -> list[int]:
    """The layers whose readers leave positions out, while all of their own are needed; only those
    that waste something before them."""
    read = kept(graph, readers)
    costly = _behind(graph, wasted)
    found = []
    for index in range(len(graph.inputs), len(graph.nodes)):
        need = reach.need[index]
        if need is None or index not in costly or not any(0 in axis for axis in need):
            continue
        users = [reach.need[reader] for reader in read[index]]
        if all(user is not None and not any(0 in axis for axis in user) for user in users):
            found.append(index)
    return found


def _behind(graph: Graph, wasted: dict[int, int]) -> set[int]:
    """The layers that waste something, and those that read what is wasted."""
    found: set[int] = set(wasted)
    for index, node in enumerate(graph.nodes):
        if any(source in found for source in node.inputs):
            found.add(index)
    return found


def _finding(
    analysis: Analysis, causes: list[int], wasted: dict[int, int], reach: Reach
) -> Diagnostic:
    graph = analysis.graph
    total, lost = analysis.totals.macs, sum(wasted.values())
    first = causes[0]
    need = reach.need[first] or ()
    positions, read = _positions(need)
    shape = graph.shape(first) or ()
    maps = f"the {shape_text(shape[1:])} map of {analysis.paths.layer(first)}"
    more = f" and of {len(causes) - 1} more" if len(causes) > 1 else ""
    of = f" of {total:,}" if type(total) is int else ""
    message = (
        f"{share(positions - read, positions)} of {maps}{more} is never read: "
        f"{lost:,}{of} MACs change nothing"
    )
    users = [_reader(analysis, index) for index in kept(graph, readers)[first]]
    notes = [Note("cause", f"{listed(users)} read{'s' if len(users) == 1 else ''} it alone")]
    if any(_strides_over(graph, index) for index in kept(graph, readers)[first]):
        what = "to the 3x3 convolution, not to the 1x1 before it"
        notes.append(Note("help", f"a stride belongs to a window that is as large as it: {what}"))
    costs = {index: _cost(graph, reach, index) for index in causes}
    return once(analysis, "I301", message, costs, lambda line: _at(graph, reach, line[0]), *notes)


def _strides_over(graph: Graph, index: int) -> bool:
    """Whether the windows of a layer leave cells out between them."""
    windows = [w for w in graph.nodes[index].facts.relations or () if isinstance(w, Window)]
    return any(is_less(window.extent, window.stride) is True for window in windows)


def _cost(graph: Graph, reach: Reach, index: int) -> int:
    positions, read = _positions(reach.need[index] or ())
    return positions - read


def _at(graph: Graph, reach: Reach, index: int) -> str:
    positions, read = _positions(reach.need[index] or ())
    return f"{positions - read:,} of {positions:,} positions are never read"


def _reader(analysis: Analysis, index: int) -> str:
    facts = analysis.graph.nodes[index].facts
    windows = [window for window in facts.relations or () if isinstance(window, Window)]
    path = analysis.paths.layer(index)
    if not windows:
        return path
    kernel = shape_text(tuple([window.kernel for window in windows]))
    return f"{path} ({kernel}, stride {shape_text(tuple([w.stride for w in windows]))})"
