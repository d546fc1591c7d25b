"""Figures that a spec expects: exact, as printed, or within a percentage."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cnnspec.core.algebra import symbol
from cnnspec.language.bind import FileScope
from cnnspec.language.figures import Figure, read_figures
from cnnspec.language.nodes import Mapping, Node
from cnnspec.language.problems import Problems
from cnnspec.language.reader import read_text
from cnnspec.language.values import Fault, Names

C = symbol("C")
VALUES: dict[str, Any] = {"c": 64, "C": C}


def figures(text: str, *, shape: bool = False) -> list[Figure]:
    root = read_text(f"params: {text}", "net.yaml").root
    assert isinstance(root, Mapping)
    node: Node = root.entries[0][1]
    names = Names(set(VALUES), set().__contains__, Problems(node.source))
    return read_figures(node, names, FileScope(VALUES, False), shape=shape)


@pytest.mark.parametrize(
    ("text", "value", "unit", "within", "cite"),
    [
        ("6998552", 6998552, 0, None, ""),
        ("27*c**2 + c", 27 * 64**2 + 64, 0, None, ""),
        ("27*C", 27 * C, 0, None, ""),
        ("1e3", 1000, 0, None, ""),
        ("60M", 60_000_000, 1_000_000, None, ""),
        ("1.58G", 1_580_000_000, 10_000_000, None, ""),
        ("0.27M", 270_000, 10_000, None, ""),
        ("1.566K", 1566, 1, None, ""),
        ("{value: 60000}", 60000, 0, None, ""),
        ("{value: 7M, within: 1%}", 7_000_000, 1_000_000, (1, 100), ""),
        ("{value: 7, within: 2.5 %}", 7, 0, (25, 1000), ""),
        ("{value: 60K, cite: Table 1}", 60_000, 1000, None, "Table 1"),
    ],
)
def test_read(text: str, value: Any, unit: int, within: tuple[int, int] | None, cite: str) -> None:
    (figure,) = figures(text)
    assert (figure.value, figure.unit, figure.within, figure.cite) == (value, unit, within, cite)
    assert figure.exact == (not unit and within is None)


def test_a_list_means_that_all_must_hold() -> None:
    assert [figure.text for figure in figures("[3, 1.2M, {value: 1K, within: 5%}]")] == [
        "3",
        "1.2M",
        "1K within 5%",
    ]


@pytest.mark.parametrize(
    ("text", "value"),
    [("[64, 8, 8]", (64, 8, 8)), ("3x8x8", (3, 8, 8)), ("10", (10,)), ("[c, 8, 8]", (64, 8, 8)),
     ("{value: [10]}", (10,))],
)  # fmt: skip
def test_a_shape_is_one_figure(text: str, value: Any) -> None:
    (figure,) = figures(text, shape=True)
    assert figure.value == value
    assert figure.exact


@pytest.mark.parametrize(
    ("text", "holds", "fails"),
    [
        ("7", [7], [6, 8]),
        # 1.58G is printed for what lies half a last digit around it
        ("1.58G", [1_575_000_000, 1_580_000_001, 1_585_000_000], [1_574_999_999, 1_585_000_001]),
        ("1K", [500, 1499, 1500], [499, 1501]),
        ("1.566K", [1566], [1565, 1567]),
        ("{value: 100, within: 2%}", [98, 102], [97, 103]),
        ("{value: 200, within: 0.5%}", [199, 201], [198, 202]),
        # ResNet-50: the paper prints 3.8G, cut off; PyTorch 2 counts 3,857,973,248
        ("{value: 3.8G, within: 2%}", [3_857_973_248], [3_876_000_001]),
        ("{value: 7, within: 0%}", [7], [6, 8]),
    ],
)
def test_holds(text: str, holds: list[int], fails: list[int]) -> None:
    (figure,) = figures(text)
    assert [value for value in (*holds, *fails) if figure.holds(value)] == holds


def test_symbols_hold_by_form() -> None:
    (figure,) = figures("27*C + C")
    assert figure.holds(28 * C)
    assert not figure.holds(27 * C)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("{value: 7M, within: 5}", "E203"),
        ("{value: 7M, within: relu%}", "E203"),
        ("{value: 7M, within: [5%]}", "E203"),
        ("{within: 5%}", "E204"),
        ("{value: 7M, cit: x}", "E104"),
        ("{value: 7M, cite: [x]}", "E203"),
        ("1.23456789M", "E203"),
        ("1234567890123456789012K", "E203"),
        ("[]", "E203"),
        ("1/0", "E208"),
        ("in.c", "E217"),
    ],
)
def test_wrong(text: str, code: str) -> None:
    with pytest.raises(Fault) as caught:
        figures(text)
    assert caught.value.code in (code, "")


@given(st.integers(1, 10**6), st.integers(0, 4), st.sampled_from("KMG"), st.integers(0, 10**16))
def test_a_printed_figure_holds_for_what_rounds_to_it(
    digits: int, decimals: int, suffix: str, found: int
) -> None:
    power = {"K": 3, "M": 6, "G": 9}[suffix]
    if decimals > power or decimals > len(str(digits)) - 1:
        return
    text = str(digits)
    printed = f"{text[:-decimals]}.{text[-decimals:]}" if decimals else text
    (figure,) = figures(f"{printed}{suffix}")
    unit = 10 ** (power - decimals)
    assert figure.value == digits * unit
    assert figure.holds(found) == (abs(Fraction(found, unit) - digits) <= Fraction(1, 2))
    edge = digits * unit + unit // 2
    assert figure.holds(edge)
    assert not figure.holds(edge + 1)
