"""The hook for pre-commit and the action for GitHub, as far as they can be read without either."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "editors.md").read_text(encoding="utf-8")


def read(name: str) -> Any:
    return yaml.safe_load((ROOT / name).read_text(encoding="utf-8"))


@pytest.mark.parametrize(
    ("path", "taken"),
    [
        ("specs/vgg.yaml", True),
        ("models/nets/deep/mine.yml", True),
        ("architectures/a.yaml", True),
        ("docker-compose.yaml", False),
        ("myspecs/a.yaml", False),
        ("specs/a.json", False),
        ("specs.yaml", False),
    ],
)
def test_the_hook_takes_specs(path: str, taken: bool) -> None:
    (hook,) = read(".pre-commit-hooks.yaml")
    assert (hook["id"], hook["entry"], hook["language"]) == (
        "cnnspec-check",
        "cnnspec check",
        "python",
    )
    assert (re.search(hook["files"], path) is not None) is taken


def test_the_page_names_what_is_there() -> None:
    (hook,) = read(".pre-commit-hooks.yaml")
    assert f"- id: {hook['id']}" in PAGE
    inputs = read("action.yml")["inputs"]
    used = re.search(r"        with:\n((?: {10}.*\n)+)", PAGE)
    assert used is not None
    assert set(re.findall(r"^ {10}([\w-]+):", used[1], re.M)) <= set(inputs)
