"""Reading a spec: bytes to text, text to nodes."""

from __future__ import annotations

import os
import stat
from typing import TYPE_CHECKING

from cnnspec.core.diagnostic import SpecError, UsageError
from cnnspec.language.characters import find_foreign
from cnnspec.language.nodes import Scalar, Source

if TYPE_CHECKING:
    from cnnspec.core.diagnostic import Diagnostic

MAXIMUM_SIZE = 4 * 1024 * 1024


class ReadError(SpecError):
    """A text that does not read as a spec; `source` has its lines for the findings to show."""

    def __init__(self, source: Source, *diagnostics: Diagnostic) -> None:
        super().__init__(*diagnostics)
        self.source = source


def read_file(path: str, shown: str | None = None) -> Source:
    """The nodes of a spec file; `shown` is the name that findings give it, at first its path.

    Raises a UsageError if the file cannot be read at all, and a ReadError if its bytes are no
    UTF-8, its text is no YAML, or it is larger than `MAXIMUM_SIZE`.
    """
    name = path if shown is None else shown
    return read_text(_decoded(_bytes_of(path, name), name), name)


def read_bytes(content: bytes, name: str) -> Source:
    """The nodes of a spec's bytes, wherever they are from. Raises as `read_file` does."""
    if len(content) > MAXIMUM_SIZE:
        raise _too_large(Source(name, ""), len(content), "bytes")
    return read_text(_decoded(content, name), name)


def read_text(text: str, name: str) -> Source:
    """The nodes of a spec's text; `name` is what findings call it. Raises a ReadError."""
    # Imported here because PyYAML takes longer to load than a short spec to read.
    from cnnspec.language import tree

    source = Source(name, text.removeprefix("\ufeff"))
    if len(text) > MAXIMUM_SIZE:
        raise _too_large(source, len(text), "characters")
    foreign = find_foreign(source.text)
    if foreign >= 0:
        from cnnspec.language.text_findings import foreign_character

        raise ReadError(source, foreign_character(source, foreign))
    try:
        source.root = tree.build(source)
    except SpecError as error:
        raise ReadError(source, *error.diagnostics) from None
    if source.root is None or (isinstance(source.root, Scalar) and source.root.empty):
        from cnnspec.language.text_findings import nothing_written

        raise ReadError(source, nothing_written(source))
    if "#" in text:
        from cnnspec.language import comments

        if comments.mentions(text):
            source.ignores = tuple(comments.ignores(source, source.root))
            source.slips = tuple(comments.slips(source, source.root))
    return source


def _bytes_of(path: str, name: str) -> bytes:
    """The content of a regular file, if it is not too large; nothing else is opened."""
    try:
        status = os.stat(path)
        if stat.S_ISDIR(status.st_mode):
            raise UsageError(f"{name} is a directory, not a spec file")
        if not stat.S_ISREG(status.st_mode):
            raise UsageError(f"{name} is not a regular file")
        size = status.st_size
        if size <= MAXIMUM_SIZE:
            with open(path, "rb") as file:
                content = file.read(MAXIMUM_SIZE + 1)
            size = len(content)
    except (OSError, ValueError) as error:
        # A ValueError is a path that no system takes, such as one with a NUL.
        reason = error.strerror if isinstance(error, OSError) else str(error)
        raise UsageError(f"cannot read {name}: {(reason or 'no reason given').lower()}") from None
    if size > MAXIMUM_SIZE:
        raise _too_large(Source(name, ""), size, "bytes")
    return content


def _too_large(source: Source, size: int, unit: str) -> ReadError:
    from cnnspec.language.text_findings import too_large

    return ReadError(source, too_large(source, size, unit, MAXIMUM_SIZE))


def _decoded(content: bytes, name: str) -> str:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        from cnnspec.language.text_findings import other_encoding

        source = Source(name, "")
        raise ReadError(source, other_encoding(source, "UTF-16"))
    try:
        return content.decode()
    except UnicodeDecodeError as error:
        from cnnspec.language.text_findings import not_unicode

        offset = error.start
    source = Source(name, content.decode(errors="replace").removeprefix("\ufeff"))
    index = len(content[:offset].decode().removeprefix("\ufeff"))
    raise ReadError(source, not_unicode(source, index, content[offset], offset))
