"""Shapes as sums, from the windows that a layer declares and the sizes that it works out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cnnspec.core.shape import AXIS_WORDS, dim_text
from cnnspec.core.terms import Least, evaluate, is_plain, names
from cnnspec.core.window import Bins, Spread, Window
from cnnspec.derivation.records import Working

if TYPE_CHECKING:
    from cnnspec.core.algebra import Dim
    from cnnspec.core.terms import Term
    from cnnspec.core.window import Relation
    from cnnspec.layers.base import Layer
    from cnnspec.layers.facts import Facts

EACH = "each axis"


def shape_workings(facts: Facts) -> tuple[Working, ...]:
    """The sums behind a layer's output: a line for each axis, one for all where they are alike."""
    return (*_axes(facts), *_sizes(facts))


def _sizes(facts: Facts) -> list[Working]:
    """The sizes that neither a window nor an argument says."""
    if facts.layer is None:
        return []
    found = facts.layer.workings(*facts.inputs)
    return [
        Working(term, evaluate(term), name) for name, term in found.items() if not is_plain(term)
    ]


def _axes(facts: Facts) -> list[Working]:
    relations = facts.relations or ()
    if not facts.inputs or not relations:
        return []
    sizes = facts.inputs[0][1:]
    told: list[tuple[str, Dim, Relation, Term]] = []
    labels = AXIS_WORDS.get(len(sizes), ())
    for label, cells, relation in zip(labels, sizes, relations, strict=False):
        told.append((label, cells, relation, relation.sized(cells)))
    if len({(cells, relation) for _, cells, relation, _ in told}) == 1:
        told = [(EACH if len(told) > 1 else told[0][0], *told[0][1:])]
    return [
        Working(term, evaluate(term), _remark(label, cells, relation, term, facts.layer))
        for label, cells, relation, term in told
        if not is_plain(term) or (isinstance(relation, Bins) and len(told) > 1)
    ]


def _remark(
    label: str, cells: Dim, relation: Relation, term: Term, layer: Layer | None = None
) -> str:
    """Which axis, what the numbers are, and what does not come out even."""
    if isinstance(relation, Bins):
        return f"{label}: as asked, in parts of the {dim_text(cells)} cells that overlap"
    called = list(names(term))
    if isinstance(relation, Spread) and layer is not None and "stride" not in layer.options:
        called = ["factor" if name == "stride" else name for name in called]
    said = f"{label}: {', '.join(called)}"
    more = _left_over(cells, relation, term) if isinstance(relation, Window) else ""
    if isinstance(relation, Spread) and relation.rounding != "floor":
        more = f"padding `{relation.rounding}` keeps it a multiple"
    return f"{said}; {more}" if more else said


def _left_over(cells: Dim, window: Window, term: Term) -> str:
    stride, extent = window.stride, window.extent
    if type(cells) is not int or type(stride) is not int or type(extent) is not int:
        return ""
    before, after = window.paddings(cells)
    if window.rounding in ("same", "causal"):
        padded = before or after
        return f"padded with {before} before, {after} after" if padded else "nothing to pad"
    if isinstance(term, Least):
        return "no window starts in the padding after the end"
    rest = (cells + before + after - extent) % stride
    if rest == 0:
        return ""
    if window.rounding == "ceil":
        return f"the last window is {dim_text(stride - rest)} short"
    return f"{rest} of the padding left over" if rest <= after else f"{rest} left over"
