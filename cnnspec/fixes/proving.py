"""Proving: a change is made in the text, and everything is checked again.

What leaves the finding, or adds one, is dropped. Where an error hid what the rules would say of the
network, a warning that all changes bring to light alike is none that a change has added.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from cnnspec.analysis import analyze, attempt, check, evaluated
from cnnspec.checks import LEADING, OF_THE_LAYERS, OF_THE_TEXT, check_text
from cnnspec.core.algebra import symbols_of
from cnnspec.core.diagnostic import Fix, SpecError, UsageError
from cnnspec.core.record import Record
from cnnspec.edits import apply
from cnnspec.fixes.changes import Change
from cnnspec.language.spec import read_spec

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from cnnspec.core.diagnostic import Diagnostic
    from cnnspec.core.shape import Shape
    from cnnspec.language.nodes import Source
    from cnnspec.results import Analysis

    Key = tuple[str, str | None]

MOST_SHOWN = 3
NUMBERS = (512, 510, 509)
"""Numbers that are tried in the place of symbols: one that divides, and two that do not."""
OF_SIZES = ("W301", "W302", "W303", "W305")
"""Warnings that another size may bring about. What else an error hid was there before."""
OF_THE_WINDOW = ("kernel", "stride")
"""Changes that may bring about any other."""
MOST_WORK = 20_000
"""So many layers are unfolded for all trials of a network together: each is a whole analysis."""
EACH = 30
"""What a trial costs by itself, in layers."""
CHARACTERS = 40
"""Reading so many characters of a text once more costs as much as a layer."""
BOTH_SIDES = ("input", "groups", "out", "sizes", "size", "r")
"""Kinds of changes of which the nearest below and the nearest above are told."""
EACH_ONE = ("vars", "repeat")
"""Kinds of changes of which each is about another place."""
MOST_VARIANTS = 12
"""In so many other variants of a file is a change looked at that is to be shown."""


class Trial(Record):
    """A change that was made, and what came of it; `new` are the warnings that stand beside it."""

    change: Change
    result: Analysis
    as_in_spec: bool
    new: frozenset[Key]


class Work:
    """What may still be unfolded for the findings of one network; `ended` is whether something was
    left untried for the want of it."""

    def __init__(self, most: int = MOST_WORK) -> None:
        self.most = most
        self.left = most
        self.ended = False

    def allows(self, layers: int) -> bool:
        """Whether so many layers may still be unfolded."""
        self.ended = self.ended or self.left < layers
        return self.left >= layers


class Prover:
    """The changes that are tried for one finding, as long as that does not take too long."""

    def __init__(
        self, analysis: Analysis, finding: Diagnostic, work: Work, besides: Sequence[str] = ()
    ) -> None:
        """`besides` are codes of findings that are not looked at: those of claims."""
        self.proven_on = analysis
        self.besides = besides
        self.analysis = with_numbers(analysis, finding)
        """What changes are solved for: the network, with numbers in the place of its symbols. They
        are proven on the network as it is."""
        self.finding = finding
        self.work = work
        self.hides = finding.code in LEADING or _has_errors(_found(analysis))
        """Whether the finding keeps others from being told."""
        self.before = _found(analysis, besides)
        self.tried: dict[object, Trial | None] = {}
        self.others: dict[tuple[str | None, bool], Counter[Key]] = {}
        self.said: Counter[str] | None = None

    def run(self, change: Change, claims: bool | None = None) -> Analysis | None:
        """The network with a change; None if it cannot be read, or no more is to be tried. `claims`
        are held unless they are not looked at."""
        if not self.work.allows(len(self.proven_on.graph.nodes)):
            return None
        text = None
        self.work.left -= EACH
        if change.edits:
            self.work.left -= len(self.analysis.spec.source.text) // CHARACTERS
        try:
            if change.edits:
                text = apply(self.proven_on.spec.source.text, change.edits)[0]
            settings = dict(change.settings)
            claims = not self.besides if claims is None else claims
            result = attempt(self.proven_on, change.input, text, settings, claims=claims)
        except (SpecError, UsageError, ValueError):
            return None
        self.work.left -= len(result.graph.nodes)
        return result

    def at(self, shape: Shape) -> Analysis | None:
        """The network with another input, without an edit of the text."""
        return self.run(Change("input", "", (), shape))

    def proves(self, change: Change | None) -> Trial | None:
        """A change with what came of it, if it mends the finding and adds no error."""
        if change is None or (change.input is not None and self.analysis is not self.proven_on):
            return None
        key = (change.edits, change.input, change.settings)
        if key not in self.tried:
            self.tried[key] = self._proved(change)
        return self.tried[key]

    def _proved(self, change: Change) -> Trial | None:
        result = self.run(change)
        if result is None or set(_equations(result)) - set(_equations(self.proven_on)):
            return None
        added = self.added(result)
        if added and self.hides and change.kind not in OF_THE_WINDOW:
            added = frozenset([key for key in added if key[0] in OF_SIZES])
        if added is None or (added and not self.hides):
            return None
        return Trial(change, result, _as_in_spec(result, self.proven_on.own), added)

    def spares(self, trial: Trial) -> bool:
        """Whether a change adds nothing to the other variants of the file, to the training graph,
        and to what is said of the text."""
        spec = self.proven_on.spec
        if not trial.change.edits or self.proven_on.replaced:
            return True
        changed, train = trial.result.spec.source, self.proven_on.train
        others: list[tuple[str | None, bool]] = [
            (variant, train) for variant in spec.variants if variant != spec.variant
        ]
        if "train" in spec.names.used:
            others.insert(0, (spec.variant, not train))
        for other in others[:MOST_VARIANTS]:
            if other not in self.others:
                self.others[other] = _found_in(spec.source, *other, self.besides)
            before = self.others[other]
            new = _found_in(changed, *other, self.besides) - before
            if any(code[0] == "E" or not _has_errors(before) for code, _ in new):
                return False
        return self._adds_no_words(trial)

    def breaks_claims(self, trial: Trial) -> bool:
        """Whether a change makes claims wrong that are not looked at."""
        result = self.run(trial.change, True) if trial.change.edits else None
        found = Counter() if result is None else _found(result)
        return any(code in self.besides for code, _ in found - _found(self.proven_on))

    def _adds_no_words(self, trial: Trial) -> bool:
        """Whether no rule about the text finds more than it did, such as a name that nothing reads
        any more: first in this network, then in the whole file if others may read it."""
        if self.said is None:
            self.said = _said(check_text((self.proven_on,)), self.hides)
        if not _said(check_text((trial.result,)), self.hides) - self.said:
            return True
        if not self.others:
            return False
        name = self.proven_on.spec.source.name
        texts = [self.proven_on.spec.source.text, trial.result.spec.source.text]
        before, after = [
            _said(check(name, text.encode()).diagnostics, self.hides) for text in texts
        ]
        return not after - before

    def added(self, result: Analysis) -> frozenset[Key] | None:
        """The warnings that a changed network has and this one does not; None if it has the
        finding still, or another error."""
        after = _found(result, self.besides)
        key = (self.finding.code, self.finding.layer)
        if after[key] >= max(self.before[key], 1):
            return None
        new = after - self.before
        return None if any(code[0] == "E" for code, _ in new) else frozenset(new)


def _has_errors(found: Counter[Key]) -> bool:
    """Whether there are errors in the layers, which keep the rules from looking at them."""
    return any(code[0] == "E" and code[1] in OF_THE_LAYERS for code, _ in found)


def _said(findings: Iterable[Diagnostic], hides: bool) -> Counter[str]:
    """What rules say of the text. A comment that silences nothing is told only where there are no
    errors, so that one may come to light with any change of what hides it."""
    return Counter(
        [
            finding.message
            for finding in findings
            if finding.code[1] in OF_THE_TEXT and not (hides and finding.code == "W101")
        ]
    )


def with_numbers(analysis: Analysis, finding: Diagnostic) -> Analysis:
    """The network with numbers in place of its symbols, for which it has the same finding; the
    network itself where there are no symbols, or no such numbers."""
    sizes = [size for node in analysis.graph.nodes for size in node.facts.shape or ()]
    symbols = sorted({name for size in set(sizes) for name in symbols_of(size)})
    if not symbols:
        return analysis
    for number in NUMBERS:
        try:
            found = evaluated(analysis, dict.fromkeys(symbols, number))
        except (SpecError, UsageError):
            continue
        if (finding.code, finding.layer) in _found(found):
            return found
    return analysis


def _equations(analysis: Analysis) -> list[str]:
    """What must be equal for the network to hold: a change that leaves that open mends nothing."""
    return [condition for condition in analysis.conditions if "==" in condition]


def _found_in(
    source: Source, variant: str | None, train: bool, besides: Sequence[str]
) -> Counter[Key]:
    """What is found in another variant of a file."""
    try:
        return _found(analyze(read_spec(source, variant or "", variant), train=train), besides)
    except SpecError as error:
        return Counter([(finding.code, finding.message) for finding in error.diagnostics])


def _found(analysis: Analysis, besides: Sequence[str] = ()) -> Counter[Key]:
    """The errors and warnings, by code and layer."""
    serious = [
        finding
        for finding in analysis.diagnostics
        if finding.severity != "info" and finding.code not in besides
    ]
    return Counter([(finding.code, finding.layer) for finding in serious])


def _as_in_spec(result: Analysis, own: Analysis | None) -> bool:
    """Whether every layer but the input has the shape and the weights that it has in the spec."""
    if own is None:
        return False
    first = len(result.graph.inputs)
    ours = [(node.facts.shape, node.facts.params) for node in result.graph.nodes[first:]]
    return ours == [(node.facts.shape, node.facts.params) for node in own.graph.nodes[first:]]


def best(prover: Prover, trials: Iterable[Trial | None], order: Sequence[str]) -> list[Trial]:
    """The trials that add nothing, in the order in which they are proposed: those that make the
    network the spec's own, alone if there are any; then the best of each kind, and every input. At
    most three."""
    found = list({trial.change.text: trial for trial in trials if trial is not None}.values())
    if not found:
        return []
    hidden = frozenset.intersection(*[trial.new for trial in found])
    alone = len({trial.change.kind for trial in found}) < 2
    found = [trial for trial in found if not (trial.new if alone else trial.new - hidden)]
    if any(trial.as_in_spec for trial in found):
        found = [trial for trial in found if trial.as_in_spec]
    found.sort(key=lambda trial: (order.index(trial.change.kind), *_cost(trial)))
    chosen: dict[object, Trial] = {}
    for trial in found:
        if len(chosen) < MOST_SHOWN and _place(trial) not in chosen and prover.spares(trial):
            chosen[_place(trial)] = trial
    return list(chosen.values())


def _place(trial: Trial) -> object:
    """What a trial is the best of: its kind, where a smaller input and a larger one are two, as are
    fewer and more groups or channels."""
    change = trial.change
    if change.kind in EACH_ONE:
        return change.text
    return (change.kind, change.side) if change.kind in BOTH_SIDES else change.kind


def _cost(trial: Trial) -> tuple[int, int]:
    """How far a change goes: from what is there, then in weights."""
    params = trial.result.totals.params
    return trial.change.distance, params if type(params) is int else 0


def fix_of(trial: Trial) -> Fix:
    """A change that was proven, as findings carry it: none is written unasked."""
    graph, totals, change = trial.result.graph, trial.result.totals, trial.change
    return Fix(
        change.edits,
        False,
        change.kind,
        change.text,
        graph.shape(graph.last),
        totals.params,
        totals.macs,
    )
