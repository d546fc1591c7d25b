"""Binding: variables get their values, inputs their shapes, or a reader's own."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

import pytest

from cnnspec.core.algebra import symbol
from cnnspec.core.diagnostic import UsageError
from cnnspec.language.bind import bind, setting_value
from cnnspec.language.problems import Problems
from cnnspec.layers import find

if TYPE_CHECKING:
    from collections.abc import Callable

    from cnnspec.language.spec import Spec

    ReadSpec = Callable[..., Spec]

C, H, K, W = map(symbol, "CHKW")
SPEC = """\
input: [3, 32*scale, 32]
symbols: [K]
vars: {scale: 1, wide: 2*scale, quarter: wide/4, unit: block, act: relu, xs: [1, wide], k: K + 1}
defaults: {conv: {pad: wide, act: act}, dwconv: {stride: 2}}
blocks: {block: [relu]}
layers: [relu]
"""


@pytest.fixture
def spec_and_problems(spec: ReadSpec) -> tuple[Spec, Problems]:
    made = spec(SPEC)
    return made, Problems(made.source)


def test_values_follow_each_other(spec_and_problems: tuple[Spec, Problems]) -> None:
    bound = bind(*spec_and_problems, None, {}, False)
    assert bound.values == {
        "K": K, "scale": 1, "wide": 2, "quarter": Fraction(1, 2), "unit": "block", "act": "relu",
        "xs": (1, 2), "k": K + 1,
    }  # fmt: skip
    assert bound.inputs == {"in": (3, 32, 32)}


def test_settings_come_before_what_follows_from_them(
    spec_and_problems: tuple[Spec, Problems],
) -> None:
    settings: dict[str, object] = {"scale": "3", "act": "none", "K": 4}
    bound = bind(*spec_and_problems, None, settings, False)
    assert (bound.values["wide"], bound.values["k"], bound.values["act"]) == (6, 5, "none")
    assert bound.inputs == {"in": (3, 96, 32)}


def test_defaults(spec_and_problems: tuple[Spec, Problems]) -> None:
    bound = bind(*spec_and_problems, None, {}, False)
    assert bound.defaults.of(find("conv")) == {"pad": 2, "act": "relu"}
    assert bound.defaults.of(find("dwconv")) == {"pad": 2, "act": "relu", "stride": 2}


@pytest.mark.parametrize(
    ("name", "value", "wanted"),
    [
        ("scale", "3", 3),
        ("scale", "1/4", Fraction(1, 4)),
        ("scale", "2*3", 6),
        ("scale", "N", symbol("N")),
        ("scale", 5, 5),
        ("unit", "block", "block"),
        ("act", "gelu", "gelu"),
        ("xs", "3x3", (3, 3)),
        ("xs", [1, 2], (1, 2)),
        ("K", "8", 8),
    ],
)
def test_setting_values(
    spec_and_problems: tuple[Spec, Problems], name: str, value: object, wanted: object
) -> None:
    assert setting_value(spec_and_problems[0], name, value) == wanted


@pytest.mark.parametrize(
    ("name", "value"),
    [("scal", "3"), ("scale", "n"), ("scale", "1 +"), ("scale", "1/0"), ("scale", "in.c")],
)
def test_settings_that_do_not_fit(
    spec_and_problems: tuple[Spec, Problems], name: str, value: object
) -> None:
    with pytest.raises(UsageError) as caught:
        setting_value(spec_and_problems[0], name, value)
    assert name in caught.value.message or str(value) in caught.value.message


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("input: [3, 0, 8]\nlayers: [relu]", "E205"),
        ("input: [3, 17/2, 8]\nlayers: [relu]", "E209"),
        ("input: [3, relu, 8]\nlayers: [relu]", "E203"),
        ("input: [3, 8, 8, 8, 8]\nlayers: [relu]", "E203"),
        ("input: [3, in.c, 8]\nlayers: [relu]", "E217"),
        ("vars: {a: 1/0}\nlayers: [relu]", "E208"),
        ("vars: {a: in.c}\nlayers: [relu]", "E217"),
        ("vars: {a: 0}\ndefaults: {conv: {pad: 1/a}}\nlayers: [relu]", "E208"),
    ],
)
def test_what_a_spec_says_wrongly_is_a_finding(
    findings: Callable[..., list[tuple[str, str]]], text: str, code: str
) -> None:
    assert [found for found, _ in findings(text)] == [code]
