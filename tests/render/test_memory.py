"""What `memory` tells: sums of bytes, who is alive, what is assumed, training."""

from __future__ import annotations

import csv
import io
import json
from typing import TYPE_CHECKING

import pytest

from cnnspec.analysis import analyze, load
from cnnspec.render.json import dumps
from cnnspec.render.memory import (
    Use,
    alive_at_peak,
    assumptions,
    highest,
    memory_document,
    own,
    parts,
    rounded,
    training_assumptions,
    training_parts,
    training_total,
)
from cnnspec.render.memory_screen import memory_csv, memory_markdown, memory_screen
from cnnspec.render.plain import plain

if TYPE_CHECKING:
    from collections.abc import Callable

    from cnnspec.results import Analysis


def use(
    analysis: Analysis,
    dtype: str = "float32",
    batch: int = 1,
    optimizer: str | None = None,
    in_place: bool = True,
) -> Use:
    memory = analysis.memory(in_place=in_place)
    return Use(analysis, memory, analysis.training(), dtype, batch, optimizer)


def sizes(given: Use) -> dict[str, object]:
    return {part.key: part.size for part in parts(given)}


def test_resnet50_in_bytes() -> None:
    """25,557,032 parameters and 53,120 running statistics of 4 bytes; the peak by hand: a tensor of
    64·56·56 values and two of 256·56·56."""
    analysis = analyze(load("resnet50"))
    assert sizes(use(analysis)) == {"weights": 102_228_128, "buffers": 212_480, "peak": 7_225_344}
    assert [part.how for part in parts(use(analysis))] == [
        "25,557,032 · 4", "53,120 · 4", "at conv2_x.0.shortcut.conv"
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("dtype", "batch", "weights", "peak"),
    [
        ("float64", 1, 204_456_256, 14_450_688),
        ("float16", 32, 51_114_064, 115_605_504),
        ("bfloat16", 1, 51_114_064, 3_612_672),
        ("int8", 1, 25_557_032, 1_806_336),
    ],
)
def test_types_and_batches(dtype: str, batch: int, weights: int, peak: int) -> None:
    """The weights are there once, the activations for each input."""
    found = sizes(use(analyze(load("resnet50")), dtype, batch))
    assert (found["weights"], found["peak"]) == (weights, peak)


@pytest.mark.parametrize(
    ("size", "text"),
    [(0, "-"), (256, "0.25 KiB"), (23_520, "22.97 KiB"), (104_857, "102.40 KiB"),
     (104_858, "0.10 MiB"), (212_480, "0.20 MiB"), (7_225_344, "6.89 MiB"),
     (25_690_112, "24.50 MiB"), (1_106_860_352, "1,055.58 MiB"), (10 * 2**30, "10.00 GiB"),
     (10 * 2**40, "10.00 TiB"), (None, "-")],
)  # fmt: skip
def test_rounded(size: int | None, text: str) -> None:
    assert rounded(size) == text


def test_who_is_alive_and_why() -> None:
    found = alive_at_peak(use(analyze(load("resnet50"))))
    assert [(each.name, each.size, each.why) for each in found] == [
        ("max_pool", 802_816, "being read"),
        ("conv2_x.0.residual.conv3", 3_211_264, "waits for the add"),
        ("conv2_x.0.shortcut.conv", 3_211_264, "being written"),
    ]


@pytest.mark.parametrize(
    ("layers", "wanted"),
    [
        ("{conv: [9, 1], name: a}, {conv: [9, 1], name: b}, {add: [a, b]}",
         [("a", "being read, and later by add"), ("b", "being written")]),
        ("{conv: [2, 1], name: a}, {conv: [9, 1], name: b}, {conv: [99, 1], name: c}, "
         "{conv: [1, 1], name: d}, {add: [{from: a, layers: [conv: [1, 1]]}, d]}",
         [("a", "read later by 0.conv"), ("b", "being read"), ("c", "being written")]),
        ("conv: [9, 1, act: silu]",
         [("input", "being read"), ("conv", "being written")]),
    ],
)  # fmt: skip
def test_reasons(
    analysed: Callable[[str], Analysis], layers: str, wanted: list[tuple[str, str]]
) -> None:
    given = use(analysed(f"input: [1, 4, 4]\nlayers: [{layers}]\n"))
    names = [(each.name, each.why) for each in alive_at_peak(given)]
    assert names[-len(wanted) :] == wanted


def test_outputs_wait_for_nobody(analysed: Callable[[str], Analysis]) -> None:
    text = "{conv: [3, 1], name: a}, {conv: [9, 1], name: b}, {conv: [20, 1], name: c}"
    given = use(analysed(f"input: [1, 4, 4]\nlayers: [{text}]\noutputs: [a, c]\n"))
    assert [(each.name, each.why) for each in alive_at_peak(given)] == [
        ("a", "an output of the network"), ("b", "being read"), ("c", "being written")
    ]  # fmt: skip


def test_two_tensors_of_one_layer_have_their_own_names() -> None:
    given = use(analyze(load("lenet5")), in_place=False)
    assert [each.name for each in alive_at_peak(given)] == ["C1.conv", "C1.tanh"]


# Ronneberger et al. 2015, Fig. 1: the crop of 392x392 looks at 64 maps of 568x568, which stay.
def test_what_is_viewed_is_alive_as_a_whole() -> None:
    found = [
        (each.name, each.shape, each.size, each.why)
        for each in alive_at_peak(use(analyze(load("unet"))))
    ]
    assert found[0] == (
        "enc1.conv.1", (64, 568, 568), 4 * 64 * 568 * 568, "being read as dec1.skip.crop",
    )  # fmt: skip
    assert [size for _, _, size, _ in found] == [82_591_744, 39_337_984, 78_675_968]


def test_rows_add_up() -> None:
    """The activations of the outermost rows make up all of them, and the highest is the peak."""
    for name in ("resnet50", "googlenet", "densenet121", "mobilenet_v2"):
        given = use(analyze(load(name)))
        rows = given.analysis.rows()
        total = given.activations(given.memory.total)
        assert sum([made for row in rows if isinstance(made := own(given, row), int)]) == total
        tops = [top for row in rows if isinstance(top := highest(given, row), int)]
        assert max(tops) == sizes(given)["peak"]


def test_what_is_assumed() -> None:
    assert assumptions(use(analyze(load("vgg16")))) == [
        "layers run in the order written",
        "relu works in place where the input is not read again",
        "dropout only views",
    ]
    assert assumptions(use(analyze(load("resnet50")), in_place=False)) == [
        "layers run in the order written",
        "no layer works in place",
    ]


def test_training() -> None:
    """Weights and gradients of 4 bytes, twice as much for Adam; kept as torch keeps them, see
    tests/passes/test_training.py."""
    given = use(analyze(load("resnet50_torchvision")), optimizer="adam")
    found = training_parts(given)
    assert {part.key: part.size for part in found} == {
        "weights": 102_228_128,
        "buffers": 212_480,
        "activations": 84_307_872,
        "places": 1_605_632,
        "gradients": 102_228_128,
        "states": 204_456_256,
    }
    assert found[-1].how == "2 · 25,557,032 · 4"
    assert training_total(found) == 495_038_496
    assert training_assumptions(given)[0] == (
        "kept is the input of bn, conv, fc and max_pool; the output of relu and softmax; "
        "the place of each maximum of max_pool (8 bytes); each tensor once"
    )


def test_training_takes_activations_for_each_input() -> None:
    given = use(analyze(load("vgg16")), "float16", 8, "sgd")
    found = {part.key: part.size for part in training_parts(given)}
    assert found["gradients"] == 2 * 138_357_544
    assert found["activations"] == 15_245_800 * 2 * 8
    assert found["places"] == 1_530_368 * 8 * 8
    assert found["masks"] == 8_192 * 8
    assert "states" not in found


def test_symbols() -> None:
    given = use(analyze(load("vgg16"), input="3xHxW"))
    screen = plain(memory_screen(given))
    assert "512·H·W  -  at conv1.1" in screen.replace("         -", "  -")
    given = use(analyze(load("resnet50"), input="3xHxW"))
    assert "the peak is open: which is larger depends on the symbols: " in plain(
        memory_screen(given)
    )


def test_symbols_on_a_narrow_screen() -> None:
    given = use(analyze(load("resnet50"), input="3xHxW", at={"H": 224}))
    text = plain(memory_screen(given, width=100), 100)
    assert max(map(len, text.splitlines())) <= 100
    assert "conv1            7x7 /2                64x112xW2       28672·W2" in text
    assert "W2 = ⌊(W + 1)/2⌋ · W4 = ⌊(W + 3)/4⌋" in text
    assert "32256*W4 values at" in text
    assert "MiB need numbers: --at W=64" in text


@pytest.mark.parametrize("width", range(60, 120, 5))
def test_assumptions_with_their_option_fit(width: int) -> None:
    text = plain(memory_screen(use(analyze(load("c3d"))), width=width), width)
    lines = text[text.index("assumed") :].splitlines()
    assert max(map(len, lines)) <= width
    assert "--no-in-place" in text


def test_in_json() -> None:
    document = json.loads(dumps(memory_document(use(analyze(load("resnet50")), optimizer="sgd"))))
    assert document["bytes"]["peak"] == 7_225_344
    assert document["peak_at"] == [
        "conv2_x.0.shortcut.conv", "conv2_x.1.residual.conv3", "conv2_x.2.residual.conv3"
    ]  # fmt: skip
    made = sum(layer["activations"] for layer in document["layers"])
    assert made + 4 * 3 * 224 * 224 == document["bytes"]["activations"]
    assert max(layer["alive"] for layer in document["layers"]) == 7_225_344
    assert document["training"]["states"] == 0
    parted = ("weights", "buffers", "activations", "places", "masks", "gradients", "states")
    assert sum(document["training"][key] for key in parted) == document["training"]["total"]


def test_in_csv_and_markdown() -> None:
    given = use(analyze(load("lenet5")), optimizer="momentum")
    rows = list(csv.DictReader(io.StringIO(memory_csv(given))))
    assert [row["layer"] for row in rows] == ["C1", "S2", "C3", "S4", "C5", "F6", "out"]
    # 6·28·28 values of 4 bytes; while the pool runs, 6·14·14 more
    assert (rows[0]["activations"], rows[1]["alive"]) == ("18816", "23520")
    text = memory_markdown(given)
    assert text.startswith("### lenet5: peak activations 22.97 KiB\n")
    assert "| to train with momentum | bytes |  |" in text


def test_unknown_shapes(analysed: Callable[[str], Analysis]) -> None:
    given = use(analysed("input: [1, 8, 8]\nlayers: [conv: [2, 9], relu]\n"), optimizer="adam")
    text = plain(memory_screen(given))
    assert "the peak is open: not every shape is known" in text
    assert "total             ?  -" in text
