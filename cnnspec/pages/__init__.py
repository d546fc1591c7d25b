"""Pages: a file for each code, with what it means, an example of each side, and how to mend it."""

from __future__ import annotations

import os


def codes() -> list[str]:
    """The codes that have a page, as `docs/diagnostics.md` lists them: by number, then letter."""
    names = os.listdir(os.path.dirname(__file__))
    found = [name[:-3] for name in names if name.endswith(".md")]
    return sorted(found, key=lambda code: (code[1:], code))


def read(code: str) -> str:
    """The page of a code as Markdown. Raises a KeyError for a code that has none."""
    if code not in codes():
        raise KeyError(code)
    path = os.path.join(os.path.dirname(__file__), f"{code}.md")
    with open(path, encoding="utf-8") as file:
        return file.read()
