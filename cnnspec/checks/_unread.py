"""What W301 says: which cells, how much is lost, the causes with their arithmetic, the effect."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cnnspec.checks._places import led_to, place
from cnnspec.checks._wording import axis_words, counted, ranges, share
from cnnspec.core.diagnostic import Diagnostic, Note
from cnnspec.core.shape import product, shape_text
from cnnspec.core.window import Window
from cnnspec.core.wording import listed, plural
from cnnspec.passes.unread import find_causes, leftover

if TYPE_CHECKING:
    from cnnspec.core.algebra import Dim
    from cnnspec.graph import Graph
    from cnnspec.passes.reach import Reach
    from cnnspec.passes.unread import Unread
    from cnnspec.results import Analysis


def finding(analysis: Analysis, name: str, node: int, unread: Unread, reach: Reach) -> Diagnostic:
    graph = analysis.graph
    shape = graph.shape(node)
    assert shape is not None
    causes, others, more = find_causes(graph, node, unread, reach)
    which = "the input" if name == "in" else f"the input {name}"
    verb = "reaches" if sum(map(len, unread)) == 1 else "reach"
    message = f"{cells_text(unread)} of {which} never {verb} an output"
    notes = [Note("lost", f"{_lost(unread, shape)} of each {shape_text(shape[1:])} input")]
    lines = [_cause(analysis, index, node, gain) for index, gain in causes]
    if lines:
        notes.append(Note("cause", ";\n".join(lines)))
    if others:
        names = listed([analysis.paths.layer(index) for index in others])
        drop = "drop cells too, but their pixels reach" if len(others) > 1 else (
            "drops cells too, but their pixels reach")  # fmt: skip
        notes.append(Note("note", f"{names} {drop} the output beside them"))
    if more:
        beside = f"{plural(more, 'layer')} more {'drops' if more == 1 else 'drop'} cells"
        notes.append(Note("note", f"{beside}; whether they are causes too is not looked at"))
    if analysis.own is not None:
        effect = _effect(analysis, analysis.own)
        if effect:
            notes.append(Note("effect", effect))
    if not causes:
        return Diagnostic("W301", message, notes=tuple(notes))
    first = causes[0][0]
    primary = place(analysis, first, _window_text(graph, first))
    related, layer = led_to(analysis, first), analysis.paths.layer(first)
    return Diagnostic("W301", message, primary, related, tuple(notes), layer)


def cells_text(unread: Unread) -> str:
    """`rows 219-223 and columns 219-223`."""
    words = axis_words(len(unread))
    parts = [
        f"{words[axis] if len(cells) > 1 else words[axis][:-1]} {ranges(cells)}"
        for axis, cells in enumerate(unread)
        if cells
    ]
    return listed(parts)


def _lost(unread: Unread, shape: tuple[object, ...]) -> str:
    total, kept = 1, 1
    for cells, size in zip(unread, shape[1:], strict=True):
        assert isinstance(size, int)
        total *= size
        kept *= size - len(cells)
    what = "pixels" if len(unread) > 1 else "positions"
    return f"{share(total - kept, total)} of the {what}"


def _cause(analysis: Analysis, index: int, source: int, gain: Unread) -> str:
    graph = analysis.graph
    node = graph.nodes[index]
    path = analysis.paths.layer(index)
    axis = next((axis for axis, cells in enumerate(gain) if cells), 0)
    left = leftover(graph, index)
    axis = axis if left[axis] else next(a for a, cells in enumerate(left) if cells)
    relation = (node.facts.relations or ())[axis]
    shape = graph.shape(node.inputs[0])
    assert shape is not None
    assert isinstance(relation, Window)
    word = axis_words(len(left))[axis]
    rows = f"{word if len(left[axis]) > 1 else word[:-1]} {ranges(left[axis])}"
    if node.inputs[0] != source:
        won = cells_text(tuple(gain[a] if a == axis else () for a in range(len(gain))))
        return f"{path} leaves {rows} of {shape[1 + axis]}, which is input {won}"
    if relation.before < 0 or relation.after < 0:
        return f"{path} cuts off {rows}"
    if left[axis][0] < shape[1 + axis] - len(left[axis]):
        window = f"its window spans {relation.extent}, its stride is {relation.stride}"
        return f"{path} passes over {rows}: {window}"
    padding = relation.before + relation.after
    padded = f"{shape[1 + axis]}{f' + {padding}' if padding else ''} - {relation.extent}"
    rest = shape[1 + axis] + padding - relation.extent
    verb = "are" if len(left[axis]) > 1 else "is"
    return (
        f"{path} does not tile: {padded} = {rest} is not a multiple of {relation.stride}, "
        f"{rows} {verb} left over"
    )


def _window_text(graph: Graph, index: int) -> str:
    """The window of a layer, and how many positions it has on the first axis that it loses."""
    node = graph.nodes[index]
    relations = [r for r in node.facts.relations or () if isinstance(r, Window)]
    shape = graph.shape(node.inputs[0])
    assert shape is not None
    left = leftover(graph, index)
    axis = next(axis for axis, cells in enumerate(left) if cells)
    window = relations[axis]
    if window.before < 0 or window.after < 0:
        return f"keeps {window.size(shape[1 + axis])} of {shape[1 + axis]}"
    kernel = shape_text(tuple([r.kernel for r in relations]))
    strides = {r.stride for r in relations}
    stride = str(window.stride) if len(strides) == 1 else shape_text(
        tuple([r.stride for r in relations])
    )  # fmt: skip
    start = f"{kernel} window, stride {stride}"
    if window.rounding in ("same", "causal"):
        return f"{start}, {window.rounding} padding"
    pads = "no padding" if not window.before and not window.after else (
        f"padding {window.before}" if window.before == window.after
        else f"padding {window.before} and {window.after}"
    )  # fmt: skip
    room = shape[1 + axis] + window.before + window.after - window.extent + window.stride
    return f"{start}, {pads}: {_decimal(room, window.stride)} positions"


def _decimal(above: Dim, below: Dim) -> str:
    """An exact quotient, or one with three decimals."""
    assert isinstance(above, int)
    assert isinstance(below, int)
    whole, rest = divmod(above, below)
    if not rest:
        return str(whole)
    digits = str((rest * 1000 * 2 + below) // (2 * below)).rjust(3, "0").rstrip("0")
    return f"{'' if rest * 1000 % below == 0 else 'about '}{whole}.{digits}"


def _effect(analysis: Analysis, own: Analysis) -> str:
    """The first layer with other weights than in the spec's own network, or another output."""
    graph, other = analysis.graph, own.graph
    if len(graph.nodes) != len(other.nodes):
        return ""
    params, own_params = analysis.totals.params, own.totals.params
    for index, (node, theirs) in enumerate(zip(graph.nodes, other.nodes, strict=True)):
        if not node.inputs or node.facts.params == theirs.facts.params:
            continue
        source = node.inputs[0]
        found, wanted = graph.shape(source), other.shape(source)
        if found is None or wanted is None:
            return ""
        gets = f"{counted(product(found))} features, not {counted(product(wanted))}"
        return (
            f"{analysis.paths.layer(source)} gives {shape_text(found)}, not {shape_text(wanted)}: "
            f"{analysis.paths.layer(index)} gets {gets}\n"
            f"({counted(params)} parameters, not {counted(own_params)})"
        )
    last, own_last = graph.shape(graph.last), other.shape(other.last)
    if last is None or own_last is None or last == own_last:
        return ""
    return f"the output is {shape_text(last)}, not {shape_text(own_last)}"
