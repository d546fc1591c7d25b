"""Parameters, buffers and multiply-adds as sums, from the weights that a layer declares."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cnnspec.core.record import Record
from cnnspec.core.shape import dim_text, product
from cnnspec.core.terms import Number, Product, Sum, evaluate, numbers
from cnnspec.core.terms import product as times
from cnnspec.derivation.records import Working
from cnnspec.layers._channels import in_group

if TYPE_CHECKING:
    from collections.abc import Iterable

    from cnnspec.core.algebra import Dim
    from cnnspec.core.shape import Shape
    from cnnspec.core.terms import Term
    from cnnspec.core.weight import Weight
    from cnnspec.layers.facts import Facts

ONE = Number(1, "bias")
ADDED = {"factor": "a factor", "bias": "an added value"}


class Kernel(Record):
    """A kernel taken apart: in each of `groups` groups, `outputs` read `inputs` in a window."""

    window: Shape
    inputs: Dim
    outputs: Dim
    groups: Dim
    positions: Shape

    @property
    def all_outputs(self) -> Dim:
        """The outputs of all groups together."""
        return self.outputs * self.groups

    def reading(self) -> Term:
        """What one output reads: `5·5·3`."""
        return times(*numbers(self.window, "window"), Number(self.inputs, "inputs"))

    def weighted(self, biased: bool) -> Term:
        """All weights: `(5·5·3 + 1)·6`, and in groups `2 · (5·5·48 · 128)`."""
        each = Sum((self.reading(), ONE)) if biased else self.reading()
        return self._grouped(times(each, Number(self.outputs, "outputs")))

    def work(self) -> Term:
        """All multiply-adds: `11·11·3 · 96 · 55·55`."""
        outputs = Number(self.outputs, "outputs")
        positions = (times(*numbers(self.positions, "positions")),) if self.positions else ()
        if self.groups == 1:
            return times(self.reading(), outputs, *positions)
        one = times(self.reading(), outputs)
        return times(Number(self.groups, "groups"), one, *positions)

    def _grouped(self, one: Term) -> Term:
        return one if self.groups == 1 else Product((Number(self.groups, "groups"), one))


def kernels_of(facts: Facts) -> list[Kernel]:
    """The kernels of a layer, taken apart."""
    return [taken_apart(w) for w in facts.arrays.values() if w.role == "kernel"]


def taken_apart(weight: Weight) -> Kernel:
    """A kernel's axes by their meaning; the first counts all groups, the second one of them."""
    first, second, *window = weight.shape if len(weight.shape) > 1 else (*weight.shape, 1)
    first = in_group(first, weight.groups)
    outputs, inputs = (first, second) if weight.outputs == 0 else (second, first)
    return Kernel(tuple(window), inputs, outputs, weight.groups, weight.positions or ())


def parameter_workings(facts: Facts, source: str) -> list[Working]:
    """The sums whose values add up to a layer's parameters; `source` is what the layer reads."""
    kernels = kernels_of(facts)
    rest = [w for w in facts.arrays.values() if w.role in ADDED]
    biased = False
    if kernels:
        everywhere = sum([kernel.all_outputs for kernel in kernels[1:]], kernels[0].all_outputs)
        joined = [w for w in rest if w.role == "bias" and w.shape == (everywhere,)]
        biased = len(joined) == 1
        rest = [weight for weight in rest if not biased or weight is not joined[0]]
    remarks = _remarks(kernels, source, facts.inputs[0][0] if facts.inputs else 0)
    found = [
        _worked(kernel.weighted(biased), remark)
        for kernel, remark in zip(kernels, remarks, strict=True)
    ]
    return [*found, *_alike(rest)]


def _remarks(kernels: list[Kernel], source: str, channels: Dim) -> list[str]:
    """Which outputs see how many of the inputs, where not all see all: `6 maps see 3 of S2`."""
    if len(kernels) > 1:
        return [
            _seeing(kernel, source if number == 0 else "", channels)
            for number, kernel in enumerate(kernels)
        ]
    return ["" if kernel.groups == 1 else _grouping(kernel) for kernel in kernels]


def _grouping(kernel: Kernel) -> str:
    """`2 groups: 128 maps see 48 each`."""
    return f"{_noun_of(kernel.groups, 'group')}: {_seeing(kernel, '', 0)} in each"


def _seeing(kernel: Kernel, source: str, channels: Dim) -> str:
    """`6 maps see 3 maps of S2`."""
    verb = "sees" if kernel.outputs == 1 else "see"
    unit = "map" if kernel.window else "value"
    whole = "all " if kernel.inputs == channels else ""
    seen = f"{_noun_of(kernel.inputs, unit)} of {source}" if source else _number(kernel.inputs)
    return f"{_noun_of(kernel.outputs, unit)} {verb} {whole}{seen}"


def _number(count: Dim) -> str:
    return f"{count:,}" if type(count) is int else dim_text(count)


def _noun_of(count: Dim, word: str) -> str:
    return f"{_number(count)} {word if count == 1 else f'{word}s'}"


def _worked(term: Term, remark: str = "") -> Working:
    return Working(term, evaluate(term), remark)


def _alike(weights: Iterable[Weight]) -> list[Working]:
    """Arrays that are no kernels, those of one shape together: `2·64`."""
    shapes: dict[Shape, list[str]] = {}
    for weight in weights:
        shapes.setdefault(weight.shape, []).append(ADDED[weight.role])
    found = []
    for shape, roles in shapes.items():
        count = times(*numbers(shape, "channels"))
        term = count if len(roles) == 1 else Product((Number(len(roles), "arrays"), count))
        each = "in all" if shape == (1,) else "for each channel"
        found.append(_worked(term, f"{' and '.join(roles)} {each}"))
    return found


def mac_workings(facts: Facts) -> list[Working]:
    """The sums whose values add up to a layer's multiply-adds."""
    kernels = kernels_of(facts)
    alike = len({(kernel.window, kernel.positions) for kernel in kernels}) == 1
    if len(kernels) < 2 or not alike or any(kernel.groups != 1 for kernel in kernels):
        return [_worked(kernel.work()) for kernel in kernels]
    first = kernels[0]
    pairs = [kernel.outputs * kernel.inputs for kernel in kernels]
    number = sum(pairs[1:], pairs[0])
    window = times(*numbers(first.window, "window"))
    positions = times(*numbers(first.positions, "positions"))
    return [
        _worked(
            times(window, Number(number, "pairs"), positions),
            f"{_noun_of(number, 'pair')} of maps",
        )
    ]


def buffer_workings(facts: Facts) -> list[Working]:
    """The sums whose values add up to a layer's buffers."""
    names = [name for name, weight in facts.arrays.items() if weight.role == "buffer"]
    sizes = [facts.arrays[name].shape for name in names]
    if len(set(sizes)) == 1:
        count = times(*numbers(sizes[0], "channels"))
        term = count if len(names) == 1 else Product((Number(len(names), "arrays"), count))
        return [_worked(term, " and ".join(names))]
    terms = [times(*numbers(size, "channels")) for size in sizes]
    return [_worked(term, name) for term, name in zip(terms, names, strict=True)]


def dense(facts: Facts) -> tuple[str, Working] | None:
    """What a layer that sees only some of its input would have, if it saw all of it."""
    kernels = kernels_of(facts)
    if len(kernels) < 2 or facts.shape is None:
        return None
    outputs = sum([kernel.all_outputs for kernel in kernels[1:]], kernels[0].all_outputs)
    full = kernels[0].replace(inputs=facts.inputs[0][0], outputs=outputs)
    assert isinstance(full, Kernel)
    kernel_weights = sum([product(w.shape) for w in facts.arrays.values() if w.role == "kernel"])
    return "dense", _worked(full.weighted(facts.params != kernel_weights))
