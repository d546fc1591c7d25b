"""Layer types on symbolic sizes: shapes and counts as expressions, requirements as conditions."""

from __future__ import annotations

from typing import Any

import pytest

from cnnspec.core.algebra import symbol, text
from cnnspec.core.diagnostic import Violation
from cnnspec.layers import find
from cnnspec.layers.facts import Facts, measure

C, H, N, W = (symbol(name) for name in "CHNW")


def facts(op: str, options: dict[str, Any], *inputs: tuple[Any, ...]) -> Facts:
    return measure(find(op)(**options), inputs)


def texts(shape: tuple[Any, ...] | None) -> list[str]:
    assert shape is not None
    return [text(size) for size in shape]


@pytest.mark.parametrize(
    ("op", "options", "inputs", "shape", "conditions"),
    [
        # Worked out by hand from the formulas of the language reference, §5.
        ("conv", {"out": 8, "kernel": 7, "stride": 2, "pad": 3}, [(3, H, 32 * W)],
         "8, (H + 1)//2, 16*W", []),
        ("conv", {"out": 8, "kernel": 7}, [(3, H, H)], "8, H - 6, H - 6", ["H >= 7", "H >= 7"]),
        ("conv", {"out": 2 * C, "kernel": 3, "pad": "same", "stride": 2}, [(C, H, 2 * H)],
         "2*C, (H + 1)//2, H", []),
        ("conv", {"out": 2 * C, "kernel": 3, "pad": 1, "groups": C}, [(C, H)], "2*C, H", []),
        ("conv", {"out": 64, "kernel": 1, "groups": 4}, [(C, 8)], "64, 8", ["C divisible by 4"]),
        ("conv", {"out": 3 * C, "kernel": N, "groups": 2}, [(4 * C, H)], "3*C, H - N + 1",
         ["(3*C) divisible by 2", "H >= N"]),
        ("dwconv", {"kernel": 3, "pad": 1, "multiplier": N}, [(C, H)], "C*N, H", []),
        ("conv_transpose", {"out": 8, "kernel": 4, "stride": 2, "pad": 1}, [(C, H)], "8, 2*H", []),
        ("conv_transpose", {"out": 8, "kernel": 2, "pad": 2}, [(C, H)], "8, H - 3", ["H >= 4"]),
        ("conv_transpose", {"out": 8, "kernel": 4, "stride": 3, "out_pad": N - 1}, [(C, 5)],
         "8, N + 15", ["N < 4"]),
        ("fc", {"out": N}, [(C, H, W)], "N", []),
        ("max_pool", {"kernel": 3, "stride": 2, "ceil": True, "pad": 1}, [(C, 2 * H)],
         "C, H + 1", []),
        ("max_pool", {"kernel": N, "stride": 2, "pad": 1}, [(C, N)], "C, 2", ["N >= 2", "N >= 2"]),
        ("global_avg_pool", {}, [(C, H, W)], "C, 1, 1", []),
        ("adaptive_avg_pool", {"size": (7, 1)}, [(C, H, W)], "C, 7, 1", []),
        ("pad", {"amount": N}, [(C, H)], "C, H + 2*N", []),
        ("upsample", {"scale": 2}, [(C, (H + 1) // 2)], "C, 2*((H + 1)//2)", []),
        ("resize", {"size": (H, 9)}, [(C, 7, W)], "C, H, 9", []),
        ("crop", {"size": H - 4}, [(C, H)], "C, H - 4", []),
        ("crop", {"size": 9}, [(C, H)], "C, 9", ["H >= 9"]),
        ("pixel_shuffle", {"r": 2}, [(4 * C, H, W)], "C, 2*H, 2*W", []),
        ("pixel_shuffle", {"r": 2}, [(C, H)], "C//2, 2*H", ["C divisible by 2"]),
        ("pixel_shuffle", {"r": N}, [(C * N * N, H, W)], "C, H*N, N*W", []),
        ("pixel_unshuffle", {"r": 2}, [(C, 2 * H, W)], "4*C, H, W//2", ["W divisible by 2"]),
        ("channel_shuffle", {"groups": 3}, [(C, H)], "C, H", ["C divisible by 3"]),
        ("gn", {"groups": C}, [(8 * C, H)], "8*C, H", []),
        ("split", {"sizes": (2,)}, [(2 * C, H)], "2*C, H", []),
        ("split", {"sizes": (2,)}, [(C, H)], "C, H", ["C divisible by 2"]),
        ("split", {"sizes": (C, 2 * C)}, [(3 * C, H)], "3*C, H", []),
        ("split", {"sizes": (C, 8)}, [(64, H)], "64, H", ["C == 56"]),
        ("slice", {"start": C, "stop": 2 * C}, [(3 * C, H)], "C, H", []),
        ("slice", {"start": C, "stop": 9}, [(N, H)], "-C + 9, H", ["C < 9", "N >= 9"]),
        ("pad_channels", {"out": 2 * C}, [(C, H)], "2*C, H", []),
        ("pad_channels", {"out": 64}, [(C, H)], "64, H", ["C <= 64"]),
        ("reshape", {"sizes": (C * H,)}, [(C, H)], "C*H", []),
        ("reshape", {"sizes": (64, 4)}, [(C, 4)], "64, 4", ["C == 64"]),
        ("flatten", {}, [(C, H, W)], "C*H*W", []),
        ("concat", {}, [(C, H, W), (N, H, W)], "C + N, H, W", []),
        ("concat", {}, [(C, H, W), (N, 32, W), (3, 32, 8)], "C + N + 3, H, W",
         ["H == 32", "W == 8"]),
        ("add", {}, [(C, H), (C, H)], "C, H", []),
        ("add", {}, [(C, H), (64, H), (64, H)], "C, H", ["C == 64"]),
        ("mul", {}, [(C, H, W), (C,), (1, H, 1)], "C, H, W", []),
        ("mul", {}, [(C, H), (64, 1)], "C, H", ["C == 64"]),
    ],
)  # fmt: skip
def test_shapes_and_conditions(
    op: str,
    options: dict[str, Any],
    inputs: list[tuple[Any, ...]],
    shape: str,
    conditions: list[str],
) -> None:
    found = facts(op, options, *inputs)
    assert ", ".join(texts(found.shape)) == shape
    assert list(found.conditions) == conditions


def test_five_halvings_are_one_floor() -> None:
    shape: Any = (3, H, H)
    for op, options in [
        ("conv", {"out": 64, "kernel": 7, "stride": 2, "pad": 3}),
        ("max_pool", {"kernel": 3, "stride": 2, "pad": 1}),
        ("conv", {"out": 128, "kernel": 3, "stride": 2, "pad": 1}),
        ("conv", {"out": 256, "kernel": 3, "stride": 2, "pad": 1}),
        ("conv", {"out": 512, "kernel": 3, "stride": 2, "pad": 1}),
    ]:
        shape = facts(op, options, shape).shape
    assert texts(shape) == ["512", "(H + 31)//32", "(H + 31)//32"]


def test_counts() -> None:
    found = facts("conv", {"out": C, "kernel": 3, "pad": 1, "bias": False}, (3 * C, H, W))
    assert text(found.params) == "27*C**2"
    assert text(found.macs) == "27*C**2*H*W"
    found = facts("conv_transpose", {"out": C, "kernel": 2, "stride": 2}, (C, H, W))
    assert text(found.params) == "4*C**2 + C"
    assert text(found.macs) == "4*C**2*H*W"
    assert text(facts("fc", {"out": 10}, (C, H)).params) == "10*C*H + 10"
    assert text(facts("bn", {}, (C, H)).buffers) == "2*C"


@pytest.mark.parametrize(
    ("op", "options", "inputs", "code", "message"),
    [
        ("conv", {"out": 8, "kernel": H + 1}, [(3, H)], "E301",
         "the window spans (H + 1) cells of l, but the input has H"),
        ("conv", {"out": 8, "kernel": 1, "groups": 2}, [(2 * C + 1, 5)], "E303",
         "input channels (2*C + 1) are not divisible by `groups` (2)"),
        ("crop", {"size": H + 1}, [(3, H)], "E302",
         "`size` (H + 1) is more than the input has along l (H), and `crop` cannot enlarge"),
        ("pixel_shuffle", {"r": 2}, [(2 * C + 1, H)], "E302",
         "channels (2*C + 1) are not divisible by `r` (2)"),
        ("split", {"sizes": (C,)}, [(3 * C, H)], "E203",
         "`split` wants a known number of parts, got C"),
        ("concat", {}, [(C, H), (C, H + 1)], "E304", "concat joins maps of H and (H + 1)"),
        ("add", {}, [(C, H), (C + 1, H)], "E304", "add joins CxH and (C + 1)xH"),
        ("add", {}, [(C, H + 1), (C, 1)], "E305",
         "Cx(H + 1) + Cx1 would repeat one value over (H + 1) positions"),
        ("mul", {}, [(C, H), (C + 1,)], "E304",
         "mul joins CxH and (C + 1): a gate has the same size or 1 on every axis"),
    ],
)  # fmt: skip
def test_what_never_holds_is_an_error(
    op: str, options: dict[str, Any], inputs: list[tuple[Any, ...]], code: str, message: str
) -> None:
    with pytest.raises(Violation) as caught:
        facts(op, options, *inputs)
    assert (caught.value.code, caught.value.message) == (code, message)
