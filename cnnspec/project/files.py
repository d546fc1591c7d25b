"""Files that look like specs, and which of them a folder holds."""

from __future__ import annotations

import os
import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cnnspec.project.gitignore import Ignored

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
    """The specs in a folder and those below it, without what git ignores there; what cannot be
    read is added to `unread`.

    Hidden folders, virtual environments and folders behind links are not entered.
    """
    from cnnspec.project.gitignore import ignored_in

    rules = {os.path.normpath(folder): ignored_in(folder)}
    for directory, folders, files in os.walk(folder, onerror=unread.append):
        ignored = rules.pop(os.path.normpath(directory))
        folders[:] = sorted([name for name in folders if _entered(directory, name, ignored)])
        for name in folders:
            below = os.path.join(directory, name)
            rules[os.path.normpath(below)] = ignored.within(name)
        for name in sorted(files):
            path = os.path.join(directory, name)
            if not name.endswith(SUFFIXES) or not os.path.isfile(path) or ignored.has(name):
                continue
            try:
                if is_spec(path):
                    yield os.path.normpath(path)
            except OSError as problem:
                unread.append(problem)


def _entered(directory: str, name: str, ignored: Ignored) -> bool:
    path = os.path.join(directory, name)
    if name[0] == "." or name in PASSED_OVER or os.path.islink(path):
        return False
    return not os.path.exists(os.path.join(path, "pyvenv.cfg")) and not ignored.has(f"{name}/")
