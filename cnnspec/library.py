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
MOST_LISTED = 5
SHORTEST_BEGUN = 3
"""Letters that a name needs to stand for the families that begin so."""


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

    It is the one whose stem is the longest prefix of the name. A name that no file can hold is
    looked for as it may be printed, `ResNet-50`; a UsageError is raised where that is none either.
    """
    files = {**dict(lessons()), **dict(families())}
    for length in range(len(name), 0, -1):
        if name[:length] in files:
            return name[:length], files[name[:length]], name
    alike = alike_name(name)
    if alike is None or alike == name:
        raise unknown(name)
    return find(alike)


def alike_name(name: str) -> str | None:
    """The one shipped network whose name has the same letters and digits, whatever their case and
    what stands between them: `resnet50` for `ResNet-50`; None for none or several."""
    wanted = _letters(name)
    found = [each for each in all_names() if _letters(each) == wanted] if wanted else []
    return found[0] if len(found) == 1 else None


def _letters(name: str) -> str:
    return "".join([character for character in name.lower() if character.isalnum()])


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


def all_names() -> list[str]:
    """The names of all shipped networks and of all lessons."""
    return [*names(), *designs()]


def unknown(name: str) -> UsageError:
    """What to say of a name that no shipped network has."""
    near = _begun(name) or _nearest(name)
    last = " or " if len(near) <= MOST_LISTED else ", "
    if len(near) > MOST_LISTED:
        near = [*near[:MOST_LISTED], "..."]
    parts = [", ".join(near[:-1]), near[-1]] if near[1:] else near
    guess = f"; did you mean {last.join(parts)}?" if near else ""
    hint = "all names: cnnspec list"
    for file in (name, f"{name}.yaml", f"{name}.yml"):
        if os.path.isfile(file):
            written = file if file != name else f"./{file}"
            hint = f"a file of yours is named with its suffix or its folder: {written}"
    return UsageError(f"no network or file is called {name}{guess}", hint)


def _begun(name: str) -> list[str]:
    """The families whose names begin so, such as those of `mobilenet`."""
    wanted = _letters(name)
    if len(wanted) < SHORTEST_BEGUN:
        return []
    return [stem for stem, _ in families() if _letters(stem).startswith(wanted)]


def _nearest(name: str) -> list[str]:
    """The names that the fewest slips part from this one; `resnet50` alone for `resent50`."""
    from cnnspec.core.nearest import distance, nearest

    near = nearest(name, all_names())
    least = distance(name, near[0]) if near else 0
    return [each for each in near if distance(name, each) == least]
