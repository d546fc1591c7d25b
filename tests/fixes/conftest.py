"""What the tests of fixes share: what is proposed for a network, and fixes made in the text."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from cnnspec.edits import apply
from cnnspec.fixes import with_fixes

if TYPE_CHECKING:
    from collections.abc import Callable

    from cnnspec.core.diagnostic import Fix
    from cnnspec.results import Analysis


@pytest.fixture(scope="session")
def proposed() -> Callable[[Analysis], list[str]]:
    """The changes that are shown for all findings of a network, in order."""

    def changes(analysis: Analysis) -> list[str]:
        return [fix.change for found in with_fixes(analysis).diagnostics for fix in found.fixes]

    return changes


@pytest.fixture(scope="session")
def mended() -> Callable[[Analysis, Fix], str]:
    """The text of a spec with a fix written into it."""

    def text(analysis: Analysis, fix: Fix) -> str:
        return apply(analysis.spec.source.text, fix.edits)[0]

    return text
