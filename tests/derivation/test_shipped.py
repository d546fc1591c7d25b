"""Every sum of every layer of every shipped network, evaluated, is the figure that is counted."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from cnnspec import analyze, library
from cnnspec.core.algebra import symbol
from cnnspec.core.shape import product
from cnnspec.core.terms import evaluate
from cnnspec.core.window import Whole
from cnnspec.derivation.explain import explain
from cnnspec.derivation.sizes import shape_workings
from cnnspec.derivation.weights import buffer_workings, mac_workings, parameter_workings
from cnnspec.language.structure import STRUCTURE
from cnnspec.render.explaining import explanation_screen
from cnnspec.render.explaining_json import explanation_document
from cnnspec.render.explaining_latex import explanation_latex
from cnnspec.render.explaining_markdown import explanation_markdown
from cnnspec.render.json import dumps
from cnnspec.render.plain import plain
from cnnspec.render.terms import term_latex, term_python, term_text

if TYPE_CHECKING:
    from cnnspec.core.algebra import Dim
    from cnnspec.derivation.records import Explanation, Working
    from cnnspec.layers.facts import Facts
    from cnnspec.results import Analysis, Row

FAMILIES = list(library.families())
FIRST = [next(iter(library.variants_of(path)), stem) for stem, path in FAMILIES]
METRICS = {"parameters": "params", "MACs": "macs", "buffers": "buffers"}


@pytest.fixture(scope="module", params=library.names())
def network(request: pytest.FixtureRequest) -> Analysis:
    return analyze(request.param, check=False)


SYMBOLS = {name: symbol(name) for name in ("C", "H", "W")}


def read(text: object) -> object:
    """What a printed expression comes to; a number stands for itself."""
    return eval(text, {}, SYMBOLS) if isinstance(text, str) else text  # this program's own text


def added(workings: list[Working]) -> Dim:
    """The sum of some sums, each worked out as it is printed."""
    found: Dim = 0
    for working in workings:
        assert evaluate(working.term) == working.value
        assert read(term_python(working.term)) == working.value
        assert term_text(working.term)
        assert term_latex(working.term)
        found = found + working.value
    return found


def sizes_hold(facts: Facts) -> None:
    """Every axis comes out of its window, and every size of what the layer works out."""
    assert facts.shape is not None
    if facts.relations and len(facts.relations) == len(facts.shape) - 1:
        axes = zip(facts.relations, facts.inputs[0][1:], facts.shape[1:], strict=True)
        for relation, cells, size in axes:
            if not isinstance(relation, Whole):
                assert evaluate(relation.sized(cells)) == size
    assert facts.layer is not None
    wanted = {
        "channels": {facts.shape[0]},
        "inputs": {product(facts.inputs[0])},
        "values": {product(facts.shape)},
        "parts": {facts.inputs[0][0]},
        "window": {getattr(relation, "kernel", 0) for relation in facts.relations or ()},
    }
    for name, term in facts.layer.workings(*facts.inputs).items():
        assert evaluate(term) in wanted[name.partition(" ")[0]], name


SEEN: dict[int, Facts] = {}
"""Facts that were looked at: equal layers of different networks have the same."""


def test_every_layer(network: Analysis) -> None:
    facts = {id(node.facts): node.facts for node in network.graph.nodes if node.facts.layer}
    for key, fact in facts.items():
        if SEEN.get(key) is fact:
            continue
        SEEN[key] = fact
        assert added(parameter_workings(fact, "x")) == fact.params
        assert added(mac_workings(fact)) == fact.macs
        assert added(buffer_workings(fact)) == fact.buffers
        added(list(shape_workings(fact)))
        sizes_hold(fact)


def figures_hold(explanation: Explanation, row: Row) -> None:
    """The figures of an explanation are those of the row, and their sums add up to them."""
    found = {figure.name: figure for figure in explanation.figures}
    for name, metric in (("parameters", "params"), ("MACs", "macs")):
        value = getattr(row, metric)
        assert (found[name].value if name in found else 0) == value, (row.path, name)
    for figure in explanation.figures:
        if figure.workings:
            assert added(list(figure.workings)) == figure.value
    if explanation.sees is not None and explanation.sees.working is not None:
        assert evaluate(explanation.sees.working.term) == row.field == explanation.sees.field
    for part in explanation.parts if explanation.kind == "block" else ():
        assert part.params is not None


def every_form(explanation: Explanation) -> None:
    """No form fails, and the equations that are printed hold."""
    for width in (None, 80):
        assert plain(explanation_screen(explanation, width), width)
    assert plain(explanation_screen(explanation), ascii=True).isascii()
    assert explanation_markdown(explanation)
    latex = explanation_latex(explanation)
    assert latex.count("{") == latex.count("}")
    document: Any = json.loads(dumps(explanation_document(explanation)))
    sums = [*document["shape"], *[s for figure in document["figures"] for s in figure["sums"]]]
    assert all(read(found["sum"]) == read(found["value"]) for found in sums)


@pytest.mark.parametrize("name", [*FIRST, "resnet50", "resnet_cifar1202"])
def test_every_row(name: str) -> None:
    """The network itself and its outermost layers."""
    network = analyze(name, check=False)
    whole = explain(network)
    every_form(whole)
    for figure in whole.figures:
        if figure.name in METRICS or figure.name == "depth":
            metric = METRICS.get(figure.name, figure.name)
            assert added(list(figure.workings)) == getattr(network.totals, metric)
    for row in network.rows():
        if is_called(network, row):
            figures_hold(explain(network, row.path), row)


def is_called(network: Analysis, row: Row) -> bool:
    """Whether a path leads to a row: not to the input, nor to a group without a name."""
    if network.paths.find(row.path):
        return bool(row.kind)
    assert not row.kind or row.kind in STRUCTURE
    return False


@pytest.mark.parametrize("name", FIRST)
def test_every_form_of_one_network_of_each_family(name: str) -> None:
    """What the outermost layers consist of, in every form."""
    network = analyze(name, check=False)
    for row in network.rows():
        if not is_called(network, row):
            continue
        explanation = explain(network, row.path)
        every_form(explanation)
        if explanation.kind != "block":
            continue
        for part in explanation.parts[:2]:
            if len(network.paths.find(part.path)) == 1 and part.kind not in ("add", "concat"):
                inside = explain(network, part.path)
                figures_hold(inside, part)
                every_form(inside)
