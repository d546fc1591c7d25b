"""Ratios and changes as they are read."""

from __future__ import annotations

import pytest

from cnnspec.core.algebra import Dim, symbol
from cnnspec.core.algebra_ratio import ratio
from cnnspec.render.ratios import change, mebibytes, more, signed, times

C, N = symbol("C"), symbol("N")
MIB = 1024 * 1024


@pytest.mark.parametrize(
    ("value", "base", "wanted"),
    [
        (25557032, 138357544, "0.185x"),
        (3504872, 138357544, "0.025x"),
        (300774272, 15470264320, "0.019x"),
        (49, 27, "1.81x"),
        (5, 5, "1.00x"),
        (9996, 1000, "10.0x"),
        (99960, 1000, "100x"),
        (122, 10, "12.2x"),
        (1234567, 1, "1,234,567x"),
        (1, 3000, "<0.001x"),
        (0, 5, "0.000x"),
        (9995, 10000, "1.000x"),
    ],
)
def test_a_ratio_of_numbers_has_three_digits(value: int, base: int, wanted: str) -> None:
    assert times(ratio(value, base)) == wanted


@pytest.mark.parametrize(
    ("value", "base", "wanted"),
    [
        (49 * C**2, 27 * C**2, "49/27 = 1.81x"),
        (2 * C, C, "2.00x"),
        (1001 * C, 1000 * C, "1.00x"),
        (27 * C**2, 9 * C, "3·C"),
        (9 * C + C * N, 9 * C * N, "(N + 9)/(9·N)"),
        (C**4 + 3 * C + 1, C**3 + 7 * N + 100, "-"),  # both counts stand beside it
    ],
)
def test_a_ratio_of_forms_is_exact(value: Dim, base: Dim, wanted: str) -> None:
    assert times(ratio(value, base), symbolic=True) == wanted


def test_no_ratio_is_no_cell_that_is_empty() -> None:
    assert times(None) == "-"


@pytest.mark.parametrize(
    ("old", "new", "wanted"),
    [
        (21797672, 25557032, "+17.2%"),
        (3663761408, 3857973248, "+5.3%"),
        (100, 80, "-20.0%"),
        (10000, 10001, "+<0.1%"),
        (10000, 9999, "-<0.1%"),
        (5, 5, "="),
        (0, 5, "0 -> 5"),
        (None, 5, "? -> 5"),
        (27 * C**2, 49 * C**2, "+81.5%"),
        (27 * C, 49 * C**2, "27·C -> 49·C²"),
        ((C + 7) ** 6, (C + 5) ** 6 + N, "changed"),
    ],
)
def test_a_change_is_in_percent_where_that_is_a_number(
    old: Dim | None, new: Dim | None, wanted: str
) -> None:
    assert change(old, new) == wanted


@pytest.mark.parametrize(
    ("value", "base", "wanted"),
    [
        (49 * C**2, 27 * C**2, "81% more parameters"),
        (25, 18, "39% more parameters"),
        (3504872, 138357544, "97% fewer parameters"),
        (1000, 1001, "<1% fewer parameters"),
        (7, 7, "as many parameters"),
        (C**2, C, ""),
    ],
)
def test_a_ratio_in_words(value: Dim, base: Dim, wanted: str) -> None:
    assert more(ratio(value, base), "parameters") == wanted


@pytest.mark.parametrize(
    ("value", "wanted"),
    [(3759360, "+3,759,360"), (-6144, "-6,144"), (0, "-"), (None, "?"), (22 * C**2, "+22·C²"),
     (-22 * C**2, "-22·C²")],
)  # fmt: skip
def test_a_difference_has_its_sign(value: Dim | None, wanted: str) -> None:
    assert signed(value) == wanted


def test_memory_has_three_digits_of_the_least() -> None:
    assert mebibytes([553430176, 102228128, 14019488]) == ["527.8 MiB", "97.5 MiB", "13.4 MiB"]
    assert mebibytes([25690112, 7225344, 6021120]) == ["24.50 MiB", "6.89 MiB", "5.74 MiB"]
    assert mebibytes([243360, 2000 * MIB]) == ["0.232 MiB", "2,000.000 MiB"]
    assert mebibytes([10 * 1024 * MIB, 25 * 1024**2 * MIB]) == ["10.0 GiB", "25,600.0 GiB"]
    assert mebibytes([10 * 1024**2 * MIB]) == ["10.0 TiB"]
    assert mebibytes([0, 100]) == ["0.000 MiB", "<0.001 MiB"]
    assert mebibytes([]) == []
