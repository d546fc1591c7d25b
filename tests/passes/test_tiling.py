"""What must hold of symbols so that every window tiles."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from cnnspec.analysis import analyze
from cnnspec.core.window import Window, known
from cnnspec.passes.tiling import tiling, whole_steps

if TYPE_CHECKING:
    from collections.abc import Callable

    from cnnspec.results import Analysis


@pytest.mark.parametrize(
    ("name", "wanted", "steps"),
    [
        # 227 = 7·32 + 3 tiles and 224 does not: (224 - 11)/4 is 53.25
        ("alexnet", ("H % 32 == 3", "W % 32 == 3"), {"H": 32, "W": 32}),
        ("vgg16", ("H % 32 == 0", "W % 32 == 0"), {"H": 32, "W": 32}),
        # padded alike on both sides: (225 + 6 - 7)/2 is whole, and so are the four after it; at 224
        # the last cell of padding is left over each time
        ("resnet50", ("H % 32 == 1", "W % 32 == 1"), {"H": 32, "W": 32}),
        ("mobilenet_v1", (), {"H": 32, "W": 32}),  # `same` pads as much as its windows need
        ("squeezenet1_0", ("H % 2 == 1", "W % 2 == 1"), {"H": 16, "W": 16}),
    ],
)
def test_of_shipped_networks(name: str, wanted: tuple[str, ...], steps: dict[str, int]) -> None:
    analysis = analyze(name, input="3xHxW", check=False)
    assert analysis.tiling == wanted
    assert whole_steps(analysis.graph) == steps


@pytest.mark.parametrize(
    ("layers", "shape", "wanted"),
    [
        ("[conv: [8, 3]]", "3xHxW", ()),  # a stride of 1 always tiles
        ("[max_pool: [2, 2]]", "3xHxH", ("H % 2 == 0",)),
        ("[max_pool: [3, 2], max_pool: [3, 2]]", "3xHxH", ("H % 4 == 3",)),
        ("[max_pool: [2, 3], max_pool: [2, 2]]", "3xHx64", ("H % 6 == 5",)),
        # the first wants an odd size and the second, two cells shorter, an even one
        ("[max_pool: [3, 2], {max_pool: [2, 2], from: in}]", "3xHxH",
         ("(H - 3) % 2 == 0", "(H - 2) % 2 == 0")),
        ("[max_pool: [2, 2]]", "3x(H + W)x(H + W)", ("(H + W - 2) % 2 == 0",)),
        ("[max_pool: [2, 2, ceil: true]]", "3xHxH", ()),
        ("[max_pool: [2, 2, pad: same]]", "3xHxH", ()),
        ("[max_pool: [2, 2]]", "3x(2*H)x(2*H)", ()),
    ],
)  # fmt: skip
def test_conditions_are_told_as_one_where_they_are(
    net: Callable[..., Analysis], layers: str, shape: str, wanted: tuple[str, ...]
) -> None:
    found = net(f"layers: {layers}", input=shape)
    assert found.tiling == wanted


def test_of_numbers_nothing_is_open() -> None:
    analysis = analyze("alexnet", input=224, check=False)
    assert tiling(analysis.graph) == ()
    assert whole_steps(analysis.graph) == {}


@pytest.mark.parametrize("size", range(67, 67 + 64))
def test_the_remainder_is_that_of_every_window(size: int) -> None:
    """For each size, the windows of AlexNet tile one by one exactly where the condition holds."""
    nodes = analyze("alexnet", input=size, check=False).graph.nodes
    rests = [
        known(cells + window.before + window.after - window.extent) % known(window.stride)
        for node in nodes
        if node.facts.inputs
        for cells, window in zip(node.facts.inputs[0][1:], node.facts.relations or (), strict=False)
        if isinstance(window, Window) and window.rounding == "floor"
    ]
    assert (not any(rests)) == (size % 32 == 3)
