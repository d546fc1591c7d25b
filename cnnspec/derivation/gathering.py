"""The figures of a layer, or of a few layers that follow each other, with the sums of each."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from cnnspec.core.terms import Number, Product, evaluate
from cnnspec.core.wording import listed
from cnnspec.derivation.places import source_name
from cnnspec.derivation.records import Figure, Working
from cnnspec.derivation.sizes import shape_workings
from cnnspec.derivation.weights import (
    buffer_workings,
    dense,
    mac_workings,
    parameter_workings,
)
from cnnspec.passes.counts import UNITS
from cnnspec.passes.units import COUNTED

if TYPE_CHECKING:
    from collections.abc import Iterable

    from cnnspec.core.algebra import Dim
    from cnnspec.derivation.places import Place
    from cnnspec.graph import Node
    from cnnspec.results import Analysis


class Gathering:
    """Some nodes of a graph, each of which stands `times` times in what is explained; `kind` is the
    layer type of a line whose first node does what its name says, as the conv of conv, bn, relu."""

    def __init__(
        self, analysis: Analysis, nodes: list[int], place: Place, times: int, kind: str
    ) -> None:
        self.analysis = analysis
        self.indices = nodes
        self.nodes: list[Node] = [analysis.graph.nodes[node] for node in nodes]
        self.place = place
        self.times = times
        self.main = self.nodes[0] if len(nodes) == 1 or self.nodes[0].facts.op == kind else None

    def shape(self) -> tuple[Working, ...]:
        """The sums behind the shape of the result: of the layer that gives it, and of those before
        that change the size of the image."""
        result = self.nodes[-1].facts.shape
        workings: dict[Working, None] = {}
        for node in self.nodes:
            if node.facts.shape is not None and (node.facts.shape == result or _resizes(node)):
                named = self._named(node, list(shape_workings(node.facts)), ", ")
                workings.update(dict.fromkeys(named))
        return tuple(workings)

    def figures(self) -> tuple[Figure, ...]:
        """Parameters, buffers and multiply-adds, and what the papers count."""
        if any(node.facts.shape is None for node in self.nodes):
            return ()
        totals = self.analysis.totals
        found = [
            self._owned("parameters", "params", totals.params),
            self._macs(),
            self._owned("buffers", "buffers", totals.buffers),
        ]
        figures = [figure for figure in found if figure is not None]
        return (*figures, self._kernels(), *[self._units(name) for name in UNITS])

    def _kernels(self) -> Figure:
        """Kernel weights alone; their sums are among those of the parameters."""
        owned = [node.facts.kernels for node in self.nodes if node.owner < 0]
        value: Dim = sum(owned[1:], owned[0]) if owned else 0
        return Figure("kernels", (), value * self.times, "", self.analysis.totals.kernels)

    def _parameters(self, node: Node) -> list[Working]:
        index = self.indices[self.nodes.index(node)]
        source = source_name(self.analysis, index, node.inputs[0]) if node.inputs else ""
        return parameter_workings(node.facts, source)

    def _owned(self, name: str, metric: str, whole: Dim | None) -> Figure | None:
        """A figure of weights: those that are another layer's are counted there."""
        weighted = [node for node in self.nodes if getattr(node.facts, metric) != 0]
        if not weighted:
            return None
        own = [node for node in weighted if node.owner < 0]
        params = metric == "params"
        workings: list[Working] = []
        for node in own:
            found = self._parameters(node) if params else buffer_workings(node.facts)
            workings += self._named(node, found)
        remark = ""
        if len(own) < len(weighted):
            names = self.analysis.paths.all()
            owners = dict.fromkeys([names[node.owner] for node in weighted if node.owner >= 0])
            remark = f"uses the weights of {listed(owners)}, which count there"
        elif params and all(node.frozen for node in own):
            remark = "frozen: training leaves them"
        aside = next((other for node in own if (other := dense(node.facts))), None)
        multiplied, value = repeated(workings, self.times), self._total(workings)
        return Figure(name, multiplied, value, remark, whole, aside if params else None)

    def _macs(self) -> Figure | None:
        workings: list[Working] = []
        for node in self.nodes:
            workings += self._named(node, mac_workings(node.facts))
        if not workings:
            return None
        whole = self.analysis.totals.macs
        return Figure("MACs", repeated(workings, self.times), self._total(workings), "", whole)

    def _units(self, name: str) -> Figure:
        """Neurons or connections, as the papers count."""
        workings: list[Working] = []
        for node in self.nodes:
            terms = COUNTED[name](node.facts)
            if terms is None:
                return Figure(name, (), None, "unknown: the parts of its pool differ in length")
            found = [Working(term, evaluate(term)) for term in terms]
            workings += self._named(node, found)
        return Figure(name, repeated(workings, self.times), self._total(workings))

    def _named(self, node: Node, workings: list[Working], sign: str = ": ") -> list[Working]:
        """Sums with the name of the layer that they are of, unless that is the main one."""
        if node is self.main:
            return workings
        return [
            working.replace(
                remark=f"{node.label}{sign}{working.remark}" if working.remark else node.label
            )
            for working in workings
        ]

    def _total(self, workings: list[Working]) -> Dim:
        total: Dim = 0
        for working in workings:
            total = total + working.value * self.times
        return total

    def formula(self) -> str:
        """What the layer computes, where its shape needs no sum."""
        layer = self.nodes[0].facts.layer
        return "" if layer is None else str(layer.formulas.get("output", ""))

    def table(self) -> Any:
        """Which input channel feeds which output channel, where a layer has such a table."""
        for node in self.nodes:
            layer = node.facts.layer
            for name, option in ({} if layer is None else layer.options).items():
                value = getattr(layer, name)
                if option.kind == "table" and value is not None:
                    return value
        return None

    def notes(self) -> tuple[str, ...]:
        """What is to be said of the layer beside its figures."""
        return self.nodes[0].facts.conditions


def repeated(workings: Iterable[Working], times: int) -> tuple[Working, ...]:
    """Sums that stand in several equal places."""
    if times == 1:
        return tuple(workings)
    return tuple(
        [
            working.replace(
                term=Product((Number(times, "times"), working.term)), value=working.value * times
            )
            for working in workings
        ]
    )


def _resizes(node: Node) -> bool:
    """Whether the image that leaves a layer has not the size of the one that reaches it."""
    shape, inputs = node.facts.shape, node.facts.inputs
    return shape is not None and bool(inputs) and shape[1:] != inputs[0][1:]
