"""Lessons: a few designs side by side, with the sums behind what they cost, and what they show."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from cnnspec.analysis import analyze
from cnnspec.comparison import Comparison, compare
from cnnspec.core.diagnostic import UsageError
from cnnspec.core.record import Record
from cnnspec.core.shape import product
from cnnspec.core.terms import Number, Product, Sum, evaluate, numbers, total
from cnnspec.core.wording import listed
from cnnspec.derivation.records import Working
from cnnspec.derivation.weights import mac_workings, parameter_workings
from cnnspec.language.lesson import Lesson
from cnnspec.language.spec import Spec, read_spec
from cnnspec.passes.counts import UNITS
from cnnspec.passes.units import units
from cnnspec.targets import open_target, read_target, specs_of

if TYPE_CHECKING:
    from cnnspec.comparison import Compared
    from cnnspec.core.shape import Shape
    from cnnspec.core.terms import Term
    from cnnspec.results import Analysis

MARK = "train_"
"""What a figure of the training graph begins with."""


class Summed(Record):
    """The sum behind one figure of one design: `params` or `macs`."""

    design: str
    metric: str
    working: Working


class ToldLesson(Record):
    """A lesson with its designs analysed.

    `figures` are the values of the lesson's columns, a mapping for each design, in its order.
    """

    name: str
    spec: Spec
    lesson: Lesson
    comparison: Comparison
    figures: tuple[dict[str, Any], ...]
    sums: tuple[Summed, ...]

    def __repr__(self) -> str:
        return f"<cnnspec.ToldLesson {self.name}: {self.spec.title}>"

    def __str__(self) -> str:
        from cnnspec.render.lesson import lesson_screen
        from cnnspec.render.plain import plain

        return plain(lesson_screen(self)).rstrip("\n")

    def _repr_markdown_(self) -> str:
        from cnnspec.render.lesson_formats import lesson_markdown

        return lesson_markdown(self)


def lesson(name: str) -> ToldLesson:
    """A lesson by its name, or that of a file with a `lesson`: its designs are all its variants.

    Raises a UsageError for a name that no lesson has, and a SpecError for a spec that is wrong in
    its form.
    """
    spec = _spec_of(name)
    if spec.lesson is None:
        raise UsageError(
            f"{name} tells no lesson: it has no `lesson`", "all lessons: cnnspec lesson"
        )
    comparison = compare(*[analyze(each) for each in specs_of(read_target(name))])
    networks = comparison.networks
    return ToldLesson(
        spec.name,
        spec,
        spec.lesson,
        comparison,
        tuple([_figures(each, spec.lesson.columns) for each in networks]),
        tuple([
            Summed(each.name, metric, _summed(each.analysis, metric))
            for metric in spec.lesson.why
            for each in networks
        ]),
    )  # fmt: skip


def _spec_of(name: str) -> Spec:
    """The file of a lesson, without any of its variants; a UsageError for an unknown name."""
    from cnnspec import library

    if not library.is_file(name) and ":" not in name and name not in dict(library.lessons()):
        raise unknown(name)
    opened = open_target(name)
    first = next(iter(opened.variants), None)
    spec = read_spec(opened.source, opened.stem, first)
    spec.name = opened.stem
    return spec


def unknown(name: str) -> UsageError:
    """What to say of a name that no lesson has."""
    from cnnspec import library
    from cnnspec.core.nearest import nearest

    known = [stem for stem, _ in library.lessons()]
    hint = "all lessons: cnnspec lesson"
    if name in library.names():
        return UsageError(f"{name} is a network and no lesson", f"{hint}; cnnspec explain {name}")
    for stem in known:
        if name in library.designs() and name.startswith(stem):
            return UsageError(f"{name} is a design of the lesson {stem}", f"cnnspec lesson {stem}")
    near = nearest(name, known)
    guess = f"; did you mean {listed(near, 'or')}?" if near else ""
    return UsageError(f"no lesson is called {name}{guess}", hint)


def _figures(each: Compared, columns: tuple[str, ...]) -> dict[str, Any]:
    return {column: _figure(each, column) for column in columns}


def _figure(each: Compared, column: str) -> Any:
    """One figure: a count, a shape, the counts of several axes, or None where it is unknown."""
    analysis = each.analysis
    if column.startswith(MARK):
        trained = analyze(analysis.spec, train=True, check=False)
        return getattr(trained.totals, column.removeprefix(MARK))
    graph = analysis.graph
    if column == "output":
        return graph.shape(graph.last)
    if column == "input":
        return next(iter(each.inputs.values()))
    if column in UNITS:
        return units(graph, column, 0, len(graph.nodes))
    if column == "nonlinearities":
        return sum([_is_nonlinear(node.facts.layer) for node in graph.nodes])
    if column == "peak_bytes":
        return each.peak
    return getattr(analysis.totals, column)


def _is_nonlinear(layer: Any) -> bool:
    return layer is not None and layer.activation


def _summed(analysis: Analysis, metric: str) -> Working:
    """A figure as one sum over all layers; equal ones are told once, with their number."""
    found: dict[Term, int] = {}
    for node in analysis.graph.nodes:
        workings: list[Working] = []
        if metric == "macs":
            workings = mac_workings(node.facts)
        elif node.owner < 0:
            workings = parameter_workings(node.facts, "")
        for working in workings:
            term = _opened(working.term, node.facts.inputs)
            found[term] = found.get(term, 0) + 1
    parts = [term if n == 1 else Product((Number(n, "times"), term)) for term, n in found.items()]
    term = total(*parts)
    return Working(term, evaluate(term))


def _opened(term: Term, inputs: tuple[Shape, ...]) -> Term:
    """A term in which the values of maps that are read flat stand as `7·7·1024`."""
    if len(inputs) != 1 or len(inputs[0]) < 2:
        return term
    channels, *axes = inputs[0]
    if product(inputs[0]) == channels:
        return term
    flat = Number(product(inputs[0]), "inputs")
    return _replaced(term, flat, Product(numbers((*axes, channels), "inputs")))


def _replaced(term: Term, old: Number, new: Product) -> Term:
    if isinstance(term, Number):
        return new if term.value == old.value else term
    if isinstance(term, Product):
        return term.replace(factors=tuple([_replaced(part, old, new) for part in term.factors]))
    if isinstance(term, Sum):
        return term.replace(terms=tuple([_replaced(part, old, new) for part in term.terms]))
    return term
