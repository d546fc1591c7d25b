"""AlexNet as it is printed, 224 pixels wide: what each change makes of it.

Sizes and unread rows were counted window by window. torchvision pads by 2, Caffe's model takes 227;
Krizhevsky et al. 2012 print 224 and maps of 55.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from cnnspec.analysis import analyze, load
from cnnspec.fixes import with_fixes
from cnnspec.passes.reach import Reach

if TYPE_CHECKING:
    from collections.abc import Callable

    from cnnspec.results import Analysis

    Net = Callable[..., Analysis]

ALEXNET = """\
input: [3, 224, 224]
defaults: {conv: {act: relu}}
layers:
  - {conv: [96, 11, 4], name: conv1}
  - max_pool: [3, 2]
  - {conv: [256, 5, pad: 2], name: conv2}
  - max_pool: [3, 2]
  - {conv: [384, 3, pad: 1], name: conv3}
  - {conv: [384, 3, pad: 1], name: conv4}
  - {conv: [256, 3, pad: 1], name: conv5}
  - max_pool: [3, 2]
"""


def whole(analysis: Analysis) -> bool:
    """Whether the input is read whole."""
    return not any(finding.code == "W301" for finding in analysis.diagnostics)


@pytest.mark.parametrize(
    ("call", "size", "sizes", "unread"),
    [
        ("[96, 11, 4]", 224, [54, 26, 12, 5], 5),
        ("[96, 11, 4, pad: 2]", 224, [55, 27, 13, 6], 0),
        ("[96, 11, 4]", 227, [55, 27, 13, 6], 0),
        ("[96, 11, 4, pad: [[1, 2], [1, 2]]]", 224, [55, 27, 13, 6], 0),
        ("[96, 11, 4, pad: [[0, 3], [0, 3]]]", 224, [55, 27, 13, 6], 0),
        ("[96, 11, 4, pad: 3]", 224, [55, 27, 13, 6], 0),
        ("[96, 8, 4]", 224, [55, 27, 13, 6], 0),
        ("[96, 11, 4]", 223, [54, 26, 12, 5], 4),
        ("[96, 11, 4, pad: 1]", 224, [54, 26, 12, 5], 6),
        ("[96, 12, 4]", 224, [54, 26, 12, 5], 4),
        ("[96, 11, 3]", 224, [72, 35, 17, 8], 3),
    ],
)
def test_each_change(net: Net, call: str, size: int, sizes: list[int], unread: int) -> None:
    text = ALEXNET.replace("[96, 11, 4]", call).replace("224, 224", f"{size}, {size}")
    analysis = net(text)
    graph = analysis.graph
    names = ("conv1.conv", "max_pool1", "max_pool2", "max_pool3")
    found = {analysis.paths.of(node): graph.shape(node) for node in range(len(graph.nodes))}
    assert [(found[name] or ())[1] for name in names] == sizes
    assert [len(cells) for cells in Reach(graph).unread(0)] == [unread, unread]


def test_what_is_proposed(net: Net) -> None:
    (found,) = with_fixes(net(ALEXNET)).diagnostics
    assert [fix.change for fix in found.fixes] == [
        "conv1 pad: 2", "input: [3, 227, 227]", "input: [3, 219, 219]",
    ]  # fmt: skip
    assert "not input 223: conv1 tiles, but max_pool1 still loses rows 219-222" in (
        found.notes[-1].text
    )


@pytest.mark.parametrize("size", range(190, 240))
def test_inputs_that_are_read_whole(net: Net, size: int) -> None:
    """They lie 8 apart, the total stride of what can lose a row."""
    analysis = net(ALEXNET.replace("224, 224", f"{size}, {size}"))
    assert whole(analysis) == (size in (195, 203, 211, 219, 227, 235))


@pytest.mark.parametrize("size", range(219, 236))
def test_inputs_of_torchvisions_alexnet(size: int) -> None:
    """With a padding of 2, up to two cells more are padding: 227 is wrong there."""
    analysis = analyze(load("alexnet_torchvision"), input=size)
    assert whole(analysis) == (size in (223, 224, 225, 231, 232, 233))


def test_the_mnist_example_of_keras(net: Net) -> None:
    """28 loses two rows; 22, 26 and 30 lose none."""
    text = "layers: [conv: [32, 3], max_pool: [2, 2], conv: [64, 3], max_pool: [2, 2]]"
    fitting = [size for size in range(20, 33) if whole(net(f"input: [1, {size}, {size}]\n{text}"))]
    assert fitting == [22, 26, 30]
    padded = text.replace("conv: [64, 3]", "conv: [64, 3, pad: 1]")
    assert whole(net(f"input: [1, 28, 28]\n{padded}"))
