"""Numbers in the place of symbols: what a form says is what the network with numbers has."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import cnnspec
from cnnspec import library
from cnnspec.analysis import analyze
from cnnspec.core.diagnostic import UsageError

if TYPE_CHECKING:
    from collections.abc import Callable

    from cnnspec.core.shape import Shape
    from cnnspec.results import Analysis

NAMES = [
    "alexnet", "googlenet", "inception_v3", "resnet50", "vgg16", "densenet121",
    "mobilenet_v2", "shufflenet_v2_x1_0", "squeezenet1_0", "efficientnet_b0", "mobilenet_v3_large",
    "regnet_y_400mf", "convnext_tiny", "mnasnet1_0",
]  # fmt: skip
COUNTS = ("params", "trainable", "buffers", "kernels", "macs", "field")
_symbolic: dict[str, Analysis] = {}


def symbolic(name: str) -> Analysis:
    """A shipped network with open sizes, analysed once."""
    if name not in _symbolic:
        _symbolic[name] = analyze(name, input="3xHxW", check=False)
    return _symbolic[name]


@settings(max_examples=8)
@given(st.data())
@pytest.mark.parametrize("name", NAMES)
def test_every_form_is_the_number_of_the_integer_run(name: str, data: st.DataObject) -> None:
    size = {key: data.draw(st.integers(97, 400)) for key in "HW"}
    forms = symbolic(name)
    run = analyze(name, input=f"3x{size['H']}x{size['W']}", check=False)
    for count in COUNTS:
        form, number = getattr(forms.totals, count), getattr(run.totals, count)
        if isinstance(form, tuple) or isinstance(number, tuple):
            continue
        assert cnnspec.evaluate(form, size) == number, count
    for ours, theirs in zip(forms.layers, run.layers, strict=True):
        assert ours.out is not None
        assert theirs.out is not None
        assert tuple(cnnspec.evaluate(part, size) for part in ours.out) == theirs.out


@pytest.mark.parametrize(
    ("name", "variable", "values"),
    [
        ("convnext_tiny", "c", (96, 128, 192)),
        ("densenet121", "k", (12, 32, 48)),
        ("alexnet", "towers", (1, 2, 4)),
        ("mobilenet_v2", "alpha", (1, 2)),
        ("shufflenet_v2_x1_0", "c5", (1024, 2048)),
    ],
)
def test_a_variable_that_stays_open_is_a_form_too(
    name: str, variable: str, values: tuple[int, ...]
) -> None:
    forms = analyze(name, settings={variable: "V"}, check=False)
    assert forms.symbols == ("V",)
    for value in values:
        run = analyze(name, settings={variable: value}, check=False)
        for count in ("params", "macs", "buffers"):
            form = getattr(forms.totals, count)
            assert cnnspec.evaluate(form, {"V": value}) == getattr(run.totals, count), count
        assert forms.at(V=value).totals == run.totals


def test_numbers_need_no_polynomials() -> None:
    script = (
        "import sys, cnnspec; a = cnnspec.analyze('alexnet'); a.symbols, a.tiling, a.decided;"
        "print('cnnspec.core.algebra_polynomial' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, check=True)
    assert done.stdout.split() == [b"False"]


@pytest.mark.parametrize("name", NAMES)
def test_an_analysis_at_numbers_is_the_integer_run(name: str) -> None:
    found = symbolic(name).at(H=224, W=192)
    run = analyze(name, input="3x224x192")
    assert found.totals == run.totals
    assert found.layers == run.layers
    assert found.diagnostics == run.diagnostics
    assert found.symbols == ()
    assert found.point.numbers == {"H": 224, "W": 192}


def test_a_form_leaves_no_floor_and_still_takes_the_number_of_its_name() -> None:
    """ResNet-50 at 224: 3,857,973,248 multiply-adds, as its spec expects."""
    found = analyze("resnet50", input="3xHxW", where={"H": "32*h", "W": "32*w"})
    assert str(found.totals.macs) == "78692352*h*w + 2048000"
    assert found.symbols == ("h", "w")
    assert found.at(H=224, W=224).totals.macs == 3857973248
    assert found.at(h=7, w=7).totals.macs == 3857973248
    partly = found.at(H=224)
    assert str(partly.totals.macs) == "550846464*w + 2048000"
    assert partly.at(W=224).totals.macs == 3857973248


def test_a_variable_that_holds_a_symbol_takes_a_number(net: Callable[..., Analysis]) -> None:
    text = (
        "symbols: [h]\nvars: {H: 32*h}\ninput: [3, H, H]\n"
        "layers: [conv: [8, 3, 2, pad: 1, bias: false]]"
    )
    found = net(text, at={"H": 64})
    assert found.input == (3, 64, 64)
    assert found.totals.macs == 32 * 32 * 27 * 8
    assert net(text).at(h=2).totals == found.totals
    with pytest.raises(UsageError, match=r"does not fit H = 32\*h: the nearest: 64 or 96"):
        net(text, at={"H": 65})


def test_symbols_of_a_spec_take_numbers() -> None:
    """27·C² and 49·C² of Simonyan & Zisserman 2014, §2.3, at 64 channels."""
    stack = analyze("three-3x3-stack")
    assert stack.symbols == ("C", "H", "W")
    assert stack.totals.params.at(C=64) == 110592  # type: ignore[union-attr]  # a form here
    assert stack.at(C=64).totals.params == 110592
    assert analyze("three-3x3-single", at={"C": 64}).totals.params == 200704


def test_a_repeat_that_is_open_with_symbols_is_not_with_numbers() -> None:
    assert analyze("resnet50", settings={"n3": "N"}).totals.params is None
    found = analyze("resnet50", settings={"n3": "N"}, at={"N": 4})
    assert found.totals.params == 25557032
    assert not found.failed


def test_conditions_are_decided_by_numbers() -> None:
    found = analyze("alexnet", input="3xHxW", at={"H": 227, "W": 224})
    verdicts = dict(found.decided)
    assert verdicts["H >= 67"] is True
    assert verdicts["H % 32 == 3"] is True
    assert verdicts["W % 32 == 3"] is False
    assert found.conditions == ()
    assert [finding.code for finding in found.diagnostics] == ["W301"]
    small = analyze("alexnet", input="3xHxH", at={"H": 40})
    assert dict(small.decided)["H >= 67"] is False
    assert small.failed


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"input": "3xHxW", "at": {"K": 3}}, "resnet50 has no symbol K"),
        ({"at": {"H": 3}}, "--at H: resnet50 has no symbols"),
        ({"where": {"H": "32*h"}}, "--where H: resnet50 has no symbol H"),
        ({"input": "3xHxW", "where": {"K": "2*k"}}, "--where K: resnet50 has no symbol K"),
        ({"input": "3xHxW", "at": {"H": "W"}}, "--at H=W: a symbol is a whole number of at least"),
        ({"input": "3x(32*h)xW"}, "--input 3x(32*h)xW: h is no size"),
        ({"input": "3x(H//0)xW"}, "--input 3x(H//0)xW: (H//0) is no size"),
    ],
)
def test_what_cannot_be_put_in_place_is_told(options: dict[str, object], message: str) -> None:
    with pytest.raises(UsageError) as caught:
        analyze("resnet50", **options)  # type: ignore[arg-type]  # a table of options
    assert caught.value.message.startswith(message)


@pytest.mark.parametrize(
    ("shape", "wanted"),
    [
        ("3x(32*H)x(32*W)", "78692352*H*W + 2048000"),
        ("3x(32*H)x224", "550846464*H + 2048000"),
        ("3x32*Hx32*W", "78692352*H*W + 2048000"),
    ],
)
def test_a_shape_may_hold_forms(shape: str, wanted: str) -> None:
    assert str(analyze("resnet50", input=shape, check=False).totals.macs) == wanted


def test_the_printed_shapes_of_layers_read_back() -> None:
    from cnnspec.core.shape import shape_text
    from cnnspec.language.input_shapes import replace_inputs

    for layer in symbolic("inception_v3").layers:
        assert layer.out is not None
        if len(layer.out) == 3:
            own: dict[str, Shape] = {"in": layer.out}
            assert replace_inputs(own, shape_text(layer.out)) == own


def test_all_shipped_networks_are_looked_at() -> None:
    assert set(NAMES) <= set(library.names())
