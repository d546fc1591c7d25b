"""How each layer type says that its output reads its input, axis by axis."""

from __future__ import annotations

from typing import Any

import pytest

from cnnspec.core.algebra import symbol
from cnnspec.core.window import Bins, Rescale, Spread, Whole, Window
from cnnspec.layers import find, names

H = symbol("H")


@pytest.mark.parametrize(
    ("op", "options", "x", "relations"),
    [
        ("conv", {"out": 8, "kernel": (3, 5), "stride": 2, "pad": ((1, 2), 0), "dilation": 3},
         (3, 20, 20), (Window(3, 2, 1, 2, 3), Window(5, 2, 0, 0, 3))),
        ("conv", {"out": 8, "kernel": (1, 3), "stride": (2, 1), "pad": ((1, 2), (3, 4)),
                  "dilation": (1, 2)}, (3, 20, 20), (Window(1, 2, 1, 2, 1), Window(3, 1, 3, 4, 2))),
        ("conv", {"out": 8, "kernel": 3, "stride": 2, "pad": "same"}, (3, 20),
         (Window(3, 2, 0, 0, 1, "same"),)),
        ("conv", {"out": 8, "kernel": (7, 3), "stride": 2, "pad": "half", "dilation": (1, 4)},
         (3, 20, 20), (Window(7, 2, 3, 3), Window(3, 2, 4, 4, 4))),
        ("conv", {"out": 8, "kernel": (4, 2), "pad": "half", "dilation": (1, 2)}, (3, 20, 20),
         (Window(4, 1, 1, 1), Window(2, 1, 1, 1, 2))),
        ("dwconv", {"kernel": (H, 2 * H + 1), "pad": "half"}, (3, 20, 20),
         (Window(H, 1, (H - 1) // 2, (H - 1) // 2), Window(2 * H + 1, 1, H, H))),
        ("dwconv", {"kernel": 3, "pad": "causal"}, (3, 20), (Window(3, 1, 0, 0, 1, "causal"),)),
        ("conv_transpose", {"out": 8, "kernel": 3, "stride": 2, "pad": ((0, 1),), "out_pad": 1},
         (3, 20), (Spread(3, 2, 0, 1, 1, 1),)),
        ("conv_transpose", {"out": 8, "kernel": 3, "stride": 2, "pad": "same"}, (3, 20),
         (Spread(3, 2, 0, 0, 1, 0, "same"),)),
        ("conv_transpose", {"out": 8, "kernel": 5, "stride": 2, "pad": "half", "out_pad": 1},
         (3, 20), (Spread(5, 2, 2, 2, 1, 1),)),
        ("max_pool", {"kernel": 3, "stride": 2, "pad": "half", "ceil": True}, (3, 20),
         (Window(3, 2, 1, 1, 1, "ceil"),)),
        ("max_pool", {"kernel": 3, "stride": 2, "pad": 1, "ceil": True}, (3, 20),
         (Window(3, 2, 1, 1, 1, "ceil"),)),
        ("avg_pool", {"kernel": 2, "stride": 2}, (3, 20), (Window(2, 2),)),
        ("blur_pool", {"kernel": 4, "stride": 2, "pad": ((1, 2),)}, (3, 20), (Window(4, 2, 1, 2),)),
        ("global_avg_pool", {}, (3, 20, 30), (Whole(), Whole())),
        ("adaptive_avg_pool", {"size": (7, 1, 3)}, (3, 7, 9, 12),
         (Window(1), Whole(), Window(4, 4))),
        ("adaptive_avg_pool", {"size": (3, 9)}, (3, 7, 4), (Bins(7, 3), Bins(4, 9))),
        ("adaptive_avg_pool", {"size": 7}, (3, 14 * H, H), (Window(2 * H, 2 * H), Bins(H, 7))),
        ("pad", {"amount": (1, (0, 2))}, (3, 8, 8), (Window(1, 1, 1, 1), Window(1, 1, 0, 2))),
        ("upsample", {"scale": (2, 3)}, (3, 8, 8), (Spread(2, 2), Spread(3, 3))),
        ("resize", {"size": (8, 9)}, (3, 8, 8), (Rescale(8, 8), Rescale(8, 9))),
        ("max_unpool", {"size": 16}, (3, 8), (Rescale(8, 16),)),
        ("crop", {"size": (2, 5)}, (3, 5, 5), (Window(1, 1, -1, -2), Window(1))),
        ("crop", {"size": 56}, (3, 64), (Window(1, 1, -4, -4),)),
        ("pixel_shuffle", {"r": 2}, (8, 5, 5), (Spread(2, 2), Spread(2, 2))),
        ("pixel_unshuffle", {"r": 2}, (8, 4, 4), (Window(2, 2), Window(2, 2))),
        ("fc", {"out": 8}, (3, 5, 5), (Whole(), Whole())),
        ("fc", {"out": 8}, (3,), ()),
        ("rbf", {"out": 8}, (3, 5), (Whole(),)),
        ("reshape", {"sizes": (5, 3)}, (3, 5), (Whole(),)),
        ("flatten", {}, (3, 5, 5, 5), (Whole(), Whole(), Whole())),
    ],
)  # fmt: skip
def test_relations(
    op: str, options: dict[str, Any], x: tuple[Any, ...], relations: tuple[Any, ...]
) -> None:
    assert find(op)(**options).relations(x) == relations


@pytest.mark.parametrize("op", sorted(names() - {"conv", "dwconv", "conv_transpose", "fc", "rbf"}))
def test_all_others_read_each_cell_for_itself(op: str) -> None:
    kind = find(op)
    if kind.group in ("With weights", "Merging", "Activations", "Free") or op in (
        "channel_avg_pool", "channel_max_pool", "channel_shuffle", "pad_channels", "slice", "split",
    ):  # fmt: skip
        assert kind().relations((8, 5, 5), (8, 5, 5)) is None
    else:
        assert "relations" in {name for base in kind.__mro__[:-2] for name in vars(base)}


@pytest.mark.parametrize(
    ("op", "window"),
    [("conv", Window(3)), ("dwconv", Window(3)), ("conv_transpose", Spread(3))],
)
def test_one_layer_serves_any_number_of_axes(op: str, window: Any) -> None:
    layer = find(op)(out=8, kernel=3)
    for axes in (2, 1, 3, 1):
        assert layer.relations((3, *(9,) * axes)) == (window,) * axes


def test_squeeze_and_excitation_gates_its_own_input() -> None:
    steps = find("se")(squeeze=4).unfold((16, 9, 9))
    assert [(part.op, part.takes) for part in steps] == [
        ("global_avg_pool", (-1,)),
        ("conv", (-1,)),
        ("relu", (-1,)),
        ("conv", (-1,)),
        ("sigmoid", (-1,)),
        ("mul", (0, -1)),
    ]


def test_the_centre_is_what_a_crop_reads() -> None:
    (window,) = find("crop")(size=2).relations((3, 5)) or ()
    assert window.reads(b"\1\1", 5) == b"\0\1\1\0\0"


def test_all_cells_but_the_uneven_ones_belong_to_one_bin() -> None:
    # ⌊7i/3⌋ to ⌈7(i + 1)/3⌉: 0 to 3, 2 to 5, 4 to 7.
    (bins,) = find("adaptive_avg_pool")(size=3).relations((3, 7)) or ()
    assert bins.reads(b"\1\0\0", 7) == b"\1\1\1\0\0\0\0"
    assert bins.reads(b"\0\1\0", 7) == b"\0\0\1\1\1\0\0"
    assert bins.reads(b"\0\0\1", 7) == b"\0\0\0\0\1\1\1"
