"""Where the keys of a TOML file stand, which Python's own reader of TOML does not tell."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from cnnspec.core.record import Record

if TYPE_CHECKING:
    from typing import Any

    Path = tuple[str, ...]

_SPACE = re.compile(r"(?:[ \t\r\n]|#[^\n]*)*+")
_BLANK = re.compile(r"[ \t]*+")
_BARE = re.compile(r"[^\s#,\]}]++(?:[ \t]++[0-9][^\s#,\]}]*+)?")  # a date, a space and a time
_STRING = re.compile(
    r'"""(?:[^\\]|\\.)*?"{3,5}' r"|'''.*?'{3,5}" r'|"(?:[^"\\\n]|\\.)*+"' r"|'[^'\n]*+'", re.DOTALL
)
_PART = re.compile(r"[A-Za-z0-9_-]++")


class Place(Record):
    """Where a key begins and ends, and where its value does: characters of the text."""

    start: int
    end: int
    value: int
    value_end: int


def read_toml(text: str) -> tuple[dict[str, Any] | None, str, tuple[int, int]]:
    """What a text says; or None, with what is wrong with it, and the line and the column of that,
    both from 1."""
    import tomllib

    try:
        return tomllib.loads(text), "", (1, 1)
    except RecursionError:
        return None, "it nests too deeply", (1, 1)
    except tomllib.TOMLDecodeError as problem:
        said = str(problem)
        found = re.fullmatch(r"(.*) \(at (?:line (\d+), column (\d+)|end of document)\)", said)
        if found is not None:
            said = found[1]
        lines = text.split("\n")
        place = (len(lines), len(lines[-1].rstrip("\r")) + 1)
        if found is not None and found[2]:
            place = (int(found[2]), int(found[3]))
        elif not lines[-1] and len(lines) > 1:  # behind the last line that has anything
            place = (len(lines) - 1, len(lines[-2].rstrip("\r")) + 1)
        return None, f"{said[:1].lower()}{said[1:]}", place


def places(text: str) -> dict[Path, Place]:
    """The place of each key by its path, in a text that is TOML; items of lists are told by their
    numbers. A table that is never named has the place of its first key."""
    scanner = _Scanner(text)
    scanner.document()
    return scanner.found


class _Scanner:
    """Goes through a text that is known to be TOML."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.index = 0
        self.found: dict[Path, Place] = {}
        self.arrays: dict[Path, int] = {}

    def document(self) -> None:
        table: Path = ()
        while self._pass(_SPACE) < len(self.text):
            if self.text[self.index] == "[":
                table = self._head()
            else:
                self._entry(table)

    def _pass(self, pattern: re.Pattern[str]) -> int:
        found = pattern.match(self.text, self.index)
        if found is not None:
            self.index = found.end()
        return self.index

    def _head(self) -> Path:
        start = self.index
        several = self.text.startswith("[[", start)
        self.index += 1 + several
        keys = self._keys()
        self.index += 1 + several
        path = tuple([key for key, _, _ in keys])
        for number in range(1, len(path)):
            self._note(path[:number], Place(start, self.index, start, self.index))
        if several:
            self.arrays[path] = self.arrays.get(path, -1) + 1
            path = (*path, str(self.arrays[path]))
        self.found[path] = Place(start, self.index, start, self.index)
        return path

    def _keys(self) -> list[tuple[str, int, int]]:
        """The parts of a dotted key, with their places."""
        keys = []
        while True:
            start = self._pass(_BLANK)
            end = self._pass(_STRING if self.text[start] in "\"'" else _PART)
            keys.append((_unquoted(self.text[start:end]), start, end))
            if self.text[self._pass(_BLANK)] != ".":
                return keys
            self.index += 1

    def _entry(self, table: Path) -> None:
        keys = self._keys()
        self.index += 1  # the sign
        self._pass(_BLANK)
        path = (*table, *[key for key, _, _ in keys])
        value = self.index
        self._value(path)
        for number, (_, start, end) in enumerate(keys, len(table) + 1):
            self._note(path[:number], Place(start, end, value, self.index))

    def _note(self, path: Path, place: Place) -> None:
        self.found.setdefault(path, place)

    def _value(self, path: Path) -> None:
        sign = self.text[self.index]
        if sign in "\"'":
            self._pass(_STRING)
        elif sign not in "[{":
            self._pass(_BARE)
        else:
            self.index += 1
            number = 0
            while self.text[self._pass(_SPACE)] not in "]}":
                if sign == "{":
                    self._entry(path)
                else:
                    start, item = self.index, (*path, str(number))
                    self._value(item)
                    self._note(item, Place(start, self.index, start, self.index))
                    number += 1
                if self.text[self._pass(_SPACE)] == ",":
                    self.index += 1
            self.index += 1


def _unquoted(key: str) -> str:
    if key[:1] == "'":
        return key[1:-1]
    if key[:1] == '"':
        import tomllib

        return str(tomllib.loads(f"key = {key}")["key"])
    return key
