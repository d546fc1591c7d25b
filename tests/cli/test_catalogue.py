"""The index of the shipped specs: current, the same as an analysis, and never trusted blindly."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from cnnspec import analysis, library
from cnnspec.cli.catalogue import analysed, from_index, index_entry, index_text, networks

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cnnspec.render.catalogue import Network

LENET = "cnnspec: 1\nname: Small\ntask: classification\ninput: [1, 8, 8]\nlayers: [conv: [2, 3]]\n"
SYMBOLIC = (
    "cnnspec: 1\nname: Form\nsymbols: [C, H]\ninput: [C, H, 8]\ncite: a text\n"
    "layers: [{conv: [2*C, 3x5, [2, 1], bias: false]}]\n"
)


def test_the_index_is_current(request: pytest.FixtureRequest) -> None:
    """`pytest --update-goldens` writes it anew."""
    path = Path(library.folder()) / library.INDEX
    text = index_text()
    if request.config.getoption("--update-goldens"):
        path.write_text(text, encoding="utf-8", newline="\n")
    stale = [
        new.partition(":")[0]
        for old, new in zip(path.read_text("utf-8").splitlines(), text.splitlines(), strict=False)
        if old.rstrip(",") != new.rstrip(",")
    ]
    assert path.read_text("utf-8") == text, f"pytest --update-goldens; first {stale[:1]}"
    assert library.index().keys() == dict(library.families()).keys()


@pytest.fixture
def shelf(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with two families and their index."""
    monkeypatch.setattr(library, "folder", lambda: str(tmp_path))
    (tmp_path / "form.yaml").write_text(SYMBOLIC, encoding="utf-8")
    (tmp_path / "small.yaml").write_text(LENET, encoding="utf-8")
    (tmp_path / library.INDEX).write_text(index_text(), encoding="utf-8")
    return tmp_path


def params() -> dict[str, Any]:
    return {network.name: network.params for network in networks()}


def test_what_the_index_tells_is_what_an_analysis_tells(
    shelf: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    alive = [network for stem, path in library.families() for network in analysed(stem, path)]

    def never(path: str) -> Iterator[Network]:
        raise AssertionError(path)

    monkeypatch.setattr(analysis, "survey", never)
    assert list(networks()) == alive
    form, small = alive
    assert str(form.params) == "30*C**2"  # 2C maps of 3 x 5 x C weights
    assert form.field == (3, 5)
    assert form.cite is not None
    assert form.cite.text == "a text"
    assert small.params == 20  # 2 maps of 9 weights and a bias
    assert small.cite is None


def test_a_spec_that_was_changed_is_analysed(shelf: Path) -> None:
    assert params()["small"] == 20
    wider = LENET.replace("conv: [2", "conv: [3")
    assert len(wider) == len(LENET)
    (shelf / "small.yaml").write_text(wider, encoding="utf-8")
    assert params()["small"] == 30
    assert list(library.index()) == ["form"]


def test_other_line_ends_are_no_change(shelf: Path) -> None:
    (shelf / "small.yaml").write_bytes(LENET.replace("\n", "\r\n").encode())
    assert list(library.index()) == ["form", "small"]


def test_a_new_spec_is_in_the_list_and_a_deleted_one_is_not(shelf: Path) -> None:
    (shelf / "small.yaml").rename(shelf / "tiny.yaml")
    assert params().keys() == {"form", "tiny"}
    assert library.names() == ["form", "tiny"]


@pytest.mark.parametrize("text", [None, "", "{\n<<<<<<< HEAD\n", "\x00"])
def test_without_an_index_every_spec_is_analysed(shelf: Path, text: str | None) -> None:
    index = shelf / library.INDEX
    if text is None:
        index.unlink()
    else:
        index.write_text(text, encoding="utf-8")
    assert params()["small"] == 20
    assert library.names() == ["form", "small"]


def test_a_source_of_its_own_is_kept_with_a_variant(shelf: Path) -> None:
    text = LENET.replace(
        "task", "cite: {authors: A, year: 2001}\nvariants: {x: {}, y: {cite: {year: 2002}}}\ntask"
    )
    (shelf / "small.yaml").write_text(text, encoding="utf-8")
    family = list(analysed("small", str(shelf / "small.yaml")))
    assert [network.year for network in family] == [2001, 2002]
    entry = json.loads(json.dumps(index_entry("1-0", family)))
    assert list(from_index("small", entry)) == family
