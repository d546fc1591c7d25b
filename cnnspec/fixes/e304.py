"""Fixes for branches that do not fit together: another input, a branch that is resized, cropped or
projected, or an argument of a layer in one of them."""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING

from cnnspec.core.shape import integers
from cnnspec.core.window import Spread
from cnnspec.fixes.changes import (
    Change,
    argument_change,
    branch_change,
    line_name,
    replaced_call,
)
from cnnspec.fixes.inputs import around, differences, nearest_inputs, one_input
from cnnspec.fixes.projecting import (
    branch_name,
    branch_of,
    conditions,
    projected,
    with_cost,
    worded,
)
from cnnspec.fixes.refused import refused_at
from cnnspec.fixes.solving import FARTHEST
from cnnspec.fixes.telling import sizes_text
from cnnspec.fixes.ways import (
    MOST_LAYERS,
    ancestors,
    channels,
    resizing,
    total_stride,
    way_back,
)
from cnnspec.language.templates import Line

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cnnspec.fixes.proving import Prover, Trial
    from cnnspec.graph import Refused
    from cnnspec.language.templates import Branch
    from cnnspec.results import Analysis

ORDER = (
    "input", "resize", "out_pad", "pad", "ceil", "out", "both", "when", "project", "crop", "more",
    "stride", "kernel",
)  # fmt: skip
DOES = "joins the branches"
NUMBERS = {1: "one", 2: "two", 3: "three", 4: "four", 5: "five", 6: "six"}
MOST_PAIRS = 6
"""So many pairs of branches are looked at."""
MOST_STEPS = 8
"""So many changes of a size are tried together with one of the channels."""


def trials(prover: Prover) -> Iterator[Trial | None]:
    """All changes that are tried, those of the input first."""
    found = refused_at(prover.analysis, prover.finding)
    if found is None:
        return
    node, refused = found
    line = prover.analysis.graph.nodes[node].site
    if not isinstance(line, Line) or len(set(map(len, refused.shapes))) > 1:
        return
    yield from _other_inputs(prover, refused)
    yield from branch_trials(prover, line, refused)


def branch_trials(prover: Prover, line: Line, refused: Refused) -> Iterator[Trial | None]:
    """Changes of one branch, so that it meets another."""
    for one, other in _pairs(refused):
        changes = [
            *_fitted(prover, line, refused, one, other),
            *conditions(line, refused, one, other),
            *projected(line, refused, one, other),
        ]
        for change in (*changes, *_argument(prover, line, refused, one, other)):
            trial = prover.proves(change)
            yield with_cost(trial) if trial is not None and change.kind == "project" else trial


def _pairs(refused: Refused) -> list[tuple[int, int]]:
    """Branches of different shapes: the one to be changed, and the one to be met."""
    shapes = refused.shapes
    numbers = range(len(shapes))
    pairs = [(a, b) for a in numbers for b in numbers if shapes[a] != shapes[b]]
    return pairs[:MOST_PAIRS]


def _other_inputs(prover: Prover, refused: Refused) -> Iterator[Trial | None]:
    """The nearest multiples of the total stride, on which no window cuts a row; else the nearest
    sizes of all that join, over one whole period."""
    shape = one_input(prover.analysis)
    if shape is None or len({integers(x[1:]) for x in refused.shapes}) < 2:
        return
    period, parts = total_stride(prover.analysis.graph, refused.inputs)
    sizes = [(cells // period * period, -(-cells // period) * period) for cells in shape[1:]]
    square = len(set(shape[1:])) == 1
    whole = [
        (shape[0], *pair) for pair in (zip(*sizes, strict=True) if square else product(*sizes))
    ]
    near = sorted(whole, key=lambda tried: sum(map(abs, differences(shape, tried))))
    multiples = list(nearest_inputs(prover, near, _halvings(period, parts)))
    yield from multiples
    if not any(multiples):
        yield from nearest_inputs(prover, around(shape, period))


def _halvings(period: int, parts: list[int]) -> str:
    """`a multiple of 8: three halvings`."""
    if period < 2:
        return ""
    if set(parts) == {2}:
        number = NUMBERS.get(len(parts), str(len(parts)))
        return f"a multiple of {period}: {number} halving{'s' if len(parts) > 1 else ''}"
    return f"a multiple of {period}, the total stride"


def _fitted(prover: Prover, line: Line, refused: Refused, one: int, other: int) -> Iterator[Change]:
    """A branch that is brought to the size of a named tensor, which holds for any input."""
    have, wanted = integers(refused.shapes[one][1:]), integers(refused.shapes[other][1:])
    branch, target = branch_of(line, refused, one), branch_of(line, refused, other)
    if have is None or wanted is None or have == wanted or branch is None or target is None:
        return
    named = target.source is not None and target.body is None and target.source[0].text != "prev"
    size = f"{target.source[0].text}.size" if named and target.source else ""
    if any(a < b for a, b in zip(have, wanted, strict=True)):
        if size:
            yield from _resized(prover, branch, refused.inputs[one], size)
        return
    if any(a >= 2 * b for a, b in zip(have, wanted, strict=True)):
        return  # that is no border: a stride is missing
    cropped = f"crop: {size or sizes_text((0, *wanted))}"
    edit = branch_change(branch, cropped)
    if edit is not None:
        yield Change("crop", f"{branch_name(branch, one)}, then {cropped}", (edit,))


def _resized(prover: Prover, branch: Branch, node: int, size: str) -> Iterator[Change]:
    """A layer without weights that enlarges, resized to a tensor's size; or one more layer."""
    graph = prover.analysis.graph
    facts, site = graph.nodes[node].facts, graph.nodes[node].site
    spreads = [isinstance(relation, Spread) for relation in facts.relations or ()]
    edit = None
    if spreads and all(spreads) and facts.params == 0 and isinstance(site, Line):
        edit = replaced_call(site, f"resize: {size}")
        if edit is not None:
            remark = "for any input"
            what = f"resize: {size} in the place of {line_name(prover.analysis, node)}"
            yield Change("resize", what, (edit,), None, 0, remark)
            return
    edit = branch_change(branch, f"resize: {size}")
    if edit is not None:
        yield Change("more", f"{branch_name(branch, 0)}, then resize: {size}", (edit,))


def _argument(
    prover: Prover, line: Line, refused: Refused, one: int, other: int
) -> Iterator[Change]:
    """An argument of a layer between the fork and the end of a branch; where both channels and
    sizes differ, two of them."""
    have, wanted = integers(refused.shapes[one]), integers(refused.shapes[other])
    if have is None or wanted is None:
        return
    analysis, end = prover.analysis, refused.inputs[one]
    ends = tuple([node for node in refused.inputs if node != end])
    shared = ancestors(analysis.graph, ends)
    target = branch_of(line, refused, other)
    named = {option: worded(target, option) for option in ("out", "stride")}
    alike = have[1:] == wanted[1:]
    numbers: list[int | str] = [*named["out"], wanted[0]] if have[0] != wanted[0] else []
    weights = _weights(analysis, end, shared)
    widths = [
        change.replace(distance=weights * FARTHEST + change.distance)
        for number in numbers
        for change in channels(analysis, end, number, None if alike else shared)
    ]
    if alike:
        yield from widths
        return
    ranges = tuple([(cells, cells) for cells in wanted[1:]])
    steps = [
        *_named_strides(analysis, end, named["stride"], shared),
        *resizing(analysis, end, ranges, shared),
    ]
    if have[0] == wanted[0]:
        yield from steps
        return
    for step in steps[:MOST_STEPS]:
        if step.kind == "stride" and step.side < 0:
            continue  # a branch that halves is rather met than made not to
        for width in widths:
            rank = weights * len(ORDER) + ORDER.index(step.kind)
            yield _both(step, width, rank * FARTHEST + min(step.distance, FARTHEST - 1))


def _weights(analysis: Analysis, end: int, shared: set[int]) -> int:
    """How many layers with weights a branch has: the one with fewest is rather wrong, but for one
    that has none and passes on what all branches read."""
    way = [node for node in way_back(analysis.graph, end) if node not in shared]
    return sum(bool(analysis.graph.nodes[node].facts.arrays) for node in way) or MOST_LAYERS


def _both(step: Change, width: Change, distance: int) -> Change:
    """Two changes at once: of one line, where they are."""
    first, second = step.text.rpartition(" ")[0], width.text.rpartition(" ")[0]
    start, word = first.rpartition(" ")[0], second.rpartition(" ")[2]
    more = width.text
    if start == second.rpartition(" ")[0]:
        more = f"{word} {width.text.rpartition(' ')[2]}"
    glue = ", " if more != width.text else " and "
    return Change("both", f"{step.text}{glue}{more}", (*step.edits, *width.edits), None, distance)


def _named_strides(
    analysis: Analysis, end: int, words: list[str], until: set[int]
) -> Iterator[Change]:
    """The stride of the branch that is to be met, by its name, for the layers of this one."""
    for node in way_back(analysis.graph, end):
        facts = analysis.graph.nodes[node].facts
        if node in until or facts.layer is None:
            return
        if "stride" in facts.layer.options and facts.arrays:
            for word in words:
                change = argument_change(analysis, node, "stride", word)
                if change is not None:
                    yield change
