"""What a command is called with."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from cnnspec.core.diagnostic import UsageError
from cnnspec.targets import at_commas, open_target, read_target, specs_of

if TYPE_CHECKING:
    from pathlib import Path

SEVERAL = (
    "cnnspec: 1\nname: Several\ninput: [1, 8, 8]\nvars: {c: 2}\nlayers: [conv: [c, 3]]\n"
    "variants: {one: {}, two: {vars: {c: 3}}}\n"
)


@pytest.mark.parametrize(
    ("text", "place", "variant", "input", "settings"),
    [
        ("resnet50", "resnet50", None, None, {}),
        ("nets/mine.yaml", "nets/mine.yaml", None, None, {}),
        ("mobilenet_v2@alpha=0.5", "mobilenet_v2", None, None, {"alpha": "0.5"}),
        ("a@x=1,input=3xHxW", "a", None, "3xHxW", {"x": "1"}),
        ("m.yaml@variant=two, c = 4", "m.yaml", "two", None, {"c": "4"}),
        ("a@w=[1, 2],n=max(1, 2)", "a", None, None, {"w": "[1, 2]", "n": "max(1, 2)"}),
        ("HEAD@{1}:m.yaml", "HEAD@{1}:m.yaml", None, None, {}),
        ("HEAD@{1}:m.yaml@c=3", "HEAD@{1}:m.yaml", None, None, {"c": "3"}),
        ("a@b", "a@b", None, None, {}),
    ],
)
def test_what_stands_behind_the_mark_holds_for_one_network(
    text: str, place: str, variant: str | None, input: str | None, settings: dict[str, str]
) -> None:
    found = read_target(text)
    assert (found.place, found.variant, found.input, found.settings) == (
        place, variant, input, settings,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("a@c=", "a@c=: c= sets nothing"),
        ("a@c=1,", "a@c=1,: nothing sets nothing"),
        ("a@c=1,c=2", "a@c=1,c=2 sets c twice: 1 and 2"),
    ],
)
def test_what_sets_nothing_is_told(text: str, message: str) -> None:
    with pytest.raises(UsageError) as caught:
        read_target(text)
    assert caught.value.message == message


def test_commas_within_brackets_part_nothing() -> None:
    assert at_commas("a=[1,2],b=(3,4),c") == ["a=[1,2]", "b=(3,4)", "c"]


def test_a_file_with_a_mark_in_its_name_is_a_file(tmp_path: Path) -> None:
    path = tmp_path / "a@b=1.yaml"
    path.write_text(SEVERAL, encoding="utf-8")
    assert read_target(str(path)).place == str(path)


def test_a_file_and_a_family_stand_for_all_of_their_variants(tmp_path: Path) -> None:
    path = tmp_path / "m.yaml"
    path.write_text(SEVERAL, encoding="utf-8")

    def names(text: str, variant: str | None = None) -> list[str]:
        return [spec.name for spec in specs_of(read_target(text), variant)]

    assert names(str(path)) == ["one", "two"]
    assert names(str(path), "two") == ["two"]
    assert names(f"{path}@variant=one", "two") == ["one"]
    assert names("three-3x3") == ["three-3x3-stack", "three-3x3-single"]
    assert names("three-3x3-stack") == ["three-3x3-stack"]
    assert names("inception_v3", "two") == ["inception_v3"]
    with pytest.raises(UsageError, match="has no variant three"):
        names(str(path), "three")
    with pytest.raises(UsageError, match="have names of their own"):
        names("vgg16@variant=vgg16")


def test_a_point_is_for_several_networks() -> None:
    with pytest.raises(UsageError, match="values behind an @ are for compare and diff"):
        open_target("mobilenet_v2@alpha=0.5")


@pytest.mark.parametrize("target", ["resent50", "vgg_27c3", "nowhere.yaml", "a/b.yaml"])
def test_what_is_not_there_is_told(target: str) -> None:
    with pytest.raises(UsageError, match=r"no network or file is called|cannot read"):
        open_target(target)
