"""Files that look like specs, and which of them a folder holds."""

from __future__ import annotations

import os
import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

SUFFIXES = (".yaml", ".yml")
PASSED_OVER = frozenset(["node_modules", "__pycache__", "site-packages"])
"""Folders that hold other people's files."""


def is_spec(path: str) -> bool:
    """Whether a file has `cnnspec:` among its top-level keys, or both `input:` and `layers:`,
    whatever else it says. Raises an OSError if it cannot be read."""
    with open(path, "rb") as file:
        content = file.read()
    encoding = "utf-16" if content[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"
    text = content.decode(encoding, "replace")
    return _has(text, "cnnspec") or (_has(text, "input") and _has(text, "layers"))


def _has(text: str, key: str) -> bool:
    return re.search(rf"""^(?:\{{\s*)?["']?{key}["']?\s*:""", text, re.MULTILINE) is not None


def specs_below(folder: str, unread: list[OSError]) -> Iterator[str]:
    """The specs in a folder and those below it; what cannot be read is added to `unread`."""
    for directory, folders, files in os.walk(folder, onerror=unread.append):
        folders[:] = sorted([name for name in folders if _entered(directory, name)])
        for name in sorted(files):
            path = os.path.join(directory, name)
            if not name.endswith(SUFFIXES) or not os.path.isfile(path):
                continue
            try:
                if is_spec(path):
                    yield os.path.normpath(path)
            except OSError as problem:
                unread.append(problem)


def _entered(directory: str, name: str) -> bool:
    environment = os.path.join(directory, name, "pyvenv.cfg")
    return name[0] != "." and name not in PASSED_OVER and not os.path.exists(environment)
