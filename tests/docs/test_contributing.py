"""The map of the house names every part of the package, and nothing that is not there."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
PACKAGE = ROOT / "cnnspec"
QUIET = {"__init__.py", "_version.py", "py.typed", "specs", "__pycache__"}


def test_the_map_is_complete() -> None:
    text = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| (`.*?) \|", text, re.MULTILINE)
    named = {
        name.removeprefix("cnnspec/").removesuffix("/")
        for row in rows
        for name in re.findall(r"`([^`]+)`", row)
        if name.startswith("cnnspec/") or name.endswith(".py")
    }
    assert named == {path.name for path in PACKAGE.iterdir()} - QUIET
