"""misaligned-branches: a merge takes its branches from different places of the input."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cnnspec.checks._places import by_line, led_to, names, place
from cnnspec.checks._wording import axis_words
from cnnspec.core.diagnostic import Diagnostic, Note
from cnnspec.core.wording import listed, plural
from cnnspec.passes.apart import may_be_apart

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cnnspec.passes.misalignment import Misalignment
    from cnnspec.results import Analysis

MOST_COMPARED = 200
"""So many joins are looked at closely, each from where its branches part."""


def check(analysis: Analysis) -> Iterator[Diagnostic]:
    """One finding for each line with such merges."""
    graph = analysis.graph
    suspects = may_be_apart(graph)
    if not suspects:
        return
    suspects, left = suspects[:MOST_COMPARED], suspects[MOST_COMPARED:]
    from cnnspec.passes.grid import Grid
    from cnnspec.passes.misalignment import misalignments

    apart = misalignments(Grid(graph), among=suspects)
    found = {one.node: one for one in apart}
    for line in by_line(analysis, found):
        yield _finding(analysis, line, found[line[0]])
    # Those of a line that was told are most likely alike.
    left = [line[0] for line in by_line(analysis, [*found, *left]) if line[0] not in found]
    if left:
        message = (
            f"{plural(len(left), 'merge')} more, from {analysis.paths.of(left[0])} on, may take "
            f"branches from different places: {MOST_COMPARED} are compared, and no more"
        )
        yield Diagnostic(
            "I403", message, place(analysis, left[0]), layer=analysis.paths.of(left[0])
        )


def _finding(analysis: Analysis, line: list[int], one: Misalignment) -> Diagnostic:
    shape = analysis.graph.shape(one.node) or ()
    word = axis_words(len(shape) - 1)[one.axis]
    branches = [analysis.paths.of(branch) for branch in one.branches]
    verb = "takes" if len(line) == 1 else "take"
    if len(set(one.jumps)) > 1:
        what = "whose values stand at different steps"
        where = listed([f"{b} every {j}" for b, j in zip(branches, one.jumps, strict=True)])
    else:
        pixels = "pixel" if one.apart == 1 else "pixels"
        what = f"that lie {one.apart} {pixels} apart along the {word}"
        where = listed([f"{b} at {c}" for b, c in zip(branches, one.centres, strict=True)])
    message = f"{names(analysis, line, parts=True)} {verb} branches {what}: {where}"
    fork = "the input" if analysis.graph.is_input(one.fork) else analysis.paths.of(one.fork)
    notes = (
        Note("cause", f"they part at {fork}; the places are the centres of their first values"),
        Note("help", "give the windows of each branch the padding that keeps its centre, or the "
             "same padding"),
    )  # fmt: skip
    return Diagnostic(
        "I403",
        message,
        place(analysis, line[0]),
        led_to(analysis, line[0]),
        notes,
        analysis.paths.layer(line[0]),
    )
