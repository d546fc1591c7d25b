"""The shipped specs: found by name."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from cnnspec import library
from cnnspec.core.diagnostic import UsageError

if TYPE_CHECKING:
    from pathlib import Path

STEMS = ("resnet", "resnet_cifar", "wide_resnet", "vgg", "squeezenet", "lenet5")


@pytest.fixture
def shelf(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a few files in it."""
    for stem in STEMS:
        text = f"cnnspec: 1\nvariants: {{{stem}_a: {{}}, {stem}_b: {{}}}}\n"
        (tmp_path / f"{stem}.yaml").write_text(text, encoding="utf-8")
    (tmp_path / "lenet5.yaml").write_text("cnnspec: 1\nname: LeNet-5\n", encoding="utf-8")
    (tmp_path / "notes.txt").write_text("no spec", encoding="utf-8")
    monkeypatch.setattr(library, "folder", lambda: str(tmp_path))
    return tmp_path


@pytest.mark.parametrize(
    ("name", "stem"),
    [
        ("resnet50", "resnet"),
        ("resnet50_torchvision", "resnet"),
        ("resnet_cifar20", "resnet_cifar"),  # the longest stem that begins the name
        ("wide_resnet50_2", "wide_resnet"),
        ("squeezenet1_1", "squeezenet"),
        ("vgg16_bn", "vgg"),
        ("vgg", "vgg"),
        ("lenet5", "lenet5"),
        ("lenet5_modern", "lenet5"),
    ],
)
def test_find(shelf: Path, name: str, stem: str) -> None:
    assert library.find(name) == (stem, str(shelf / f"{stem}.yaml"), name)


@pytest.mark.parametrize("name", ["", "res", "Resnet50", "notes", "50resnet"])
def test_find_nothing(shelf: Path, name: str) -> None:
    with pytest.raises(UsageError):
        library.find(name)


def test_families_and_names(shelf: Path) -> None:
    assert [stem for stem, _ in library.families()] == sorted(STEMS)
    assert library.variants_of(str(shelf / "vgg.yaml")) == ["vgg_a", "vgg_b"]
    assert "lenet5" in library.names()
    assert "resnet_cifar_b" in library.names()


def test_names_that_the_index_knows_are_not_parsed(
    shelf: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = shelf / "vgg.yaml"
    vgg = {"digest": library.digest(str(path)), "networks": [{"name": "vgg_a"}, {"name": "vgg_b"}]}
    for stem in STEMS:
        if stem != "vgg":
            (shelf / f"{stem}.yaml").unlink()
    (shelf / library.INDEX).write_text(json.dumps({"vgg": vgg}), encoding="utf-8")

    def never(path: str) -> list[str]:
        raise AssertionError(path)

    with monkeypatch.context() as patch:
        patch.setattr(library, "variants_of", never)
        assert library.names() == ["vgg_a", "vgg_b"]
    path.write_text("cnnspec: 1\nvariants: {vgg_c: {}}\n", encoding="utf-8")
    assert library.names() == ["vgg_c"]


def test_a_name_that_is_almost_one(shelf: Path) -> None:
    assert "vgg_a" in library.unknown("vg_a").message


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("VGG-A", "vgg_a"),
        ("ResNet CIFAR_b", "resnet_cifar_b"),
        ("LeNet-5", "lenet5"),
        ("lenet", None),
        ("-", None),
    ],
)
def test_a_name_as_it_is_printed(shelf: Path, name: str, found: str | None) -> None:
    assert library.alike_name(name) == found


def test_no_name_is_taken_where_two_are_alike(shelf: Path) -> None:
    text = "cnnspec: 1\nvariants: {vgg_a: {}, vgga: {}}\n"
    (shelf / "vgg.yaml").write_text(text, encoding="utf-8")
    assert library.alike_name("VGG-A") is None


@pytest.mark.parametrize(
    ("name", "guess"),
    [
        ("res", "resnet or resnet_cifar?"),
        ("SqueezeNet1", ""),  # no family begins so
        ("vgg_ab", "vgg_a or vgg_b?"),
        ("vgg__b", "vgg_b?"),  # one slip, and the other two
    ],
)
def test_a_name_that_is_none(shelf: Path, name: str, guess: str) -> None:
    assert library.unknown(name).message.partition("did you mean ")[2] == guess


@pytest.mark.parametrize(
    ("target", "file"),
    [
        ("resnet50", False),
        ("net.yaml", True),
        ("net.yml", True),
        ("nets/mine", True),
        ("./mine", True),
        ("/tmp/mine", True),
        ("mine.json", False),
    ],
)
def test_what_names_a_file(target: str, file: bool) -> None:
    assert library.is_file(target) == file


def test_a_file_without_its_folder_gets_a_hint(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "mine").write_text("cnnspec: 1\n", encoding="utf-8")
    assert "./mine" in library.unknown("mine").hint
    assert "./other" not in library.unknown("other").hint


def test_the_folder_has_specs_in_it() -> None:
    assert "resnet" in [stem for stem, _ in library.families()]
