from __future__ import annotations

from typing import TYPE_CHECKING

from cnnspec.project.repository import Paths, root_of

if TYPE_CHECKING:
    from pathlib import Path

    import pytest


def test_the_nearest_repository_is_the_root(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A further work tree, and a submodule, have a file in the place of the folder."""
    inner = tmp_path / "modules" / "one"
    (inner / "nets").mkdir(parents=True)
    (tmp_path / ".git").mkdir()
    assert root_of(str(inner / "nets")) == str(tmp_path)
    monkeypatch.chdir(inner)
    assert Paths()("nets/a.yaml") == "modules/one/nets/a.yaml"
    (inner / ".git").write_text("gitdir: ../../.git/modules/one\n", encoding="utf-8")
    assert root_of(str(inner / "nets")) == str(inner)
    assert Paths()("nets/a.yaml") == "nets/a.yaml"


def test_a_name_that_only_begins_like_the_folder_above_is_inside(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / ".git").mkdir()
    monkeypatch.chdir(tmp_path)
    assert Paths()("..a/b.yaml") == "..a/b.yaml"
    assert Paths()("stdin") == "stdin"
