"""Projections: a 1x1 convolution that brings a branch of a merge to the shape of another."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cnnspec.checks._wording import counted
from cnnspec.core.diagnostic import Edit
from cnnspec.core.shape import integers
from cnnspec.fixes.changes import Change, branch_change, given_value
from cnnspec.language.nodes import Scalar, span

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cnnspec.core.algebra import Dim
    from cnnspec.fixes.proving import Trial
    from cnnspec.graph import Refused
    from cnnspec.language.templates import Branch, Line


def branch_of(line: Line, refused: Refused, number: int) -> Branch | None:
    """The branch as it is written, where each is written once."""
    return line.branches[number] if len(line.branches) == len(refused.shapes) else None


def branch_name(branch: Branch, number: int) -> str:
    if branch.label is not None:
        return branch.label
    if branch.source is not None:
        return branch.source[0].text
    return f"branch {number}"


def worded(target: Branch | None, option: str) -> list[str]:
    """What the branch that is to be met says of an option, where that is no number: `c`, `s`."""
    found = [given_value(line, option) for line in (target.body or () if target else ())]
    return [
        value.node.text
        for value in found
        if value is not None and isinstance(value.node, Scalar) and not value.constant
    ]


def projected(line: Line, refused: Refused, one: int, other: int) -> Iterator[Change]:
    """A 1x1 convolution at the end of a branch that does least, with its cost in weights."""
    have, wanted = integers(refused.shapes[one]), integers(refused.shapes[other])
    branch, target = branch_of(line, refused, one), branch_of(line, refused, other)
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
        yield Change("project", f"{branch_name(branch, one)}, then {call}", (edit,))


def conditions(line: Line, refused: Refused, one: int, other: int) -> Iterator[Change]:
    """A projection that is there only under a condition, which does not look at the channels or at
    the stride."""
    have, wanted = integers(refused.shapes[one]), integers(refused.shapes[other])
    branch, target = branch_of(line, refused, one), branch_of(line, refused, other)
    if have is None or wanted is None or branch is None or target is None:
        return
    if len(branch.body or ()) != 1 or branch.body is None:
        return
    conv = branch.body[0]
    out, when = given_value(conv, "out"), conv.when
    if out is None or when is None or not isinstance(when.node, Scalar):
        return
    if out.constant or not isinstance(out.node, Scalar):
        return
    _, stride = _as_written(target, wanted[0], 1)
    words = [f"in.c != {out.node.text}"]
    words += [f"{stride} > 1"] if not stride.isdigit() else []
    text = " or ".join(words)
    yield Change("when", f"when: {text}", (Edit(span(when.node), text),))


def with_cost(trial: Trial) -> Trial:
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
