"""`[tool.cnnspec]` of the nearest pyproject.toml."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

from cnnspec.core.diagnostic import UsageError
from cnnspec.core.record import Record
from cnnspec.core.wording import listed

if TYPE_CHECKING:
    from collections.abc import Mapping

NAME = "pyproject.toml"
LISTS = ("specs", "select", "extend-select", "ignore")
SWITCHES = ("strict",)
TEXTS = ("baseline",)
TABLES = ("budget",)
"""What is read where a spec names it."""


class Config(Record):
    """What a project says about its specs; `folder` is where its file stands, "" for none, and
    `text` is what that says."""

    folder: str = ""
    file: str = ""
    text: str = ""
    specs: tuple[str, ...] = ()
    select: tuple[str, ...] | None = None
    extend_select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    strict: bool = False
    baseline: str | None = None
    budget: Mapping[str, Any] | None = None

    def place(self, *keys: str) -> str:
        """Where the value of a key, or an item of it by its number, stands:
        `pyproject.toml:3:12`."""
        return _place(self.file, self.text, keys)


def read_config(folder: str = ".") -> Config:
    """The configuration that holds in a folder: that of the nearest pyproject.toml, there or
    above, with a table `[tool.cnnspec]`; an empty one if there is none.

    Raises a UsageError, with the place, for a file that is no TOML and for a table with a key or a
    value that is not meant.
    """
    here = os.path.realpath(folder)
    while True:
        path = os.path.join(here, NAME)
        if os.path.isfile(path):
            text = _text(path)
            if "cnnspec" in text:
                table = _table(path, text)
                if table is not None:
                    return _config(here, _Reader(_shown(path), text), table)
        parent = os.path.dirname(here)
        if parent == here:
            return Config()
        here = parent


def _text(path: str) -> str:
    try:
        with open(path, encoding="utf-8") as file:
            return file.read()
    except UnicodeDecodeError:
        raise UsageError(f"{_shown(path)} is not UTF-8") from None
    except OSError as problem:
        reason = (problem.strerror or str(problem)).lower()
        raise UsageError(f"cannot read {_shown(path)}: {reason}") from None


def _shown(path: str) -> str:
    try:
        return os.path.relpath(path)
    except ValueError:  # another drive
        return path


def _table(path: str, text: str) -> Any:
    """What stands under `tool.cnnspec`; None if nothing does."""
    from cnnspec.project.toml import read_toml

    document, said, (line, column) = read_toml(text)
    if document is None:
        raise UsageError(f"{_shown(path)}:{line}:{column}: {said}")
    tool = document.get("tool")
    return tool.get("cnnspec") if isinstance(tool, dict) else None


def _place(file: str, text: str, keys: tuple[str, ...], *, key: bool = False) -> str:
    """The place of a value under `tool.cnnspec`, or of its key."""
    from cnnspec.language.nodes import Source
    from cnnspec.project.toml import places

    found = places(text).get(("tool", "cnnspec", *keys))
    start = 0 if found is None else found.start if key else found.value
    line, column = Source(file, text).position(start)
    return f"{file}:{line}:{column}"


class _Reader:
    """Reads the values of a table; what is not meant is told with its place."""

    def __init__(self, file: str, text: str) -> None:
        self.file = file
        self.content = text

    def fail(self, key: str, message: str) -> UsageError:
        """The error about the value of a key; about the table where that is empty."""
        return UsageError(f"{_place(self.file, self.content, (key,) if key else ())}: {message}")

    def unknown(self, key: str, message: str, hint: str) -> UsageError:
        """The error about a key itself."""
        return UsageError(f"{_place(self.file, self.content, (key,), key=True)}: {message}", hint)

    def texts(self, key: str, value: Any) -> tuple[str, ...]:
        """A list of texts."""
        if isinstance(value, list) and all(isinstance(part, str) for part in value):
            return tuple(value)
        raise self.fail(key, f"{key} takes a list of texts, got {_written(value)}")

    def switch(self, key: str, value: Any) -> bool:
        """`true` or `false`."""
        if isinstance(value, bool):
            return value
        raise self.fail(key, f"{key} takes true or false, got {_written(value)}")

    def text(self, key: str, value: Any) -> str:
        """One text that is not empty."""
        if isinstance(value, str) and value:
            return value
        raise self.fail(key, f"{key} takes a text, got {_written(value)}")

    def table(self, key: str, value: Any) -> Mapping[str, Any]:
        """A table of its own, which whoever asks for it reads."""
        if isinstance(value, dict):
            return value
        raise self.fail(key, f"{key} takes a table, got {_written(value)}")


def _written(value: Any) -> str:
    """A value as TOML spells it, or nearly; long ones in part."""
    text = str(value).lower() if isinstance(value, bool) else repr(value).replace("'", '"')
    return text if len(text) <= 60 else f"{text[:57]}..."


def _config(folder: str, reader: _Reader, table: Any) -> Config:
    if not isinstance(table, dict):
        raise reader.fail("", f"tool.cnnspec takes a table, got {_written(table)}")
    kinds = {
        **dict.fromkeys(LISTS, reader.texts),
        **dict.fromkeys(SWITCHES, reader.switch),
        **dict.fromkeys(TEXTS, reader.text),
        **dict.fromkeys(TABLES, reader.table),
    }
    values: dict[str, Any] = {}
    for key, value in table.items():
        if key not in kinds:
            from cnnspec.core.nearest import nearest

            near = nearest(key, kinds)
            asked = f"; did you mean {listed(near, 'or')}?" if near else ""
            known = f"it may have {', '.join(kinds)}"
            raise reader.unknown(key, f"tool.cnnspec has no key {key}{asked}", known)
        values[key.replace("-", "_")] = kinds[key](key, value)
    return Config(folder=folder, file=reader.file, text=reader.content, **values)
