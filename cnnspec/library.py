"""The shipped specs: found by name, without reading those that are not asked for."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from cnnspec.core.diagnostic import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

SUFFIXES = (".yaml", ".yml")
"""How the names of spec files end."""
INDEX = "index.json"
"""Beside the specs: what `list` tells of each, so that it need not analyse them."""
LESSONS = "lessons"
"""The folder of small specs that are there to show something; `list` leaves them out."""


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


def lessons() -> Iterator[tuple[str, str]]:
    """Every lesson, as (stem, path), by stem; their designs are names like any other."""
    root = os.path.join(folder(), LESSONS)
    if os.path.isdir(root):
        for name in sorted(os.listdir(root)):
            if name.endswith(".yaml"):
                yield name[:-5], os.path.join(root, name)


def is_file(target: str) -> bool:
    """Whether an argument names a file rather than a shipped network."""
    return os.sep in target or "/" in target or target.endswith(SUFFIXES)


def find(name: str) -> tuple[str, str, str]:
    """The file that holds a shipped network: (stem, path, name).

    It is the one whose stem is the longest prefix of the name. Raises a UsageError for a name that
    no file can hold.
    """
    files = {**dict(lessons()), **dict(families())}
    for length in range(len(name), 0, -1):
        if name[:length] in files:
            return name[:length], files[name[:length]], name
    raise unknown(name)


def digest(path: str) -> str:
    """What tells that a file is not as it was: its length and its CRC-32, however lines end."""
    from binascii import crc32

    with open(path, "rb") as file:
        content = file.read().replace(b"\r\n", b"\n")
    return f"{len(content)}-{crc32(content):08x}"


def index(shelf: str = "") -> dict[str, dict[str, Any]]:
    """What the index tells of each family by stem; nothing of a file that was changed since.

    With `LESSONS`, what it tells of each lesson.
    """
    import json

    try:
        with open(os.path.join(folder(), INDEX), encoding="utf-8") as file:
            known = json.load(file)
    except (OSError, ValueError):  # a list that takes longer is better than none
        return {}
    files = lessons() if shelf else families()
    return {
        stem: known[place]
        for stem, path in files
        if (place := shelved(stem, shelf)) in known and known[place]["digest"] == digest(path)
    }


def shelved(stem: str, shelf: str = "") -> str:
    """What the index calls a file: `resnet`, `lessons/two-3x3`."""
    return f"{shelf}/{stem}" if shelf else stem


def names() -> list[str]:
    """The names of all shipped networks; only files that the index does not know are parsed."""
    known = index()
    found: list[str] = []
    for stem, path in families():
        if stem in known:
            found += [network["name"] for network in known[stem]["networks"]]
        else:
            found += variants_of(path) or [stem]
    return found


def variants_of(path: str) -> list[str]:
    """The variants of a file, in its order; empty if it has none."""
    from cnnspec.language.reader import read_file
    from cnnspec.language.spec import variant_nodes

    return list(variant_nodes(read_file(path)))


def designs() -> list[str]:
    """The names of all lessons and of what they compare."""
    known = index(LESSONS)
    found: list[str] = []
    for stem, path in lessons():
        found += [stem, *(known[stem]["designs"] if stem in known else variants_of(path))]
    return found


def unknown(name: str) -> UsageError:
    """What to say of a name that no shipped network has."""
    from cnnspec.core.nearest import nearest

    near = nearest(name, [*names(), *designs()])
    guess = f"; did you mean {' or '.join(near)}?" if near else ""
    hint = "all names: cnnspec list"
    for file in (name, f"{name}.yaml", f"{name}.yml"):
        if os.path.isfile(file):
            written = file if file != name else f"./{file}"
            hint = f"a file of yours is named with its suffix or its folder: {written}"
    return UsageError(f"no network or file is called {name}{guess}", hint)
