"""Why a figure is not what was found: the layers that contribute most, and the way of counting."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from cnnspec.analysis import analyze
from cnnspec.core.diagnostic import Note, SpecError
from cnnspec.core.wording import plural
from cnnspec.fixes._most import most
from cnnspec.ladder import climb
from cnnspec.ladder.input_size import untried
from cnnspec.ladder.step import Counted

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cnnspec.core.diagnostic import Diagnostic
    from cnnspec.ladder.step import Step
    from cnnspec.language.figures import Figure
    from cnnspec.results import Analysis, Claim

COUNTS = ("params", "trainable", "kernels", "macs", "neurons", "connections")


def notes(analysis: Analysis, finding: Diagnostic) -> Iterator[Note]:
    """What is told below a figure that does not hold."""
    claim = next((claim for claim in analysis.claims if claim.finding == finding), None)
    if claim is None or type(claim.value) is not int or claim.figure is None:
        return
    path, _, metric = claim.metric.rpartition(".")
    if metric not in COUNTS:
        return
    counted = _counted(analysis, claim, path, metric)
    if counted is None:
        return
    own = path if not counted.whole else ""
    if said := most(counted.analysis, metric, own.removeprefix("train.")):
        yield Note("most", said)
    steps = climb(counted, claim.figure)
    yield from _told(steps, counted, claim.figure)
    if not steps and counted.whole and (left := untried(counted.analysis)):
        yield Note(
            "note", f"{plural(left, 'other input size')} were not tried: the network is too large"
        )


def _counted(analysis: Analysis, claim: Claim, path: str, metric: str) -> Counted | None:
    """The count of a claim, with the network that it is about."""
    head, _, rest = path.partition(".")
    trains = head == "train"
    if trains != analysis.train:
        try:
            analysis = analyze(analysis.spec, train=trains, check=False)
        except SpecError:
            return None
    layer = rest if trains else path
    runs = analysis.paths.find(layer) if layer else [(0, len(analysis.graph.nodes))]
    assert type(claim.value) is int
    return Counted(analysis, metric, tuple(runs), not layer, claim.value) if runs else None


def _told(steps: tuple[Step, ...], counted: Counted, figure: Figure) -> Iterator[Note]:
    """The steps with their arithmetic, and what makes the spec count so."""
    if not steps:
        return
    if steps[0].told:
        yield Note("why", steps[0].what)
    else:
        perhaps = "" if figure.exact else "perhaps "  # others may be rounded to it as well
        yield Note("why", f"{perhaps}{_sum(steps, counted.found, figure)}: {_reasons(steps)}")
    if fixes := [step.fix for step in steps if step.fix]:
        yield Note("fix", "\n".join(fixes))


def _sum(steps: tuple[Step, ...], found: int, figure: Figure) -> str:
    text, value = f"{found:,}", found
    for step in steps:
        if step.change:
            text += f" {'+' if step.change > 0 else '-'} {abs(step.change):,}"
        elif step.times > 1:
            text = f"{step.times} · ({text})" if " " in text else f"{step.times} · {text}"
        reached: Any = step.applied(value)
        value = reached
    printed = f", printed as {figure.text.split()[0]}" if figure.unit else ""
    return f"{text} = {value:,}{printed}"


def _reasons(steps: tuple[Step, ...]) -> str:
    said = []
    for step in steps:
        amount = f"{abs(step.change):,} is exactly " if step.change else ""
        said.append(f"{amount}{step.what}")
    return "; ".join(said)
