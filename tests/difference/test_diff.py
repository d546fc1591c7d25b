"""Two networks aligned layer by layer."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cnnspec.analysis import analyze
from cnnspec.comparison import points
from cnnspec.core.diagnostic import UsageError
from cnnspec.difference.diff import diff, difference
from cnnspec.language.reader import read_text
from cnnspec.language.spec import read_spec
from cnnspec.pairing import pair_up
from cnnspec.targets import read_target

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from cnnspec.difference.records import Change, Difference
    from cnnspec.results import Analysis


def told(change: Change) -> str:
    """`= conv1`, `~ conv1`, `- conv1`, `+ conv1`: the label of the new network if there is one."""
    sign = {"equal": "=", "changed": "~", "removed": "-", "added": "+"}[change.kind]
    row = change.new or change.old
    assert row is not None
    return f"{sign} {row.label}"


def lines(found: Difference) -> list[str]:
    return [told(change) for change in found.changes if (change.new or change.old).kind]  # type: ignore[union-attr]  # one of both is there


def network(*layers: str) -> Analysis:
    text = "cnnspec: 1\nname: N\ninput: [3, 32, 32]\nlayers:\n"
    text += "".join([f"  - {layer}\n" for layer in layers])
    return analyze(read_spec(read_text(text, "n.yaml"), "n"), check=False)


A, B = "{conv: [3, 3x3, pad: 1], share: p, name: a}", "{conv: [3, 3x3, pad: 1], share: q, name: b}"


@pytest.mark.parametrize(
    ("old", "new", "wanted"),
    [
        (
            [A, B, "{conv: [3, 3x3, pad: 1], share: p, name: c}"],
            [A, B, "{conv: [3, 3x3, pad: 1], share: q, name: c}"],
            {"c": "uses the weights of b, not of a"},
        ),
        (
            ["{conv: [4, 3x3, pad: 1], name: a}", "{relu: [], name: b}", "{abs: [], from: a}"],
            ["{conv: [4, 5x5, pad: 2], name: a}", "{relu: [], name: b}", "{abs: [], from: b}"],
            {"a": "kernel: 3x3 -> 5x5, pad: 1 -> 2", "abs": "reads b, not a"},
        ),
    ],
)
def test_what_is_taken_from_another_layer(
    old: list[str], new: list[str], wanted: dict[str, str]
) -> None:
    found = difference(network(*old), network(*new))
    details = {c.new.label: c.detail for c in found.changes if c.kind == "changed" and c.new}
    assert details == wanted
    assert not found.equal


def test_outputs_in_another_order() -> None:
    text = """\
cnnspec: 1
name: N
input: [3, 32, 32]
layers: [{relu: [], name: a}, {abs: [], name: b}]
outputs: """
    one, other, less = [
        analyze(read_spec(read_text(text + outputs, "n.yaml"), "n"), check=False)
        for outputs in ("[a, b]", "[b, a]", "[b]")
    ]
    assert difference(one, one).equal
    assert [change.detail for change in difference(one, other).changes if change.details] == [
        "output 2, not 1",
        "output 1, not 2",
    ]
    assert [change.detail for change in difference(one, less).changes if change.details] == [
        "no output any more",
        "output 1, not 2",
    ]


def test_resnet34_and_resnet50() -> None:
    """Both totals as their specs expect them (torchvision; He et al. 2015, Table 1)."""
    found = diff("resnet34", "resnet50")
    assert lines(found) == [
        "= conv1", "= max_pool", "~ conv2_x", "~ conv3_x", "~ conv4_x", "~ conv5_x",
        "~ global_avg_pool", "~ fc", "= softmax",
    ]  # fmt: skip
    changes = [(c.params, c.macs) for c in found.changes if c.kind == "changed"]
    assert changes == [
        (-6144, -25690112), (103168, 77070336), (275968, 51380224), (1850368, 89915392), (0, 0),
        (1536000, 1536000),
    ]  # fmt: skip
    assert (found.params, found.macs) == (25557032 - 21797672, 3857973248 - 3663761408)
    assert not found.equal


def test_a_network_is_equal_to_itself() -> None:
    found = diff("resnet50", "resnet50@on3x3=false")
    assert found.equal
    assert {change.kind for change in found.changes} == {"equal"}


def test_opened_blocks_are_aligned_inside() -> None:
    found = diff("resnet50", "resnet101", levels=2)
    (block,) = [change for change in found.changes if change.kind == "changed"]
    assert [told(change) for change in block.children] == ["= 0", "~ 1-22"]
    assert [change.params for change in block.children] == [0, 18992128]
    assert diff("resnet50", "resnet101").changes[5].children == ()


@pytest.mark.parametrize(
    ("old", "new", "wanted"),
    [
        (["relu", "bn"], ["relu", "bn"], ["= relu", "= bn"]),
        (["relu", "bn"], ["relu", "tanh", "bn"], ["= relu", "+ tanh", "= bn"]),
        (["relu", "tanh", "bn"], ["relu", "bn"], ["= relu", "- tanh", "= bn"]),
        (["relu"], ["gelu"], ["- relu", "+ gelu"]),
        # unnamed layers are numbered: a new one in front renames them all, and changes none
        (
            ["conv: [3, 1]", "conv: [3, 1]"],
            ["conv: [3, 3, pad: 1]", "conv: [3, 1]", "conv: [3, 1]"],
            ["+ conv1", "= conv2", "= conv3"],
        ),
        (
            ["{conv: [8, 1], name: a}", "{conv: [9, 1], name: b}"],
            ["{conv: [9, 1], name: a}", "{conv: [9, 1], name: b}"],
            ["~ a", "~ b"],  # b has other inputs
        ),
        (["{conv: [8, 1], name: a}"], ["{conv: [8, 1], name: z}"], ["~ z"]),
        (["{conv: [8, 1], name: a}"], ["{fc: 8, name: a}"], ["~ a"]),
        (
            ["{conv: [3, 1], name: a}", "{relu: [], name: b}"],
            ["{relu: [], name: b}", "{conv: [3, 1], name: a}"],
            ["- a", "= b", "+ a"],
        ),
    ],
)
def test_layers_are_found_by_name_and_then_by_what_they_are(
    old: list[str], new: list[str], wanted: list[str]
) -> None:
    assert lines(difference(network(*old), network(*new))) == wanted


@pytest.mark.parametrize(
    ("old", "new", "detail"),
    [
        (
            "conv: [8, 3, pad: same, act: relu]",
            "conv: [8, 3, pad: same, act: gelu]",
            "relu -> gelu",
        ),
        ("conv: [8, 3, pad: 1]", "conv: [8, 3, pad: 1, norm: bn]", "with bn, bias: true -> false"),
        ("conv: [8, 3, pad: 1]", "conv: [8, 3, pad: 1, bias: false]", "bias: true -> false"),
        ("conv: [8, 3, pad: 1]", "conv: [8, 3, pad: same]", "pad: 1 -> same"),
        ("conv: [8, 3, pad: 1]", "{conv: [8, 3, pad: 1], frozen: true}", "frozen"),
        ("{conv: [8, 1], name: a}", "{conv: [8, 1], name: b}", "was a"),
        ("conv: [8, 3]", "conv: [8, 3, bias: true]", "bias: auto -> true"),
        (
            "conv: [8, 3, pad: 1]",
            "{conv: [8, 3, pad: same, act: relu, norm: bn], frozen: true}",
            "with bn, with relu, pad: 1 -> same, ...",
        ),
        ("dropout: 0.5", "dropout: 0.4", "p: 0.5 -> 0.4"),
    ],
)
def test_a_change_that_no_shape_shows_is_told_in_words(old: str, new: str, detail: str) -> None:
    change = difference(network(old), network(new)).changes[1]
    assert change.kind == "changed"
    assert change.detail == detail


def test_what_counts_is_told_first_and_what_several_layers_have_once() -> None:
    (block,) = [
        change
        for change in diff("googlenet", "googlenet_torchvision").changes
        if change.new is not None and change.new.label == "3a"
    ]
    assert block.details == ("conv2 kernel: 5x5 -> 3x3", "with bn", "bias: true -> false")


def test_a_layer_that_reads_another_one_has_changed() -> None:
    layers = ["{conv: [8, 1], name: a}", "{conv: [8, 1], name: b}", "{conv: [8, 1], name: c}"]
    old, new = network(*layers, "add: [prev, a]"), network(*layers, "add: [prev, b]")
    found = difference(old, new)
    assert lines(found) == ["= a", "= b", "= c", "~ add"]
    assert found.changes[-1].detail == "reads b, not a"
    assert not found.equal
    assert (found.params, found.macs) == (0, 0)


def test_what_is_wired_otherwise_inside_has_changed(net: Callable[..., Analysis]) -> None:
    text = (
        "blocks: {b: {layers: "
        "[{conv: [3, 1], name: x}, {conv: [3, 1], name: y}, add: [prev, FROM]]}}\n"
        "layers: [b]"
    )
    found = difference(net(text.replace("FROM", "in")), net(text.replace("FROM", "x")))
    assert lines(found) == ["~ b"]
    assert found.changes[1].detail == "add reads another layer"


def test_another_input_is_a_change() -> None:
    found = diff("vgg16", "vgg16@input=96")
    assert found.changes[0].kind == "changed"
    assert found.changes[0].old is not None
    assert found.changes[0].old.out == (3, 224, 224)


pieces = st.sampled_from(
    ["relu", "bn", "conv: [3, 1]", "conv: [3, 3, pad: 1]", "{dwconv: [3, pad: 1], repeat: 2}"]
)


@settings(max_examples=60)
@given(st.lists(pieces, min_size=1, max_size=12), st.lists(pieces, min_size=1, max_size=12))
def test_changes_add_up_to_the_totals(old: list[str], new: list[str]) -> None:
    ours, theirs = network(*old), network(*new)
    found = difference(ours, theirs)
    assert sum([change.params for change in found.changes]) == found.params  # type: ignore[misc]  # all are known
    assert sum([change.macs for change in found.changes]) == found.macs  # type: ignore[misc]  # all are known
    assert [c.old.path for c in found.changes if c.old] == [row.path for row in ours.rows()]
    assert [c.new.path for c in found.changes if c.new] == [row.path for row in theirs.rows()]
    assert found.equal == (old == new)


def test_two_thousand_layers_keep_what_is_equal() -> None:
    kinds = ["relu", "bn", "conv: [3, 1]", "conv: [3, 3, pad: 1]", "dwconv: [3, pad: 1]"]
    old = [kinds[(7 * place + place // 5 + place % 11) % 5] for place in range(2_000)]
    new = [*old]
    for place in range(0, 2_000, 100):
        new.insert(place, "tanh")
    kept = difference(network(*old), network(*new)).changes
    assert sum([change.kind == "equal" for change in kept]) == 2_000 + 1
    assert sum([change.kind == "added" for change in kept]) == 20


SEVERAL = (
    "cnnspec: 1\nname: Several\ninput: [1, 8, 8]\nvars: {c: 2}\nlayers: [conv: [c, 3]]\nvariants:\n"
)


@pytest.fixture
def files(tmp_path: Path) -> tuple[str, str]:
    """Two files: `one` is in both, `two` differs, `three` was removed and `four` added."""
    old, new = tmp_path / "old.yaml", tmp_path / "new.yaml"
    old.write_text(f"{SEVERAL}  one: {{}}\n  two: {{vars: {{c: 3}}}}\n  three: {{}}\n")
    new.write_text(f"{SEVERAL}  one: {{}}\n  two: {{vars: {{c: 4}}}}\n  four: {{}}\n")
    return str(old), str(new)


OPTIONS = {"input": None, "settings": None, "where": None, "at": None, "train": False}


def test_variants_are_paired_by_name(files: tuple[str, str]) -> None:
    both = [points(read_target(file), None, OPTIONS) for file in files]
    found = pair_up(both[0], both[1], files)
    assert [(pair.new.name, pair.equal) for pair in found.pairs] == [("one", True), ("two", False)]
    assert [analysis.name for analysis in found.removed] == ["three"]
    assert [analysis.name for analysis in found.added] == ["four"]
    assert not found.equal


def test_one_network_is_looked_for_among_several(files: tuple[str, str]) -> None:
    old, new = files
    several = points(read_target(new), None, OPTIONS)
    found = pair_up(points(read_target(old), "two", OPTIONS), several, files)
    assert [pair.new.name for pair in found.pairs] == ["two"]
    assert found.added == ()
    with pytest.raises(UsageError, match="has 3 variants, and none is called three; choose one"):
        pair_up(points(read_target(old), "three", OPTIONS), several, files)


def test_a_library_call_wants_one_network_a_side(files: tuple[str, str]) -> None:
    with pytest.raises(UsageError, match="is 3 networks; choose one: one, two, three"):
        diff(*files)
    found = diff(*files, variant="two")
    assert (found.params, found.names) == (
        10, (f"{files[0]}@variant=two", f"{files[1]}@variant=two"),
    )  # fmt: skip
