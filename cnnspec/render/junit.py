"""Findings as JUnit XML: a suite for each file, a case for each finding, or one that passes."""

from __future__ import annotations

from typing import TYPE_CHECKING
from xml.sax.saxutils import escape as escape_text
from xml.sax.saxutils import quoteattr

from cnnspec.render.screen import escape

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from cnnspec.core.diagnostic import Diagnostic
    from cnnspec.render.checked import Checked


def junit(files: Sequence[Checked], strict: bool = False) -> str:
    """The XML of all files. Informations are told in cases that pass, unless they are strictly
    held to be failures."""
    suites = [_suite(file, strict) for file in files]
    tests = sum([suite[1] for suite in suites])
    failures = sum([suite[2] for suite in suites])
    head = _tag("testsuites", {"name": "cnnspec", **_numbers(tests, failures)})
    lines = [line for suite in suites for line in suite[0]]
    return "\n".join(
        ['<?xml version="1.0" encoding="utf-8"?>', f"<{head}>", *lines, "</testsuites>", ""]
    )


def _suite(file: Checked, strict: bool) -> tuple[list[str], int, int]:
    cases: list[str] = []
    failures = 0
    for finding in file.findings:
        fails = strict or finding.severity != "info"
        failures += fails
        cases += _case(finding, file, fails)
    if not file.findings:
        cases.append(f"    <{_tag('testcase', {'name': 'clean', 'classname': file.file})}/>")
    tests = max(len(file.findings), 1)
    head = _tag("testsuite", {"name": file.file, **_numbers(tests, failures)})
    return [f"  <{head}>", *cases, "  </testsuite>"], tests, failures


def _case(finding: Diagnostic, file: Checked, fails: bool) -> list[str]:
    place = ""
    given = {"name": finding.code, "classname": file.file, "file": file.file}
    if finding.primary is not None:
        span = finding.primary.span
        place = f"{span.line}:{span.column}"
        given |= {"name": f"{finding.code} {place}", "line": str(span.line)}
    remark = file.remark(finding)
    near = finding.primary.text if finding.primary is not None else ""
    message = f"{finding.message}; {near}" if near else finding.message
    message += f" ({remark})" if remark else ""
    texts = [f"{file.file}:{place}: {finding.code} {message}" if place else message]
    texts += [f"{note.kind}: {note.text}" for note in finding.notes]
    body = escape_text("\n".join(map(_printable, texts)))
    tag = _tag("failure", {"message": message, "type": finding.code}) if fails else "system-out"
    end = tag.partition(" ")[0]
    return [f"    <{_tag('testcase', given)}>", f"      <{tag}>{body}</{end}>", "    </testcase>"]


def _numbers(tests: int, failures: int) -> dict[str, str]:
    return {"tests": str(tests), "failures": str(failures), "errors": "0"}


def _tag(name: str, attributes: Mapping[str, str]) -> str:
    given = [f"{key}={quoteattr(_printable(value))}" for key, value in attributes.items()]
    return " ".join([name, *given])


def _printable(text: str) -> str:
    """Text that XML can hold: it has no form for most control characters."""
    return "\n".join(map(escape, text.split("\n")))
