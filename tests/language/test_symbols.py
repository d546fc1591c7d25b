"""What a reader says of symbols: what some stand for, and numbers for some."""

from __future__ import annotations

import pytest

from cnnspec.core.algebra import symbol, text
from cnnspec.core.diagnostic import UsageError
from cnnspec.language.symbols import decided, read_forms, read_numbers, solve


def test_forms_are_read_with_whatever_names_they_have() -> None:
    found = read_forms({"H": "32*h", "W": "16*w + 3", "C": "8*c*k"})
    assert {name: text(form) for name, form in found.items()} == {
        "H": "32*h", "W": "16*w + 3", "C": "8*c*k",
    }  # fmt: skip
    assert read_forms({"H": 32 * symbol("h")})["H"] == 32 * symbol("h")


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({"H": "32*H"}, "--where H=32*H: H would stand for itself"),
        ({"H": "224"}, "--where H=224 is no form of symbols"),
        ({"H": "h/2"}, "--where H=h/2 is not whole for every value of its symbols"),
        ({"H": "h - 5"}, "--where H=h - 5 is not at least 1 for every value of its symbols"),
        ({"H": "32*"}, "--where H=32*: "),
        ({"H": "3x3"}, "--where H=3x3 is no form of symbols"),
        ({"H": "32*h", "W": "H + 1"}, "--where W=H + 1: H stands for 32*h"),
        ({"2H": "32*h"}, "--where 2H=32*h: 2H is no name of a symbol"),
        ({"H": "in.c"}, "--where H=in.c: "),
    ],
)
def test_what_is_no_form_is_told(given: dict[str, object], message: str) -> None:
    with pytest.raises(UsageError) as caught:
        read_forms(given)
    assert caught.value.message.startswith(message)


@pytest.mark.parametrize("value", ["0", "-3", "H", "1.5", "", 0, 1.5, "9" * 13])
def test_a_number_is_whole_and_at_least_1(value: object) -> None:
    with pytest.raises(UsageError, match="a symbol is a whole number of at least 1"):
        read_numbers({"H": value})


H = 32 * symbol("h")


def test_a_name_that_stands_for_a_form_is_solved() -> None:
    assert solve({"H": 224}, ["h"], {"H": H}, "net") == {"h": 7}
    assert solve({"h": 7}, ["h"], {"H": H}, "net") == {"h": 7}
    assert solve({"H": 224, "h": 7}, ["h"], {"H": H}, "net") == {"h": 7}
    form = 2 * symbol("a") + 3 * symbol("b")
    assert solve({"X": 12, "a": 3}, ["a", "b"], {"X": form}, "net") == {"a": 3, "b": 2}


@pytest.mark.parametrize(
    ("numbers", "forms", "message", "hint"),
    [
        ({"H": 225}, {"H": H}, "--at H=225 does not fit H = 32*h", "the nearest: 224 or 256"),
        ({"H": 5}, {"H": H}, "--at H=5 does not fit H = 32*h", "the nearest: 32"),
        ({"H": 224, "h": 8}, {"H": H}, "--at H=224: H is 32*h, which is 256 here", ""),
        ({"K": 3}, {"H": H}, "net has no symbol K", "its symbols: h, H"),
        (
            {"H": 9},
            {"H": symbol("h") ** 2},
            "--at H=9: H is h**2, which is not solved for h",
            "give h itself: --at h=7",
        ),
        (
            {"H": 9},
            {"H": symbol("h") + symbol("k")},
            "--at H=9: H is h + k, which leaves several numbers open",
            "give h and k themselves",
        ),
    ],
)
def test_what_does_not_fit_is_told(
    numbers: dict[str, int], forms: dict[str, object], message: str, hint: str
) -> None:
    with pytest.raises(UsageError) as caught:
        solve(numbers, ["h"], forms, "net")
    assert (caught.value.message, caught.value.hint) == (message, hint)


def test_a_network_without_symbols_says_so() -> None:
    with pytest.raises(UsageError) as caught:
        solve({"H": 3}, [], {}, "net")
    assert caught.value.message == "--at H: net has no symbols"


@pytest.mark.parametrize(
    ("condition", "known", "wanted"),
    [
        ("H >= 67", {"H": 227}, True),
        ("H >= 67", {"H": 66}, False),
        ("H % 32 == 3", {"H": 227}, True),
        ("(H + 1) % 4 == 0", {"H": 224}, False),
        ("96 divisible by T", {"T": 2}, True),
        ("96 divisible by T", {"T": 5}, False),
        ("H + W >= 3", {"H": 1}, None),
        ("H >= 67", {}, None),
        ("h >= 67", {"h": symbol("k")}, None),
    ],
)
def test_conditions_are_decided_by_numbers_alone(
    condition: str, known: dict[str, object], wanted: bool | None
) -> None:
    assert decided(condition, known) is wanted  # type: ignore[arg-type]  # a table of both kinds
