"""Findings as commands of a GitHub workflow, which show them beside the lines of a pull request.

`::error file=a.yaml,line=8,col=5,endLine=8,endColumn=12,title=E201::message`, as
https://docs.github.com/actions/reference/workflow-commands-for-github-actions has it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from cnnspec.project.repository import Paths
from cnnspec.render.screen import escape

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cnnspec.core.diagnostic import Diagnostic
    from cnnspec.render.checked import Checked

COMMANDS = {"error": "error", "warning": "warning", "info": "notice"}
DATA = {"%": "%25", "\r": "%0D", "\n": "%0A"}
PROPERTY = {**DATA, ":": "%3A", ",": "%2C"}


def github(files: Sequence[Checked]) -> str:
    """A line for each finding; nothing where nothing is found. Files are told from the root of the
    repository, which is what GitHub knows."""
    path = Paths()
    return "".join(
        [
            f"{_command(finding, path(file.file), file.remark(finding))}\n"
            for file in files
            for finding in file.findings
        ]
    )


def _command(finding: Diagnostic, file: str, remark: str) -> str:
    given = {"file": file}
    place = ""
    if finding.primary is not None:
        span = finding.primary.span
        given |= {"line": str(span.line), "col": str(span.column), "endLine": str(span.end_line)}
        if span.end_line == span.line:
            given["endColumn"] = str(span.end_column)
        else:
            del given["col"]  # GitHub takes columns only where the lines are the same
        place = f"{file}:{span.line}:{span.column}: "
    given["title"] = f"cnnspec {finding.code}"
    properties = ",".join([f"{key}={_escaped(value, PROPERTY)}" for key, value in given.items()])
    text = _escaped("\n".join(_lines(finding, place, remark)), DATA)
    return f"::{COMMANDS[finding.severity]} {properties}::{text}"


def _lines(finding: Diagnostic, place: str, remark: str) -> list[str]:
    """The message with its place, which the log of the workflow would else not show; the notes."""
    near = finding.primary.text if finding.primary is not None else ""
    head = f"{place}{finding.code} {finding.message}"
    head += f"; {near}" if near else ""
    head += f" ({remark})" if remark else ""
    notes = [f"{note.kind}: {line}" for note in finding.notes for line in note.text.split("\n")]
    return [head, *notes]


def _escaped(text: str, table: dict[str, str]) -> str:
    """The text with what GitHub reads written as it wants, and control characters spelt out."""
    return "".join([table[c] if c in table else escape(c) for c in text])
