"""Findings as JUnit XML: a suite for each file, a case for each finding, or one that passes.

What names a case stays the same while lines move, so that a service can tell its history: the file,
the code, the layer, and a number where those are alike. Attributes are those that the schema of
Jenkins' xUnit plugin knows.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape as escape_text
from xml.sax.saxutils import quoteattr

from cnnspec.project.repository import Paths
from cnnspec.render.screen import escape

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from cnnspec.core.diagnostic import Diagnostic
    from cnnspec.render.checked import Checked


def junit(files: Sequence[Checked], strict: bool = False) -> str:
    """The XML of all files, which are told from the root of the repository. Informations are told
    in cases that pass, unless they are strictly held to be failures."""
    path = Paths()
    paths = [path(file.file) for file in files]
    suites = [
        _suite(file, path, named, strict)
        for file, path, named in zip(files, paths, _classes(paths), strict=True)
    ]
    tests = sum([suite[1] for suite in suites])
    failures = sum([suite[2] for suite in suites])
    head = _tag("testsuites", {"name": "cnnspec", **_numbers(tests, failures)})
    lines = [line for suite in suites for line in suite[0]]
    return "\n".join(
        ['<?xml version="1.0" encoding="utf-8"?>', f"<{head}>", *lines, "</testsuites>", ""]
    )


def _classes(paths: Sequence[str]) -> list[str]:
    """`nets.wide` for `nets/wide.yaml`, since readers take what is before the last dot for a
    folder; the path as it is where that would not tell two files apart."""
    found = [os.path.splitext(path)[0].lstrip("./").replace("/", ".") for path in paths]
    return [
        path if found.count(named) > 1 else named for path, named in zip(paths, found, strict=True)
    ]


def _suite(file: Checked, path: str, named: str, strict: bool) -> tuple[list[str], int, int]:
    cases: list[str] = []
    failures = 0
    for finding, name in zip(file.findings, _names(file.findings), strict=True):
        fails = strict or finding.severity != "info"
        failures += fails
        cases += _case(finding, {"name": name, "classname": named}, path, file, fails)
    if not file.findings:
        cases.append(f"    <{_tag('testcase', {'name': 'clean', 'classname': named})}/>")
    tests = max(len(file.findings), 1)
    head = _tag("testsuite", {"name": path, **_numbers(tests, failures), "file": path})
    return [f"  <{head}>", *cases, "  </testsuite>"], tests, failures


def _names(findings: Sequence[Diagnostic]) -> list[str]:
    """`W301 conv1`, and behind it `W301 conv1 (2)`: no two are alike."""
    names: dict[str, None] = {}
    for finding in findings:
        base = f"{finding.code} {finding.layer}" if finding.layer else finding.code
        name, number = base, 1
        while name in names:
            number += 1
            name = f"{base} ({number})"
        names[name] = None
    return list(names)


def _case(
    finding: Diagnostic, given: Mapping[str, str], path: str, file: Checked, fails: bool
) -> list[str]:
    place = path
    if finding.primary is not None:
        place += f":{finding.primary.span.line}:{finding.primary.span.column}"
    remark = file.remark(finding)
    near = finding.primary.text if finding.primary is not None else ""
    message = f"{finding.message}; {near}" if near else finding.message
    message += f" ({remark})" if remark else ""
    texts = [f"{place}: {finding.code} {message}"]
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
