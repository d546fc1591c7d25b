"""The shipped specs: found by name, without reading those that are not asked for."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from cnnspec.core.diagnostic import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator


def folder() -> str:
    """Where the shipped specs are: inside the package, or beside it in a source tree."""
    here = os.path.dirname(os.path.abspath(__file__))
    inside = os.path.join(here, "specs")
    return inside if os.path.isdir(inside) else os.path.join(os.path.dirname(here), "specs")


def families() -> Iterator[tuple[str, str]]:
    """Every shipped file, as (stem, path), by stem."""
    root = folder()
    for name in sorted(os.listdir(root)):
        if name.endswith(".yaml"):
            yield name[:-5], os.path.join(root, name)


def is_file(target: str) -> bool:
    """Whether an argument names a file rather than a shipped network."""
    return os.sep in target or "/" in target or target.endswith((".yaml", ".yml"))


def find(name: str) -> tuple[str, str, str]:
    """The file that holds a shipped network: (stem, path, name).

    It is the one whose stem is the longest prefix of the name. Raises a UsageError for a name that
    no file can hold.
    """
    best: tuple[str, str] | None = None
    for stem, path in families():
        if name.startswith(stem) and (best is None or len(stem) > len(best[0])):
            best = (stem, path)
    if best is None:
        raise unknown(name)
    return (*best, name)


def names() -> list[str]:
    """The names of all shipped networks; it reads every file, so it is for suggestions only."""
    found: list[str] = []
    for stem, path in families():
        found.extend(variants_of(path) or [stem])
    return found


def variants_of(path: str) -> list[str]:
    """The variants of a file, in its order; empty if it has none."""
    from cnnspec.language.reader import read_file
    from cnnspec.language.spec import variant_nodes

    return list(variant_nodes(read_file(path)))


def unknown(name: str) -> UsageError:
    """What to say of a name that no shipped network has."""
    from cnnspec.core.nearest import nearest

    near = nearest(name, names())
    guess = f"; did you mean {' or '.join(near)}?" if near else ""
    hint = "all names: cnnspec list"
    for file in (name, f"{name}.yaml", f"{name}.yml"):
        if os.path.isfile(file):
            written = file if file != name else f"./{file}"
            hint = f"a file of yours is named with its suffix or its folder: {written}"
    return UsageError(f"no network or file is called {name}{guess}", hint)
