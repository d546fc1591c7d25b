"""The words of an explanation, which every form of it shares."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from cnnspec.core.shape import CELL_WORDS
from cnnspec.core.terms import names
from cnnspec.render import numbers
from cnnspec.render.facts import changes, title_line
from cnnspec.render.terms import term_text
from cnnspec.render.what import what

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cnnspec.core.algebra import Dim, Number
    from cnnspec.derivation.records import Explanation, Figure, Working
    from cnnspec.results import Row

MOST_NAMED = 3
MOST_TERMS = 8
"""So many parts of a sum are named."""
UNITS = ("kernels", "neurons", "connections")


def heading(explanation: Explanation) -> tuple[str, str, str]:
    """The network, the layer's path, and the layer in a few words."""
    analysis = explanation.analysis
    name = title_line(analysis)[0][0]
    row = explanation.row
    if row is None:
        return name, "", ""
    said = inner_what(row.replace(label=""))
    if explanation.times > 1 and row.count != explanation.times:
        said = f"{explanation.times} x {said}"
    maps = _maps(explanation)
    return name, explanation.path, ", ".join([part for part in (said, maps) if part])


def _maps(explanation: Explanation) -> str:
    """`16 maps`, for a layer with kernels."""
    row = explanation.row
    if explanation.kind != "layer" or row is None or row.macs == 0 or not explanation.out:
        return ""
    unit = "map" if len(explanation.out) > 1 else "value"
    count = numbers.count(explanation.out[0])
    return f"{count} {unit}" if explanation.out[0] == 1 else f"{count} {unit}s"


def place_text(explanation: Explanation) -> str:
    """`lenet5.yaml:12 · LeCun et al. 1998, §II.B`, and what a reader put in the spec's place."""
    return " · ".join(place_parts(explanation))


def place_parts(explanation: Explanation) -> list[str]:
    """Where a layer stands, the source of its network, and what is not as in the spec."""
    analysis = explanation.analysis
    file = analysis.file if explanation.line is None else f"{analysis.file}:{explanation.line}"
    cite = analysis.cite.short() if analysis.cite else ""
    shown = heading(explanation)[0]
    title = [analysis.title] if explanation.kind == "network" and shown != analysis.title else []
    return [*title, file, *([cite] if cite else []), *changes(analysis)]


def shape_change(explanation: Explanation) -> tuple[str, str]:
    """The shapes that come in, and the one that goes out."""
    before = ", ".join([numbers.size(shape) for _, shape in explanation.inputs])
    return before, numbers.size(explanation.out)


def input_names(explanation: Explanation) -> str:
    """Where the input is from, and the spec's own shape where a reader's values change it."""
    said = []
    if explanation.kind != "network" and explanation.inputs:
        said.append(f"from {', '.join([name for name, _ in explanation.inputs])}")
    own = explanation.own
    if own is not None and own != explanation.out:
        said.append(f"the spec's own: {numbers.size(own)}")
    return "; ".join(said)


def shown_figures(explanation: Explanation) -> Iterator[Figure]:
    """The figures that are worth telling: kernels, neurons and connections where the spec speaks of
    them."""
    for figure in explanation.figures:
        if figure.name in UNITS and (figure.name not in explanation.units or figure.value == 0):
            continue
        yield figure


def figure_remark(explanation: Explanation, figure: Figure) -> str:
    """The share of the whole, what the layer's own remark is, and what it would be otherwise."""
    said = [figure.remark] if figure.remark else []
    if explanation.kind == "network":
        said += _largest(explanation, figure)
    elif figure.whole is not None and figure.value != 0:
        share = numbers.percent(figure.value, figure.whole)
        if share != "-":
            said.append(f"{share} of {numbers.count(figure.whole)}")
    if figure.name == "buffers":
        said = ["running statistics, no parameters"]
    if figure.name == "connections":
        biased = any("bias" in names(working.term) for working in _weights(explanation))
        said.append(f"as the papers count{': with biases' if biased else ''}")
    if figure.aside is not None:
        name, working = figure.aside
        said.append(f"{name}: {term_text(working.term)} = {numbers.count(working.value)}")
    return "; ".join(said)


def _weights(explanation: Explanation) -> list[Working]:
    """The sums behind the parameters."""
    return [
        working
        for figure in explanation.figures
        if figure.name == "parameters"
        for working in figure.workings
    ]


def _largest(explanation: Explanation, figure: Figure) -> list[str]:
    """Where most of a figure is: `conv5_x 59%, conv4_x 28%`."""
    if figure.name == "depth" and figure.workings:
        found = names(figure.workings[0].term)
        more = ", ..." if len(found) > MOST_TERMS else ""
        return [f"{', '.join(found[:MOST_TERMS])}{more}"]
    key = {"parameters": "params", "MACs": "macs"}.get(figure.name)
    if key is None or type(figure.value) is not int or not figure.value:
        return []
    shares = [(getattr(row, key), row.label) for row in explanation.parts]
    known = sorted([pair for pair in shares if type(pair[0]) is int and pair[0]], reverse=True)
    told = [f"{label} {numbers.percent(part, figure.value)}" for part, label in known[:MOST_NAMED]]
    return [", ".join(told)] if told else []


def seen_lines(explanation: Explanation) -> list[tuple[str, str]]:
    """Which input pixels a value sees, with remarks."""
    sees = explanation.sees
    if sees is None:
        return []
    axes = sees.axes
    if axes and all(axis.all for axis in axes):
        image = numbers.size(tuple([axis.cells for axis in axes]))
        field = "" if sees.field is None else f"the windows alone: {_square(explanation)}"
        return [(f"all {image} input pixels", field)]
    if sees.field is None:
        return []
    strides = {axis.stride for axis in axes}
    every = ""
    if len(strides) == 1 and (stride := strides.pop()) is not None:
        every = f", every {_stride(stride)}"
    growth = ""
    if sees.working is not None:
        growth = f"{term_text(sees.working.term)} = {numbers.count(sees.working.value)}"
    return [(f"{_square(explanation)} input pixels{every}", growth), *_where(explanation)]


def _stride(stride: Number) -> str:
    """A step in pixels: a whole number, a fraction or a form."""
    if isinstance(stride, int) or hasattr(stride, "terms"):
        return numbers.count(cast("Dim", stride))
    return str(stride)


def _square(explanation: Explanation) -> str:
    """A field as the area that it is: `14x14`."""
    assert explanation.sees is not None
    field = explanation.sees.field
    if isinstance(field, tuple) or field is None:
        return numbers.field(field)
    given = explanation.analysis.input
    shape = next(iter(given.values())) if isinstance(given, dict) else given
    return numbers.size((field,) * (len(shape) - 1))


def _where(explanation: Explanation) -> list[tuple[str, str]]:
    """The pixels of the first and of a middle value, along each axis."""
    assert explanation.sees is not None
    axes = explanation.sees.axes
    lines = []
    shown = axes[:1] if len(set(axes)) == 1 else axes
    labels = CELL_WORDS.get(len(axes), ())
    for number, axis in enumerate(shown):
        if axis.first is None or axis.middle is None:
            continue
        sizes = (*axis.first, *axis.middle, axis.cells)
        if not all(type(size) is int for size in sizes):
            continue  # with symbols, the size and the stride say it better
        name = f"{labels[number]}s " if len(shown) > 1 else ""
        first, middle = (f"{begin}..{end}" for begin, end in (axis.first, axis.middle))
        padded = _is_negative(axis.first[0]) or _is_negative(axis.cells - 1 - axis.middle[1])
        beyond = ", beyond it lies padding" if padded else ""
        seen = f"{name}{first} the first, {middle} the middle one ({axis.position})"
        lines.append((f"{seen}, of 0..{axis.cells - 1}{beyond}", ""))
    return lines


def _is_negative(value: Dim) -> bool:
    return type(value) is int and value < 0


def connection_marks(explanation: Explanation) -> list[tuple[str, str]]:
    """A table of connections, a row for each input map."""
    table = explanation.table
    if table is None:
        return []
    source = explanation.inputs[0][0] if explanation.inputs else "the input"
    remark = f"row: map of {source}, column: map of {explanation.path}"
    rows = [" ".join(["X" if mark else "." for mark in row]) for row in table]
    return [(row, "" if number else remark) for number, row in enumerate(rows)]


def expected_lines(explanation: Explanation) -> list[tuple[str, str, bool]]:
    """What the spec expects of a layer: the figures, where they are from, and whether they hold."""
    if explanation.kind == "network":
        return []
    bare, told = [], []
    for claim in explanation.claims:
        said = f"{claim.metric.rpartition('.')[2]} {claim.expected}"
        if not claim.holds:
            told.append((said, f"found {claim.found}", False))
        elif claim.cite:
            told.append((said, claim.cite, True))
        else:
            bare.append(said)
    return [*([(", ".join(bare), "", True)] if bare else []), *told]


def inner_what(row: Row) -> str:
    """A part of a block in a few words; for a branch, what is in it."""
    return what(row) if row.kind else row.arguments


def network_facts(explanation: Explanation) -> list[tuple[str, str, str]]:
    """What is to be said of a whole network beside its figures, as (label, fact, remark)."""
    if explanation.kind != "network":
        return []
    analysis = explanation.analysis
    told = [("layers", outline(explanation), f"{analysis.totals.layers:,} unfolded")]
    label = "as printed"
    for claim in analysis.claims:
        if claim.difference is not None and claim.holds:
            continue
        if claim.cite and claim.metric.partition(".")[0] in ("params", "macs", *UNITS):
            remark = f"found {claim.found}; {claim.cite}"
            told.append((label, f"{claim.metric} {claim.expected}", remark))
            label = ""
    if analysis.claims:
        held = sum([claim.holds for claim in analysis.claims])
        told.append(("expected", f"{held} of {len(analysis.claims)} expectations hold", ""))
    return told


def outline(explanation: Explanation) -> str:
    """The outermost layers in order: `conv1, max_pool, conv2_x (3 x bottleneck 64)`."""
    found = []
    for row in explanation.parts:
        if not row.kind:
            continue
        said = what(row)
        blocks = row.count > 1 or row.children
        found.append(f"{row.label} ({said})" if said and blocks else row.label)
    return ", ".join(found)
