"""Unfolding merges: branches one after the other, then the layer that joins them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cnnspec.language.counting import read_count
from cnnspec.language.frames import Bundle, Unknown
from cnnspec.language.known import LAYERS
from cnnspec.language.unfold_ops import expand, place
from cnnspec.language.values import Fault

if TYPE_CHECKING:
    from cnnspec.language.elaborate import Elaborator
    from cnnspec.language.frames import Frame, Tensor
    from cnnspec.language.joins import Origin
    from cnnspec.language.templates import Branch, Line


def place_merge(
    to: Elaborator, line: Line, frame: Frame, scope: int, source: Tensor, dedicated: bool
) -> Tensor:
    bare = all(branch.body is None for branch in line.branches)
    level = scope
    own = not dedicated and not bare
    if own:
        level = to.open(scope, "line", line.name or line.kind, line, line.name is None)
    ends: list[int] = []
    origins: list[Origin] = []
    number = 0
    for branch in line.branches:
        number = _branch(to, line, branch, frame, level, source, ends, origins, number)
    frame.prev = source
    if not ends:
        raise Fault("E403", _none_left(line), line.key)
    if len(ends) == 1:
        result: int = ends[0]
    else:
        result = _join(to, line, frame, level, ends, origins, bare, dedicated)
    if own:
        to.close(level)
    return result


def _none_left(line: Line) -> str:
    """Why a merge has nothing to join."""
    copied = any(branch.copies is not None for branch in line.branches)
    why = "each `when` is false, or `copies` is 0" if copied else "each `when` is false"
    return f"no branch of `{line.callee}` is left: {why}"


def _branch(
    to: Elaborator,
    line: Line,
    branch: Branch,
    frame: Frame,
    level: int,
    source: Tensor,
    ends: list[int],
    origins: list[Origin],
    number: int,
) -> int:
    frame.prev = source
    if branch.when is not None and not to.condition(branch.when, frame):
        return number
    start = source
    if branch.source is not None:
        if len(branch.source) == 1:
            start = frame.resolve(branch.source[0])
        else:
            parts = tuple([frame.resolve_single(item) for item in branch.source])
            start = Bundle(tuple([item.text for item in branch.source]), parts)
    count = 1
    if branch.copies is not None:
        count = read_count(branch.copies, frame, "copies", to.limits.layers)
        to.limits.begin(line, count)
    label = branch.label if branch.label is not None else str(number)
    container = level
    if branch.copies is not None and branch.label is not None:
        container = to.open(level, "branch", label, line)
    before = len(to.graph.nodes)
    iteration = frame.iteration
    for copy in range(count):
        frame.prev = start
        if branch.copies is not None:
            frame.iteration = copy
            label = str(copy if branch.label is not None else number + copy)
        if branch.body is not None:
            role = "branch" if branch.copies is None else "iteration"
            inner = to.open(container, role, label, line)
            to.lines(branch.body, frame, inner)
            to.close(inner)
        end = frame.prev
        if isinstance(end, Bundle):
            message = f"a branch ends in {len(end.nodes):,} tensors, one is needed"
            fault = Fault("E309", message, branch.node)
            fault.surplus = end.names
            raise fault
        ends.append(end)
        origins.append((branch, label))
        if copy == 0:
            to.limits.multiply_out(line, count, len(to.graph.nodes) - before)
    frame.iteration = iteration
    if container != level:
        to.close(container)
    return number + count


def _join(
    to: Elaborator,
    line: Line,
    frame: Frame,
    level: int,
    ends: list[int],
    origins: list[Origin],
    bare: bool,
    dedicated: bool,
) -> int:
    shapes = tuple([to.graph.shape(end) for end in ends])
    if None in shapes:
        raise Unknown
    assert line.layer is not None
    layer = LAYERS.get(line.callee)
    if layer is None:
        layer = LAYERS[line.callee] = line.layer()
    try:
        inputs = tuple(ends)
        expansion = expand(to, line, layer, inputs, shapes, None)  # type: ignore[arg-type]  # no None
    except Fault as error:
        if error.code not in ("E304", "E305"):
            raise
        from cnnspec.language.joins import explain_join

        explained = explain_join(to, line, frame, level, ends, origins, error)
        explained.refused = error.refused
        raise explained from None
    label = line.kind if line.name is None or not bare else line.name
    if bare and dedicated:
        label = ""
    return place(
        to, expansion[0][1], tuple(ends), level, label, line, bare and line.name is not None
    )
