"""padding-only-weights: weights of a window that never meet anything but padding."""

from __future__ import annotations

from math import prod
from typing import TYPE_CHECKING

from cnnspec.checks._lines import once
from cnnspec.checks._places import apart
from cnnspec.checks._wording import share
from cnnspec.core.diagnostic import Diagnostic, Note
from cnnspec.core.shape import integers, shape_text
from cnnspec.core.window import Window
from cnnspec.core.wording import listed, plural
from cnnspec.passes.extent import extents, hiding
from cnnspec.passes.kept import kept
from cnnspec.passes.reach import decidable
from cnnspec.passes.readers import by_op, kinds, that
from cnnspec.passes.taps import live_taps

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cnnspec.graph import Graph, Node
    from cnnspec.passes.extent import Extent
    from cnnspec.results import Analysis

WORST = 3


class Dead:
    """A convolution with weights that only meet padding: the real cells of its map along each axis,
    its live taps, all of them, and its weights."""

    __slots__ = ("cells", "live", "taps", "weights")

    def __init__(self, cells: tuple[int, ...], live: int, taps: int, weights: int) -> None:
        self.cells = cells
        self.live = live
        self.taps = taps
        self.weights = weights

    @property
    def dead(self) -> int:
        """The weights that never meet a real cell."""
        return self.weights * (self.taps - self.live) // self.taps

    @property
    def map(self) -> str:
        """The size of its map, as it is typed."""
        return shape_text(self.cells)


def check(analysis: Analysis) -> Iterator[Diagnostic]:
    """One finding for the network, if half of the weights of some window are without use."""
    graph = analysis.graph
    # What padding has added makes a map look larger than it is.
    padded = "pad" in kept(graph, by_op) or bool(kept(graph, hiding))
    small = padded or any(_may_have(graph.nodes[i]) for i in kinds(graph, kept(graph, _sliding)))
    if not small or not kept(graph, decidable):
        return
    found = _partly_dead(graph)
    if any(2 * layer.live <= layer.taps for layer in found.values()):
        for nodes in apart(analysis, "W302", list(found)):
            chosen = {node: found[node] for node in nodes}
            if any(2 * layer.live <= layer.taps for layer in chosen.values()):
                yield _finding(analysis, chosen)


def _sliding(graph: Graph) -> list[int]:
    """The layers whose windows have weights."""
    return that(graph, lambda layer: layer.slides and layer.linear)


def _may_have(node: Node) -> bool:
    """Whether there may be no position at which the whole window is on the map."""
    facts = node.facts
    for window, cells in zip(facts.relations or (), facts.inputs[0][1:], strict=False):
        if isinstance(window, Window) and window.kernel != 1:
            needed = window.extent + window.stride - 1
            if type(needed) is type(cells) is int and cells < needed:
                return True
    return False


def _partly_dead(graph: Graph) -> dict[int, Dead]:
    """The convolutions of which not all taps live; shared weights where no user has more life."""
    real = kept(graph, extents)
    known: dict[tuple[int, Extent | None], Dead | None] = {}
    best: dict[int, Dead] = {}
    for index in kept(graph, _sliding):
        node = graph.nodes[index]
        key = (id(node.facts), real[node.inputs[0]])
        if key not in known:
            known[key] = _life(node, key[1])
        life = known[key]
        owner = index if node.owner < 0 else node.owner
        if life is not None and (owner not in best or life.live > best[owner].live):
            best[owner] = life
    return {owner: layer for owner, layer in best.items() if layer.live < layer.taps}


def _life(node: Node, real: Extent | None) -> Dead | None:
    """The live taps of a layer's window; None where not all is known."""
    windows = [window for window in node.facts.relations or () if isinstance(window, Window)]
    cells = integers(node.facts.inputs[0][1:])
    kernel = integers([window.kernel for window in windows])
    weights = node.facts.kernels
    if not windows or cells is None or kernel is None or type(weights) is not int:
        return None
    runs = real or tuple([(0, size) for size in cells])
    live = prod(map(live_taps, windows, cells, runs))
    return Dead(tuple([behind - first for first, behind in runs]), live, prod(kernel), weights)


def _finding(analysis: Analysis, found: dict[int, Dead]) -> Diagnostic:
    graph = analysis.graph
    dead = sum([layer.dead for layer in found.values()])
    all_weights = sum([layer.weights for layer in found.values()])
    message = (
        f"{dead:,} of {all_weights:,} weights of {plural(len(found), 'convolution')} never meet "
        "anything but padding"
    )
    total = analysis.totals.params
    cost = f"{share(dead, total)} of all {total:,} parameters" if type(total) is int else ""
    worst = sorted(found, key=lambda node: -found[node].dead)[:WORST]
    lines = [
        f"{analysis.paths.layer(node)} has {found[node].dead:,} of them, and "
        f"{found[node].weights - found[node].dead:,} that do"
        for node in worst
    ]
    notes = [Note("lost", cost)] if cost else []
    notes.append(Note("cause", ";\n".join(lines)))
    notes.append(Note("help", _help(graph, found)))
    return once(
        analysis,
        "W302",
        message,
        {node: layer.dead for node, layer in found.items()},
        lambda line: _at(graph, line[0], found[line[0]]),
        *notes,
    )


def _help(graph: Graph, found: dict[int, Dead]) -> str:
    windows = [window for node in found for window in graph.nodes[node].facts.relations or ()]
    dilated = any(isinstance(window, Window) and window.dilation != 1 for window in windows)
    by_size = sorted(found.values(), key=lambda layer: (prod(layer.cells), layer.cells))
    maps = list(dict.fromkeys([layer.map for layer in by_size]))
    small = listed(maps) if len(maps) <= WORST else f"{maps[0]} to {maps[-1]}"
    less = "a smaller dilation" if dilated else "a stride less before them, or a 1x1 kernel"
    return f"maps of {small} are too small for these windows: a larger input, {less}"


def _at(graph: Graph, node: int, layer: Dead) -> str:
    relations = graph.nodes[node].facts.relations or ()
    windows = [window for window in relations if isinstance(window, Window)]
    kernel = shape_text(tuple([window.kernel for window in windows]))
    reach = shape_text(tuple([window.extent for window in windows]))
    spans = "" if kernel == reach else f" that spans {reach}"
    live = f"{layer.live} of {layer.taps} taps live"
    return f"window of {kernel}{spans} on a map of {layer.map}: {live}"
