"""Networks side by side."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

import cnnspec
from cnnspec.comparison import compare
from cnnspec.core.algebra import symbol
from cnnspec.core.algebra_ratio import Ratio
from cnnspec.core.diagnostic import SpecError, UsageError
from cnnspec.core.dtype import BYTES

if TYPE_CHECKING:
    from pathlib import Path

C, H, W = symbol("C"), symbol("H"), symbol("W")


def test_figures_of_three_networks() -> None:
    """Parameters and multiply-adds as the specs expect them, from their papers and torchvision;
    bytes: those of 4 a value. The peaks are 2·64·224·224 values in VGG-16, 802,816 less than
    2·64·56·56·4 + 64·56·56 in ResNet-50."""
    found = compare("vgg16", "resnet50", "mobilenet_v2")
    assert [(n.name, n.params, n.macs, n.depth, n.field) for n in found.networks] == [
        ("vgg16", 138357544, 15470264320, 16, 212),
        ("resnet50", 25557032, 3857973248, 50, 483),
        ("mobilenet_v2", 3504872, 300774272, 53, 491),
    ]
    assert [n.weights for n in found.networks] == [553430176, 102228128, 14019488]
    assert [n.peak for n in found.networks] == [25690112, 7225344, 6021120]
    assert found.base is found.networks[0]
    assert found.networks[0].params_ratio == Ratio(1, 1)
    assert found.networks[1].macs_ratio == Ratio(117736, 472115)
    assert found.same_input
    assert all(n.reason == "" for n in found.networks)


@pytest.mark.parametrize(
    ("dtype", "batch", "weights", "peak"),
    [
        ("float64", 1, 204456256, 14450688),
        ("float16", 1, 51114064, 3612672),
        ("bfloat16", 2, 51114064, 7225344),
        ("int8", 32, 25557032, 57802752),
    ],
)
def test_bytes_are_those_of_the_type_and_the_batch(
    dtype: str, batch: int, weights: int, peak: int
) -> None:
    found = compare("resnet50", "resnet18", dtype=dtype, batch=batch).networks[0]
    assert (found.weights, found.peak) == (weights, peak)
    assert dtype in BYTES


def test_forms_are_compared_exactly() -> None:
    """Simonyan & Zisserman 2014, §2.3: 27·C² against 49·C², 81% more."""
    found = compare("three-3x3")
    stack, single = found.networks
    assert (stack.params, single.params) == (27 * C**2, 49 * C**2)
    assert (stack.macs, single.macs) == (27 * C**2 * H * W, 49 * C**2 * H * W)
    assert single.params_ratio == single.macs_ratio == Ratio(49, 27)
    assert (stack.depth, single.depth, stack.field, single.field) == (3, 1, 7, 7)
    assert stack.peak == 8 * C * H * W
    numbers = compare("three-3x3", at={"C": 64, "H": 56, "W": 56}).networks
    assert [n.params for n in numbers] == [110592, 200704]
    assert numbers[1].params_ratio == Ratio(49, 27)


def test_points_of_one_network() -> None:
    found = compare("mobilenet_v2", "mobilenet_v2@alpha=0.5", "mobilenet_v2@input=160")
    assert [(n.name, n.params) for n in found.networks] == [
        ("mobilenet_v2", 3504872),
        ("mobilenet_v2@alpha=0.5", 1968680),  # keras-applications: mobilenet_v2, alpha 0.5
        ("mobilenet_v2@input=160", 3504872),
    ]
    assert not found.same_input
    assert found.networks[2].inputs == {"input": (3, 160, 160)}


def test_the_base_may_be_any_of_them() -> None:
    found = compare("resnet34", "resnet50", base="resnet50")
    assert found.base.name == "resnet50"
    assert found.networks[1].params_ratio == Ratio(1, 1)


def test_options_hold_for_all_and_points_go_before() -> None:
    found = compare("vgg16", "vgg19@input=64", input=96)
    assert [n.inputs["input"] for n in found.networks] == [(3, 96, 96), (3, 64, 64)]
    train = compare("googlenet", "inception_v3", train=True).networks[0]
    assert train.params == cnnspec.analyze("googlenet", train=True).totals.params


def test_numbers_of_symbols_go_to_those_that_have_them() -> None:
    found = compare("resnet50", "resnet50@input=3xHxW", where={"W": "32*w"}, at={"H": 192, "w": 6})
    assert found.networks[1].inputs["input"] == (3, 192, 192)
    with pytest.raises(UsageError, match="--at K: no network here has a symbol K"):
        compare("resnet50", "resnet50@input=3xHxW", at={"K": 192})
    with pytest.raises(UsageError, match="--where K: no network here has a symbol K"):
        compare("resnet50", "resnet18", where={"K": "2*k"})


def test_an_analysis_or_a_spec_is_a_target_too() -> None:
    small = cnnspec.analyze("vgg16", input=64)
    found = compare(small, cnnspec.load("resnet50"), "alexnet")
    assert [n.name for n in found.networks] == ["vgg16", "resnet50", "alexnet"]
    assert found.networks[0].analysis is small


SEVERAL = (
    "cnnspec: 1\nname: Several\ninput: [1, 8, 8]\nvars: {c: 2}\nlayers: [conv: [c, 3]]\n"
    "variants: {one: {}, two: {vars: {c: 3}}}\n"
)


def test_files_of_one_name_are_told_apart_by_their_folders(tmp_path: Path) -> None:
    paths = []
    for folder in ("a", "b"):
        (tmp_path / folder).mkdir()
        path = tmp_path / folder / "net.yaml"
        path.write_text(SEVERAL.partition("variants")[0], encoding="utf-8")
        paths.append(str(path))
    assert [n.name for n in compare(*paths).networks] == paths
    several = tmp_path / "several.yaml"
    several.write_text(SEVERAL, encoding="utf-8")
    assert [n.name for n in compare(str(several)).networks] == ["one", "two"]
    assert [n.name for n in compare(str(several), paths[0], variant="two").networks] == [
        "two", "net",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("targets", "options", "message", "hint"),
    [
        ([], {}, "a comparison needs two networks or more", "all names: cnnspec list"),
        (["vgg16"], {}, "a comparison needs two networks or more, got vgg16 alone",
         "another one, or another point of it: vgg16@input=192"),
        (["vgg16", "vgg16"], {}, "vgg16 is named twice", "another point of it: vgg16@input=192"),
        (["resnet", "resnet50"], {}, "resnet50 is named twice",
         "another point of it: resnet50@input=192"),
        (["vgg16", "lenet6"], {},
         "no network or file is called lenet6; did you mean lenet1 or lenet5?",
         "all names: cnnspec list"),
        (["vgg16", "vgg19"], {"base": "vgg13"}, "vgg13 is not compared here; did you mean vgg16 or "
         "vgg19?", "one of vgg16, vgg19"),
        (["vgg16", "vgg19"], {"dtype": "float23"}, "no type of number is called float23; did you "
         "mean float32?", f"it is one of {', '.join(BYTES)}"),
        (["vgg16", "vgg19"], {"batch": 0}, "a batch is at least 1 input, got 0", ""),
        (["vgg16", "mobilenet_v2@alhpa=0.5"], {}, "mobilenet_v2 has no variable alhpa; did you "
         "mean alpha?", "its variables: alpha"),
    ],
)  # fmt: skip
def test_what_cannot_be_compared_is_told(
    targets: list[str], options: dict[str, object], message: str, hint: str
) -> None:
    with pytest.raises(UsageError) as caught:
        compare(*targets, **options)  # type: ignore[arg-type]  # a table of options
    assert caught.value.message == message
    assert caught.value.hint == hint


def test_a_spec_that_is_wrong_is_told(tmp_path: Path) -> None:
    path = tmp_path / "wrong.yaml"
    path.write_text("cnnspec: 1\nname: W\ninput: [1, 8, 8]\nlayers: [max_pol: [2, 2]]\n")
    with pytest.raises(SpecError, match="max_pol"):
        compare("vgg16", str(path))
    path.write_text("cnnspec: 1\nname: W\ninput: [1, 8, 8]\nlayers: [conv: [2, 9]]\n")
    found = compare("vgg16", str(path)).networks[1]
    assert (found.params, found.params_ratio, found.peak) == (None, None, None)
    assert found.reason == "not every shape is known"


def test_the_variants_of_a_file_are_bounded_together(tmp_path: Path) -> None:
    file = tmp_path / "deep.yaml"
    file.write_text(
        "cnnspec: 1\nname: Deep\ninput: [1, 8, 8]\nvars: {c: 1}\n"
        "layers: [{conv: [c, 1], repeat: 12000}]\n"
        "variants: {a: {}, b: {vars: {c: 2}}, d: {vars: {c: 3}}}\n"
    )
    with pytest.raises(UsageError, match="more than 30,000 layers together") as told:
        compare(str(file), "lenet5")
    assert told.value.hint == f"choose one, as {file}@variant=d"
