"""Claims: every figure that a spec expects, beside the figure that was found."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from cnnspec.core.diagnostic import Diagnostic, Note
from cnnspec.core.shape import shape_text
from cnnspec.core.wording import listed, one_line
from cnnspec.language.bind import FileScope
from cnnspec.language.figures import read_figures
from cnnspec.language.nodes import Mapping
from cnnspec.language.problems import Problems, suggestion
from cnnspec.language.values import Fault, Names
from cnnspec.layers.options import said
from cnnspec.passes.counts import UNITS
from cnnspec.results import Claim

if TYPE_CHECKING:
    from collections.abc import Callable

    from cnnspec.language.figures import Figure
    from cnnspec.language.nodes import Node
    from cnnspec.language.spec import Spec
    from cnnspec.results import Analysis

COUNTS = ("params", "trainable", "kernels", "macs")
METRICS = (*COUNTS, *UNITS, "depth", "field", "output")
LAYER_METRICS = (*COUNTS, *UNITS, "shape")
NO_AXES = "none"
LONGEST = 10**30
"""A longer number is named by its digits in a message."""
MOST_COMPARED = 1000
"""So many names of a level are compared with one that is not there."""
MOST_LISTED = 12
"""So many layers are listed where none is meant."""


class Verdict:
    """The claims of a spec and the findings about those that fail."""

    def __init__(self, claims: list[Claim], diagnostics: tuple[Diagnostic, ...]) -> None:
        self.claims = claims
        self.diagnostics = diagnostics


def verify(spec: Spec, analysis: Analysis, other: Callable[[bool], Analysis]) -> Verdict:
    """Hold every `expect:` entry against the analysis.

    `other` gives the analysis of the training graph, or of the other one, when it is needed.
    """
    judge = _Judge(spec)
    for node in spec.expectations:
        for key, value in node.entries:
            trains = key.text == "train"
            judged = analysis if analysis.train == trains else other(trains)
            judge.scope = FileScope(judged.values, trains)
            if trains:
                judge.metrics(value, judged, "train.")
            elif key.text == "layers":
                judge.layers(value, judged, "")
            else:
                judge.metric(key, value, judged, "")
    judge.conclude()
    return Verdict(judge.claims, judge.problems.diagnostics)


class _Judge:
    def __init__(self, spec: Spec) -> None:
        self.problems = Problems(spec.source, stops=False)
        self.names = Names(spec.names.variables, spec.names.is_word, self.problems)
        self.scope: Any = None
        self.claims: list[Claim] = []
        self.sure: set[str] = set()
        """The metrics of which an exact figure of the author's own holds."""
        self.failed: list[tuple[int, Figure, str]] = []
        """Claims that do not hold, by their numbers, and what is said of them."""

    def conclude(self) -> None:
        """Tell what does not hold: where a figure of the author's own does, print is wrong."""
        for number, figure, message in self.failed:
            claim = self.claims[number]
            notes = (Note("cite", one_line(figure.cite)),) if figure.cite else ()
            if figure.cite and claim.metric in self.sure:
                said = f"print does not agree: {message}, as the spec expects too"
                label = self.problems.label(figure.node)
                finding: Diagnostic | None = Diagnostic("W501", said, label, notes=notes)
            else:
                key = self.problems.add("E501", message, figure.node, *notes)
                finding = self.problems.found.get(key)
            self.claims[number] = claim.replace(finding=finding)

    def metrics(self, node: Node, analysis: Analysis, prefix: str) -> None:
        """A mapping of metrics of the whole network."""
        if not isinstance(node, Mapping):
            self.problems.add("E203", "`train` wants a mapping of metrics to figures", node)
            return
        for key, value in node.entries:
            if key.text == "layers":
                self.layers(value, analysis, prefix)
            else:
                self.metric(key, value, analysis, prefix)

    def metric(self, key: Any, value: Node, analysis: Analysis, prefix: str) -> None:
        """One metric of the whole network."""
        word = key.text
        if word not in METRICS:
            more = ("layers",) if prefix else ("train", "layers")
            near = suggestion(word, (*METRICS, *more))
            hint = Note("help", f"they are {', '.join([*METRICS, *more])}")
            if word == "train":
                near = " inside of `train`"
            if word == "flops":
                near = "; FLOPs are 2·MACs, expect `macs`"
            self.problems.add("E217", f"no metric is called `{word}`{near}", key, hint)
            return
        if word == "output":
            found: Any = analysis.graph.shape(analysis.graph.last)
            self.hold(f"{prefix}{word}", value, found, shape=True)
            return
        if word in UNITS:
            from cnnspec.passes.units import units

            found = units(analysis.graph, word, 0, len(analysis.graph.nodes))
            self.hold(f"{prefix}{word}", value, found)
            return
        found = getattr(analysis.totals, word)
        missing = "unknown" if analysis.graph.unknown else NO_AXES
        self.hold(f"{prefix}{word}", value, found, shape=isinstance(found, tuple), missing=missing)

    def layers(self, node: Node, analysis: Analysis, prefix: str) -> None:
        """Metrics of layers by their paths."""
        if not isinstance(node, Mapping):
            self.problems.add("E203", "`layers` wants a mapping of paths to metrics", node)
            return
        for key, value in node.entries:
            runs = analysis.paths.find(key.text)
            if not runs:
                self._no_layer(key, analysis)
                continue
            if analysis.paths.several(key.text):
                hint = Note("help", "give the merges or groups around them a `name`")
                self.problems.add("E504", f"`{key.text}` fits several layers", key, hint)
                continue
            if not isinstance(value, Mapping):
                self.problems.add("E203", "a layer wants a mapping of metrics to figures", value)
                continue
            for metric, figure in value.entries:
                self._layer_metric(f"{prefix}{key.text}", metric, figure, runs, analysis)

    def _layer_metric(
        self, path: str, metric: Any, figure: Node, runs: list[tuple[int, int]], analysis: Analysis
    ) -> None:
        word = metric.text
        if word not in LAYER_METRICS:
            near = suggestion(word, LAYER_METRICS)
            hint = Note("help", f"they are {', '.join(LAYER_METRICS)}")
            self.problems.add(
                "E217", f"no metric of a layer is called `{word}`{near}", metric, hint
            )
        elif word == "shape":
            found = analysis.graph.shape(runs[-1][1] - 1)
            self.hold(f"{path}.shape", figure, found, shape=True)
        else:
            parts = [_between(analysis, word, first, last) for first, last in runs]
            total: Any = 0
            for part in parts:
                total = None if part is None or total is None else total + part
            self.hold(f"{path}.{word}", figure, total)

    def _no_layer(self, key: Any, analysis: Analysis) -> None:
        if analysis.graph.unknown:
            return  # it may be inside of what could not be unfolded
        level, known, rest = analysis.paths.deepest(key.text.split("."))
        known = known[:MOST_COMPARED]
        start = f"{level}." if level else ""
        near = suggestion(rest[0], known)
        if near:
            found = near.removeprefix("; did you mean ").removesuffix("?").split(" or ")
            whole = [".".join([start + name, *rest[1:]]) for name in found]
            near = f"; did you mean {listed(whole, 'or')}?"
        hints: tuple[Note, ...] = ()
        if not near and known:
            more = ", ..." if len(known) > MOST_LISTED else ""
            where = f"the layers of {level}" if level else "its layers"
            hints = (Note("help", f"{where}: {', '.join(known[:MOST_LISTED])}{more}"),)
        self.problems.add("E504", f"no layer is called `{key.text}`{near}", key, *hints)

    def hold(
        self,
        metric: str,
        node: Node,
        found: Any,
        *,
        shape: bool = False,
        missing: str = "unknown",
    ) -> None:
        """Judge every figure of one metric; `missing` says why nothing was found."""
        try:
            figures = read_figures(node, self.names, self.scope, shape=shape)
            for figure in figures:
                self._judge(metric, figure, found, missing)
        except Fault as error:
            if error.code:
                self.problems.add(error.code, error.message, error.place, *error.notes)

    def _judge(self, metric: str, figure: Figure, found: Any, missing: str) -> None:
        if found is None:
            self.claims.append(Claim(metric, figure.text, missing, False, figure.cite))
            if missing == NO_AXES:
                message = f"expected `{metric}` to be {figure.text}, but the input has no axes"
                self.problems.add("E501", message, figure.node)
            return
        wanted = figure.value
        shaped = isinstance(found, tuple)
        sizes = wanted if isinstance(wanted, tuple) else (wanted,)
        if shaped != isinstance(wanted, tuple) or any(map(_no_count, sizes)):
            kind = "a list of sizes" if shaped else "a number"
            raise Fault("E203", f"`{metric}` wants {kind}, got {figure.text}", figure.node)
        if not figure.exact and not hasattr(found - wanted, "numerator"):
            message = f"`{metric}` is {found}: with symbols only an exact figure can be expected"
            raise Fault("E203", message, figure.node)
        holds = found == wanted if shaped else figure.holds(found)
        difference = None if shaped or not figure.exact else found - wanted
        shown = shape_text(found) if shaped else _number(found)
        claim = Claim(metric, figure.text, shown, holds, figure.cite, difference, found, figure)
        self.claims.append(claim)
        if holds and figure.exact and not figure.cite:
            self.sure.add(metric)
        if not holds:
            self._fail(metric, figure, found, shown, difference)

    def _fail(self, metric: str, figure: Figure, found: Any, shown: str, difference: Any) -> None:
        written, _, within = figure.text.partition(" within ")
        written = written.removesuffix(" cut off")
        expected = _number(figure.value) if isinstance(figure.value, int) else written
        if figure.unit:
            expected = written
        if isinstance(figure.value, tuple):
            expected = shape_text(figure.value)
        close = f" within {within}" if within else " cut off" if figure.cut else ""
        gap = f" ({_signed(difference)})" if difference is not None else ""
        if isinstance(difference, int) and abs(difference) >= LONGEST:
            gap = ""
        if not figure.exact and not isinstance(figure.value, tuple) and figure.value:
            gap = f" ({_percent(found - figure.value, figure.value)})"
        what = {"params": "parameters", "macs": "MACs"}.get(metric)
        if expected.startswith("a "):
            what = None
        wanted = f"{expected} {what}" if what else f"`{metric}` to be {expected}"
        message = f"expected {wanted}{close}, found {shown}{gap}"
        self.failed.append((len(self.claims) - 1, figure, message))


def _between(analysis: Analysis, metric: str, first: int, last: int) -> Any:
    """The sum of a metric over a run of nodes."""
    if metric in UNITS:
        from cnnspec.passes.units import units

        return units(analysis.graph, metric, first, last)
    return analysis.sums.between(metric, first, last)


def expected_metrics(spec: Spec) -> frozenset[str]:
    """The metrics that a spec expects of the network or of any layer."""
    found: set[str] = set()
    waiting = list(spec.expectations)
    while waiting:
        for key, value in waiting.pop().entries:
            if key.text in ("train", "layers") or key.text not in METRICS:
                if isinstance(value, Mapping):
                    waiting.append(value)
            else:
                found.add(key.text)
    return frozenset(found)


def _no_count(value: Any) -> bool:
    """Whether a value cannot be compared with a count: a word, a list, true, or approximate."""
    return isinstance(value, (str, bool, float, tuple))


def _number(value: Any) -> str:
    return f"{value:,}" if isinstance(value, int) and abs(value) < LONGEST else said(value)


def _signed(value: Any) -> str:
    if isinstance(value, int) and abs(value) < LONGEST:
        return f"{value:+,}"
    written = said(value)
    return written if written.startswith("-") else f"+{written}"


def _percent(part: Any, whole: Any) -> str:
    """A signed share with one decimal, `-25.3%`, rounded to the nearest."""
    thousandths = (2000 * abs(part) + abs(whole)) // (2 * abs(whole))
    sign = "-" if (part < 0) != (whole < 0) else "+"
    return f"{sign}{thousandths // 10}.{thousandths % 10}%"
