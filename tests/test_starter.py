"""A first spec: nothing is wrong in it, whatever its input."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from cnnspec.analysis import check
from cnnspec.core.diagnostic import UsageError
from cnnspec.starter import starter

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
