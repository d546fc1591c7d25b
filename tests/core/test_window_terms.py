"""The arithmetic of a window, as it is written down, comes to the size that the window has."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from cnnspec.core.algebra import evaluate as at
from cnnspec.core.algebra import symbol
from cnnspec.core.terms import evaluate, names
from cnnspec.core.window import Bins, Rescale, Spread, Whole, Window

few = st.integers(0, 5)
counts = st.integers(1, 6)
windows = st.builds(
    Window,
    counts,
    counts,
    few,
    few,
    st.integers(1, 3),
    st.sampled_from(("floor", "ceil", "same", "causal")),
)
spreads = st.builds(
    Spread,
    counts,
    counts,
    few,
    few,
    st.integers(1, 3),
    few,
    st.sampled_from(("floor", "same", "causal")),
)


@given(windows | spreads, st.integers(1, 60))
def test_numbers(window: Window | Spread, cells: int) -> None:
    assert evaluate(window.sized(cells)) == window.size(cells)


@given(windows | spreads, st.integers(1, 60))
def test_symbols(window: Window | Spread, cells: int) -> None:
    n = symbol("N")
    term = evaluate(window.sized(n))
    assert term == window.size(n)
    assert at(term, {"N": cells}) == window.size(cells)


def test_what_has_a_given_size_has_nothing_to_work_out() -> None:
    for relation in (Whole(), Whole(7), Rescale(14, 7), Bins(13, 7)):
        assert evaluate(relation.sized(13)) == relation.target


def test_numbers_have_names_in_the_order_in_which_they_stand() -> None:
    assert names(Window(3, 2, 1, 1).sized(28)) == ("size", "padding", "window", "stride")
    assert names(Window(3, 2, 1, 1, 2).sized(28)) == (
        "size",
        "padding",
        "dilation",
        "window",
        "stride",
    )
    assert names(Spread(3, 2, 1, 1, 1, 1).sized(28)) == (
        "size",
        "stride",
        "window",
        "padding",
        "added at the end",
    )
