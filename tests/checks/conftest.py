"""One rule at a time."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    from cnnspec.core.diagnostic import Diagnostic
    from cnnspec.results import Analysis


@pytest.fixture(scope="module")
def told(net: Callable[..., Analysis]) -> Callable[..., list[Diagnostic]]:
    """What one rule finds in a spec that is given as text, whatever its comments ignore."""

    def found(code: str, text: str, **options: Any) -> list[Diagnostic]:
        rule = import_module(f"cnnspec.checks.{code.lower()}")
        return list(rule.check(net(text, check=False, **options)))

    return found
