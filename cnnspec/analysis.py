"""The front door: load a spec, analyse it, check a file."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from cnnspec.core.deep_calls import deep_calls
from cnnspec.core.diagnostic import Diagnostic, SpecError, UsageError
from cnnspec.core.record import Record
from cnnspec.language.point import find_point
from cnnspec.language.problems import position
from cnnspec.language.spec import Spec, read_spec, variant_nodes
from cnnspec.results import Analysis
from cnnspec.targets import open_target
from cnnspec.unfolding import Asked, unfold

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from cnnspec.core.algebra import Dim
    from cnnspec.core.diagnostic import Severity
    from cnnspec.language.nodes import Source
    from cnnspec.unfolding import InputArgument


DIFFER = ("W301", "E501", "E502", "W501")
"""Findings whose figures differ with the variant."""


class FileReport(Record):
    """What checking one file found: an analysis for each variant, and all findings together.

    `trained` are the analyses of the training graphs, where a variant has one of its own.
    """

    file: str
    source: Source | None
    analyses: tuple[Analysis, ...]
    diagnostics: tuple[Diagnostic, ...]
    trained: tuple[Analysis, ...] = ()


def load(target: str | os.PathLike[str], variant: str | None = None) -> Spec:
    """The spec of a shipped network (`resnet50`), of a file (`nets/mine.yaml`) or of a file in git
    (`HEAD:nets/mine.yaml`).

    An argument with a separator, `.yaml` or `.yml` is a file. Raises a UsageError for an unknown
    name, an unreadable file, or a file with several variants of which none is chosen; a SpecError
    for a spec that is wrong in its form.
    """
    target = os.fspath(target)
    opened = open_target(target)
    if variant is not None and not opened.own:
        raise UsageError(
            f"--variant is for a file of your own; {target} is the name of a shipped network"
        )
    variants = opened.variants
    if opened.own:
        chosen = variant or _only_variant(variants, target)
        return read_spec(opened.source, opened.stem, chosen)
    if opened.name in variants:
        return read_spec(opened.source, opened.stem, opened.name)
    if not variants:
        return read_spec(opened.source, opened.stem)
    raise UsageError(f"{opened.name} is a family; name one of its networks", ", ".join(variants))


def _only_variant(variants: tuple[str, ...], target: str) -> str | None:
    if len(variants) > 1:
        raise UsageError(
            f"{target} has {len(variants)} variants; choose one with --variant",
            ", ".join(variants),
        )
    return next(iter(variants), None)


def analyze(
    spec: Spec | str | os.PathLike[str],
    *,
    variant: str | None = None,
    input: InputArgument = None,
    settings: Mapping[str, object] | None = None,
    where: Mapping[str, Dim | str] | None = None,
    at: Mapping[str, int | str] | None = None,
    train: bool = False,
    check: bool | Severity = True,
    limit: int | None = None,
) -> Analysis:
    """Infer every shape of a network and count its parameters and multiply-adds.

    `variant` chooses one of a file's. `input` replaces the spec's own: `227` for every spatial
    axis, a whole shape (`"3x227x227"` or `[3, 227, 227]`), or a mapping for several inputs.
    `settings` replace variables. Sizes that begin with a capital stay symbolic; `where` says what a
    symbol stands for (`{"H": "32*h"}`), and `at` gives symbols numbers (`{"H": 224}`). With
    `train`, auxiliary parts count. Without `check`, neither expectations nor rules are looked at:
    shapes and totals alone take half the time; as a severity, it is the mildest that is looked for.
    `limit` is the most layers that the spec may unfold to, where that is not the usual number.

    Findings are in the result and are not raised; a UsageError is raised for an input or a setting
    that the spec cannot take.
    """
    if limit is not None and limit < 1:
        raise UsageError(f"the limit is at least 1 layer, got {limit}")
    if not isinstance(spec, Spec):
        spec = load(spec, variant)
    elif variant is not None:
        raise UsageError(f"{spec.name} is loaded already; a variant is chosen by `load`")
    given = dict(settings or {})
    if at:
        from cnnspec.language.symbols import with_fractions

        given, at = with_fractions(given, at)
    replaced = input is not None or bool(given) or bool(where) or bool(at)
    asked = Asked(input, given, train, limit=limit, replaced=replaced)
    # Garbage is looked for when all is done: the rules look at the same graph.
    with deep_calls():
        result = _at_point(spec, asked, where or {}, at or {})
        if not check:
            return result
        return _checked(result, asked, "info" if check is True else check)


def _at_point(
    spec: Spec, asked: Asked, where: Mapping[str, Dim | str], at: Mapping[str, int | str]
) -> Analysis:
    """The network where symbols have forms and numbers; beside it, as the spec has it, and before
    there were numbers."""
    own = symbolic = None
    if asked.replaced:
        own = _if_it_unfolds(spec, Asked(None, {}, asked.train, limit=asked.limit))
    if where or at:
        point = find_point(spec, asked.input, asked.settings, asked.train, where, at)
        asked = asked.replace(point=point)
        if at:
            before = point.replace(numbers={}, known=point.forms)
            symbolic = _if_it_unfolds(spec, asked.replace(point=before))
    result = unfold(spec, asked, own)
    return result if symbolic is None else result.replace(symbolic=symbolic)


def _if_it_unfolds(spec: Spec, asked: Asked) -> Analysis | None:
    """The network; None where it fails, as a `repeat` of an open number does, or a spec's own input
    that a reader's mends."""
    try:
        return unfold(spec, asked)
    except SpecError:
        return None


def _checked(result: Analysis, asked: Asked, mildest: Severity) -> Analysis:
    """The network with what is wrong in it: expectations, budgets, and the rules' findings."""
    from cnnspec.checks import run_checks

    if result.spec.expectations and not asked.replaced:
        result = _with_claims(result, asked)
    return run_checks(_with_budgets(result), mildest)


def evaluated(analysis: Analysis, numbers: Mapping[str, int]) -> Analysis:
    """A network that was analysed with symbols, with numbers in place of some or all of them."""
    return analyze(
        analysis.spec,
        input=analysis.given,
        settings=analysis.settings,
        where=analysis.point.forms,
        at={**analysis.point.numbers, **numbers},
        train=analysis.train,
    )


def resized(analysis: Analysis, input: InputArgument) -> Analysis:
    """The shapes and totals of the network with another input; nothing is checked."""
    own = analysis.own if analysis.replaced else analysis
    asked = Asked(input, analysis.settings, analysis.train, analysis.point, replaced=True)
    with deep_calls():
        return unfold(analysis.spec, asked, own)


def attempt(
    analysis: Analysis,
    input: InputArgument = None,
    text: str | None = None,
    settings: Mapping[str, object] | None = None,
    *,
    claims: bool = True,
) -> Analysis:
    """The network with another input, or another text of its spec, and what is wrong in it; infos
    are looked for only where comments may ignore them.

    Where a reader replaced the spec's input or variables, the change comes on top. Otherwise it is
    an edit of the spec, and what that asserts and expects is held against it, unless `claims` are
    not to be. Raises a SpecError for a text that is no spec.
    """
    replaced, spec = analysis.replaced, analysis.spec
    if text is not None:
        from cnnspec.language.reader import read_text

        spec = read_spec(read_text(text, spec.source.name), spec.name, spec.variant)
    asked = Asked(
        analysis.input if input is None and replaced else input,
        {**analysis.settings, **(settings or {})},
        analysis.train,
        analysis.point,
        replaced=replaced or not claims,
    )
    # A comment that ignores an info silences something only where infos are looked for.
    mildest: Severity = "info" if spec.source.ignores else "warning"
    with deep_calls():
        return _checked(unfold(spec, asked, analysis.own), asked, mildest)


def _with_claims(analysis: Analysis, asked: Asked) -> Analysis:
    """The network beside its expectations, some of which may be about the training graph."""
    from cnnspec.claims import verify

    spec = analysis.spec
    known: dict[bool, Analysis] = {}

    def other(train: bool) -> Analysis:
        if train not in known:
            known[train] = unfold(spec, Asked(asked.input, {}, train, limit=asked.limit))
        return known[train]

    verdict = verify(spec, analysis, other)
    return analysis.replace(
        claims=tuple(verdict.claims),
        diagnostics=(*analysis.diagnostics, *verdict.diagnostics),
    )


def _with_budgets(analysis: Analysis) -> Analysis:
    """The network beside its budgets, which hold for any input; training has none."""
    if not analysis.spec.budgets or analysis.train:
        return analysis
    from cnnspec.budgets import hold

    verdict = hold(analysis)
    return analysis.replace(
        budgets=verdict.budgets,
        conditions=(*analysis.conditions, *verdict.conditions),
        diagnostics=(*analysis.diagnostics, *verdict.diagnostics),
    )


def survey(path: str) -> Iterator[Analysis]:
    """Every variant of a file with its totals, and nothing checked: for lists of networks."""
    from cnnspec.language.reader import read_file

    source = read_file(path, path)
    stem = os.path.splitext(os.path.basename(path))[0]
    for variant in variant_nodes(source) or [None]:
        yield analyze(read_spec(source, stem, variant), check=False)


def check(path: str, content: bytes | None = None) -> FileReport:
    """Everything that is wrong with a spec file: every variant, its assertions and expectations,
    and its training graph where it has one.

    With `content`, that is looked at as if it stood in the file, which need not exist.

    Raises a UsageError for a file that cannot be read; what the file says wrongly is in the report.
    """
    from cnnspec.language.reader import ReadError, read_bytes, read_file
    from cnnspec.language.room import Room

    try:
        source = read_file(path, path) if content is None else read_bytes(content, path)
    except ReadError as error:
        return FileReport(path, error.source, (), error.diagnostics)
    stem = os.path.splitext(os.path.basename(path))[0]
    found: dict[tuple[object, ...], Diagnostic] = {}
    analyses: list[Analysis] = []
    trained: list[Analysis] = []
    whole = True
    room = Room(source)
    for variant in variant_nodes(source) or [None]:
        if room.ends(variant):
            whole = False
            break
        try:
            spec = read_spec(source, stem, variant)
            analysis = analyze(spec, limit=room.left)
            room.take(analysis)
            analyses.append(analysis)
            _gather(found, analysis.diagnostics)
            if "train" in spec.names.used and not room.ends(variant):
                trained.append(analyze(spec, train=True, limit=room.left))
                room.take(trained[-1])
                _gather(found, trained[-1].diagnostics)
        except SpecError as error:
            whole = False
            if room.is_short_for(error, variant):
                break
            _gather(found, error.diagnostics)
    _gather(found, room.findings)
    if whole:
        from cnnspec.checks import check_text

        _gather(found, check_text((*analyses, *trained)))
    findings = tuple(sorted(found.values(), key=position))
    return FileReport(path, source, tuple(analyses), findings, tuple(trained))


def _gather(found: dict[tuple[object, ...], Diagnostic], findings: Sequence[Diagnostic]) -> None:
    """Add findings; one that another variant has at the same place is one cause, told once.

    What a warning or an expectation says differs with the variant, so that each is told.
    """
    before = set(found)
    for finding in findings:
        where = finding.message if finding.primary is None else finding.primary.replace(text="")
        key: tuple[object, ...] = (finding.code, where)
        if finding.code in DIFFER or (key in found and key not in before):
            key = (*key, finding.message)
        found.setdefault(key, finding)
