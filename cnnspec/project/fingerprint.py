"""What a finding is known by from one run to the next, wherever its line has moved to."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cnnspec.core.diagnostic import Diagnostic, Span

LENGTH = 32
"""Hexadecimal digits: 128 bits."""


def fingerprints(file: str, text: str, findings: Sequence[Diagnostic]) -> tuple[str, ...]:
    """A fingerprint for each finding of a file, no two of them alike.

    It is made of the code, and of the text of each line that the finding is about, without its
    indentation, with what is pointed at in it: neither of the line's number nor of figures in the
    message nor of the names that layers have by their number, which other lines may change. What
    has all of that in common is numbered in the order of the file.
    """
    if not findings:
        return ()
    import hashlib

    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    seen: dict[str, int] = {}
    found = []
    for finding in findings:
        base = "\0".join([slashed(file), finding.code, *_pointed_at(finding, lines)])
        number = seen[base] = seen.get(base, 0) + 1
        digest = hashlib.sha256(f"{base}\0{number}".encode("utf-8", "backslashreplace"))
        found.append(digest.hexdigest()[:LENGTH])
    return tuple(found)


def slashed(path: str) -> str:
    """A path with slashes, whatever the system parts folders with."""
    return os.path.normpath(path).replace(os.sep, "/")


def _pointed_at(finding: Diagnostic, lines: Sequence[str]) -> list[str]:
    """The lines that a finding is about, in an order that does not hang on which costs most."""
    spans = finding.lines or ((finding.primary.span,) if finding.primary else ())
    return [part for pair in sorted([_quoted(span, lines) for span in spans]) for part in pair]


def _quoted(span: Span, lines: Sequence[str]) -> tuple[str, str]:
    if not 0 < span.line <= len(lines):
        return "", ""
    line = lines[span.line - 1]
    end = span.end_column - 1 if span.end_line == span.line else len(line)
    return line.strip(), line[span.column - 1 : end]
