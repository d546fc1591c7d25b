"""What the language makes of a spec is looked at without the rules that warn."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from cnnspec.analysis import analyze

if TYPE_CHECKING:
    from collections.abc import Callable

    from cnnspec.language.spec import Spec
    from cnnspec.results import Analysis


@pytest.fixture(scope="session")
def net(spec: Callable[..., Spec]) -> Callable[..., Analysis]:
    """The analysis of a spec that is given as text, with its errors alone."""

    def analysed(text: str, variant: str | None = None, **options: Any) -> Analysis:
        return analyze(spec(text, variant), check="error", **options)

    return analysed
