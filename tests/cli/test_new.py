"""`new`: writes a spec to begin with, and never over anything."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.conftest import Runner


def test_a_first_spec_is_written_and_passes(run: Runner, write: Path) -> None:
    found = run("new", "mine.yaml")
    assert found == (0, "mine.yaml is written. To see it: cnnspec summary mine.yaml\n", "")
    assert (write / "mine.yaml").read_text(encoding="utf-8").splitlines()[1] == "name: mine"
    assert run("check", "mine.yaml").code == 0
    assert "175,258" in run("summary", "mine.yaml").out


def test_without_a_file_it_is_shown(run: Runner) -> None:
    assert run("new").out == run("new", "-").out
    assert run("new").out.startswith("cnnspec: 1 ")


@pytest.mark.parametrize("kind", ["detector", "mobile", "plain", "residual", "unet"])
def test_a_kind_of_network_is_written_and_passes(run: Runner, write: Path, kind: str) -> None:
    assert run("new", "mine.yaml", "--kind", kind, "--input", "1x30x30").code == 0
    assert run("check", "mine.yaml", "--strict").code == 0


def test_editors_are_told_where_the_schema_is(run: Runner, write: Path) -> None:
    (write / "nets").mkdir()
    assert run("schema", "-o", "cnnspec.schema.json").code == 0
    assert run("new", "nets/mine.yaml").code == 0
    assert run("new", "other.yaml", "--from", "lenet5").code == 0
    head = "# yaml-language-server: $schema="
    text = (write / "nets" / "mine.yaml").read_text(encoding="utf-8")
    assert text.startswith(f"{head}../cnnspec.schema.json\ncnnspec: 1 ")
    assert (write / "other.yaml").read_text(encoding="utf-8").startswith(f"{head}cnnspec.schema")
    assert run("check", "nets/mine.yaml", "other.yaml").code == 0


def test_a_schema_of_another_project_is_not_named(run: Runner, write: Path) -> None:
    (write / "nets").mkdir()
    (write / "nets" / "pyproject.toml").touch()
    (write / "cnnspec.schema.json").touch()
    assert run("new", "nets/mine.yaml").code == 0
    assert (write / "nets" / "mine.yaml").read_text(encoding="utf-8").startswith("cnnspec: 1 ")


@pytest.mark.parametrize("origin", ["resnet_cifar20", "lenet5", "good.yaml"])
def test_a_network_begins_another(run: Runner, write: Path, origin: str) -> None:
    assert run("new", "mine.yaml", "--from", origin).code == 0
    assert run("check", "mine.yaml").code == 0
    assert "variants" not in (write / "mine.yaml").read_text(encoding="utf-8")


def test_a_variant_of_a_file(run: Runner, write: Path) -> None:
    assert run("new", "--from", "several.yaml", "--variant", "two").out.endswith("note: another\n")
    assert run("new", "--from", "several.yaml").code == 2


def test_a_broken_origin_is_told(run: Runner, write: Path) -> None:
    found = run("new", "mine.yaml", "--from", "unread.yaml")
    assert found.code == 1
    assert "max_pol" in found.out
    assert not (write / "mine.yaml").exists()


def test_nothing_is_overwritten(run: Runner, write: Path) -> None:
    before = (write / "good.yaml").read_text(encoding="utf-8")
    found = run("new", "good.yaml")
    assert found.code == 2
    assert "is there already and is not overwritten" in found.err
    assert (write / "good.yaml").read_text(encoding="utf-8") == before
    (write / "link.yaml").symlink_to(write / "nowhere.yaml")
    assert run("new", "link.yaml").code == 2
    assert not (write / "nowhere.yaml").exists()


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["mine"], "a spec is a file with the suffix .yaml, not mine"),
        (["no/folder/mine.yaml"], "no/folder/mine.yaml cannot be written: no such file"),
        (["--input", "3xHxW"], "--input takes numbers such as 3x32x32; got H"),
        (["--input", "3x2x2"], "--input 3x2x2 is too small for a first network"),
        (["--classes", "0"], "--classes takes a number from 1; got 0"),
        (["--kind", "u-net"], "--kind has no u-net; did you mean unet?"),
        (["--from", "vgg16", "--kind", "plain"], "--kind is for a first network"),
        (["--variant", "a"], "--variant goes with --from FILE"),
        (["--from", "vgg16", "--input", "3x32x32"], "--input is for a first network"),
        (["--from", "vgg"], "vgg is a family; name one of its networks"),
        (["--from", "vgg61"], "no network or file is called vgg61; did you mean vgg1"),
    ],
)
@pytest.mark.usefixtures("write")
def test_mistakes(run: Runner, arguments: list[str], message: str) -> None:
    found = run("new", *arguments)
    assert (found.code, found.out) == (2, "")
    assert message in found.err
