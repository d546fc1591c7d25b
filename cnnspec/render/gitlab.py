"""Findings as a report of GitLab's Code Quality.

https://docs.gitlab.com/ci/testing/code_quality/#code-quality-report-format
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from cnnspec.project.repository import Paths

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cnnspec.core.diagnostic import Diagnostic
    from cnnspec.render.checked import Checked

SEVERITIES = {"error": "major", "warning": "minor", "info": "info"}


def gitlab(files: Sequence[Checked]) -> str:
    """A list of an object for each finding. Files are told from the root of the repository."""
    path = Paths()
    found = [
        _issue(finding, file, path(file.file), fingerprint)
        for file in files
        for finding, fingerprint in zip(file.findings, file.fingerprints, strict=True)
    ]
    return f"{json.dumps(found, indent=2)}\n"


def _issue(finding: Diagnostic, file: Checked, path: str, fingerprint: str) -> dict[str, Any]:
    remark = file.remark(finding)
    near = finding.primary.text if finding.primary is not None else ""
    text = f"{finding.code} {finding.message}"
    text += f"; {near}" if near else ""
    text += f" ({remark})" if remark else ""
    span = None if finding.primary is None else finding.primary.span
    lines = {"begin": span.line if span else 1, "end": span.end_line if span else 1}
    return {
        "description": text,
        "check_name": finding.code,
        "fingerprint": fingerprint,
        "severity": SEVERITIES[finding.severity],
        "location": {"path": path, "lines": lines},
    }
