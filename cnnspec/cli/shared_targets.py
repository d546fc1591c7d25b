"""What is wrong with targets that specs share: told once, in the file that has them."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Container, Iterable

    from cnnspec.core.diagnostic import Diagnostic
    from cnnspec.render.checked import Checked


def with_targets(files: Iterable[Checked], config: str) -> list[Checked]:
    """The files with those beside them in whose targets something is wrong: that of the
    configuration, whether a spec names its targets or not, and those that specs name."""
    specs: list[Checked] = []
    named = {os.path.realpath(config): config} if config else {}
    for file in files:
        elsewhere = {
            finding: finding.primary.file
            for finding in file.findings
            if finding.primary and finding.primary.file != file.file
        }
        for path in elsewhere.values():
            named.setdefault(os.path.realpath(path), path)
        specs.append(_without(file, elsewhere) if elsewhere else file)
    shared = [_checked(path) for path in named.values()]
    return sorted([*specs, *[file for file in shared if file.findings]], key=lambda f: f.file)


def _without(file: Checked, findings: Container[Diagnostic]) -> Checked:
    return file.only(lambda finding: finding not in findings)


def _checked(path: str) -> Checked:
    from cnnspec.analysis import FileReport
    from cnnspec.budgets.reading import check_targets
    from cnnspec.render.checked import checked

    source, found = check_targets(path)
    return checked(FileReport(path, source, (), found)).replace(is_spec=False)
