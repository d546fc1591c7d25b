"""Paths: the dotted names of layers, as the language reference tells them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from cnnspec.analysis import analyze, load
from cnnspec.language.reader import read_text
from cnnspec.language.spec import read_spec
from cnnspec.paths import Level

if TYPE_CHECKING:
    from collections.abc import Callable

    from cnnspec.paths import Paths
    from cnnspec.results import Analysis

    Net = Callable[..., Analysis]

UNSHRUNK = (Phase.explicit, Phase.reuse, Phase.generate)
"""A generated spec takes minutes to shrink, and is short enough to be read as it is."""


def paths(net: Net, text: str) -> list[str]:
    return [layer.name for layer in net(text).layers]


@pytest.mark.parametrize(
    ("layers", "wanted"),
    [
        # a layer without a name is called by its op or block, numbered if others are
        ("conv: [4, 1], relu", "conv relu"),
        ("conv: [4, 1], conv: [4, 1], relu", "conv1 conv2 relu"),
        ("unit, unit", "unit1.conv unit1.relu unit2.conv unit2.relu"),
        # a number that is a name already is passed over
        ("conv: [4, 1], {conv: [4, 1], name: conv1}, conv: [4, 1]", "conv2 conv1 conv3"),
        ("conv: [4, 1], {relu: [], name: conv}", "conv1 conv"),
        # one with a name is called by that
        ("{conv: [4, 1], name: stem}, {unit: [], name: body}", "stem body.conv body.relu"),
        # iterations
        ("{conv: [4, 1], repeat: 2}", "conv.0 conv.1"),
        ("{conv: [4, 1], repeat: 1, name: a}", "a.0"),
        ("{unit: [], repeat: 2, name: a}", "a.0.conv a.0.relu a.1.conv a.1.relu"),
        ("{conv: [4, 1], repeat: 2}, conv: [4, 1]", "conv1.0 conv1.1 conv2"),
        # what norm and act unfold into stands below the layer, beside the op itself
        ("conv: [4, 1, norm: bn, act: relu]", "conv.conv conv.bn conv.relu"),
        ("{conv: [4, 1, act: relu], name: c, repeat: 2}", "c.0.conv c.0.relu c.1.conv c.1.relu"),
        ("se: 2", "se.global_avg_pool se.conv1 se.relu se.conv2 se.sigmoid se.mul"),
        # an unnamed group adds no level, a named one does
        ("seq: [conv: [4, 1], relu]", "conv relu"),
        ("seq: [conv: [4, 1]], seq: [conv: [4, 1]]", "conv1 conv2"),
        ("{seq: [conv: [4, 1], relu], name: s}", "s.conv s.relu"),
        ("{seq: [relu], repeat: 2}", "seq.0.relu seq.1.relu"),
        ("{side: [relu]}, {side: [relu], name: s}", "relu s.relu"),
        # branches: by their labels, else numbered from 0 with those that are tensors
        ("add: {a: [relu], b: [tanh]}", "a.relu b.tanh add"),
        ("add: [[relu], in, [tanh]]", "0.relu 2.tanh add"),
        ("add: [in, in]", "add"),
        ("{add: [in, in], name: m}", "m"),
        ("{add: {a: [relu], b: [tanh]}, name: m}", "m.a.relu m.b.tanh m.add"),
        ("{add: [in, [relu]], repeat: 2}", "add.0.1.relu add.0.add add.1.1.relu add.1.add"),
        ("{add: [in, in], repeat: 2}", "add.0 add.1"),
        ("add: {conv: [relu], in: [tanh]}", "conv.relu in.tanh add"),
        # a branch that does not exist has no number
        ("concat: [{when: false, layers: [relu]}, [tanh], in]", "0.tanh concat"),
        # copies are iterations
        ("concat: [in, {copies: 2, layers: [relu]}, [tanh]]", "1.relu 2.relu 3.tanh concat"),
        ("concat: {x: {copies: 2, layers: [relu]}}", "x.0.relu x.1.relu concat"),
        # the parts of a split
        ("split: 3", "split.0 split.1 split.2"),
        ("{split: [1, 2], name: s}", "s.0 s.1"),
        # two merges at one level share the level of an equal label
        ("add: [in, [relu]], add: [in, [relu]]", "1.relu1 add1 1.relu2 add2"),
        ("add: [in, [relu]], {add: [in, [relu]], name: m}", "1.relu add m.1.relu m.add"),
        # what is called by an expression is called by its own name
        ("call: relu, {call: unit, name: c}", "relu c.conv c.relu"),
        ("{call: unit, repeat: 2}", "unit.0.conv unit.0.relu unit.1.conv unit.1.relu"),
    ],
)
def test_names(net: Net, layers: str, wanted: str) -> None:
    text = f"blocks: {{unit: [conv: [3, 1], relu]}}\nlayers: [{layers}]"
    assert paths(net, text) == wanted.split()


def test_inputs(net: Net) -> None:
    assert net("layers: [relu]").paths.of(0) == "input"
    two = net("input: {left: [1, 8, 8], right: [1, 8, 8]}\nlayers: [add: [left, right]]").paths
    assert [two.of(node) for node in range(3)] == ["left", "right", "add"]


@pytest.fixture(scope="module")
def resnet50() -> Analysis:
    return analyze(load("resnet50"))


def test_a_deep_path(resnet50: Analysis) -> None:
    names = [layer.name for layer in resnet50.layers]
    assert names[:4] == ["conv1.conv", "conv1.bn", "conv1.relu", "max_pool"]
    assert names[4:16] == [
        *[f"conv2_x.0.residual.conv1.{part}" for part in ("conv", "bn", "relu")],
        *[f"conv2_x.0.residual.conv2.{part}" for part in ("conv", "bn", "relu")],
        *[f"conv2_x.0.residual.conv3.{part}" for part in ("conv", "bn")],
        *[f"conv2_x.0.shortcut.conv.{part}" for part in ("conv", "bn")],
        "conv2_x.0.add",
        "conv2_x.0.relu",
    ]
    assert "conv5_x.2.residual.conv3.bn" in names
    assert names[-2:] == ["fc", "softmax"]


@pytest.mark.parametrize(
    ("path", "runs"),
    [
        ("conv1", [(1, 4)]),
        ("conv1.bn", [(2, 3)]),
        ("conv2_x", [(5, 37)]),  # 12 layers in the first unit, 10 in the two others
        ("conv2_x.1", [(17, 27)]),
        ("conv2_x.0.shortcut", [(13, 15)]),
        ("conv2_x.residual.conv2.conv", [(8, 9), (20, 21), (30, 31)]),
        ("conv2_x.residual", [(5, 13), (17, 25), (27, 35)]),
        ("fc", [(174, 175)]),
        ("input", [(0, 1)]),
        ("conv9_x", []),
        ("conv2_x.7", []),
        ("conv1.bn.more", []),
        ("residual", []),
        ("", []),
    ],
)
def test_find(resnet50: Analysis, path: str, runs: list[tuple[int, int]]) -> None:
    assert resnet50.paths.find(path) == runs
    assert not resnet50.paths.several(path)


@pytest.mark.parametrize(
    ("path", "several"),
    [("1", True), ("1.relu1", False), ("m.1", False), ("m", False), ("a", True), ("r.1", False)],
)
def test_a_path_may_fit_several_places(net: Net, path: str, several: bool) -> None:
    analysis = net(
        """\
layers:
  - add: [in, [relu]]
  - add: [in, [relu]]
  - {add: [in, [relu]], name: m}
  - {add: [in, [relu]], repeat: 2, name: r}
  - {relu: [], name: a}
  - add: {a: [relu], b: in}
"""
    )
    assert analysis.paths.find(path)
    assert analysis.paths.several(path) == several


@pytest.mark.parametrize(
    ("layer", "wanted"),
    [("conv1.conv", "conv1"), ("max_pool", "max_pool"), ("conv2_x.0.add", "conv2_x.0.add"),
     ("conv2_x.0.residual.conv1.bn", "conv2_x.0.residual.conv1"), ("fc", "fc")],
)  # fmt: skip
def test_the_layer_as_it_is_written(resnet50: Analysis, layer: str, wanted: str) -> None:
    ((node, _),) = resnet50.paths.find(layer)
    assert resnet50.paths.layer(node) == wanted


def test_children(resnet50: Analysis) -> None:
    top = resnet50.paths.children(resnet50.paths.root)
    assert [label for label, _ in top] == [
        "input", "conv1", "max_pool", "conv2_x", "conv3_x", "conv4_x", "conv5_x",
        "global_avg_pool", "fc", "softmax",
    ]  # fmt: skip
    stage = dict(top)["conv2_x"]
    assert isinstance(stage, Level)
    assert [label for label, _ in resnet50.paths.children(stage)] == ["0", "1", "2"]


# --- laws -----------------------------------------------------------------------------------------


def analysed(text: str) -> Any:
    from cnnspec.core.diagnostic import SpecError

    try:
        return analyze(read_spec(read_text(text, "net.yaml"), "net"))
    except SpecError as error:
        raise AssertionError(text) from error


@settings(max_examples=40, deadline=None, phases=UNSHRUNK)
@given(data=st.data())
def test_every_layer_has_a_path_of_its_own(
    generated: st.SearchStrategy[str], data: st.DataObject
) -> None:
    analysis = analysed(data.draw(generated))
    names: Paths = analysis.paths
    every = [names.of(node) for node in range(len(analysis.graph.nodes))]
    assert len(set(every)) == len(every)
    for node, path in enumerate(every):
        runs = names.find(path)
        assert any(first <= node < last for first, last in runs)
        if analysis.graph.shape(node) is not None and not names.several(path):
            assert runs == [(node, node + 1)]


@settings(max_examples=30, deadline=None, phases=UNSHRUNK)
@given(data=st.data())
def test_a_level_covers_what_has_its_path_before_its_own(
    generated: st.SearchStrategy[str], data: st.DataObject
) -> None:
    analysis = analysed(data.draw(generated))
    names: Paths = analysis.paths
    every = [names.of(node) for node in range(len(analysis.graph.nodes))]
    for level in {path.rpartition(".")[0] for path in every} - {""}:
        below = {node for node, path in enumerate(every) if f"{path}.".startswith(f"{level}.")}
        covered = {node for first, last in names.find(level) for node in range(first, last)}
        assert covered == below
