"""A baseline: findings that are known, kept in a file, so that only new ones are told."""

from __future__ import annotations

import json
import os
from typing import TYPE_CHECKING, Any

from cnnspec.core.diagnostic import UsageError
from cnnspec.core.record import Record
from cnnspec.project.fingerprint import fingerprints, slashed

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from cnnspec.core.diagnostic import Diagnostic

SCHEMA = 1


class Entry(Record):
    """A known finding; `file` is told from the folder of the baseline."""

    file: str
    code: str
    fingerprint: str
    message: str


class Baseline(Record):
    """The known findings of a file at `path`."""

    path: str
    entries: tuple[Entry, ...]

    def known(self) -> frozenset[str]:
        """The fingerprints of all entries."""
        return frozenset([entry.fingerprint for entry in self.entries])

    def unmatched(self, found: Iterable[str], files: Iterable[str]) -> list[Entry]:
        """Entries of files that were checked, or are gone, of which nothing is found any more."""
        left = self.known() - frozenset(found)
        here = os.path.dirname(self.path)
        looked_at = {inside(self.path, file) for file in files}
        return [
            entry
            for entry in self.entries
            if entry.fingerprint in left
            and (entry.file in looked_at or not os.path.exists(os.path.join(here, entry.file)))
        ]


def inside(path: str, file: str) -> str:
    """A file as a baseline calls it: from its own folder, with slashes."""
    folder = os.path.dirname(os.path.realpath(path))
    try:
        return slashed(os.path.relpath(os.path.realpath(file), folder))
    except ValueError:  # another drive
        return slashed(os.path.realpath(file))


def entries_of(
    path: str, file: str, text: str, findings: Sequence[Diagnostic]
) -> tuple[Entry, ...]:
    """The entries that a baseline has for the findings of a file."""
    name = inside(path, file)
    marks = fingerprints(name, text, findings)
    return tuple(
        [
            Entry(name, finding.code, mark, finding.message)
            for finding, mark in zip(findings, marks, strict=True)
        ]
    )


def read_baseline(path: str) -> Baseline:
    """The baseline in a file. Raises a UsageError with a hint for a file that is none."""
    hint = "a baseline has a file of its own, which cnnspec check --write-baseline FILE writes"
    try:
        with open(path, encoding="utf-8") as file:
            document = json.load(file)
    except OSError as problem:
        reason = (problem.strerror or str(problem)).lower()
        missing = isinstance(problem, FileNotFoundError)
        hint = f"cnnspec check --write-baseline {path} writes it" if missing else ""
        raise UsageError(f"cannot read {path}: {reason}", hint) from None
    except json.JSONDecodeError as problem:
        message = f"{path}:{problem.lineno}:{problem.colno}: {problem.msg.lower()}"
        raise UsageError(message, hint) from None
    except (UnicodeDecodeError, RecursionError):
        raise UsageError(f"{path} is no JSON", hint) from None
    if not isinstance(document, dict) or document.get("schema") != SCHEMA:
        raise UsageError(f"{path} is no baseline of schema {SCHEMA}", hint)
    findings = document.get("findings")
    if not isinstance(findings, list) or not all(map(_is_entry, findings)):
        raise UsageError(f"{path}: findings is a list of objects with {', '.join(_keys())}", hint)
    entries = [Entry(**{key: entry[key] for key in _keys()}) for entry in findings]
    return Baseline(path, tuple(entries))


def _keys() -> tuple[str, ...]:
    return Entry._fields


def _is_entry(entry: Any) -> bool:
    return isinstance(entry, dict) and all(isinstance(entry.get(key), str) for key in _keys())


def written(entries: Iterable[Entry]) -> str:
    """The text of a baseline: a line for each finding, in the order of files and findings, so that
    changes of it are easy to read."""
    lines = [
        json.dumps({key: getattr(entry, key) for key in _keys()}, ensure_ascii=True)
        for entry in entries
    ]
    inside = "".join([f"\n    {line}," for line in lines]).removesuffix(",")
    listed = f"[{inside}\n  ]" if lines else "[]"
    return f'{{\n  "schema": {SCHEMA},\n  "findings": {listed}\n}}\n'
