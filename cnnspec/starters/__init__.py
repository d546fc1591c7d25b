"""Starters: a file for each kind of network that `cnnspec new` can begin with.

A word behind a dollar sign stands for what suits the input, such as `$three` for `3x3`.
"""

from __future__ import annotations

import os


def kinds() -> list[str]:
    """The kinds that there are, by name."""
    names = os.listdir(os.path.dirname(__file__))
    return sorted([name[:-5] for name in names if name.endswith(".yaml")])


def read(kind: str) -> str:
    """The text of one, with its words. Raises a KeyError for a kind that is not there."""
    if kind not in kinds():
        raise KeyError(kind)
    path = os.path.join(os.path.dirname(__file__), f"{kind}.yaml")
    with open(path, encoding="utf-8") as file:
        return file.read()
