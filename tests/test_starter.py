"""A first spec: nothing is wrong in it, whatever its input."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from cnnspec.analysis import check
from cnnspec.core.diagnostic import UsageError
from cnnspec.starter import starter
from cnnspec.starters import kinds

if TYPE_CHECKING:
    from pathlib import Path


# By hand for 3x32x32: stem 3*16*9 + 32 = 464; stage 1 4*(16*16*9 + 32) = 9,344; stage 2
# 16*32*9 + 3*(32*32*9) + 4*64 + 16*32 + 64 = 33,088; stage 3 in the same way 131,712; classes 650.
@pytest.mark.parametrize(
    ("input", "classes", "params"),
    [
        ((3, 32, 32), 10, 464 + 9_344 + 33_088 + 131_712 + 650),
        ((1, 28, 28), 10, 464 - 2 * 16 * 9 + 9_344 + 33_088 + 131_712 + 650),
        ((3, 5, 7), 1000, 464 + 9_344 + 33_088 + 131_712 + 65_000),
        ((2, 100), 3, None),
        ((1, 5, 9, 16), 3, None),
    ],
)
def test_it_is_clean(
    input: tuple[int, ...], classes: int, params: int | None, tmp_path: Path
) -> None:
    path = tmp_path / "first.yaml"
    path.write_text(starter("first", input, classes), encoding="utf-8")
    report = check(os.fspath(path))
    assert report.diagnostics == ()
    (analysis,) = report.analyses
    if params is not None:
        assert analysis.totals.params == params


# By hand for 3x32x32, with 3 units for a norm's scale and shift as above.
# plain: 464 + (16*16*9 + 32), 32*(16 + 32)*9 + 128, 64*(32 + 64)*9 + 256, 650.
# mobile, a unit of c to e with 4c channels: 4c*c + 8c, 4c*9 + 8c, 4c*e + 2e:
# 464, 2*(1024 + 128 + 576 + 128 + 1024 + 32), (1024 + 128 + 576 + 128 + 1536 + 48) + (2304 + 192 +
# 864 + 192 + 2304 + 48), (2304 + 192 + 864 + 192 + 3072 + 64) + (4096 + 256 + 1152 + 256 + 4096 +
# 64), 32*128 + 256, 128*10 + 10.
# unet, a double from c to e: 9*c*e + 9*e*e + 4*e:
# 3 -> 16 (2,800), 16 -> 32 (13,952), 32 -> 64 (55,552), 96 -> 32 (36,992), 48 -> 16 (9,280), 170.
# detector: 464, units to 32 (14,528 + 18,560) and 64 (57,728 + 73,984), laterals 4,096 + 128 and
# 2,048 + 128, and the one head 36,864 + 128 + 9*64*42 + 42.
@pytest.mark.parametrize(
    ("kind", "params"),
    [
        ("plain", 464 + 2_336 + 13_952 + 55_552 + 650),
        (
            "mobile",
            464 + 2 * 2_912 + 3_440 + 5_904 + 6_688 + 9_920 + 4_352 + 1_290,
        ),
        ("unet", 2_800 + 13_952 + 55_552 + 36_992 + 9_280 + 170),
        (
            "detector",
            464 + 14_528 + 18_560 + 57_728 + 73_984 + 4_224 + 2_176 + 36_992 + 24_234,
        ),
    ],
)
def test_each_kind_has_the_parameters_that_a_hand_counts(kind: str, params: int) -> None:
    assert f"params: {params}\n" in starter("first", (3, 32, 32), 10, kind)


@pytest.mark.parametrize("kind", kinds())
@pytest.mark.parametrize("input", [(1, 28, 28), (3, 5, 7), (2, 101), (1, 5, 9, 16)])
def test_each_kind_is_clean_for_any_input(
    kind: str, input: tuple[int, ...], tmp_path: Path
) -> None:
    path = tmp_path / "first.yaml"
    path.write_text(starter("first", input, 3, kind), encoding="utf-8")
    assert check(os.fspath(path)).diagnostics == ()


@pytest.mark.parametrize("name", ["plain", "two words", "3a", "a: b # c", '"', "ü", "true"])
def test_any_name_is_a_title(name: str, tmp_path: Path) -> None:
    path = tmp_path / "first.yaml"
    path.write_text(starter(name, (3, 8, 8), 2), encoding="utf-8")
    (analysis,) = check(os.fspath(path)).analyses
    assert analysis.title == name


@pytest.mark.parametrize("input", [(3,), (3, 3, 3), (3, 8, 8, 8, 8)])
def test_an_input_that_does_not_suit(input: tuple[int, ...]) -> None:
    with pytest.raises(UsageError, match="too small for a first network"):
        starter("first", input, 10)
