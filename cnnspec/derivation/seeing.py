"""What a value sees: the receptive field, how the layer's window makes it grow, and where it is."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from cnnspec.core.terms import Minus, Number, Product, Sum, evaluate
from cnnspec.core.window import Window
from cnnspec.derivation.records import Seeing, Sight, Working
from cnnspec.passes.field import followed
from cnnspec.passes.grid import Grid

if TYPE_CHECKING:
    from cnnspec.core.algebra import Dim
    from cnnspec.graph import Graph
    from cnnspec.passes.field import Fields


@lru_cache(maxsize=1)
def grid_of(graph: Graph) -> Grid:
    """The grid of a graph, kept for whoever explains its next layer."""
    return Grid(graph)


def seeing(graph: Graph, fields: Fields, nodes: list[int], last: int) -> Seeing | None:
    """What the values of a layer see; `nodes` are those whose window is looked at, `last` is the
    one that gives the result. None where nothing can be said."""
    if graph.shape(last) is None or graph.is_input(last):
        return None
    field = fields.of(last)
    axes = _sights(graph, last)
    if field is None and not axes:
        return None
    return Seeing(field, _growth(graph, fields, nodes, field), axes)


def _sights(graph: Graph, node: int) -> tuple[Sight, ...]:
    """What a layer sees, along each axis of the first input; empty where it is unknown."""
    grid = grid_of(graph)
    axes = grid.of(node)
    cells = next((shape for at in graph.inputs.values() if (shape := graph.shape(at))), ())[1:]
    if axes is None or len(axes) != len(cells):
        return ()
    shape = graph.shape(node) or ()
    found = []
    for axis, (size, here) in enumerate(zip(cells, axes, strict=True)):
        if here.everything:
            found.append(Sight(size, None, 0, None, None, True))
            continue
        count = shape[axis + 1] if axis + 1 < len(shape) else 1
        middle = count // 2
        first, central = grid.sees(node, axis, 0), grid.sees(node, axis, middle)
        found.append(
            Sight(
                size,
                first,
                middle,
                central,
                here.jump,
                here.whole or (_covers(first, size) and _covers(central, size)),
            )
        )
    return tuple(found)


def _covers(run: tuple[Dim, Dim] | None, cells: Dim) -> bool:
    """Whether a run of pixels is known to be all of an axis."""
    if run is None or type(cells) is not int:
        return False
    first, last = run
    return type(first) is int and type(last) is int and first <= 0 and last >= cells - 1


def _growth(
    graph: Graph, fields: Fields, nodes: list[int], field: Dim | tuple[Dim, ...] | None
) -> Working | None:
    """`6 + (5 - 1)·2 = 14`: the field before, and the steps from its first window to its last."""
    sliding = [node for node in nodes if _window(graph, node) is not None]
    if len(sliding) != 1 or field is None or isinstance(field, tuple):
        return None
    node = sliding[0]
    window = _window(graph, node)
    assert window is not None
    sources = followed(graph.nodes[node])
    before = fields.of(sources[0])
    strides = {axis.jump for axis in grid_of(graph).of(sources[0]) or ()}
    if len(sources) != 1 or before is None or isinstance(before, tuple) or len(strides) != 1:
        return None
    stride = strides.pop()
    if type(stride) is not int:
        return None
    steps = Sum((Number(window.extent, "window"), Minus(Number(1))))
    more = Product((steps, Number(stride, "stride")))
    term = Sum((Number(before, "field before"), more))
    value = evaluate(term)
    return Working(term, value) if value == field else None


def _window(graph: Graph, node: int) -> Window | None:
    """The window of a layer whose axes are alike, where it reads more than a cell."""
    relations = set(graph.nodes[node].facts.relations or ())
    if len(relations) != 1:
        return None
    window = relations.pop()
    return window if isinstance(window, Window) and window.extent != 1 else None
