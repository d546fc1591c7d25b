"""Findings as SARIF 2.1.0, which code scanning of GitHub and viewers of editors read.

https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

from cnnspec.project.repository import Paths
from cnnspec.render.screen import escape

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cnnspec.core.diagnostic import Diagnostic, Fix, Span
    from cnnspec.render.checked import Checked

SCHEMA = (
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
)
LEVELS = {"error": "error", "warning": "warning", "info": "note"}
FINGERPRINT = "cnnspec/v1"
BASE = "%SRCROOT%"
"""What relative addresses are told from; where that is, the reader knows."""


def sarif(files: Sequence[Checked]) -> str:
    """A log of one run. Files are told from the root of the repository."""
    from cnnspec._version import __version__

    path = Paths()
    codes = sorted({finding.code for file in files for finding in file.findings})
    found = [
        _result(finding, file, path, fingerprint, codes.index(finding.code))
        for file in files
        for finding, fingerprint in zip(file.findings, file.fingerprints, strict=True)
    ]
    driver = {"name": "cnnspec", "version": __version__, "rules": list(map(_rule, codes))}
    base = "the root of the repository" if path.root else "the folder that cnnspec ran in"
    run = {
        "tool": {"driver": driver},
        "originalUriBaseIds": {BASE: {"description": {"text": base}}},
        "columnKind": "unicodeCodePoints",
        "results": found,
    }
    return f"{json.dumps({'$schema': SCHEMA, 'version': '2.1.0', 'runs': [run]}, indent=2)}\n"


def _rule(code: str) -> dict[str, Any]:
    """What is said about a code, from its page."""
    from cnnspec import pages
    from cnnspec.core.diagnostic import SEVERITIES

    level = {"level": LEVELS[SEVERITIES[code[0]]]}
    rule: dict[str, Any] = {"id": code, "defaultConfiguration": level}
    if code in pages.codes():
        page = pages.read(code)
        title = re.search(r"^#+ *(.+)$", page, re.MULTILINE)
        if title is not None:
            rule["shortDescription"] = {"text": title[1]}
        rule["help"] = {"text": page, "markdown": page}
    return rule


def _result(
    finding: Diagnostic, file: Checked, path: Paths, fingerprint: str, index: int
) -> dict[str, Any]:
    here = path(file.file)
    result: dict[str, Any] = {
        "ruleId": finding.code,
        "ruleIndex": index,
        "level": LEVELS[finding.severity],
        "message": {"text": _text(finding, file.remark(finding))},
        "locations": [_location(here, finding.primary.span if finding.primary else None)],
        "partialFingerprints": {FINGERPRINT: fingerprint},
    }
    if finding.related:
        result["relatedLocations"] = [
            {
                **_location(path(label.file), label.span),
                "id": number,
                "message": {"text": _plain(label.text)},
            }
            for number, label in enumerate(finding.related)
        ]
    proven = [finding.fix] if finding.fix is not None and finding.fix.safe else []
    proven += [fix for fix in finding.fixes if fix.edits]
    if proven:
        result["fixes"] = [_fix(here, fix) for fix in proven]
    return result


def _text(finding: Diagnostic, remark: str) -> str:
    near = finding.primary.text if finding.primary is not None else ""
    head = f"{finding.message}; {near}" if near else finding.message
    head += f" ({remark})" if remark else ""
    return _plain("\n".join([head, *[f"{note.kind}: {note.text}" for note in finding.notes]]))


def _plain(text: str) -> str:
    """Text that stays text: `[a](b)` would be a link, and control characters are spelt out."""
    shown = "\n".join(map(escape, text.split("\n")))
    return re.sub(r"\[(?=[^\]\n]*\]\()", r"\\[", shown)


def _location(file: str, span: Span | None) -> dict[str, Any]:
    place: dict[str, Any] = {"artifactLocation": _artifact(file)}
    if span is not None:
        place["region"] = _region(span)
    return {"physicalLocation": place}


def _region(span: Span) -> dict[str, int]:
    return {
        "startLine": span.line,
        "startColumn": span.column,
        "endLine": span.end_line,
        "endColumn": span.end_column,
    }


def _artifact(file: str) -> dict[str, Any]:
    """A relative path as a relative reference, an absolute one as a `file:` address."""
    import os
    from urllib.parse import quote

    path = quote(os.fsencode(file))
    return {"uri": f"file://{path}"} if path[:1] == "/" else {"uri": path, "uriBaseId": BASE}


def _fix(file: str, fix: Fix) -> dict[str, Any]:
    replacements = [
        {"deletedRegion": _region(edit.span), "insertedContent": {"text": edit.text}}
        for edit in fix.edits
    ]
    written = ", ".join([edit.text for edit in fix.edits if edit.text])
    said = fix.change or (f"write {written}" if written else "remove it")
    change = {"artifactLocation": _artifact(file), "replacements": replacements}
    return {
        "description": {"text": _plain(said)},
        "artifactChanges": [change],
    }
