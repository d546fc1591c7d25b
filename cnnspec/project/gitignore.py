"""What git ignores: the patterns of .gitignore files, the nearest one first."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from cnnspec.core.record import Record

if TYPE_CHECKING:
    from pathspec import GitIgnoreSpec

NAME = ".gitignore"


class Rules(Record):
    """The patterns of one file, and the way from its folder to the one that is looked at."""

    patterns: GitIgnoreSpec
    way: str


class Ignored(Record):
    """What is ignored in one folder; `rules` are in force there, the farthest first."""

    folder: str
    rules: tuple[Rules, ...]

    def has(self, name: str) -> bool:
        """Whether a file of the folder, or with a slash behind it a folder in it, is ignored."""
        for rules in reversed(self.rules):
            found = rules.patterns.check_file(rules.way + name).include
            if found is not None:
                return found
        return False

    def within(self, name: str) -> Ignored:
        """What is ignored in a folder of this one."""
        below = os.path.join(self.folder, name)
        farther = [rules.replace(way=f"{rules.way}{name}/") for rules in self.rules]
        return Ignored(below, (*farther, *_own(below)))


def ignored_in(folder: str) -> Ignored:
    """What is ignored in a folder, by it and by those above it up to the top of its repository.

    A folder that is itself ignored was named on purpose: only what it says itself holds in it.
    """
    here = os.path.realpath(folder)
    above = [here]
    while not os.path.exists(os.path.join(above[-1], ".git")):
        parent = os.path.dirname(above[-1])
        if parent == above[-1]:
            return Ignored(folder, tuple(_own(folder)))  # in no repository
        above.append(parent)
    top = above.pop()
    found = Ignored(top, (*_read(os.path.join(top, ".git", "info", "exclude")), *_own(top)))
    for path in reversed(above):
        name = os.path.basename(path)
        if found.has(f"{name}/"):
            return Ignored(folder, tuple(_own(folder)))
        found = found.within(name)
    return found.replace(folder=folder)


def _own(folder: str) -> list[Rules]:
    return _read(os.path.join(folder, NAME))


def _read(path: str) -> list[Rules]:
    """The patterns of a file; none if it is not there or cannot be read."""
    try:
        with open(path, encoding="utf-8", errors="replace") as file:
            lines = file.read().removeprefix("\ufeff").splitlines()
    except OSError:
        return []
    from pathspec import GitIgnoreSpec

    kept = []
    for line in lines:
        try:
            GitIgnoreSpec.from_lines([line])
        except ValueError:
            continue  # git, too, passes over what is no pattern
        kept.append(line)
    return [Rules(GitIgnoreSpec.from_lines(kept), "")]
