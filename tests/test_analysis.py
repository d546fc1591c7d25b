"""The front door: load a spec, analyse it, check a file."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

import cnnspec
from cnnspec.analysis import analyze, check, load
from cnnspec.core.algebra import symbol
from cnnspec.core.diagnostic import SpecError, UsageError

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from cnnspec.results import Analysis

    Net = Callable[..., Analysis]

SPEC = """\
cnnspec: 1
name: A network
cite: {authors: Someone, year: 2012, title: A title, where: Table 1}
task: classification
note: a remark
input: [3, 32, 32]
vars: {c: 8}
layers: [{side: [fc: 2], name: aux, when: train}, conv: [c, 3, norm: bn], global_avg_pool, fc: 10]
expect: {params: 322, train: {params: 6468}}
"""
VARIANTS = SPEC + "variants: {a: {}, b: {vars: {c: 16}, note: wider, cite: elsewhere}}\n"


@pytest.fixture
def file(tmp_path: Path) -> Callable[[str], str]:
    """The path of a new file `mine.yaml` with a text."""

    def write(text: str) -> str:
        path = tmp_path / "mine.yaml"
        path.write_text(text, encoding="utf-8")
        return str(path)

    return write


# --- load -----------------------------------------------------------------------------------------


def test_load_a_file(file: Callable[[str], str]) -> None:
    spec = load(file(SPEC))
    assert (spec.name, spec.title, spec.variant, spec.variants) == ("mine", "A network", None, ())
    assert repr(spec) == f"<cnnspec.Spec mine: A network, {spec.source.name}>"


def test_load_a_variant_of_a_file(file: Callable[[str], str]) -> None:
    spec = load(file(VARIANTS), "b")
    assert (spec.name, spec.variant, spec.variants) == ("b", "b", ("a", "b"))
    assert spec.note == "a remark\nwider"
    assert spec.cite is not None
    assert spec.cite.short() == "elsewhere"


def test_the_only_variant_need_not_be_named(file: Callable[[str], str]) -> None:
    assert load(file(f"{SPEC}variants: {{small: {{}}}}\n")).name == "small"


@pytest.mark.parametrize(
    ("name", "stem"),
    [("resnet50", "resnet"), ("vgg16_bn", "vgg"), ("resnet_cifar20", "resnet_cifar"),
     ("lenet5_modern", "lenet5")],
)  # fmt: skip
def test_load_a_shipped_network(name: str, stem: str) -> None:
    spec = load(name)
    assert (spec.name, spec.source.name) == (name, f"{stem}.yaml")


@pytest.mark.parametrize(
    ("target", "variant", "said"),
    [
        ("resnet", None, "family"),
        ("resnet51", None, "resnet50"),
        ("nothing", None, "nothing"),
        ("resnet50", "resnet18", "--variant"),
        ("./no/such.yaml", None, "no/such.yaml"),
    ],
)
def test_what_cannot_be_loaded(target: str, variant: str | None, said: str) -> None:
    with pytest.raises(UsageError) as caught:
        load(target, variant)
    assert said in caught.value.message


def test_a_file_of_several_variants_needs_one(file: Callable[[str], str]) -> None:
    path = file(VARIANTS)
    with pytest.raises(UsageError) as caught:
        load(path)
    assert caught.value.hint == "a, b"
    with pytest.raises(UsageError):
        load(path, "c")


def test_a_spec_that_is_wrong_in_its_form_is_raised(file: Callable[[str], str]) -> None:
    with pytest.raises(SpecError) as caught:
        load(file("cnnspec: 1\nname: x\ninput: [3]\nlayers: [rellu, fcc: 3]\n"))
    assert [finding.code for finding in caught.value.diagnostics] == ["E201", "E201"]


# --- analyze --------------------------------------------------------------------------------------


def test_analyze(file: Callable[[str], str]) -> None:
    analysis = analyze(load(file(SPEC)))
    assert (analysis.name, analysis.title, analysis.task, analysis.note) == (
        "mine", "A network", "classification", "a remark",
    )  # fmt: skip
    assert analysis.input == (3, 32, 32)
    assert analysis.own is None
    assert analysis.settings == {}
    assert analysis.values == {"c": 8}
    assert not analysis.failed
    totals = analysis.totals
    # 3·9·8 = 216 kernel weights at 30·30 places, 16 of the norm, 8·10 + 10 of the classifier
    assert (totals.params, totals.trainable, totals.buffers, totals.kernels) == (322, 322, 16, 296)
    assert (totals.macs, totals.depth, totals.field, totals.layers) == (194_480, 2, 3, 4)


def test_analyze_by_name() -> None:
    """He et al. 2015, Table 1 print 3.8G; PyTorch 2 counts 25,557,032 parameters."""
    analysis = analyze("resnet50")
    assert (analysis.totals.params, analysis.totals.macs) == (25_557_032, 3_857_973_248)
    shown = "resnet50: 25,557,032 parameters, 3,857,973,248 MACs"
    assert repr(analysis) == f"<cnnspec.Analysis {shown}>"


@pytest.mark.parametrize(
    ("given", "shape"),
    [(64, (3, 64, 64)), ("64x48", (3, 64, 48)), ([1, 9, 9], (1, 9, 9)), ("1x9x9", (1, 9, 9))],
)  # fmt: skip
def test_another_input(file: Callable[[str], str], given: Any, shape: tuple[int, ...]) -> None:
    analysis = analyze(load(file(SPEC)), input=given)
    assert analysis.input == shape
    assert analysis.graph.shape(1) == (8, shape[1] - 2, shape[2] - 2)
    assert analysis.claims == ()
    assert analysis.own is not None
    assert analysis.own.input == (3, 32, 32)


def test_several_inputs(net: Net) -> None:
    text = "input: {a: [1, 8, 8], b: [2, 8, 8]}\nlayers: [concat: [a, b]]"
    assert net(text).input == {"a": (1, 8, 8), "b": (2, 8, 8)}
    assert net(text, input=16).input == {"a": (1, 16, 16), "b": (2, 16, 16)}
    assert net(text, input={"b": "5x8x8"}).input == {"a": (1, 8, 8), "b": (5, 8, 8)}


def test_settings(file: Callable[[str], str]) -> None:
    for value in ("16", 16):
        analysis = analyze(load(file(SPEC)), settings={"c": value})
        assert analysis.values == {"c": 16}
        assert analysis.totals.params == 27 * 16 + 32 + 170
        assert analysis.own is not None
        assert analysis.own.totals.params == 322


def test_train(file: Callable[[str], str]) -> None:
    spec = load(file(SPEC))
    assert analyze(spec, train=True).totals.params == 6468
    assert analyze(spec).totals.params == 322
    assert analyze(spec, train=True).diagnostics == ()


def test_symbols(file: Callable[[str], str]) -> None:
    analysis = analyze(load(file(SPEC)), input="3xHxH", settings={"c": "C"})
    C, H = symbol("C"), symbol("H")  # noqa: N806  # symbols of the language
    assert analysis.totals.params == 27 * C + 2 * C + 10 * C + 10
    assert analysis.totals.macs == 27 * C * (H - 2) ** 2 + 10 * C
    assert analysis.conditions == ("H >= 3",)
    assert "C" in repr(analysis)


@pytest.mark.parametrize(
    "options",
    [{"input": "3x3x3x3x3"}, {"input": 0}, {"input": {"left": 3}}, {"settings": {"d": 3}},
     {"settings": {"c": "no such word"}}],
)  # fmt: skip
def test_what_a_reader_asks_and_the_spec_cannot(
    file: Callable[[str], str], options: dict[str, Any]
) -> None:
    with pytest.raises(UsageError):
        analyze(load(file(SPEC)), **options)


@pytest.mark.parametrize(
    ("check", "wanted"),
    [
        (True, ["I402", "W301", "E501"]),
        ("info", ["I402", "W301", "E501"]),
        ("warning", ["W301", "E501"]),
        ("error", ["E501"]),
        (False, []),
    ],
)
def test_what_is_looked_for(net: Net, check: Any, wanted: list[str]) -> None:
    """Down to the mildest severity that is asked for."""
    text = "layers: [conv: [8, 3, 2, bias: true, norm: bn]]\nexpect: {depth: 7}"
    codes = [finding.code for finding in net(text, check=check).diagnostics]
    assert sorted(codes) == sorted(wanted)


def test_what_a_comment_silences_is_kept_apart(net: Net) -> None:
    analysis = net("layers:\n  - conv: [8, 3, 2]  # cnnspec: ignore[W301] the last row is black")
    assert analysis.diagnostics == ()
    assert [finding.code for finding in analysis.ignored] == ["W301"]


def test_rules_wait_until_errors_in_the_layers_are_mended(net: Net) -> None:
    text = "layers: [conv: [8, 3, 2, bias: true, norm: bn], {split: 3, name: s}]"
    assert [finding.code for finding in net(text).diagnostics] == ["E302"]


def test_an_expectation_that_fails_is_a_failure(net: Net) -> None:
    assert net("layers: [relu]\nexpect: {params: 1}").failed
    assert not net("layers: [relu]\nexpect: {params: 0}").failed
    assert net("layers: [conv: [8, 99]]").failed


def test_findings_are_in_the_result(net: Net) -> None:
    analysis = net("layers: [{conv: [8, 40], name: a}]")
    assert analysis.failed
    assert [(finding.code, finding.layer) for finding in analysis.diagnostics] == [("E301", "a")]
    assert analysis.totals.params is None
    assert repr(analysis) == "<cnnspec.Analysis net: None parameters, None MACs>"


def test_a_warning_is_no_failure(net: Net) -> None:
    analysis = net("layers: [conv: [8, 3, 2]]")
    assert [finding.code for finding in analysis.diagnostics] == ["W301"]
    assert not analysis.failed


def test_the_same_spec_again(file: Callable[[str], str]) -> None:
    """A spec is only read: analyses of it do not see each other."""
    spec = load(file(VARIANTS), "a")
    first = analyze(spec)
    changes: list[dict[str, Any]] = [
        {"settings": {"c": 32}}, {"input": 64}, {"train": True}, {"input": "3xHxH"},
    ]  # fmt: skip
    for options in changes:
        analyze(spec, **options)
        again = analyze(spec)
        assert again.totals == first.totals
        assert again.layers == first.layers


# --- check ----------------------------------------------------------------------------------------


def test_check_every_variant(file: Callable[[str], str]) -> None:
    path = file(VARIANTS)
    report = check(path)
    assert (report.file, [analysis.name for analysis in report.analyses]) == (path, ["a", "b"])
    # the file's expectations hold for `a` and not for `b`, which is wider
    assert [finding.code for finding in report.diagnostics] == ["E501", "E501"]
    assert report.source is not None


def test_check_tells_a_finding_of_several_variants_once(file: Callable[[str], str]) -> None:
    path = file(VARIANTS.replace("conv: [c, 3, norm: bn]", "conv: [c, 40]"))
    assert [finding.code for finding in check(path).diagnostics] == ["E301"]


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("cnnspec: 1\nname: [\n", ["E101"]),
        ("cnnspec: 1\ncnnspec: 1\n", ["E102"]),
        ("- a list\n", ["E103"]),
        (SPEC.replace("fc: 10", "fcc: 10"), ["E201"]),
    ],
)
def test_check_reports_what_is_wrong(
    file: Callable[[str], str], text: str, codes: list[str]
) -> None:
    report = check(file(text))
    assert [finding.code for finding in report.diagnostics] == codes
    assert report.analyses == ()


@pytest.mark.parametrize(
    ("condition", "codes"), [("train", ["E301"]), ("not train", ["E301"]), ("false", [])]
)
def test_check_reads_the_training_graph_as_well(
    file: Callable[[str], str], condition: str, codes: list[str]
) -> None:
    layers = f"[{{side: [conv: [8, 99]], when: {condition}}}, relu]"
    report = check(file(f"cnnspec: 1\nname: x\ninput: [3, 8, 8]\nlayers: {layers}\n"))
    assert [finding.code for finding in report.diagnostics] == codes
    assert len(report.analyses) == 1


def test_check_of_a_variant_that_is_wrong_goes_on_with_the_others(
    file: Callable[[str], str],
) -> None:
    report = check(file(SPEC + "variants: {a: {vars: {q: 1}}, b: {}}\n"))
    assert [finding.code for finding in report.diagnostics] == ["E207"]
    assert [analysis.name for analysis in report.analyses] == ["b"]


def test_check_a_file_that_is_not_there() -> None:
    with pytest.raises(UsageError):
        check("./no/such.yaml")


# --- the public face ------------------------------------------------------------------------------


def test_the_package_gives_what_it_promises() -> None:
    for name in cnnspec.__all__:
        assert getattr(cnnspec, name) is not None
    assert cnnspec.analyze is analyze
    assert set(cnnspec.__all__) <= set(dir(cnnspec))
    with pytest.raises(AttributeError, match="frobnicate"):
        cnnspec.frobnicate  # noqa: B018  # the look-up is the test


def test_passes_on_request() -> None:
    """ResNet-50: by hand, and Araujo et al. 2019, Table 1; see tests/passes."""
    analysis = analyze(load("resnet50"), check=False)
    assert analysis.memory().peak == 1_806_336
    assert analysis.memory(in_place=False).peak == 2_408_448
    assert analysis.training().gradients == 25_557_032
    axes = analysis.grid().of(analysis.paths.find("conv5_x")[0][1] - 1)
    assert axes is not None
    assert [(axis.smallest, axis.largest, axis.jump) for axis in axes] == [(11, 483, 32)] * 2


def test_conditions_help_to_find_the_peak() -> None:
    """VGG-16 needs at least 32 pixels; then its second layer holds the most: 2·64·H·W values."""
    analysis = analyze(load("vgg16"), input="3xHxW", check=False)
    assert str(analysis.memory().peak) == "128*H*W"
