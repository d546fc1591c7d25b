"""Targets that specs share: `[tool.cnnspec.budget.NAME]` in the nearest pyproject.toml.

The file is looked for only where a spec names a target: in the spec's folder and in those above.
What is wrong with the file or in the table is told at its place there.
"""

from __future__ import annotations

import os
import re
from typing import TYPE_CHECKING, Any

from cnnspec.core.diagnostic import Diagnostic, Note
from cnnspec.language.nodes import Mapping, Scalar, Sequence, Source, label
from cnnspec.language.problems import suggestion
from cnnspec.language.values import Fault
from cnnspec.project.toml import places, read_toml

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cnnspec.core.diagnostic import Label
    from cnnspec.language.nodes import Node

TABLE = ("tool", "cnnspec", "budget")
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
    source, document = _read(path, shown, node)
    tables = _below(document, *TABLE)
    if not isinstance(tables, dict) or name not in tables:
        known = [str(key) for key in tables] if isinstance(tables, dict) else []
        near = suggestion(name, known)
        if known:
            hint = Note("help", f"its targets: {', '.join(known)}")
        raise Fault("E504", f"{shown} has no target called `{name}`{near}", node, hint)
    return _target(source, name, tables[name])


def all_targets(path: str) -> Iterator[tuple[str, Mapping | Fault]]:
    """Every target of a pyproject.toml by its name, or what is wrong with it. Raises a Fault
    without a place for a file that cannot be read."""
    source, document = _read(path, _shown(path), None)
    tables = _below(document, *TABLE)
    for name, table in (tables if isinstance(tables, dict) else {}).items():
        try:
            yield name, _target(source, name, table)
        except Fault as error:
            yield name, error


def finding_of(error: Fault) -> Diagnostic:
    """What is wrong with a target or its file, where it is placed in that."""
    node = error.place
    assert isinstance(node, (Mapping, Scalar, Sequence))
    finding = Diagnostic(error.code, error.message, label(node), notes=error.notes)
    return placed(finding, node.source)


def placed(finding: Diagnostic, source: Source) -> Diagnostic:
    """A finding in the file of a target: with its line, and without edits, which are for specs."""
    primary = finding.primary
    return finding.replace(primary=primary and quoted(primary, source), fix=None)


def quoted(place: Label, source: Source) -> Label:
    """A place with the line that it is in."""
    return place.replace(line=source.line(place.span.line))


def _target(source: Source, name: str, table: Any) -> Mapping:
    nodes = _Nodes(source)
    if not isinstance(table, dict):
        message = f"the target `{name}` is no table of limits"
        raise Fault("E203", message, nodes.node(table, (*TABLE, name)))
    return nodes.mapping(table, (*TABLE, name))


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


def _read(path: str, shown: str, node: Scalar | None) -> tuple[Source, dict[str, Any]]:
    """A file as TOML. Raises a Fault: at the node that names it, or in its text."""
    try:
        with open(path, "rb") as opened:
            content = opened.read(LARGEST + 1)
        if len(content) > LARGEST:
            raise Fault("E107", f"{shown} is larger than 1 MiB", node)
        source = Source(shown, content.decode("utf-8"))
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise Fault("E504", f"cannot read {shown}: {reason}", node) from None
    except UnicodeDecodeError:
        raise Fault("E101", f"{shown} is not UTF-8", node) from None
    document, said, (line, column) = read_toml(source.text)
    if document is None:
        start = source.start(line) + column - 1
        place = Scalar("", True, start, start, source)
        raise Fault("E101", f"{shown} is no TOML: {said}", place)
    return source, document


def _below(document: Any, *keys: str) -> Any:
    for key in keys:
        document = document.get(key) if isinstance(document, dict) else None
    return document


def _quoted(name: str) -> str:
    return name if re.fullmatch(r"[A-Za-z0-9_-]+", name) else f'"{name}"'


class _Nodes:
    """TOML values as nodes, each at its place."""

    def __init__(self, source: Source) -> None:
        self.source = source
        self.places = places(source.text)

    def mapping(self, table: dict[str, Any], path: tuple[str, ...]) -> Mapping:
        """A table with its keys."""
        entries = []
        for name, value in table.items():
            inner = (*path, name)
            place = self.places[inner]
            key = Scalar(name, True, place.start, place.end, self.source)
            entries.append((key, self.node(value, inner)))
        place = self.places[path]
        return Mapping(entries, place.value, place.value_end, self.source)

    def node(self, value: Any, path: tuple[str, ...]) -> Node:
        """Any value."""
        if isinstance(value, dict):
            return self.mapping(value, path)
        place = self.places[path]
        start, end = place.value, place.value_end
        if isinstance(value, list):
            items = [self.node(item, (*path, str(number))) for number, item in enumerate(value)]
            return Sequence(items, start, end, self.source)
        text = str(value).lower() if isinstance(value, bool) else str(value)
        return Scalar(text, True, start, end, self.source)
