"""Targets that specs share: `[tool.cnnspec.budget.NAME]` in the nearest pyproject.toml.

The file is looked for only where a spec names a target: in the spec's folder and in those above.
"""

from __future__ import annotations

import os
import re
from typing import TYPE_CHECKING, Any

from cnnspec.core.diagnostic import Note
from cnnspec.language.nodes import Mapping, Scalar, Sequence, Source
from cnnspec.language.problems import suggestion
from cnnspec.language.values import Fault

if TYPE_CHECKING:
    from cnnspec.language.nodes import Node

FILE = "pyproject.toml"
LARGEST = 2**20
"""So many bytes of a pyproject.toml are read."""


def find_target(file: str, name: str, node: Scalar) -> Mapping:
    """The table of a target as nodes of its file. Raises a Fault at the node that names it."""
    hint = Note("help", f"it is a table of {FILE}: [tool.cnnspec.budget.{_quoted(name)}]")
    path = _nearest(file)
    if path is None:
        message = f"no {FILE} is beside or above the spec, so no target is called `{name}`"
        raise Fault("E504", message, node, hint)
    shown = _shown(path)
    text, document = _read(path, shown, node)
    tables = _below(document, "tool", "cnnspec", "budget")
    if not isinstance(tables, dict) or name not in tables:
        known = [str(key) for key in tables] if isinstance(tables, dict) else []
        near = suggestion(name, known)
        if known:
            hint = Note("help", f"its targets: {', '.join(known)}")
        raise Fault("E504", f"{shown} has no target called `{name}`{near}", node, hint)
    table = tables[name]
    if not isinstance(table, dict):
        raise Fault("E203", f"the target `{name}` in {shown} is no table of limits", node)
    source = Source(shown, text)
    return _Nodes(source, _head(text, name)).mapping(table)


def _nearest(file: str) -> str | None:
    """The first pyproject.toml from the folder of a file upwards."""
    folder = os.path.realpath(os.path.dirname(file) or ".")
    while True:
        path = os.path.join(folder, FILE)
        if os.path.isfile(path):
            return path
        above = os.path.dirname(folder)
        if above == folder:
            return None
        folder = above


def _shown(path: str) -> str:
    try:
        return os.path.relpath(path)
    except ValueError:  # another drive
        return path


def _read(path: str, shown: str, node: Scalar) -> tuple[str, dict[str, Any]]:
    import tomllib

    try:
        with open(path, "rb") as opened:
            content = opened.read(LARGEST + 1)
        if len(content) > LARGEST:
            raise Fault("E107", f"{shown} is larger than 1 MiB", node)
        text = content.decode("utf-8")
        return text, tomllib.loads(text)
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise Fault("E504", f"cannot read {shown}: {reason}", node) from None
    except UnicodeDecodeError:
        raise Fault("E101", f"{shown} is not UTF-8", node) from None
    except tomllib.TOMLDecodeError as error:
        said = str(error)
        raise Fault("E101", f"{shown} is no TOML: {said[:1].lower()}{said[1:]}", node) from None
    except RecursionError:
        raise Fault("E107", f"{shown} nests too deeply", node) from None


def _below(document: Any, *keys: str) -> Any:
    for key in keys:
        document = document.get(key) if isinstance(document, dict) else None
    return document


def _quoted(name: str) -> str:
    return name if re.fullmatch(r"[A-Za-z0-9_-]+", name) else f'"{name}"'


def _head(text: str, name: str) -> int:
    """Where the table of a target begins, or the first that could hold it."""
    own = re.escape(name)
    for pattern in (
        rf"^\s*\[\s*tool\s*\.\s*cnnspec\s*\.\s*budget\s*\.\s*[\"']?{own}[\"']?\s*[.\]]",
        r"^\s*\[\s*tool\s*\.\s*cnnspec\b",
    ):
        found = re.search(pattern, text, re.MULTILINE)
        if found is not None:
            return found.start() + len(found[0]) - len(found[0].lstrip())
    return 0


class _Nodes:
    """TOML values as nodes: each at the line of its key, which is exact unless a text looks like
    it."""

    def __init__(self, source: Source, start: int) -> None:
        self.source = source
        self.start = start

    def mapping(self, table: dict[str, Any], start: int | None = None) -> Mapping:
        """A table, whose keys are looked for from its head on."""
        start = self.start if start is None else start
        entries = []
        for name, value in table.items():
            begin, end = self._place(name, start)
            key = Scalar(name, True, begin, end, self.source)
            entries.append((key, self._node(value, begin)))
        return Mapping(entries, start, self._end(start), self.source)

    def _node(self, value: Any, start: int) -> Node:
        if isinstance(value, dict):
            return self.mapping(value, start)
        end = self._end(start)
        if isinstance(value, list):
            return Sequence([self._node(item, start) for item in value], start, end, self.source)
        text = str(value).lower() if isinstance(value, bool) else str(value)
        return Scalar(text, True, start, end, self.source)

    def _place(self, name: str, start: int) -> tuple[int, int]:
        pattern = rf"(?:^|[.{{,\[])[ \t]*([\"']?){re.escape(name)}\1[ \t]*[.=\]]"
        found = re.compile(pattern, re.MULTILINE).search(self.source.text, start)
        if found is None:
            return start, self._end(start)
        begin = found.start() + found[0].index(name)
        return begin, begin + len(name)

    def _end(self, start: int) -> int:
        """The end of a line, without a comment and spaces."""
        text = self.source.text
        line = text[start : text.find("\n", start) if "\n" in text[start:] else len(text)]
        return start + len(re.sub(r"\s*(#[^\"']*)?$", "", line))
