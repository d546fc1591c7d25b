"""Fixes for branches that do not fit together: another input, a branch that is resized, cropped or
projected, or an argument of a layer in one of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cnnspec.checks._wording import counted
from cnnspec.core.shape import integers
from cnnspec.core.window import Spread
from cnnspec.fixes.changes import Change, branch_change, given_value, line_name, replaced_call
from cnnspec.fixes.inputs import around, differences, nearest_inputs, one_input
from cnnspec.fixes.refused import refused_at
from cnnspec.fixes.ways import ancestors, channels, resizing, total_stride
from cnnspec.language.nodes import Scalar
from cnnspec.language.templates import Line

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cnnspec.core.algebra import Dim
    from cnnspec.fixes.proving import Prover, Trial
    from cnnspec.graph import Refused
    from cnnspec.language.templates import Branch

ORDER = (
    "input", "resize", "crop", "out_pad", "pad", "ceil", "out", "project", "kernel", "stride",
)  # fmt: skip
DOES = "joins the branches"
NUMBERS = {1: "one", 2: "two", 3: "three", 4: "four", 5: "five", 6: "six"}
MOST_PAIRS = 6
"""So many pairs of branches are looked at."""


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
            *_projected(line, refused, one, other),
        ]
        for change in (*changes, *_argument(prover, refused, one, other)):
            trial = prover.proves(change)
            yield _with_cost(trial) if trial is not None and change.kind == "project" else trial


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
    whole = [
        (shape[0], *[cells // period * period for cells in shape[1:]]),
        (shape[0], *[-(-cells // period) * period for cells in shape[1:]]),
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
    branch, target = _branch(line, refused, one), _branch(line, refused, other)
    if have is None or wanted is None or have == wanted or branch is None or target is None:
        return
    if target.source is None or target.body is not None or target.source[0].text == "prev":
        return
    name = target.source[0].text
    if any(a < b for a, b in zip(have, wanted, strict=True)):
        yield from _resized(prover, branch, refused.inputs[one], name)
    else:
        edit = branch_change(branch, f"crop: {name}.size")
        if edit is not None:
            yield Change("crop", f"{_named(branch, one)}, then crop: {name}.size", (edit,))


def _resized(prover: Prover, branch: Branch, node: int, name: str) -> Iterator[Change]:
    """A layer without weights that enlarges, resized to a tensor's size; or one more layer."""
    graph = prover.analysis.graph
    facts, site = graph.nodes[node].facts, graph.nodes[node].site
    spreads = [isinstance(relation, Spread) for relation in facts.relations or ()]
    edit = None
    if spreads and all(spreads) and facts.params == 0 and isinstance(site, Line):
        edit = replaced_call(site, f"resize: {name}.size")
        if edit is not None:
            remark = "for any input"
            what = f"resize: {name}.size in the place of {line_name(prover.analysis, node)}"
            yield Change("resize", what, (edit,), None, 0, remark)
            return
    edit = branch_change(branch, f"resize: {name}.size")
    if edit is not None:
        yield Change("resize", f"{_named(branch, 0)}, then resize: {name}.size", (edit,), None, 1)


def _branch(line: Line, refused: Refused, number: int) -> Branch | None:
    """The branch as it is written, where each is written once."""
    return line.branches[number] if len(line.branches) == len(refused.shapes) else None


def _named(branch: Branch, number: int) -> str:
    if branch.label is not None:
        return branch.label
    if branch.source is not None:
        return branch.source[0].text
    return f"branch {number}"


def _projected(line: Line, refused: Refused, one: int, other: int) -> Iterator[Change]:
    """A 1x1 convolution at the end of a branch that does least, with its cost in weights."""
    have, wanted = integers(refused.shapes[one]), integers(refused.shapes[other])
    branch, target = _branch(line, refused, one), _branch(line, refused, other)
    if have is None or wanted is None or branch is None or target is None or branch.body:
        return
    if have[0] == wanted[0] or len(have) < 2:
        return
    steps = {-(-a // b) for a, b in zip(have[1:], wanted[1:], strict=True)}
    step = max(steps)
    if any(-(-a // step) != b for a, b in zip(have[1:], wanted[1:], strict=True)):
        return
    learned = any(given_value(line, "out") is not None for line in target.body or ())
    if wanted[0] < have[0] and not learned:
        return
    out, stride = _as_written(target, wanted[0], step)
    call = f"conv: [{out}, 1x1{f', {stride}' if step > 1 else ''}]"
    words = [f"in.c != {out}"] * (not out.isdigit())
    words += [f"{stride} > 1"] * (step > 1 and not stride.isdigit())
    if words:  # in a block, other calls may need no projection
        call = f"{{{call}, when: {' or '.join(words)}}}"
    edit = branch_change(branch, call)
    if edit is not None:
        yield Change("project", f"{_named(branch, one)}, then {call}", (edit,))


def _with_cost(trial: Trial) -> Trial:
    """A projection with the weights that all layers have which come of it."""
    graph, source = trial.result.graph, trial.result.spec.source
    (edit,) = trial.change.edits
    weights: Dim = 0
    for node in graph.nodes[len(graph.inputs) :]:
        line, column = source.position(node.site.key.start)
        starts = (edit.span.line, edit.span.column)
        if starts <= (line, column) < (edit.span.line, edit.span.column + len(edit.text)):
            weights = weights + node.facts.params
    change = trial.change.replace(remark=f"{counted(weights)} weights more")
    return trial.replace(change=change)


def _as_written(target: Branch, out: int, step: int) -> tuple[str, str]:
    """Channels and stride in the words of the branch that is to be met: `c` and `s` in a block."""
    channels, stride = str(out), str(step)
    for line in target.body or ():
        given = given_value(line, "out")
        if given is not None and isinstance(given.node, Scalar):
            channels = str(out) if given.constant else given.node.text
        given = given_value(line, "stride")
        if given is not None and isinstance(given.node, Scalar) and not given.constant:
            stride = given.node.text
    return channels, stride


def _argument(prover: Prover, refused: Refused, one: int, other: int) -> Iterator[Change]:
    """An argument of a layer between the fork and the end of a branch."""
    have, wanted = integers(refused.shapes[one][1:]), integers(refused.shapes[other][1:])
    if have is None or wanted is None:
        return
    if have == wanted:
        yield from channels(prover.analysis, refused.inputs[one], refused.shapes[other][0])
        return
    ends = tuple([node for node in refused.inputs if node != refused.inputs[one]])
    shared = ancestors(prover.analysis.graph, ends)
    ranges = tuple([(cells, cells) for cells in wanted])
    yield from resizing(prover.analysis, refused.inputs[one], ranges, shared)
