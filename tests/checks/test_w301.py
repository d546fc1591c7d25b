"""unread-input: rows or columns of the input that never reach an output."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from cnnspec.analysis import analyze, load
from cnnspec.checks.w301 import check
from cnnspec.passes.reach import Reach
from cnnspec.passes.unread import find_causes, leftover

if TYPE_CHECKING:
    from collections.abc import Callable

    from cnnspec.core.diagnostic import Diagnostic
    from cnnspec.results import Analysis

    Net = Callable[..., Analysis]


def note(finding: Diagnostic, kind: str) -> str:
    """What a finding says under a heading; nothing if it has no such note."""
    return "\n".join(note.text for note in finding.notes if note.kind == kind)


# --- the networks that the rule is known by -------------------------------------------------------


def test_alexnet_as_printed() -> None:
    """Krizhevsky et al. 2012 print 224x224, which does not give their own 55x55."""
    (finding,) = analyze(load("alexnet"), input=224).diagnostics
    assert (finding.code, finding.severity, finding.layer) == ("W301", "warning", "conv1")
    assert "rows 219-223 and columns 219-223" in finding.message
    # 224² - 219² = 2,215 of 50,176
    assert "4.4%" in note(finding, "lost")
    cause = note(finding, "cause")
    assert "conv1" in cause
    assert "224 - 11 = 213 is not a multiple of 4" in cause
    assert "max_pool1 leaves row 53 of 54, which is input rows 219-222" in cause
    assert "max_pool2" not in cause
    assert "max_pool2 and max_pool3" in note(finding, "note")
    effect = note(finding, "effect")
    for part in ("256x5x5", "256x6x6", "6,400", "9,216", "49,430,888", "60,965,224"):
        assert part in effect


def test_alexnet_causes_in_numbers() -> None:
    graph = analyze(load("alexnet"), input=224).graph
    reach = Reach(graph)
    unread = reach.unread(0)
    assert unread == (tuple(range(219, 224)),) * 2
    causes, others, _ = find_causes(graph, 0, unread, reach)
    names = [graph.nodes[index].facts.op for index, _ in causes]
    assert names == ["conv", "max_pool"]
    # conv1 alone mended, all of the input is read; the pool alone, what conv1 reads
    assert [gain[0] for _, gain in causes] == [tuple(range(219, 224)), tuple(range(219, 223))]
    assert [graph.nodes[index].facts.op for index in others] == ["max_pool", "max_pool"]


@pytest.mark.parametrize(
    ("name", "size", "unread"),
    [
        ("alexnet", 227, ()),
        ("alexnet", 224, tuple(range(219, 224))),
        ("alexnet", 223, tuple(range(219, 223))),  # conv1 tiles, the pools do not
        ("alexnet_torchvision", 224, ()),
        ("alexnet_torchvision", 227, (225, 226)),
        ("vgg16", 224, ()),
        ("resnet18", 224, ()),
        ("resnet50", 224, ()),
        ("googlenet", 224, ()),
        ("lenet5", 32, ()),
    ],
)
def test_known_networks(name: str, size: int, unread: tuple[int, ...]) -> None:
    analysis = analyze(load(name), input=size)
    found = [finding for finding in analysis.diagnostics if finding.code == "W301"]
    assert bool(found) == bool(unread)
    assert Reach(analysis.graph).unread(0) == (unread, unread)


# AlexNet reads all of every eighth input: the strides before the last pool multiply to 8·4
@pytest.mark.parametrize(
    ("size", "clean"),
    [(195, True), (203, True), (211, True), (219, True), (227, True), (235, True),
     (220, False), (223, False), (224, False), (226, False), (228, False), (231, False)],
)  # fmt: skip
def test_inputs_that_alexnet_reads_whole(size: int, clean: bool) -> None:
    found = list(check(analyze(load("alexnet"), input=size)))
    assert (found == []) == clean


@pytest.mark.parametrize(
    ("text", "message"),
    [
        # the Keras example for MNIST: 28, 26, 13, 11, 5
        ("input: [1, 28, 28]\nlayers: [conv: [32, 3], max_pool: [2, 2], conv: [64, 3], "
         "max_pool: [2, 2], flatten, dropout, fc: 10]", "rows 26-27 and columns 26-27"),
        # the TensorFlow tutorial for CIFAR-10: 32, 30, 15, 13, 6, 4
        ("layers: [conv: [32, 3], max_pool: [2, 2], conv: [64, 3], max_pool: [2, 2], "
         "conv: [64, 3], flatten, fc: 64]", "rows 30-31 and columns 30-31"),
        ("layers: [conv: [8, 3, 2]]", "row 31 and column 31"),
        ("layers: [conv: [8, 1x3, 1x2]]", "column 31"),
        ("layers: [max_pool: [1, 3]]", "rows 1-2, 4-5, 7-8, 10-11, ..."),
        ("input: [2, 33]\nlayers: [max_pool: [2, 2]]", "position 32"),
        ("input: [1, 9, 8, 8]\nlayers: [max_pool: [2, 2]]", "plane 8"),
        ("input: {a: [1, 9, 8], b: [1, 4, 4]}\n"
         "layers: [{max_pool: [2, 2], from: a}, add: [prev, b]]", "row 8 of the input a"),
    ],
)  # fmt: skip
def test_found(net: Net, text: str, message: str) -> None:
    (finding,) = check(net(text))
    assert finding.code == "W301"
    assert message in finding.message


@pytest.mark.parametrize(
    "text",
    [
        # ResNet's stem: padding is left over, and no pixel
        "input: [3, 224, 224]\nlayers: [conv: [64, 7, 2, pad: 3], max_pool: [3, 2, pad: 1]]",
        # the same with the padding as layers of their own, as Keras writes it
        "input: [3, 224, 224]\nlayers: [pad: 3, conv: [64, 7, 2], pad: 1, max_pool: [3, 2]]",
        "layers: [conv: [8, 3, 2, pad: same]]",
        "layers: [max_pool: [3, 2, ceil: true]]",
        "layers: [max_pool: [2, 2]]",
        # a strided shortcut beside a layer that reads the pixels between
        "layers: [add: [[conv: [8, 1, 2]], [conv: [8, 3, 2, pad: 1]]]]",
        "layers: [global_avg_pool]",
        "input: [33, 1, 1]\nlayers: [conv: [8, 1]]",
        "input: [33]\nlayers: [fc: 3]",
        # what cannot be decided is no finding
        "symbols: [H]\ninput: [3, H, H]\nlayers: [conv: [8, 3, 2]]",
    ],
)
def test_silent(net: Net, text: str) -> None:
    assert [finding.code for finding in net(text).diagnostics] == []


def test_silent_where_something_failed(net: Net) -> None:
    text = "layers: [{side: [conv: [8, 99]]}, conv: [8, 3, 2]]"
    assert [finding.code for finding in net(text).diagnostics] == ["E301"]


# --- where it points, and how it is told to be quiet ----------------------------------------------


def test_it_points_at_the_first_cause(net: Net) -> None:
    (finding,) = net("layers:\n  - {conv: [8, 3, 2], name: stem}\n  - relu\n").diagnostics
    assert finding.primary is not None
    span = finding.primary.span
    assert (span.line, span.column, span.end_column) == (5, 6, 21)
    assert "3x3 window" in finding.primary.text
    assert "15.5 positions" in finding.primary.text


def test_a_reason_to_ignore_it(net: Net) -> None:
    text = "layers:\n  - conv: [8, 3, 2]  # cnnspec: ignore[%s] as in the paper\n"
    assert net(text % "W301").diagnostics == ()
    assert net(text % "W302, W301").diagnostics == ()
    assert [finding.code for finding in net(text % "W302").diagnostics] == ["W301"]
    elsewhere = "# cnnspec: ignore[W301] x\nlayers:\n  - conv: [8, 3, 2]\n"
    assert [finding.code for finding in net(elsewhere).diagnostics] == ["W301"]


@pytest.mark.parametrize(
    ("call", "rows"),
    [
        ("conv: [8, 3, 2]", (31,)),
        ("conv: [8, 3, 2, pad: 1]", ()),
        ("conv: [8, 3]", ()),
        ("max_pool: [5, 5]", (30, 31)),
        ("max_pool: [1, 4]", tuple(i for i in range(32) if i % 4)),
        ("crop: 30", (0, 31)),
        ("upsample: 2", ()),
        ("global_avg_pool", ()),
    ],
)
def test_leftover(net: Net, call: str, rows: tuple[int, ...]) -> None:
    assert leftover(net(f"layers: [{call}]").graph, 1) == (rows, rows)
