"""The lessons: every figure with its source, every command runs, every name leads on."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import yaml

from cnnspec import library
from cnnspec.__main__ import execute
from cnnspec.analysis import analyze, check, load
from cnnspec.core.diagnostic import UsageError
from cnnspec.lessons import lesson, unknown
from cnnspec.render.terms import term_text

if TYPE_CHECKING:
    from cnnspec.lessons import ToldLesson

FILES = dict(library.lessons())
STEMS = list(FILES)


@pytest.fixture(scope="module")
def lessons() -> dict[str, ToldLesson]:
    """All lessons, told once."""
    return {stem: lesson(stem) for stem in STEMS}


@pytest.mark.parametrize("stem", STEMS)
def test_clean_and_exact(stem: str) -> None:
    report = check(FILES[stem])
    assert report.diagnostics == ()
    for analysis in report.analyses:
        exact = {claim.metric for claim in analysis.claims if claim.difference is not None}
        assert {"params", "macs"} <= exact, analysis.name
        assert all(claim.holds for claim in analysis.claims), analysis.name
        cite = analysis.cite
        assert cite is not None
        assert all([cite.authors, cite.year, cite.title, cite.where]), analysis.name
        assert cite.url.startswith("https://")


@pytest.mark.parametrize("stem", STEMS)
def test_designs_are_names_like_any_other(stem: str) -> None:
    designs = library.variants_of(FILES[stem])
    assert len(designs) > 1
    for name in designs:
        assert name.startswith(f"{stem}-")
        assert library.find(name) == (stem, FILES[stem], name)
        assert load(name).name == name


def test_lessons_do_not_mix_with_networks() -> None:
    assert not set(library.designs()) & set(library.names())
    assert not set(STEMS) & set(dict(library.families()))


@pytest.mark.parametrize("stem", STEMS)
def test_plain_files(stem: str) -> None:
    content = Path(FILES[stem]).read_bytes()
    assert content.startswith(b"cnnspec: 1\n")
    assert content.endswith(b"\n")
    assert b"\t" not in content
    assert b"\r" not in content
    assert yaml.load(content, Loader=yaml.SafeLoader)  # read by PyYAML's own parser as well


@pytest.mark.parametrize("stem", STEMS)
def test_what_is_tried_runs(stem: str, capsys: pytest.CaptureFixture[str]) -> None:
    spec = load(library.variants_of(FILES[stem])[0])
    assert spec.lesson is not None
    assert spec.lesson.tries
    for command in spec.lesson.tries:
        code = execute(command.split()[1:])
        told = capsys.readouterr()
        assert told.err == "", command
        assert told.out, command
        finds = "--input 224" in command and "shapes" in command
        assert code == int(finds), command


def test_every_lesson_leads_to_the_next_and_all_are_met(lessons: dict[str, ToldLesson]) -> None:
    following = [told.lesson.next for told in lessons.values() if told.lesson.next]
    assert set(following) <= set(STEMS)
    assert len(set(following)) == len(following) == len(STEMS) - 1


def test_no_figure_is_unknown(lessons: dict[str, ToldLesson]) -> None:
    for told in lessons.values():
        for figures in told.figures:
            assert None not in figures.values(), told.name


def test_sums_come_to_the_figures(lessons: dict[str, ToldLesson]) -> None:
    for told in lessons.values():
        designs = {each.name: each for each in told.comparison.networks}
        for each in told.sums:
            assert each.working.value == getattr(designs[each.design], each.metric), each.design


# What each design has of the columns: literals from the papers, where they print them, else worked
# out by hand as the comment says.
FIGURES: list[tuple[str, dict[str, Any]]] = [
    # Simonyan & Zisserman 2014, §2.3: 27C², 49C², a 7x7 field, three nonlinearities against one
    (
        "three-3x3-stack",
        {"params": "27*C**2", "macs": "27*C**2*H*W", "field": 7, "nonlinearities": 3},
    ),
    (
        "three-3x3-single",
        {"params": "49*C**2", "macs": "49*C**2*H*W", "field": 7, "nonlinearities": 1},
    ),
    # Szegedy et al. 2015, §3.1: 9 + 9 against 25
    ("two-3x3-stack", {"params": "18*C**2", "field": 5, "nonlinearities": 2}),
    ("two-3x3-single", {"params": "25*C**2", "field": 5, "nonlinearities": 1}),
    # Szegedy et al. 2015, §3.2: a 3x1 and a 1x3 33% cheaper than 3x3, two 2x2 11%
    ("asymmetric-pair", {"params": "6*C**2", "field": 3, "nonlinearities": 2}),
    ("asymmetric-single", {"params": "9*C**2", "field": 3, "nonlinearities": 1}),
    ("asymmetric-two-2x2", {"params": "8*C**2", "field": 3, "nonlinearities": 2}),
    # 128·32 = 4,096 weights at 784 positions; nine times as many with 3x3
    ("project-1x1-point", {"macs": 3_211_264, "params": 4_096, "output": (32, 28, 28), "field": 1}),
    (
        "project-1x1-window",
        {"macs": 28_901_376, "params": 36_864, "output": (32, 28, 28), "field": 3},
    ),
    # Szegedy et al. 2014, Table 1, 4a: 480 maps, 16 before the 5x5, 48 behind it
    ("reduce-1x1-direct", {"macs": 112_896_000, "params": 576_000, "depth": 1, "field": 5}),
    ("reduce-1x1-through-16", {"macs": 5_268_480, "params": 26_880, "depth": 2, "field": 5}),
    # Szegedy et al. 2014, Table 1, 3a: 256 maps, 128M multiply-adds; 416 = 64 + 128 + 32 + 192
    ("inception-naive-fig2a", {"macs": 303_464_448, "params": 387_296, "output": (416, 28, 28)}),
    ("inception-naive-fig2b", {"macs": 128_049_152, "params": 163_696, "output": (256, 28, 28)}),
    # Szegedy et al. 2014, Table 1: 56, 28, 14, 7; field 1 + 2·(1 + 2 + 4 + 8)
    ("ceil-floor-up", {"output": (64, 7, 7), "field": 31}),
    ("ceil-floor-down", {"output": (64, 6, 6), "field": 31}),
    # two heads of 3,188,840 and 3,190,888, and of 4,169,728 and 4,202,496 multiply-adds
    (
        "auxiliary-heads-with",
        {"train_params": 8_320_544, "params": 1_940_816, "train_macs": 388_254_720,
         "macs": 379_882_496},
    ),
    (
        "auxiliary-heads-without",
        {"train_params": 1_940_816, "params": 1_940_816, "train_macs": 379_882_496,
         "macs": 379_882_496},
    ),
    # 7·7·1024·1024 = 51,380,224
    ("global-pool-average", {"params": 0, "macs": 0, "output": (1024, 1, 1)}),
    ("global-pool-dense", {"params": 51_380_224, "macs": 51_380_224, "output": (1024,)}),
    # (7·7·512 + 1)·4096, as in torchvision's vgg16; (12·12·512 + 1)·4096
    (
        "dense-as-conv-window",
        {"params": 102_764_544, "macs": 3_699_376_128, "output": (4096, 6, 6)},
    ),
    ("dense-as-conv-dense", {"params": 301_993_984, "macs": 301_989_888, "output": (4096,)}),
    # LeCun et al. 1998, §II.B: 1,516 and 151,600; (5·5·6 + 1)·16 = 2,416
    ("lenet-table-table", {"params": 1_516, "connections": 151_600, "macs": 150_000}),
    ("lenet-table-dense", {"params": 2_416, "connections": 241_600, "macs": 240_000}),
    # Krizhevsky et al. 2012, §3.4: z = 3 and z = 2, s = 2; 9 and 4 cells for each of 96·27·27
    (
        "overlapping-pool-3x3",
        {"field": 3, "connections": 629_856, "output": (96, 27, 27), "params": 0},
    ),
    (
        "overlapping-pool-2x2",
        {"field": 2, "connections": 279_936, "output": (96, 27, 27), "params": 0},
    ),
    # 34,944 + 307,456 + 590,080 and fc6: (5·5·256 + 1)·4096 or (6·6·256 + 1)·4096
    ("input-227-as-printed", {"params": 27_150_976, "input": (3, 224, 224), "macs": 420_433_024}),
    ("input-227-one-more", {"params": 38_685_312, "input": (3, 227, 227), "macs": 466_792_992}),
    ("input-227-padded", {"params": 38_685_312, "input": (3, 224, 224), "macs": 466_792_992}),
    # conv2 to conv5 of Caffe's bvlc_alexnet; neurons of Krizhevsky et al. 2012, Fig. 2
    ("two-towers-split", {"params": 2_299_136, "macs": 560_369_664, "neurons": 359_680}),
    ("two-towers-whole", {"params": 3_712_256, "macs": 971_218_944, "neurons": 359_680}),
    # He et al. 2015, Fig. 5: 2·9·64², 256·64 + 9·64² + 64·256, 2·9·256²
    ("bottleneck-basic-64", {"params": 73_728, "macs": 231_211_008, "depth": 2}),
    ("bottleneck-256", {"params": 69_632, "macs": 218_365_952, "depth": 3}),
    ("bottleneck-basic-256", {"params": 1_179_648, "macs": 3_699_376_128, "depth": 2}),
    # He et al. 2015, §3.2; two and three tensors of 64·56·56 values of 4 bytes
    ("residual-plain", {"peak_bytes": 1_605_632, "params": 73_728, "macs": 231_211_008}),
    ("residual-shortcut", {"peak_bytes": 2_408_448, "params": 73_728, "macs": 231_211_008}),
    ("residual-projection", {"peak_bytes": 2_408_448, "params": 77_824, "macs": 244_056_064}),
    # He et al. 2015, Table 1, the first unit of conv3_x; the 1x1 at 56x56 costs four times as much
    ("stride-1x1-paper", {"macs": 295_436_288, "params": 376_832, "field": 5}),
    ("stride-1x1-torchvision", {"macs": 372_506_624, "params": 376_832, "field": 3}),
    # Xie et al. 2016, §3.3: about 70k
    ("resnext-forms-a", {"params": 70_144, "macs": 219_971_584, "depth": 3}),
    ("resnext-forms-b", {"params": 70_144, "macs": 219_971_584, "depth": 3}),
    ("resnext-forms-c", {"params": 70_144, "macs": 219_971_584, "depth": 3}),
    # Yu & Koltun 2015, Fig. 1: 3x3, 7x7 and 15x15
    ("dilation-plain", {"field": 7, "params": "27*C**2", "depth": 3}),
    ("dilation-1-2-4", {"field": 15, "params": "27*C**2", "depth": 3}),
    # Howard et al. 2017, §3.1, (2) and (5)
    ("depthwise-dense", {"macs": "D**2*F**2*M*N", "params": "D**2*M*N", "nonlinearities": 1}),
    (
        "depthwise-separable",
        {"macs": "D**2*F**2*M + F**2*M*N", "params": "D**2*M + M*N", "nonlinearities": 2},
    ),
    # Zhang et al. 2017, §3.2, with c = 240, m = 60, g = 3 and 28x28
    ("group-shuffle-resnet", {"macs": 47_980_800, "params": 61_200, "depth": 3}),
    ("group-shuffle-resnext", {"macs": 31_046_400, "params": 39_600, "depth": 3}),
    ("group-shuffle-shufflenet", {"macs": 7_949_760, "params": 10_140, "depth": 3}),
    # Hu et al. 2017, §4: 2·C²/r = 32,768 more, and here 544 biases
    ("squeeze-excite-without", {"params": 278_528, "macs": 218_365_952, "depth": 3}),
    ("squeeze-excite-with", {"params": 311_840, "macs": 218_398_720, "depth": 3}),
]  # fmt: skip


@pytest.mark.parametrize(("design", "wanted"), FIGURES, ids=[name for name, _ in FIGURES])
def test_figures(lessons: dict[str, ToldLesson], design: str, wanted: dict[str, Any]) -> None:
    told = lessons[library.find(design)[0]]
    names = [each.name for each in told.comparison.networks]
    figures = told.figures[names.index(design)]
    found = {word: plain(value) for word, value in figures.items()}
    assert wanted.items() <= found.items()


def plain(value: Any) -> Any:
    """A number or a shape as it is, a polynomial as text."""
    return value if isinstance(value, int | tuple) else str(value)


def test_every_design_is_held() -> None:
    assert sorted(name for name, _ in FIGURES) == sorted(
        name for stem in STEMS for name in library.variants_of(FILES[stem])
    )


@pytest.mark.parametrize(
    ("design", "metric", "wanted"),
    [
        ("three-3x3-stack", "params", "3 · (3·3·C · C)"),
        ("three-3x3-single", "params", "7·7·C · C"),
        ("reduce-1x1-through-16", "macs", "1·1·480 · 16 · 14·14 + 5·5·16 · 48 · 14·14"),
        ("global-pool-dense", "params", "7·7·1,024 · 1,024"),
        ("dense-as-conv-dense", "params", "(12·12·512 + 1)·4,096"),
        ("lenet-table-table", "params", "(5·5·3 + 1)·6 + (5·5·4 + 1)·9 + (5·5·6 + 1)·1"),
    ],
)
def test_sums(lessons: dict[str, ToldLesson], design: str, metric: str, wanted: str) -> None:
    told = lessons[library.find(design)[0]]
    (found,) = [each for each in told.sums if (each.design, each.metric) == (design, metric)]
    assert term_text(found.working.term) == wanted


def test_weights_that_are_shared_stand_in_a_sum_once(tmp_path: Path) -> None:
    path = tmp_path / "mine.yaml"
    path.write_text(
        "cnnspec: 1\nname: Shared\ninput: [4, 8, 8]\nvars: {n: 1}\n"
        "layers: [{conv: [4, 1x1, bias: false], repeat: n, share: k}]\n"
        "variants: {a: {}, b: {vars: {n: 2}}}\n"
        "lesson: {text: It is shared., columns: [macs, params], why: [params, macs]}\n",
        encoding="utf-8",
    )
    told = lesson(str(path))
    assert told.name == "mine"
    # 4·4 weights once, and 4·4·8·8 multiply-adds each time
    assert [each.working.value for each in told.sums] == [16, 16, 1024, 2048]
    assert str(told).startswith("Shared\n\nIt is shared.\n")
    assert repr(told) == "<cnnspec.ToldLesson mine: Shared>"


def test_the_depthwise_lesson_in_numbers() -> None:
    """Howard et al. 2017, Table 3: 462M and 2.36M, 52.3M and 0.27M."""
    numbers = {"M": 512, "N": 512, "D": 3, "F": 14}
    dense = analyze("depthwise-dense", at=numbers).totals
    separable = analyze("depthwise-separable", at=numbers).totals
    assert (dense.macs, dense.params) == (462_422_016, 2_359_296)
    assert (separable.macs, separable.params) == (52_283_392, 266_752)


@pytest.mark.parametrize(
    ("name", "message", "hint"),
    [
        ("thre-3x3", "no lesson is called thre-3x3; did you mean three-3x3?", "cnnspec lesson"),
        ("lenet5", "lenet5 is a network and no lesson", "cnnspec explain lenet5"),
        ("two-3x3-stack", "two-3x3-stack is a design of the lesson two-3x3", "lesson two-3x3"),
    ],
)
def test_what_is_no_lesson(name: str, message: str, hint: str) -> None:
    assert unknown(name).message == message
    assert hint in unknown(name).hint
    with pytest.raises(UsageError):
        lesson(name)
