"""What `field` tells: the sum behind each field, strides, centres, and what is seen."""

from __future__ import annotations

import csv
import io
import json
from typing import TYPE_CHECKING

import pytest

from cnnspec.analysis import analyze, load
from cnnspec.render.field import field_document, is_shown, look, notes_of, seen
from cnnspec.render.field_screen import field_csv, field_markdown, field_screen
from cnnspec.render.json import dumps
from cnnspec.render.plain import plain

if TYPE_CHECKING:
    from collections.abc import Callable

    from cnnspec.results import Analysis

    Analysed = Callable[[str], Analysis]


def lines(analysis: Analysis, levels: int | None = 1) -> dict[str, tuple[str, ...]]:
    """The table by layer."""
    given = look(analysis)
    found: dict[str, tuple[str, ...]] = {}
    waiting = [*analysis.rows(levels)]
    while waiting:
        row = waiting.pop(0)
        waiting[:0] = row.children
        if is_shown(given, row):
            told = seen(given, row)
            found[row.path] = (
                told.how, told.field, told.stride, told.centre, told.first, told.last
            )  # fmt: skip
    return found


def test_alexnet() -> None:
    """Araujo et al. 2019, Table 1: 195, 32; the recurrence by hand."""
    assert lines(analyze(load("alexnet"))) == {
        "conv1": ("1 + (11 - 1)·1 = 11", "11", "4", "5", "0..10", "216..226"),
        "max_pool1": ("11 + (3 - 1)·4 = 19", "19", "8", "9", "0..18", "208..226"),
        "conv2": ("19 + (5 - 1)·8 = 51", "51", "8", "9", "-16..34", "192..242"),
        "max_pool2": ("51 + (3 - 1)·8 = 67", "67", "16", "17", "-16..50", "176..242"),
        "conv3": ("67 + (3 - 1)·16 = 99", "99", "16", "17", "-32..66", "160..258"),
        "conv4": ("99 + (3 - 1)·16 = 131", "131", "16", "17", "-48..82", "144..274"),
        "conv5": ("131 + (3 - 1)·16 = 163", "163", "16", "17", "-64..98", "128..290"),
        "max_pool3": ("163 + (3 - 1)·16 = 195", "195", "32", "33", "-64..130", "96..290"),
    }


def test_blocks_tell_both_ends() -> None:
    found = lines(analyze(load("resnet50")))
    assert found["conv2_x"][:2] == ("11 + 24 = 35", "11 - 35")
    assert found["conv5_x"][:3] == ("291 + 192 = 483", "11 - 483", "32")


@pytest.mark.parametrize(
    ("layers", "path", "wanted"),
    [
        ("{conv: [3, 3], repeat: 3}", "conv", ("1 + 3·(3 - 1)·1 = 7", "7", "1")),
        ("conv: [3, 3, dilation: 4]", "conv", ("1 + 4·(3 - 1)·1 = 9", "9", "1")),
        ("max_pool: [2, 2], conv: [3, 1]", "conv", ("2 + (1 - 1)·2 = 2", "2", "2")),
        # windows that differ: what they add together
        ("{seq: [conv: [3, 3], conv: [3, 5]], name: s}", "s", ("1 + 6 = 7", "7", "1")),
        # a join: the widest branch
        ("{conv: [3, 3, pad: 1], name: a}, {add: [in, a]}", "add",
         ("max(1, 3) = 3", "1 - 3", "1")),
        # axes that differ
        ("conv: [3, 1x7, 1x2]", "conv", ("1 + (1 - 1)·1 = 1, 1 + (7 - 1)·1 = 7", "1x7", "1x2")),
        # behind an enlargement: cells counted back, and a stride that is a fraction
        ("conv: [3, 3], upsample: 2, conv: [3, 3]", "conv2", ("1 -> 3 -> 2 -> 4", "4", "1/2")),
        ("max_pool: [4, 4], upsample: 4", "upsample", ("1 -> 4", "4", "1")),
        # a branch that sees everything
        ("conv: [4, 3, pad: 1], {concat: [prev, [global_avg_pool, resize: 16]], name: c}", "c",
         ("3", "3 - all", "1")),
    ],
)  # fmt: skip
def test_sums(analysed: Analysed, layers: str, path: str, wanted: tuple[str, str, str]) -> None:
    assert lines(analysed(f"input: [3, 16, 16]\nlayers: [{layers}]\n"))[path][:3] == wanted


def test_a_long_way_back_is_cut() -> None:
    """Ronneberger et al. 2015, Fig. 1: the first and the last two steps of the network's end."""
    found = lines(analyze(load("unet")))
    end = list(found)[-1]
    assert found[end][:4] == ("1 -> 3 -> 5 -> 3 -> ... -> 5 -> 204", "9 - 204", "1", "92")
    assert found[end][4:] == ("0..187", "384..571")


def test_what_is_not_shown(analysed: Analysed) -> None:
    text = "input: [3, 16, 16]\nlayers: [conv: [3, 3], relu, bn, dropout, flatten, fc: 2]\n"
    assert list(lines(analysed(text))) == ["conv"]
    screen = plain(field_screen(look(analysed(text))))
    assert "the image is 0..15, beyond it lies padding · flatten and later see everything" in screen


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("input: [10]\nlayers: [fc: 3]\n", "the input is a flat vector: it has no axes"),
        ("input: [3, 4, 4]\nlayers: [relu]\n", "every value sees one pixel: no layer has a window"),
        ("input: [3, 4, 4]\nlayers: [fc: 3]\n", "fc sees everything"),
        ("input: [3, 8, 9]\nlayers: [conv: [3, 3]]\n", "the image is 0..7, 0..8,"),
        ("input: [3, 9]\nlayers: [conv: [3, 3]]\n", "pixels of the axis; the image is 0..8,"),
    ],
)
def test_remarks(analysed: Analysed, text: str, said: str) -> None:
    assert said in plain(field_screen(look(analysed(text))))


APART = """\
input: [3, 8, 8]
layers:
  - add: {main: [conv: [3, 3, 2, pad: same]], side: [conv: [3, 1, 2]]}
"""


def test_misaligned_branches_are_told(analysed: Analysed) -> None:
    given = look(analysed(APART))
    assert notes_of(given) == [
        "add joins branches that lie 1 pixel apart along h, at a stride of 2; "
        "first centres: main 1, side 0"
    ]
    assert "note: add joins branches that lie 1 pixel apart" in plain(field_screen(given))
    different = "input: [3, 8, 8]\nlayers: [concat: {a: [conv: [3, 1, 2]], b: [crop: 4]}]\n"
    assert notes_of(look(analysed(different))) == [
        "concat joins branches of different strides along h: a every 2, b every 1 pixels"
    ]


def test_symbols(analysed: Analysed) -> None:
    text = "input: [3, N, N]\nsymbols: [N, K]\nlayers: [conv: [3, K], conv: [3, 3, 2, pad: 1]]\n"
    assert lines(analysed(text)) == {
        "conv1": ("1 + (K - 1)·1 = K", "K", "1", "(K - 1)/2", "0..K - 1", "-K + N..N - 1"),
        "conv2": (
            "K + (3 - 1)·1 = K + 2", "K + 2", "2", "(K - 1)/2", "-1..K",
            lines(analysed(text))["conv2"][5],
        ),
    }  # fmt: skip


def test_in_json(analysed: Analysed) -> None:
    document = json.loads(dumps(field_document(look(analyze(load("lenet5"))))))
    layers = {layer["name"]: layer["axes"][0] for layer in document["layers"]}
    assert layers["S2.avg_pool"] == {
        "smallest": 6, "largest": 6, "whole": False, "stride": 2, "centres": ["5/2", "5/2"],
        "first": [0, 5], "last": [26, 31],
    }  # fmt: skip
    assert layers["F6.fc"]["largest"] is None
    assert layers["F6.fc"]["whole"] is True
    apart = field_document(look(analysed(APART)))["misaligned"]
    assert apart == [
        {"name": "add", "fork": "input", "axis": 0, "branches": ["main.conv", "side.conv"],
         "centres": [1, 0], "strides": [2, 2], "apart": 1},
    ]  # fmt: skip


def test_in_csv() -> None:
    rows = list(csv.DictReader(io.StringIO(field_csv(look(analyze(load("alexnet")))))))
    assert rows[-1] == {
        "level": "0", "layer": "max_pool3", "what": "3x3 /2", "how": "163 + (3 - 1)*16 = 195",
        "smallest": "195", "largest": "195", "stride": "32", "centre_least": "33",
        "centre_most": "33", "first_from": "-64", "first_to": "130", "last_from": "96",
        "last_to": "290",
    }  # fmt: skip


def test_in_markdown() -> None:
    text = field_markdown(look(analyze(load("alexnet"))))
    assert text.startswith("### alexnet: receptive field 195\n")
    assert "| conv1 | 11x11 /4 | 1 + (11 - 1)·1 = 11 | 11 | 4 | 5 | 0..10 | 216..226 |" in text


def test_rows_that_are_told_together(analysed: Analysed) -> None:
    """Equal iterations whose inside is opened: the sum is that of all of them."""
    text = (
        "input: [3, 32, 32]\nblocks: {b: [conv: [3, 3, pad: 1], relu]}\n"
        "layers: [{b: [], repeat: 4, name: x}]\n"
    )
    assert lines(analysed(text), None)["x.conv"][:2] == ("1 + 4·(3 - 1)·1 = 9", "9")
