"""The text behind a name or a file, also where the spec in it is wrong."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from cnnspec.language.nodes import Source


def source_of(target: str) -> Source:
    """What is written in a file, or in the file of a shipped network.

    Raises a UsageError for a name that is unknown and a file that cannot be read.
    """
    from cnnspec import library

    if library.is_file(target):
        return read(target, target)
    stem, path, name = library.find(target)
    if name != stem and name not in library.variants_of(path):
        raise library.unknown(target)
    return read(path, os.path.basename(path))


def read(path: str, shown: str) -> Source:
    """A file as it is, whether it reads as a spec or not."""
    from cnnspec.language.reader import ReadError, read_file

    try:
        return read_file(path, shown)
    except ReadError as error:
        return error.source
