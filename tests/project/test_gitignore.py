"""What is ignored, held against git itself where it is installed."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from cnnspec.project.files import specs_below

SPEC = "cnnspec: 1\n"

# The ignore files by their folder, the specs that are there, and those that are found.
CASES: list[tuple[str, dict[str, str], list[str], list[str]]] = [
    ("no patterns", {}, ["a.yaml", "b/c.yml"], ["a.yaml", "b/c.yml"]),
    ("a name", {".": "a.yaml\n"}, ["a.yaml", "b.yaml", "c/a.yaml"], ["b.yaml"]),
    ("anchored", {".": "/a.yaml\n"}, ["a.yaml", "c/a.yaml"], ["c/a.yaml"]),
    ("anchored within", {".": "c/a.yaml\n"}, ["c/a.yaml", "d/c/a.yaml"], ["d/c/a.yaml"]),
    ("a folder", {".": "out/\n"}, ["out/a.yaml", "b/out/a.yaml", "b/a.yaml"], ["b/a.yaml"]),
    ("a folder only", {".": "a.yaml/\n"}, ["a.yaml"], ["a.yaml"]),
    ("taken back", {".": "*.yaml\n!keep.yaml\n"}, ["a.yaml", "keep.yaml"], ["keep.yaml"]),
    ("the last decides", {".": "!a.yaml\n*.yaml\n"}, ["a.yaml"], []),
    (
        "in an ignored folder",
        {".": "out/\n!out/keep.yaml\n"},
        ["out/keep.yaml", "a.yaml"],
        ["a.yaml"],
    ),
    (
        "all but one",
        {".": "out/*\n!out/keep.yaml\n"},
        ["out/keep.yaml", "out/a.yaml"],
        ["out/keep.yaml"],
    ),
    ("nested", {"b": "*.yaml\n"}, ["a.yaml", "b/a.yaml", "b/c/d.yaml"], ["a.yaml"]),
    ("nested anchor", {"b": "/a.yaml\n"}, ["b/a.yaml", "b/c/a.yaml"], ["b/c/a.yaml"]),
    ("taken back below", {".": "*.yaml\n", "b": "!a.yaml\n"}, ["a.yaml", "b/a.yaml"], ["b/a.yaml"]),
    ("two stars", {".": "b/**/x.yaml\n"}, ["b/x.yaml", "b/c/d/x.yaml", "x.yaml"], ["x.yaml"]),
    ("stars at the end", {".": "b/**\n"}, ["b/x.yaml", "b/c/x.yaml", "a.yaml"], ["a.yaml"]),
    ("a class", {".": "net[0-3].yaml\n"}, ["net1.yaml", "net7.yaml"], ["net7.yaml"]),
    (
        "comments and empty lines",
        {".": "# a.yaml\n\n\\#b.yaml\n"},
        ["a.yaml", "#b.yaml"],
        ["a.yaml"],
    ),
    ("spaces at the end", {".": "a.yaml  \nb.yaml\\ \n"}, ["a.yaml", "b.yaml"], ["b.yaml"]),
    ("line ends of Windows", {".": "a.yaml\r\n"}, ["b.yaml"], ["b.yaml"]),
    ("everything", {".": "*\n!.gitignore\n"}, ["a.yaml", "b/a.yaml"], []),
]


def write(folder: Path, ignores: dict[str, str], specs: list[str]) -> None:
    for name, text in [*[(f"{at}/.gitignore", text) for at, text in ignores.items()]]:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode())
    for name in specs:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(SPEC, encoding="utf-8")


def found_below(folder: Path) -> list[str]:
    unread: list[OSError] = []
    found = [Path(path).relative_to(folder).as_posix() for path in specs_below(str(folder), unread)]
    assert unread == []
    return sorted(found)


@pytest.mark.parametrize("case", CASES, ids=[case[0] for case in CASES])
def test_what_git_ignores_is_no_spec_of_a_folder(
    case: tuple[str, dict[str, str], list[str], list[str]], tmp_path: Path
) -> None:
    _, ignores, specs, expected = case
    write(tmp_path, ignores, specs)
    assert found_below(tmp_path) == expected


@pytest.mark.skipif(shutil.which("git") is None, reason="git is not installed")
@pytest.mark.parametrize("case", CASES, ids=[case[0] for case in CASES])
def test_git_says_the_same(
    case: tuple[str, dict[str, str], list[str], list[str]], tmp_path: Path
) -> None:
    _, ignores, specs, _ = case
    write(tmp_path, ignores, specs)
    nobody = {**os.environ, "GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1"}
    for command in (["init", "-q"], ["ls-files", "-o", "-z", "--exclude-standard"]):
        done = subprocess.run(
            ["git", *command], cwd=tmp_path, env=nobody, check=True, capture_output=True, text=True
        )
    listed = [name for name in done.stdout.split("\0") if name.endswith((".yaml", ".yml"))]
    assert found_below(tmp_path) == sorted(listed)


def test_folders_above_say_what_is_ignored_up_to_the_top_of_the_repository(tmp_path: Path) -> None:
    top = tmp_path / "top"
    write(tmp_path, {".": "b.yaml\n"}, [])
    write(top, {".": "a.yaml\n/sub/c.yaml\n"}, ["sub/a.yaml", "sub/b.yaml", "sub/c.yaml"])
    assert found_below(top / "sub") == ["a.yaml", "b.yaml", "c.yaml"]  # in no repository
    (top / ".git" / "info").mkdir(parents=True)
    assert found_below(top / "sub") == ["b.yaml"]
    (top / ".git" / "info" / "exclude").write_text("b.yaml\n", encoding="utf-8")
    assert found_below(top / "sub") == []


def test_an_ignored_folder_that_is_named_is_looked_at(tmp_path: Path) -> None:
    (tmp_path / ".git").mkdir()
    write(tmp_path, {".": "out/\n"}, ["out/a.yaml", "out/b/c.yaml"])
    assert found_below(tmp_path) == []
    assert found_below(tmp_path / "out") == ["a.yaml", "b/c.yaml"]


def test_links_and_environments_are_not_entered(tmp_path: Path) -> None:
    write(tmp_path, {}, ["a.yaml", "venv/b.yaml", "node_modules/c.yaml", ".hidden/d.yaml"])
    (tmp_path / "venv" / "pyvenv.cfg").write_text("", encoding="utf-8")
    (tmp_path / "round").symlink_to(tmp_path, target_is_directory=True)
    (tmp_path / "gone.yaml").symlink_to(tmp_path / "nowhere.yaml")
    assert found_below(tmp_path) == ["a.yaml"]
