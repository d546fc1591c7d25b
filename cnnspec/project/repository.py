"""Paths as a whole repository knows them, wherever in it a command runs."""

from __future__ import annotations

import os

from cnnspec.project.fingerprint import slashed

MARK = ".git"
"""A folder, or in a further work tree a file, at the root of a repository."""


def root_of(folder: str) -> str | None:
    """The root of the repository that a folder is in; None if it is in none."""
    here = os.path.abspath(folder)
    while not os.path.exists(os.path.join(here, MARK)):
        above = os.path.dirname(here)
        if above == here:
            return None
        here = above
    return here


class Paths:
    """Names files from the root of the repository of this folder.

    A file outside of it, and any file where there is no repository, is named as it was.
    """

    def __init__(self) -> None:
        self.root = root_of(os.curdir)

    def __call__(self, file: str) -> str:
        if self.root is None:
            return slashed(file)
        try:
            path = os.path.relpath(os.path.abspath(file), self.root)
        except ValueError:  # another drive
            return slashed(file)
        outside = path == os.pardir or path.startswith(os.pardir + os.sep)
        return slashed(file if outside else path)
