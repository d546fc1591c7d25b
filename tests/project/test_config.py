from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from cnnspec.core.diagnostic import UsageError
from cnnspec.project.config import Config, read_config

if TYPE_CHECKING:
    from pathlib import Path


def test_without_a_file_nothing_is_configured(tmp_path: Path) -> None:
    assert read_config(str(tmp_path)) == Config()


def test_the_nearest_file_with_a_table_holds(tmp_path: Path) -> None:
    (tmp_path / "a" / "b").mkdir(parents=True)
    (tmp_path / "pyproject.toml").write_text('[tool.cnnspec]\nignore = ["W"]\n')
    (tmp_path / "a" / "pyproject.toml").write_text("[tool.other]\ncnnspec = 1\n")
    found = read_config(str(tmp_path / "a" / "b"))
    assert found.ignore == ("W",)
    assert found.folder == str(tmp_path.resolve())


def test_all_keys(tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").write_text(
        """\
[tool.cnnspec]
specs = ["nets/**/*.yaml"]
select = ["E", "W"]
extend-select = ["I301"]
ignore = ["W3"]
strict = true
baseline = "known.json"
[tool.cnnspec.budget.board]
params = "1M"
"""
    )
    found = read_config(str(tmp_path))
    assert found.specs == ("nets/**/*.yaml",)
    assert found.select == ("E", "W")
    assert found.extend_select == ("I301",)
    assert found.ignore == ("W3",)
    assert found.strict
    assert found.baseline == "known.json"
    assert found.budget == {"board": {"params": "1M"}}


@pytest.mark.parametrize(
    ("text", "message", "hint"),
    [
        ("[tool.cnnspec]\nselect = \n", "pyproject.toml:2:10: ", ""),
        ("[tool.cnnspec]\nx = " + "[" * 100_000, "pyproject.toml:1:1: it nests too deeply", ""),
        ("[tool.cnnspec", "pyproject.toml:1:14: ", ""),
        (
            '[tool.cnnspec]\n\nselct = ["E"]\n',
            "pyproject.toml:3:1: tool.cnnspec has no key selct; did you mean select?",
            "it may have specs, select,",
        ),
        ('[tool.cnnspec]\nqwerty = ["E"]\n', "pyproject.toml:2:1: tool.cnnspec has no key", ""),
        (
            "select = 1\n[tool.cnnspec]\nselect = 'E'\n",
            "pyproject.toml:3:10: select takes a list",
            "",
        ),
        (
            "[tool.cnnspec]\nspecs = [1]\n",
            "pyproject.toml:2:9: specs takes a list of texts, got [1]",
            "",
        ),
        (
            "[tool.cnnspec]\nstrict = 1\n",
            "pyproject.toml:2:10: strict takes true or false",
            "",
        ),
        (
            "[tool.cnnspec]\nbaseline = true\n",
            "pyproject.toml:2:12: baseline takes a text, got true",
            "",
        ),
        ("[tool.cnnspec]\nbudget = 1\n", "pyproject.toml:2:10: budget takes a table, got 1", ""),
        ("[tool]\ncnnspec = 1\n", "pyproject.toml:2:11: tool.cnnspec takes a table, got 1", ""),
    ],
)
def test_a_mistake_is_told_with_its_place(
    text: str, message: str, hint: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "pyproject.toml").write_text(text, encoding="utf-8")
    with pytest.raises(UsageError) as caught:
        read_config()
    assert caught.value.message.startswith(message)
    assert hint in caught.value.hint


def test_a_file_that_is_no_text_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "pyproject.toml").write_bytes(b"\xff\xfe")
    with pytest.raises(UsageError, match=r"pyproject\.toml is not UTF-8"):
        read_config()
