from __future__ import annotations

import pytest

from cnnspec.core.algebra import Dim, symbol
from cnnspec.core.window import Spread, Whole, Window
from cnnspec.render.what import says, split_arguments, what
from cnnspec.results import Row


def row(
    label: str,
    kind: str,
    arguments: str = "",
    count: int = 1,
    relations: tuple[Window | Spread | Whole, ...] = (),
) -> Row:
    out: tuple[Dim, ...] = (8, 8)
    return Row(label, label, kind, arguments, count, (), out, 0, 0, 0, 1, relations)


@pytest.mark.parametrize(
    ("given", "text"),
    [
        (row("C1", "conv", "6, 5x5", 1, (Window(5), Window(5))), "conv 5x5"),
        (row("conv1", "conv", "96, 11x11, 4", 1, (Window(11, 4), Window(11, 4))), "11x11 /4"),
        (
            row("conv2", "conv", "256, 5x5, groups: 2, pad: same", 1, (Window(5), Window(5))),
            "5x5 2 groups",
        ),
        (row("C3", "conv", "16, 5x5, connect: table", 1, (Window(5), Window(5))), "conv 5x5 table"),
        (row("c", "conv", "8, 1x7", 1, (Window(1), Window(7))), "conv 1x7"),
        (row("c", "conv", "8, 3, 1x2", 1, (Window(3), Window(3, 2))), "conv 3x3 /1x2"),
        (row("c", "conv", "8, 3, dilation: 2", 1, (Window(3, dilation=2),)), "conv 3 dilation 2"),
        (row("conv5", "conv", "8, 3", 3, (Window(3), Window(3))), "3 x conv 3x3"),
        (row("c", "conv", "8, K", 1, (Window(symbol("K")),)), "conv K"),
        (row("max_pool1", "max_pool", "3x3, 2", 1, (Window(3, 2), Window(3, 2))), "3x3 /2"),
        (row("fc6", "fc", "4096"), ""),
        (row("F6", "fc", "84, act: tanh"), "fc"),
        (row("out", "rbf", "10"), "rbf"),
        (row("dropout1", "dropout", "0.4"), "0.4"),
        (row("gn", "gn", "32"), "32 groups"),
        (row("up", "upsample", "2", 1, (Spread(2, 2), Spread(2, 2))), "upsample 2"),
        (row("crop", "crop", "56x56"), ""),
        (row("split", "split", "24, 40"), "24, 40"),
        (row("conv2_x", "bottleneck", "64", 3), "3 x bottleneck 64"),
        (row("0", "bottleneck", "128, s: 2"), "bottleneck 128, s: 2"),
        (row("bottleneck1", "bottleneck", "64"), "64"),
        (row("S2", "subsample"), "subsample"),
        (row("residual", ""), ""),
    ],
)
def test_a_layer_in_a_few_words(given: Row, text: str) -> None:
    assert what(given) == text


@pytest.mark.parametrize(
    ("label", "kind", "said"),
    [
        ("conv1", "conv", True),
        ("conv_a", "conv", True),
        ("Conv1", "conv", True),
        ("conv", "conv", True),
        ("convert", "conv", False),
        ("C1", "conv", False),
        ("max_pool3", "max_pool", True),
    ],
)
def test_a_name_may_say_the_type(label: str, kind: str, said: bool) -> None:
    assert says(label, kind) is said


def test_arguments_are_split_at_their_own_commas() -> None:
    assert split_arguments("96, [1, 2], max(a, b), pad: [[0, 1], 2]") == [
        ("", "96"),
        ("", "[1, 2]"),
        ("", "max(a, b)"),
        ("pad", "[[0, 1], 2]"),
    ]
    assert split_arguments("") == []
