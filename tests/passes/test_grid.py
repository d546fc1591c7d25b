"""Where the values of each layer lie over the input."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from cnnspec.analysis import analyze, load
from cnnspec.core.algebra import evaluate, symbol
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

    Net = Callable[..., Analysis]
    Network = Callable[[str], Analysis]


def at(analysis: Analysis, path: str) -> tuple[Any, ...]:
    """Largest field, jump, and the padding before the first value's field, of one axis; None where
    the axes differ. The padding is what Araujo et al. call the effective padding."""
    grid = Grid(analysis.graph)
    node = analysis.paths.find(path)[-1][1] - 1
    axes = grid.of(node)
    assert axes is not None
    assert all(axis == axes[0] for axis in axes)
    first = grid.sees(node, 0, 0)
    assert first is not None
    return axes[0].largest, axes[0].jump, -first[0]


# Araujo, Norris & Sim 2019, Computing receptive fields of convolutional neural networks, and the
# table with more digits beside their library: google-research/receptive_field,
# RECEPTIVE_FIELD_TABLE.md. Each: RF, effective stride, effective padding.
ALEXNET = {
    "conv1": (11, 4, 0), "max_pool1": (19, 8, 0), "conv2": (51, 8, 16), "conv3": (99, 16, 32),
    "conv4": (131, 16, 48), "conv5": (163, 16, 64), "max_pool3": (195, 32, 64),
}  # fmt: skip
VGG16 = {
    "max_pool1": (6, 2, 2), "max_pool2": (16, 4, 6), "max_pool3": (44, 8, 18),
    "max_pool4": (100, 16, 42), "max_pool5": (212, 32, 90),
}  # fmt: skip
INCEPTION_V3 = {"Mixed_5d": (127, 8, 50), "Mixed_6e": (927, 16, 442), "Mixed_7c": (1311, 32, 618)}


@pytest.mark.parametrize(
    ("name", "rows"),
    [("alexnet", ALEXNET), ("vgg16", VGG16), ("inception_v3", INCEPTION_V3)],
)
def test_published_of_shipped(name: str, rows: dict[str, tuple[int, int, int]]) -> None:
    analysis = analyze(load(name))
    assert {path: at(analysis, path) for path in rows} == rows


@pytest.mark.parametrize(
    ("name", "wanted"),
    [("inception_v4", (2071, 32, 998)), ("inception_resnet_v2_released", (3039, 32, 1482))],
)
def test_published_without_rows(network: Network, name: str, wanted: tuple[int, int, int]) -> None:
    analysis = network(name)
    grid = Grid(analysis.graph)
    ends = [node for node, axes in enumerate(grid.states) if axes and axes[0].lattices]
    axis = grid.of(ends[-1])
    first = grid.first(ends[-1])[0]
    assert axis is not None
    assert first is not None
    assert (axis[0].largest, axis[0].jump, -first[0]) == wanted


# TF-Slim's ResNet v1: the last unit of a block strides, in its 3x3, padded alike on both sides; the
# pool pads as TensorFlow does, so that the padding depends on the size.
SLIM_RESNET = """
blocks:
  unit:
    args: [c, s: 1]
    layers:
      - add:
          a: [conv: [c, 1], conv: [c, 3, s, pad: 1], conv: [4*c, 1]]
          b: [{conv: [4*c, 1, s], when: s > 1 or in.c != 4*c}]
vars: {n1: 3, n2: 4, n3: 6, n4: 3}
layers:
  - conv: [64, 7, 2, pad: 3]
  - max_pool: [3, 2, pad: same]
  - {unit: [64, s: "2 if i == n1 - 1 else 1"], repeat: n1, name: block1}
  - {unit: [128, s: "2 if i == n2 - 1 else 1"], repeat: n2, name: block2}
  - {unit: [256, s: "2 if i == n3 - 1 else 1"], repeat: n3, name: block3}
  - {unit: 512, repeat: n4, name: block4}
"""


@pytest.mark.parametrize(
    ("size", "counts", "rows"),
    [
        (224, (3, 4, 6, 3), [(35, 8, 15), (99, 16, 47), (291, 32, 143), (483, 32, 239)]),
        (321, (3, 4, 6, 3), [(35, 8, 17), (99, 16, 49), (291, 32, 145), (483, 32, 241)]),
        (224, (3, 4, 23, 3), [(35, 8, 15), (99, 16, 47), (835, 32, 415), (1027, 32, 511)]),
        (224, (3, 8, 36, 3), [(35, 8, 15), (163, 16, 79), (1315, 32, 655), (1507, 32, 751)]),
        (224, (3, 24, 36, 3), [(35, 8, 15), (419, 16, 207), (1571, 32, 783), (1763, 32, 879)]),
    ],
)
def test_published_resnets(
    net: Net, size: int, counts: tuple[int, ...], rows: list[tuple[int, int, int]]
) -> None:
    given = dict(zip(("n1", "n2", "n3", "n4"), counts, strict=True))
    analysis = net(f"input: [3, {size}, {size}]{SLIM_RESNET}", settings=given)
    assert [at(analysis, f"block{number}") for number in (1, 2, 3, 4)] == rows


MOBILENET = """
defaults: {conv: {pad: same}, dwconv: {pad: same}}
blocks: {ds: {args: [c, s: 1], layers: [dwconv: [3, s], conv: [c, 1]]}}
layers:
  - {conv: [32, 3, 2], name: c0}
  - {ds: 64, name: c1}
  - {ds: [128, 2], name: c2}
  - {ds: 128, name: c3}
  - {ds: [256, 2], name: c4}
  - {ds: 256, name: c5}
  - {ds: [512, 2], name: c6}
  - {ds: 512, repeat: 5, name: c11}
  - {ds: [1024, 2], name: c12}
  - {ds: 1024, name: c13}
"""


@pytest.mark.parametrize(
    ("size", "rows"),
    [
        (224, {"c0": (3, 2, 0), "c1": (7, 2, 2), "c2": (11, 4, 2), "c4": (27, 8, 6),
               "c6": (59, 16, 14), "c11": (219, 16, 94), "c12": (251, 32, 94),
               "c13": (315, 32, 126)}),
        (321, {"c0": (3, 2, 1), "c1": (7, 2, 3), "c2": (11, 4, 5), "c4": (27, 8, 13),
               "c6": (59, 16, 29), "c11": (219, 16, 109), "c12": (251, 32, 125),
               "c13": (315, 32, 157)}),
    ],
)  # fmt: skip
def test_published_mobilenet(net: Net, size: int, rows: dict[str, tuple[int, int, int]]) -> None:
    analysis = net(f"input: [3, {size}, {size}]{MOBILENET}")
    assert {path: at(analysis, path) for path in rows} == rows


INCEPTION_V2 = """
input: [3, 224, 224]
defaults: {conv: {pad: same}, max_pool: {pad: same}, avg_pool: {pad: same}}
blocks:
  mixed:
    - concat:
        a: [conv: [8, 1]]
        b: [conv: [8, 1], conv: [8, 3]]
        c: [conv: [8, 1], conv: [8, 3], conv: [8, 3]]
        d: [avg_pool: [3, 1], conv: [8, 1]]
  reduce:
    - concat:
        b: [conv: [8, 1], conv: [8, 3, 2]]
        c: [conv: [8, 1], conv: [8, 3], conv: [8, 3, 2]]
        d: [max_pool: [3, 2]]
layers:
  - conv: [64, 7, 2]
  - max_pool: [3, 2]
  - conv: [64, 1]
  - {conv: [192, 3], name: c2c}
  - {max_pool: [3, 2], name: p3a}
  - {mixed: [], repeat: 2, name: m3}
  - {reduce: [], name: m4a}
  - {mixed: [], repeat: 4, name: m4}
  - {reduce: [], name: m5a}
  - {mixed: [], repeat: 2, name: m5}
"""


def test_published_inception_v2(net: Net) -> None:
    rows = {"c2c": (19, 4, 6), "p3a": (27, 8, 6), "m3": (91, 8, 38), "m4a": (123, 16, 46),
            "m4": (379, 16, 174), "m5a": (443, 32, 190), "m5": (699, 32, 318)}  # fmt: skip
    analysis = net(INCEPTION_V2)
    assert {path: at(analysis, path) for path in rows} == rows


def test_published_unet(network: Network) -> None:
    """An output pixel of the network of Ronneberger et al. 2015, Fig. 1, sees 188 pixels and the
    next one the same, or more where the steps of the decoder fall otherwise: at most 204. The
    border that is lost, 572 - 388 = 184, is the same on both sides: 92."""
    analysis = network("unet")
    grid = Grid(analysis.graph)
    end = analysis.graph.last
    assert grid.first(end) == ((0, 187), (0, 187))
    assert grid.last(end) == ((384, 571), (384, 571))
    axes = grid.of(end)
    assert axes is not None
    assert (axes[0].largest, axes[0].jump, axes[0].centres) == (204, 1, (92, 92))


def test_published_causal(network: Network) -> None:
    """van den Oord et al. 2016, Fig. 3, and §2.1: dilations 1 to 512 see 1024 samples; three such
    stacks 3·1023 + 1, none of them after the present one."""
    analysis = network("wavenet")
    grid = Grid(analysis.graph)
    end = analysis.graph.last
    assert grid.fields(end, 0) == (2, 3070)
    assert (grid.first(end), grid.last(end)) == (((-3069, 0),), ((12930, 15999),))


def test_smallest_and_largest_path_of_resnet50() -> None:
    """Every unit has a shortcut: the smallest path sees what the first pool does. He et al. 2015
    stride in the 1x1."""
    analysis = analyze(load("resnet50"))
    grid = Grid(analysis.graph)
    node = analysis.paths.find("conv5_x")[0][1] - 1
    assert grid.fields(node, 0) == (11, 483)


# --- by hand --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("layers", "jump", "centre", "first", "last"),
    [
        # 32 cells; jump, centre of the first value, what the first and the last one see
        ("relu", 1, 0, (0, 0), (31, 31)),
        ("conv: [3, 3]", 1, 1, (0, 2), (29, 31)),
        ("conv: [3, 3, pad: 1]", 1, 0, (-1, 1), (30, 32)),
        ("conv: [3, 3, 2, pad: 1]", 2, 0, (-1, 1), (29, 31)),
        # TensorFlow pads one cell, and that one after
        ("conv: [3, 3, 2, pad: same]", 2, 1, (0, 2), (30, 32)),
        ("max_pool: [2, 2]", 2, Fraction(1, 2), (0, 1), (30, 31)),
        ("conv: [3, 4, pad: 1]", 1, Fraction(1, 2), (-1, 2), (29, 32)),
        ("conv: [3, 3, dilation: 4]", 1, 4, (0, 8), (23, 31)),
        ("crop: 30", 1, 1, (1, 1), (30, 30)),
        ("pad: 2", 1, -2, (-2, -2), (33, 33)),
        # enlarging: two values stand for one pixel, a quarter of a pixel beside its centre
        ("upsample: 2", Fraction(1, 2), Fraction(-1, 4), (0, 0), (31, 31)),
        ("upsample: 3", Fraction(1, 3), Fraction(-1, 3), (0, 0), (31, 31)),
        ("max_pool: [2, 2], upsample: 2", 1, 0, (0, 1), (30, 31)),
        ("conv: [12, 1], pixel_shuffle: 2", Fraction(1, 2), Fraction(-1, 4), (0, 0), (31, 31)),
        ("conv_transpose: [3, 2, 2]", Fraction(1, 2), Fraction(-1, 4), (0, 0), (31, 31)),
        ("conv_transpose: [3, 4, 2, pad: 1]", Fraction(1, 2), Fraction(-1, 4), (-1, 0), (31, 32)),
        ("conv_transpose: [3, 3, 2, pad: 1, out_pad: 1]", Fraction(1, 2), 0, (0, 0), (31, 32)),
        ("conv_transpose: [3, 3]", 1, -1, (-2, 0), (31, 33)),
        ("resize: 48", Fraction(2, 3), Fraction(-1, 6), (0, 0), (31, 31)),
        ("adaptive_avg_pool: 8", 4, Fraction(3, 2), (0, 3), (28, 31)),
        ("adaptive_avg_pool: 5", Fraction(32, 5), Fraction(27, 10), (0, 6), (25, 31)),
    ],
)
def test_one_layer(
    net: Net, layers: str, jump: Any, centre: Any, first: tuple[int, int], last: tuple[int, int]
) -> None:
    graph = net(f"layers: [{layers}]").graph
    grid = Grid(graph)
    axes = grid.of(graph.last)
    assert axes is not None
    assert len(axes) == 2
    assert axes[0] == axes[1]
    assert (axes[0].jump, axes[0].centres) == (jump, (centre, centre))
    assert grid.first(graph.last) == (first, first)
    assert grid.last(graph.last) == (last, last)


def test_axes_that_differ(net: Net) -> None:
    graph = net("layers: [conv: [3, 1x7, 1x2, pad: 0x3]]").graph
    axes = Grid(graph).of(graph.last)
    assert axes is not None
    assert [(axis.largest, axis.jump, axis.centres) for axis in axes] == [
        (1, 1, (0, 0)), (7, 2, (0, 0))
    ]  # fmt: skip


def test_three_axes_and_none(net: Net) -> None:
    film = net("input: [3, 16, 32, 32]\nlayers: [conv: [4, 3x5x5], max_pool: [1x2x2, 1x2x2]]")
    axes = Grid(film.graph).of(film.graph.last)
    assert axes is not None
    assert [(axis.largest, axis.jump) for axis in axes] == [(3, 1), (6, 2), (6, 2)]
    flat = net("input: [10]\nlayers: [fc: 3]").graph
    assert Grid(flat).of(flat.last) == ()


def test_what_sees_everything(net: Net) -> None:
    graph = net("layers: [conv: [3, 3], global_avg_pool, fc: 2]").graph
    grid = Grid(graph)
    for node in (2, 3):
        axes = grid.of(node)
        assert axes is not None
        assert axes[0].everything
        assert grid.first(node) == (None, None)
    # a branch alone: the others keep what they are
    graph = net(
        "layers: [conv: [4, 3, pad: 1], concat: [prev, [global_avg_pool, resize: 32]]]"
    ).graph
    axes = Grid(graph).of(graph.last)
    assert axes is not None
    assert (axes[0].whole, axes[0].everything, axes[0].largest) == (True, False, 3)
    # a gate is not followed
    graph = net("layers: [conv: [4, 3], se: 2]").graph
    axes = Grid(graph).of(graph.last)
    assert axes is not None
    assert (axes[0].whole, axes[0].largest) == (False, 3)


def test_paths_of_different_jumps(net: Net) -> None:
    """Maps of one cell fit together whatever their stride."""
    text = "input: [3, 1, 1]\nlayers: [add: [in, [conv: [3, 1, 2]]], conv: [3, 3, pad: 1]]"
    graph = net(text).graph
    axes = Grid(graph).of(graph.last)
    assert axes is not None
    assert (axes[0].smallest, axes[0].largest, axes[0].jump) == (3, 5, None)


def test_symbols(net: Net) -> None:
    K = symbol("K")  # noqa: N806  # a symbol of the language
    text = (
        "input: [3, N, N]\nsymbols: [K, N]\n"
        "layers: [{conv: [3, K]}, {conv: [3, 3, 2, pad: 1]}, {conv: [3, 3, pad: same]}]"
    )
    analysis = net(text)
    grid = Grid(analysis.graph)
    axes = grid.of(3)
    assert axes is not None
    assert (axes[0].largest, axes[0].jump) == (K + 6, 2)
    assert axes[0].centres == ((K - 1) / 2, (K - 1) / 2)
    assert grid.first(3)[0] == (-3, K + 2)
    last = grid.last(3)[0]
    assert last is not None
    # with 9 and 3: sizes 7, 4, 4, so the last value begins at -3 + 3·2
    assert [evaluate(end, {"N": 9, "K": 3}) for end in last] == [3, 11]


def test_padding_that_symbols_leave_open(net: Net) -> None:
    """`same` with a stride pads as the size demands."""
    text = "input: [3, N, N]\nsymbols: [N]\nlayers: [conv: [3, 3, 2, pad: same]]"
    graph = net(text).graph
    grid = Grid(graph)
    axes = grid.of(1)
    assert axes is not None
    assert (axes[0].largest, axes[0].jump, axes[0].centres) == (3, 2, None)
    assert grid.first(1) == (None, None)


# --- cell by cell ---------------------------------------------------------------------------------


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
