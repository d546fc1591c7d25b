"""A reader's own input in the place of the spec's."""

from __future__ import annotations

from typing import Any

import pytest

from cnnspec.core.algebra import maximum, symbol
from cnnspec.core.diagnostic import UsageError
from cnnspec.language.input_shapes import replace_inputs, split_shape

C, H, W = map(symbol, "CHW")
ONE: dict[str, Any] = {"in": (3, 224, 224)}
TWO: dict[str, Any] = {"left": (1, 105, 105), "right": (1, 105, 105)}
FLAT: dict[str, Any] = {"in": (10,)}


@pytest.mark.parametrize(
    ("inputs", "given", "wanted"),
    [
        (ONE, 227, {"in": (3, 227, 227)}),
        (ONE, "227", {"in": (3, 227, 227)}),
        (ONE, "227x113", {"in": (3, 227, 113)}),
        (ONE, "1x227x113", {"in": (1, 227, 113)}),
        (ONE, [1, 8, 9], {"in": (1, 8, 9)}),
        (ONE, (8, 9), {"in": (3, 8, 9)}),
        (ONE, "3xHxW", {"in": (3, H, W)}),
        (ONE, "H", {"in": (3, H, H)}),
        (ONE, "3x(32*H)x(32*W)", {"in": (3, 32 * H, 32 * W)}),
        (ONE, "3x32*Hx7", {"in": (3, 32 * H, 7)}),
        (ONE, "((H + 1)//2)", {"in": (3, (H + 1) // 2, (H + 1) // 2)}),
        (ONE, "8x(max(H, W))", {"in": (3, 8, maximum(H, W))}),
        (ONE, "3x(2*4)x8", {"in": (3, 8, 8)}),
        (ONE, [C, "H", 9], {"in": (C, H, 9)}),
        (ONE, {"in": 8}, {"in": (3, 8, 8)}),
        (ONE, {"input": 8}, {"in": (3, 8, 8)}),
        (ONE, "input=8", {"in": (3, 8, 8)}),
        (TWO, 8, {"left": (1, 8, 8), "right": (1, 8, 8)}),
        (TWO, {"right": "3x8x8"}, {"left": (1, 105, 105), "right": (3, 8, 8)}),
        (TWO, "left=4,right=3x8x9", {"left": (1, 4, 4), "right": (3, 8, 9)}),
        (FLAT, 20, {"in": (20,)}),
        (FLAT, "N", {"in": (symbol("N"),)}),
    ],
)
def test_inputs_of_a_reader(inputs: Any, given: Any, wanted: Any) -> None:
    before = dict(inputs)
    assert replace_inputs(inputs, given) == wanted
    assert inputs == before


@pytest.mark.parametrize(
    ("inputs", "given"),
    [
        (ONE, 0),
        (ONE, -1),
        (ONE, "0"),
        (ONE, True),
        (ONE, "3x224x224x8"),
        (ONE, "3x"),
        (ONE, "h"),
        (ONE, "3x(32*h)x8"),
        (ONE, "3x(H/0)x8"),
        (ONE, "3x(H - )x8"),
        (ONE, "3x(-4)x8"),
        (ONE, "3x(in.c)x8"),
        (ONE, "3x(true)x8"),
        (ONE, ""),
        (ONE, "9" * 13),
        (ONE, {"left": 8}),
        (TWO, "lef=8"),
        (FLAT, "3x8x8"),
        (FLAT, "8x8"),
    ],
)
def test_inputs_that_do_not_fit(inputs: Any, given: Any) -> None:
    with pytest.raises(UsageError):
        replace_inputs(inputs, given)


def test_an_x_within_parentheses_parts_nothing() -> None:
    assert split_shape("3x(max(H, W))x8") == ["3", "(max(H, W))", "8"]
    assert split_shape("") == [""]


@pytest.mark.parametrize(
    ("own", "given", "meant"),
    [
        ((3, 224, 224), "3x224", "3x224x224"),
        ((3, 16, 112, 112), "3x112x112", "3x16x112x112"),
    ],
)
def test_channels_before_too_few_sizes(own: Any, given: str, meant: str) -> None:
    with pytest.raises(UsageError) as caught:
        replace_inputs({"input": own}, given)
    assert caught.value.message.endswith(f"did you mean {meant}?")
    assert replace_inputs({"input": own}, meant)
    assert replace_inputs({"input": (3, 8, 8)}, "3x3") == {"input": (3, 3, 3)}
