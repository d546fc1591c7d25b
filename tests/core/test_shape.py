"""Shapes: the names of their axes, and how they are typed."""

from __future__ import annotations

import pytest

from cnnspec.core.algebra import symbol
from cnnspec.core.shape import axis_names, dim_text, product, shape_text

C, H = symbol("C"), symbol("H")


@pytest.mark.parametrize(
    ("shape", "names"),
    [
        ((10,), ("c",)),
        ((4, 100), ("c", "l")),
        ((3, 224, 224), ("c", "h", "w")),
        ((3, 16, 112, 112), ("c", "d", "h", "w")),
        ((3, 2, 2, 2, 2), ("c",)),
    ],
)
def test_axis_names(shape: tuple[int, ...], names: tuple[str, ...]) -> None:
    assert axis_names(shape) == names


def test_product() -> None:
    assert product(()) == 1
    assert product((3, 224, 224)) == 150528
    assert product((C, 3, C)) == 3 * C * C


@pytest.mark.parametrize(
    ("size", "text"),
    [(224, "224"), (H, "H"), ((H + 31) // 32, "((H + 31)//32)"), (2 * C, "(2*C)")],
)
def test_dim_text(size: object, text: str) -> None:
    assert dim_text(size) == text  # type: ignore[arg-type]  # a Dim


def test_shape_text() -> None:
    assert shape_text((3, 224, 224)) == "3x224x224"
    assert shape_text((10,)) == "10"
    assert shape_text(()) == ""
    assert shape_text((C, H, (H + 1) // 2)) == "CxHx((H + 1)//2)"
