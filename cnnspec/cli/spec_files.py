"""The spec files that a command line means: named ones, those in folders, those of the project."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from cnnspec.core.diagnostic import UsageError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from cnnspec.project.config import Config

STDIN = "-"
SPEC = "a spec begins with cnnspec: 1"


def spec_files(
    paths: Sequence[str], config: Config | None = None
) -> tuple[list[str], list[UsageError]]:
    """The files to check, sorted, each once: those named, and the specs in the folders and of the
    globs named; and what cannot be read or is not there.

    Without paths, those are the specs of the project, or else all that are in this folder. Raises a
    UsageError if there is no spec at all.
    """
    from cnnspec.cli.output import reason

    chosen = paths or _of_project(config) or ["."]
    found: dict[str, str] = {}
    wrong: list[UsageError] = []
    unread: list[OSError] = []
    for path in chosen:
        try:
            inside = _below(path, unread)
        except UsageError as error:
            wrong.append(error)
            continue
        for file in inside:
            found.setdefault(os.path.realpath(file), file)
    wrong += [UsageError(f"cannot read {p.filename}: {reason(p)}") for p in unread]
    if not found and not wrong:
        raise _none(paths, config)
    return sorted(found.values()), wrong


def _below(path: str, unread: list[OSError]) -> list[str]:
    """The specs in a folder, those that a glob fits, or the file that is named."""
    from cnnspec.project.files import specs_below

    if os.path.isdir(path):
        return list(specs_below(path, unread))
    if os.path.lexists(path) or not _is_glob(path):
        return [_named(path)]
    fitting = _fitting(path)
    if not fitting:
        raise UsageError(f"no spec fits {path}", SPEC)
    return [file for each in sorted(fitting) for file in _below(each, unread)]


def _is_glob(path: str) -> bool:
    return any(sign in path for sign in "*?[")


def _fitting(pattern: str) -> set[str]:
    """What a glob fits: files that are specs, and folders."""
    from glob import glob

    from cnnspec.project.files import is_spec

    return {
        _relative(path)
        for path in glob(pattern, recursive=True)
        if os.path.isdir(path) or (os.path.exists(path) and _is_spec(path, is_spec))
    }


def _of_project(config: Config | None) -> list[str]:
    """What the project's globs fit: files that are specs or not, and folders."""
    if config is None or not config.specs:
        return []
    found: set[str] = set()
    for pattern in config.specs:
        found |= _fitting(os.path.join(config.folder, pattern))
    if not found:
        raise _none((), config)
    return sorted(found)


def _is_spec(path: str, asked: Callable[[str], bool]) -> bool:
    try:
        return asked(path)
    except OSError:
        return True  # whoever reads it tells why it cannot be read


def _none(paths: Sequence[str], config: Config | None) -> UsageError:
    if not paths and config is not None and config.specs:
        named = ", ".join(config.specs)
        return UsageError(f"{config.place('specs')}: no spec is found for specs = {named}", SPEC)
    return UsageError(f"no spec is in {', '.join(paths or ['.'])}", SPEC)


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
