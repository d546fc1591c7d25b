"""uneven-upsampling: kernels of transposed convolutions that are no multiple of the stride."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    from cnnspec.core.diagnostic import Diagnostic

    Told = Callable[..., list[Diagnostic]]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("layers: [conv_transpose: [8, 3, 2]]", "1 or 2 windows along an axis, 1 to 4 in all"),
        # 4 rows every 2 are even; counted with weights of 1 in torch 2.14.1: 2 or 4
        ("layers: [conv_transpose: [8, 4x3, 2]]", "1 or 2 windows along an axis, 2 to 4 in all"),
        ("layers: [conv_transpose: [8, 9, 2, pad: same]]", "4 or 5 windows"),
        ("layers: [conv_transpose: [8, 2, 3]]", "holes"),
        ("layers: [conv_transpose: [8, 1, 2]]", "holes"),
        ("layers: [conv_transpose: [8, 2x3, 2]]", "3 cells every 2"),
        ("layers: [{conv_transpose: [8, 5, 2, act: relu], repeat: 4}]", "2 or 3 windows"),
    ],
)
def test_found(told: Told, text: str, message: str) -> None:
    (finding,) = told("W304", text)
    assert finding.code == "W304"
    assert message in finding.message


@pytest.mark.parametrize(
    "text",
    [
        "input: [8, 1, 1]\nlayers: [conv_transpose: [8, 3, 2]]",  # one window
        # U-Net, DCGAN in PyTorch's form, FCN
        "layers: [conv_transpose: [8, 2, 2]]",
        "layers: [conv_transpose: [8, 4, 2, pad: 1]]",
        "layers: [conv_transpose: [8, 64, 32]]",
        "layers: [conv_transpose: [8, 3, 1]]",
        "layers: [upsample: 2, conv: [8, 3]]",
    ],
)
def test_silent(told: Told, text: str) -> None:
    assert told("W304", text) == []
