"""The grid against single cells that are followed back tap by tap, in any network."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from cnnspec.analysis import analyze, load
from cnnspec.core.window import Bins, Rescale, Spread, Window, known
from cnnspec.language.reader import read_text
from cnnspec.language.spec import read_spec
from cnnspec.passes.field import Fields, followed
from cnnspec.passes.grid import Grid

if TYPE_CHECKING:
    from collections.abc import Callable

    from cnnspec.core.window import Relation
    from cnnspec.graph import Graph
    from cnnspec.results import Analysis

    Network = Callable[[str], Analysis]


class Cells:
    """What every cell sees, from sets of cells that are followed back tap by tap. Cells beyond the
    ends are those of the padding, which would see what lies beyond the image."""

    def __init__(self, graph: Graph, axis: int) -> None:
        self.graph, self.axis = graph, axis
        self.known: dict[tuple[int, int], frozenset[int]] = {}

    def sees(self, node: int, cell: int) -> frozenset[int]:
        key = (node, cell)
        if key not in self.known:
            layer = self.graph.nodes[node]
            before: set[int] = {cell}
            relation = None if layer.facts.relations is None else layer.facts.relations[self.axis]
            if relation is not None:
                size = layer.facts.inputs[0][1 + self.axis]
                assert isinstance(size, int)
                before = taps(relation, cell, size)
            found: set[int] = set()
            for source in followed(layer):
                for read in before:
                    found |= self.sees(source, read)
            self.known[key] = frozenset(found) if layer.inputs else frozenset([cell])
        return self.known[key]


def taps(relation: Relation, cell: int, size: int) -> set[int]:
    """The input cells that one output cell reads."""
    if isinstance(relation, Window):
        start = cell * known(relation.stride) - relation.paddings(size)[0]
        return {start + tap * known(relation.dilation) for tap in range(known(relation.kernel))}
    if isinstance(relation, Spread):
        place, stride = cell + known(relation.cut_before()), known(relation.stride)
        near = range(place // stride - 9, place // stride + 1)
        return {
            read
            for read in near
            for tap in range(known(relation.kernel))
            if read * stride + tap * known(relation.dilation) == place
        }
    if isinstance(relation, Rescale):
        return {cell * known(relation.source) // known(relation.target)}
    if isinstance(relation, Bins):
        source, target = known(relation.source), known(relation.target)
        return set(range(cell * source // target, -(-(cell + 1) * source // target)))
    return set()


STEPS = st.sampled_from(
    ["conv: [2, 3, pad: 1]", "conv: [2, 3, pad: same]", "conv: [2, 2, pad: same]",
     "conv: [2, 3, dilation: 2, pad: [[1, 3], 2]]", "conv: [2, 1]", "max_pool: [3, 1, pad: 1]",
     "conv: [2, 1x3, pad: 0x1]", "relu"]
)  # fmt: skip
DOWN = st.sampled_from(
    ["conv: [2, 3, 2, pad: 1]", "conv: [2, 3, 2, pad: same]", "max_pool: [2, 2]",
     "conv: [2, 4, 2, pad: 1]", "conv: [2, 1, 2]"]
)  # fmt: skip
UP = st.sampled_from(
    ["upsample: 2", "conv_transpose: [2, 3, 2, pad: 1]", "conv_transpose: [2, 4, 2, pad: same]",
     "conv_transpose: [2, 2, 2]", "resize: 20", "adaptive_avg_pool: 9", "conv_transpose: [2, 3]"]
)  # fmt: skip


@st.composite
def nets(draw: Any, *, enlarged: bool, branched: bool) -> str:
    """Layers in a row and side by side, on 24 by 24 cells; all branches have as many strides."""
    parts = []
    for _ in range(draw(st.integers(1, 3))):
        strided = draw(st.booleans())
        branches = draw(st.integers(1, 3 if branched else 1))
        made = []
        for _ in range(branches):
            steps = draw(st.lists(STEPS, max_size=2))
            if strided:
                steps.insert(draw(st.integers(0, len(steps))), draw(DOWN))
            made.append(", ".join(["conv: [2, 1]", *steps]))
        parts.append(made[0] if branches == 1 else f"concat: [{', '.join(f'[{m}]' for m in made)}]")
        if enlarged and draw(st.booleans()):
            parts.append(draw(UP))
    return f"cnnspec: 1\nname: Net\ninput: [2, 24, 24]\nlayers: [{', '.join(parts)}]\n"


def analysed(text: str) -> Analysis:
    return analyze(read_spec(read_text(text, "net.yaml"), "net"), check=False)


def check_cell_by_cell(text: str) -> Graph:
    graph = analysed(text).graph
    assume(not graph.unknown)  # of branches with the same strides, some may lose an odd cell
    grid = Grid(graph)
    for axis in range(2):
        cells = Cells(graph, axis)
        for node in range(len(graph.nodes)):
            shape = graph.shape(node)
            assert shape is not None
            size = shape[1 + axis]
            assert isinstance(size, int)
            for cell in (0, size // 2, size - 1):
                seen = cells.sees(node, cell)
                assert grid.sees(node, axis, cell) == (min(seen), max(seen))
            fields = grid.fields(node, axis)
            assert fields is not None
            assert fields[0] <= fields[1]
    return graph


@settings(max_examples=40)
@given(nets(enlarged=False, branched=True))
def test_windows_cell_by_cell(text: str) -> None:
    check_cell_by_cell(text)


@settings(max_examples=40)
@given(nets(enlarged=True, branched=True))
def test_enlargements_cell_by_cell(text: str) -> None:
    check_cell_by_cell(text)


@settings(max_examples=40)
@given(nets(enlarged=False, branched=False))
def test_one_path_cell_by_cell(text: str) -> None:
    """On one path the field is what a cell sees, the jump the step, the centre the middle."""
    graph = check_cell_by_cell(text)
    grid = Grid(graph)
    for node in range(len(graph.nodes)):
        axes = grid.of(node)
        assert axes is not None
        for number, axis in enumerate(axes):
            seen = [Cells(graph, number).sees(node, cell) for cell in (0, 1)]
            low, high = min(seen[0]), max(seen[0])
            assert axis.smallest == axis.largest == high - low + 1
            assert axis.jump == min(seen[1]) - low
            assert axis.centres == (Fraction(low + high, 2),) * 2


@settings(max_examples=40)
@given(nets(enlarged=True, branched=False))
def test_centres_behind_an_enlargement(text: str) -> None:
    """Over the cells of one period, the middles of what they see are the centres, on average."""
    graph = analysed(text).graph
    grid = Grid(graph)
    for node in range(len(graph.nodes)):
        axes = grid.of(node)
        assert axes is not None
        if any("adaptive" in graph.nodes[n].facts.op or "resize" in graph.nodes[n].facts.op
               for n in range(node + 1)):  # fmt: skip
            continue
        jump, centres = axes[0].jump, axes[0].centres
        assert isinstance(jump, int | Fraction)
        assert centres is not None
        assert isinstance(centres[0], int | Fraction)
        period = 64
        cells = Cells(graph, 0)
        seen = [cells.sees(node, cell) for cell in range(period)]
        middles: list[Fraction] = [Fraction(min(each) + max(each), 2) for each in seen if each]
        if len(middles) < period:
            continue
        expected = centres[0] + jump * Fraction(period - 1, 2)
        # Each enlargement by a window that is no multiple of its stride shifts less than a cell.
        assert -1 <= sum(middles, Fraction(0)) / period - expected <= 1


@settings(max_examples=40)
@given(nets(enlarged=True, branched=True))
def test_the_largest_is_the_field(text: str) -> None:
    analysis = analysed(text)
    assume(not analysis.graph.unknown)
    check_largest(analysis)


def check_largest(analysis: Analysis) -> None:
    grid, fields = Grid(analysis.graph), Fields(analysis.graph)
    for node in range(len(analysis.graph.nodes)):
        axes, field = grid.of(node), fields.of(node)
        if not axes or field is None or any(axis.whole for axis in axes):
            continue
        both = field if isinstance(field, tuple) else (field,) * len(axes)
        assert tuple([axis.largest for axis in axes]) == both


@pytest.mark.parametrize(
    "name", ["googlenet", "resnet18", "densenet121", "efficientnet_b0", "inception_v3"]
)
def test_the_largest_is_the_field_of_shipped(name: str) -> None:
    check_largest(analyze(load(name), check=False))


@pytest.mark.parametrize(
    "name", ["unet", "segnet", "hrnet_w18", "wavenet", "c3d", "deeplabv3_aspp", "yolov3"]
)
def test_the_largest_is_the_field_of_others(network: Network, name: str) -> None:
    check_largest(network(name))


def test_growing_layers_with_symbols() -> None:
    analysis = analyze(load("resnet50"), input="3xHxW", check=False)
    check_largest(analysis)
