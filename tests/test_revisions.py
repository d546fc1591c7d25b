"""Files as they were in git, in a repository of the test's own."""

from __future__ import annotations

import os
import shutil
import subprocess
from typing import TYPE_CHECKING

import pytest

from cnnspec.analysis import load
from cnnspec.core.diagnostic import UsageError
from cnnspec.revisions import is_revision, path_of, read_revision

if TYPE_CHECKING:
    from pathlib import Path

needs_git = pytest.mark.skipif(shutil.which("git") is None, reason="git is not installed")
OLD = "cnnspec: 1\nname: Net\ninput: [1, 8, 8]\nlayers: [conv: [2, 3]]\n"
NEW = OLD.replace("[2, 3]", "[4, 3]")


def git(*arguments: str) -> None:
    environment = {
        **os.environ, "GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull,
        "GIT_AUTHOR_NAME": "a", "GIT_AUTHOR_EMAIL": "a@b", "GIT_COMMITTER_NAME": "a",
        "GIT_COMMITTER_EMAIL": "a@b",
    }  # fmt: skip
    subprocess.run(["git", *arguments], check=True, capture_output=True, env=environment)


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A repository with one commit, a staged change and another one that is not."""
    monkeypatch.chdir(tmp_path)
    git("init", "--quiet", "--initial-branch=main")
    (tmp_path / "nets").mkdir()
    file = tmp_path / "nets" / "net.yaml"
    file.write_text(OLD, encoding="utf-8")
    git("add", ".")
    git("commit", "--quiet", "-m", "one")
    file.write_text(NEW, encoding="utf-8")
    git("add", ".")
    file.write_text(NEW.replace("[4, 3]", "[5, 3]"), encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize(
    ("target", "wanted"),
    [
        ("HEAD:nets/net.yaml", True),
        ("HEAD~2:net.yml", True),
        (":net.yaml", True),
        ("main@{1}:./net.yaml", True),
        ("nets/net.yaml", False),
        ("resnet50", False),
        ("HEAD:nets", False),
    ],
)
def test_a_revision_has_a_colon_before_the_path_of_a_spec(target: str, wanted: bool) -> None:
    assert is_revision(target) is wanted


def test_a_file_that_is_there_is_no_revision(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    try:
        (tmp_path / "a:b.yaml").write_text(OLD, encoding="utf-8")
    except OSError:
        pytest.skip("no file can be called so here")
    assert not is_revision("a:b.yaml")


def test_the_path_is_what_follows_the_colon() -> None:
    assert path_of("HEAD:nets/net.yaml") == "nets/net.yaml"


@needs_git
def test_a_file_is_read_as_it_was(repository: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert read_revision("HEAD:nets/net.yaml").decode() == OLD
    assert read_revision("main:nets/net.yaml").decode() == OLD
    assert read_revision(":nets/net.yaml").decode() == NEW
    monkeypatch.chdir(repository / "nets")
    assert read_revision("HEAD:nets/net.yaml").decode() == OLD
    assert read_revision("HEAD:./net.yaml").decode() == OLD
    spec = load("HEAD:nets/net.yaml")
    assert (spec.name, spec.source.name) == ("net", "HEAD:nets/net.yaml")


@needs_git
@pytest.mark.usefixtures("repository")
@pytest.mark.parametrize(
    ("target", "message", "hint"),
    [
        ("HAED:nets/net.yaml", "the repository has no revision HAED", "git branch -a"),
        ("HEAD:net.yaml", "HEAD has no file net.yaml", "did you mean HEAD:nets/net.yaml?"),
        ("HEAD:nets/nett.yaml", "HEAD has no file nets/nett.yaml", "HEAD:nets/net.yaml?"),
        ("HEAD:other.yaml", "HEAD has no file other.yaml", "paths begin at the top"),
        (":other.yaml", "the index has no file other.yaml", "paths begin at the top"),
        ("--help:net.yaml", "--help is no revision of git", ""),
    ],
)
def test_what_is_not_there_is_told(target: str, message: str, hint: str) -> None:
    with pytest.raises(UsageError) as caught:
        read_revision(target)
    assert caught.value.message == message
    assert hint in caught.value.hint


@needs_git
def test_a_path_from_here_is_proposed(repository: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(repository / "nets")
    with pytest.raises(UsageError, match=r"did you mean HEAD:\./net\.yaml\?"):
        read_revision("HEAD:net.yaml")


@needs_git
def test_outside_of_a_repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
    with pytest.raises(UsageError, match="this folder is in no repository"):
        read_revision("HEAD:net.yaml")


def test_without_git(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(UsageError, match="git is not installed, or not on the PATH"):
        read_revision("HEAD:net.yaml")
