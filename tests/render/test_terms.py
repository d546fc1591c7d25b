"""Terms as text, as Python and as LaTeX. All expected texts were written by hand."""

from __future__ import annotations

import pytest

from cnnspec.core.algebra import symbol
from cnnspec.core.terms import (
    Least,
    Minus,
    Number,
    Power,
    Product,
    Quotient,
    Sum,
    Term,
    evaluate,
    numbers,
    product,
    total,
)
from cnnspec.core.window import Spread, Window
from cnnspec.render.terms import term_latex, term_python, term_text

ONE = Number(1)


def n(*values: int) -> tuple[Number, ...]:
    return numbers(values)


CASES: list[tuple[str, Term, int, str, str]] = [
    ("number", Number(1516), 1516, "1,516", "1516"),
    ("product", product(*n(256, 6, 6)), 9216, "256·6·6", "256*6*6"),
    (
        "groups of factors",
        product(product(*n(11, 11, 3)), Number(96), product(*n(55, 55))),
        105415200,
        "11·11·3 · 96 · 55·55",
        "11*11*3*96*55*55",
    ),
    (
        "a sum times a number",
        product(Sum((product(*n(5, 5, 3)), ONE)), Number(6)),
        456,
        "(5·5·3 + 1)·6",
        "(5*5*3 + 1)*6",
    ),
    (
        "groups of channels",
        Product((Number(2), product(product(*n(5, 5, 48)), Number(128)), product(*n(27, 27)))),
        223948800,
        "2 · (5·5·48 · 128) · 27·27",
        "2*(5*5*48*128)*27*27",
    ),
    (
        "a sum in groups",
        Product((Number(2), product(Sum((product(*n(5, 5, 48)), ONE)), Number(128)))),
        307456,
        "2 · (5·5·48 + 1)·128",
        "2*(5*5*48 + 1)*128",
    ),
    ("power", Quotient(Number(128), Power(Number(2), 2), "exact"), 32, "128 / 2²", "128//2**2"),
    ("minus", Sum((Number(32), Minus(Number(8)))), 24, "32 - 8", "32 - 8"),
    (
        "minus a sum",
        Sum((Number(9), Minus(Sum(n(2, 3))))),
        4,
        "9 - (2 + 3)",
        "9 - (2 + 3)",
    ),
    ("least", Least(n(14, 13)), 13, "min(14, 13)", "min(14, 13)"),
    ("nothing", total(), 0, "0", "0"),
    ("one", product(), 1, "1", "1"),
]


@pytest.mark.parametrize(("what", "term", "value", "text", "python"), CASES)
def test_a_term_is_written(what: str, term: Term, value: int, text: str, python: str) -> None:
    assert evaluate(term) == value
    assert term_text(term) == text
    assert term_python(term) == python
    assert eval(python) == value  # the text of a literal above


WINDOWS: list[tuple[str, Window | Spread, int, int, str, str]] = [
    ("AlexNet's conv1", Window(11, 4), 227, 55, "⌊(227 + 2·0 - 11) / 4⌋ + 1", ""),
    ("LeNet's C3", Window(5), 14, 10, "⌊(14 + 2·0 - 5) / 1⌋ + 1", ""),
    ("ResNet's conv1", Window(7, 2, 3, 3), 224, 112, "⌊(224 + 2·3 - 7) / 2⌋ + 1", ""),
    ("a side", Window(3, 2, 0, 1), 112, 56, "⌊(112 + 0 + 1 - 3) / 2⌋ + 1", ""),
    (
        "dilated",
        Window(3, 1, 2, 2, 2),
        28,
        28,
        "⌊(28 + 2·2 - 2·(3 - 1) - 1) / 1⌋ + 1",
        "(28 + 2*2 - 2*(3 - 1) - 1)//1 + 1",
    ),
    ("rounded up", Window(3, 2, 0, 0, 1, "ceil"), 112, 56, "⌈(112 + 2·0 - 3) / 2⌉ + 1", ""),
    (
        "rounded up, but not into the padding",
        Window(2, 2, 1, 1, 1, "ceil"),
        5,
        3,
        "min(⌈(5 + 2·1 - 2) / 2⌉ + 1, ⌈(5 + 1) / 2⌉)",
        "min(-(-(5 + 2*1 - 2)//2) + 1, -(-(5 + 1)//2))",
    ),
    ("same", Window(3, 2, rounding="same"), 224, 112, "⌈224 / 2⌉", "-(-224//2)"),
    ("causal", Window(3, 2, rounding="causal"), 225, 113, "⌈225 / 2⌉", "-(-225//2)"),
    ("padding alone", Window(1, 1, 2, 3), 28, 33, "28 + 2 + 3", ""),
    ("a centre", Window(1, 1, -4, -4), 28, 20, "28 - 4 - 4", ""),
    ("pointwise", Window(1), 28, 28, "⌊(28 + 2·0 - 1) / 1⌋ + 1", ""),
    ("transposed", Spread(4, 2, 1, 1), 28, 56, "(28 - 1)·2 + 4 - 2·1", ""),
    ("added at the end", Spread(3, 2, 1, 1, 1, 1), 28, 56, "(28 - 1)·2 + 3 - 2·1 + 1", ""),
    ("cut unevenly", Spread(4, 2, 1, 2), 28, 55, "(28 - 1)·2 + 4 - 1 - 2", ""),
    ("dilated, transposed", Spread(3, 1, 0, 0, 2), 5, 9, "(5 - 1)·1 + 2·(3 - 1) + 1 - 2·0", ""),
    ("enlarged", Spread(2, 2), 28, 56, "28·2", ""),
    ("transposed, same", Spread(3, 2, rounding="same"), 28, 56, "28·2", ""),
]


@pytest.mark.parametrize(("what", "window", "cells", "size", "text", "python"), WINDOWS)
def test_a_window_is_written(
    what: str, window: Window | Spread, cells: int, size: int, text: str, python: str
) -> None:
    term = window.sized(cells)
    assert evaluate(term) == window.size(cells) == size
    assert term_text(term) == text
    assert eval(term_python(term)) == size
    assert not python or term_python(term) == python


def test_symbols_stay_readable() -> None:
    term = Window(7, 2, 3, 3).sized(symbol("H"))
    assert term_text(term) == "⌊(H + 2·3 - 7) / 2⌋ + 1"
    assert evaluate(term) == Window(7, 2, 3, 3).size(symbol("H"))
    assert term_text(product(*numbers((symbol("C") + 1, 3)))) == "(C + 1)·3"
    assert term_text(product(*numbers((symbol("C"), 3)))) == "C·3"
    assert term_text(Sum((Number(9), Minus(Number(symbol("C") - 1))))) == "9 - (C - 1)"
    half = product(Number(64), Number(symbol("H") // 2 * 3))
    assert term_text(half) == "64·3·⌊H/2⌋"
    assert term_python(half) == "64*(3*(H//2))"
    assert term_text(product(Number(64), Number(symbol("H") // 2 + 1))) == "64·(⌊H/2⌋ + 1)"


@pytest.mark.parametrize(
    ("term", "latex"),
    [
        (
            Window(11, 4).sized(227),
            r"\left\lfloor \frac{227 + 2 \cdot 0 - 11}{4} \right\rfloor + 1",
        ),
        (Window(3, 2, rounding="same").sized(5), r"\left\lceil \frac{5}{2} \right\rceil"),
        (Number(1_000_000), "1{,}000{,}000"),
        (Number(27 * symbol("C") ** 2), r"27 \cdot C^{2}"),
        (Number((symbol("H") + 31) // 32), r"\left\lfloor (H + 31)/32 \right\rfloor"),
        (Number(symbol("W_1")), r"W\_1"),
        (Quotient(Number(128), Power(Number(2), 2), "exact"), r"\frac{128}{2^{2}}"),
        (Least(n(14, 13)), r"\min\left(14, 13\right)"),
        (Sum((Number(9), Minus(Sum(n(2, 3))))), "9 - (2 + 3)"),
    ],
)
def test_latex(term: Term, latex: str) -> None:
    assert term_latex(term) == latex
