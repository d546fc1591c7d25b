"""Telling: the fixes that hold, each with what the whole network then gives."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from cnnspec.checks._wording import counted
from cnnspec.core.diagnostic import Note
from cnnspec.core.shape import shape_text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cnnspec.core.shape import Shape
    from cnnspec.fixes.proving import Trial, Work
    from cnnspec.results import Analysis

MOST_SIZES = 8


def told(trials: Sequence[Trial], does: str, *remarks: str) -> tuple[Note, ...]:
    """One note with all fixes and what was tried in vain; none where there is nothing to say."""
    lines = []
    if trials:
        one = "one of these; each was" if len(trials) > 1 else "this was"
        lines.append(f"{one} tried on the whole network and {does}")
        lines += _table(trials)
    lines += [remark for remark in remarks if remark]
    return (Note("fix", "\n".join(lines)),) if lines else ()


def gave_up(work: Work) -> Note:
    """That something was not tried, since that would take too long."""
    return Note("note", f"not all was tried: the trials may unfold {work.most:,} layers together")


def _table(trials: Sequence[Trial]) -> list[str]:
    """A row for each fix: what is to be written, and what comes of it."""
    rows = [(trial.change.text, *_result(trial)) for trial in trials]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return [
        "  ".join([cell.ljust(width) for cell, width in zip(row, widths, strict=True) if width])
        .rstrip()
        for row in rows
    ]  # fmt: skip


def _result(trial: Trial) -> tuple[str, str]:
    """What is to be said of a change, or the sizes that come of it; and all weights."""
    totals = trial.result.totals
    said = trial.change.remark or sizes_on_the_way(trial.result)
    if totals.params is None:
        return said, "another mistake is left"
    as_in = ", as in the spec" if trial.as_in_spec else ""
    return said, f"{counted(totals.params)} parameters{as_in}"


def sizes_text(shape: Shape) -> str:
    """`27` where all axes are as long, else `27x54`."""
    return str(shape[1]) if len(set(shape[1:])) == 1 else shape_text(shape[1:])


def sizes_on_the_way(result: Analysis) -> str:
    """The spatial sizes on the way to the end, each where it changes."""
    sizes: list[str] = []
    before: Any = result.graph.shape(0)
    for node in result.graph.nodes[len(result.graph.inputs) :]:
        shape = node.facts.shape
        if shape is None or len(shape) < 2 or shape[1:] == before[1:]:
            continue
        before = shape
        sizes.append(sizes_text(shape))
    if not sizes and len(before) > 1:
        sizes = [sizes_text(before)]
    return ", ".join(sizes[:MOST_SIZES]) + (", ..." if len(sizes) > MOST_SIZES else "")
