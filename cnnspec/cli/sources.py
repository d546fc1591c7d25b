"""The text behind a name or a file, also where the spec in it is wrong."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from cnnspec.language.nodes import Source


def source_of(target: str) -> Source:
    """What is written in a file, here or in git, or in the file of a shipped network.

    Raises a UsageError for a name that is unknown and a file that cannot be read.
    """
    from cnnspec.language.reader import ReadError
    from cnnspec.targets import open_target

    try:
        return open_target(target).source
    except ReadError as error:
        return error.source
