"""Claims: every figure that a spec expects, beside the figure that was found."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from cnnspec.core.diagnostic import Note
from cnnspec.core.shape import shape_text
from cnnspec.language.figures import read_figures
from cnnspec.language.nodes import Mapping
from cnnspec.language.problems import Problems, suggestion
from cnnspec.language.values import Fault, Names
from cnnspec.results import Claim

if TYPE_CHECKING:
    from collections.abc import Callable

    from cnnspec.core.diagnostic import Diagnostic
    from cnnspec.language.figures import Figure
    from cnnspec.language.nodes import Node
    from cnnspec.language.spec import Spec
    from cnnspec.results import Analysis

COUNTS = ("params", "trainable", "kernels", "macs")
METRICS = (*COUNTS, "depth", "field", "output")
LAYER_METRICS = (*COUNTS, "shape")
NO_AXES = "none"


class Verdict:
    """The claims of a spec and the findings about those that fail."""

    def __init__(self, claims: list[Claim], diagnostics: tuple[Diagnostic, ...]) -> None:
        self.claims = claims
        self.diagnostics = diagnostics


def verify(
    spec: Spec, analysis: Analysis, scope: Any, other: Callable[[bool], Analysis]
) -> Verdict:
    """Hold every `expect:` entry against the analysis.

    `other` gives the analysis of the training graph, or of the other one, when it is needed.
    """
    judge = _Judge(spec, scope)
    for node in spec.expectations:
        for key, value in node.entries:
            if key.text == "train":
                judge.metrics(value, analysis if analysis.train else other(True), "train.")
            elif key.text == "layers":
                judge.layers(value, other(False) if analysis.train else analysis, "")
            else:
                judge.metric(key, value, other(False) if analysis.train else analysis, "")
    return Verdict(judge.claims, judge.problems.diagnostics)


class _Judge:
    def __init__(self, spec: Spec, scope: Any) -> None:
        self.problems = Problems(spec.source)
        self.names = Names(spec.names.variables, spec.names.is_word, self.problems)
        self.scope = scope
        self.claims: list[Claim] = []

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
            near = suggestion(word, (*METRICS, "train", "layers"))
            hint = Note("help", f"they are {', '.join(METRICS)}, train and layers")
            if word == "flops":
                near = "; FLOPs are 2·MACs, expect `macs`"
            self.problems.add("E217", f"no metric is called `{word}`{near}", key, hint)
            return
        if word == "output":
            found: Any = analysis.graph.shape(analysis.graph.last)
            self.hold(f"{prefix}{word}", value, found, shape=True)
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
            parts = [analysis.sums.between(word, first, last) for first, last in runs]
            total: Any = 0
            for part in parts:
                total = None if part is None or total is None else total + part
            self.hold(f"{path}.{word}", figure, total)

    def _no_layer(self, key: Any, analysis: Analysis) -> None:
        names = set(analysis.paths.all().values())
        known = names | {".".join(name.split(".")[:n]) for name in names for n in range(1, 5)}
        hints: tuple[Note, ...] = ()
        if not (near := suggestion(key.text, known)):
            top = [label for label, _ in analysis.paths.children(analysis.paths.root)]
            hints = (Note("help", f"its layers: {', '.join(top)}"),)
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
        if shaped != isinstance(wanted, tuple) or isinstance(wanted, (str, bool, float)):
            kind = "a list of sizes" if shaped else "a number"
            raise Fault("E203", f"`{metric}` wants {kind}, got {figure.text}", figure.node)
        if not figure.exact and not hasattr(found - wanted, "numerator"):
            message = f"`{metric}` is {found}: with symbols only an exact figure can be expected"
            raise Fault("E203", message, figure.node)
        holds = found == wanted if shaped else figure.holds(found)
        difference = None if shaped or not figure.exact else found - wanted
        shown = shape_text(found) if shaped else _number(found)
        self.claims.append(Claim(metric, figure.text, shown, holds, figure.cite, difference))
        if not holds:
            self._fail(metric, figure, found, shown, difference)

    def _fail(self, metric: str, figure: Figure, found: Any, shown: str, difference: Any) -> None:
        what = {"params": "parameters", "macs": "MACs"}.get(metric, f"`{metric}`")
        expected = _number(figure.value) if isinstance(figure.value, int) else figure.text
        if not figure.exact:
            expected = figure.text
        gap = "" if difference is None else f" ({_signed(difference)})"
        if isinstance(figure.value, tuple):
            expected = shape_text(figure.value)
        notes = [Note("cite", figure.cite)] if figure.cite else []
        message = f"expected {expected} {what}, found {shown}{gap}"
        if what.startswith("`"):
            message = f"expected {what} to be {expected}, found {shown}{gap}"
        self.problems.add("E501", message, figure.node, *notes)


def _number(value: Any) -> str:
    return f"{value:,}" if isinstance(value, int) else str(value)


def _signed(value: Any) -> str:
    return f"{value:+,}" if isinstance(value, int) else str(value)
