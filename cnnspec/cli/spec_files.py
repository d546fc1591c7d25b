"""The spec files that a command line means: named ones, those in folders, those of the project."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from cnnspec.core.diagnostic import UsageError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from cnnspec.project.config import Config

STDIN = "-"


def spec_files(
    paths: Sequence[str], config: Config | None = None
) -> tuple[list[str], list[UsageError]]:
    """The files to check, sorted, each once: those named, and the specs in the folders named; and
    what cannot be read or is not there.

    Without paths, those are the specs of the project, or else all that are in this folder. Raises a
    UsageError if there is no spec at all.
    """
    from cnnspec.cli.output import reason
    from cnnspec.project.files import specs_below

    chosen = paths or _of_project(config) or ["."]
    found: dict[str, str] = {}
    wrong: list[UsageError] = []
    unread: list[OSError] = []
    for path in chosen:
        try:
            inside = list(specs_below(path, unread)) if os.path.isdir(path) else [_named(path)]
        except UsageError as error:
            wrong.append(error)
            continue
        for file in inside:
            found.setdefault(os.path.realpath(file), file)
    wrong += [UsageError(f"cannot read {p.filename}: {reason(p)}") for p in unread]
    if not found and not wrong:
        raise _none(paths, config)
    return sorted(found.values()), wrong


def _of_project(config: Config | None) -> list[str]:
    """What the project's globs fit: files that are specs or not, and folders."""
    if config is None or not config.specs:
        return []
    from glob import glob

    from cnnspec.project.files import is_spec

    found = set()
    for pattern in config.specs:
        for path in glob(os.path.join(config.folder, pattern), recursive=True):
            if os.path.isdir(path) or (os.path.exists(path) and _is_spec(path, is_spec)):
                found.add(_relative(path))
    if not found:
        raise _none((), config)
    return sorted(found)


def _is_spec(path: str, asked: Callable[[str], bool]) -> bool:
    try:
        return asked(path)
    except OSError:
        return True  # whoever reads it tells why it cannot be read


def _none(paths: Sequence[str], config: Config | None) -> UsageError:
    hint = "a spec begins with cnnspec: 1"
    if not paths and config is not None and config.specs:
        named = ", ".join(config.specs)
        return UsageError(f"{config.place('specs')}: no spec is found for specs = {named}", hint)
    return UsageError(f"no spec is in {', '.join(paths or ['.'])}", hint)


def _named(path: str) -> str:
    """A file that is named, or the file of a shipped network."""
    from cnnspec import library

    if os.path.exists(path):
        return path
    if library.is_file(path):
        raise UsageError(f"no file or folder is called {path}")
    stem, file, name = library.find(path)
    if name != stem and name not in library.variants_of(file):
        raise library.unknown(name)
    return _relative(file)


def _relative(path: str) -> str:
    try:
        return os.path.relpath(path)
    except ValueError:  # another drive
        return path
